"""The architecture is a failing build: the import contracts hold, and each of them can fail."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def lint_imports(checkout: Path) -> subprocess.CompletedProcess[str]:
    """Runs import-linter's command in ``checkout``, in a process that has not imported this very package."""
    command = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [command, "--no-logo", "--no-cache"],
        cwd=checkout,
        env={"COLUMNS": "200", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project to plant imports in."""
    copy = tmp_path_factory.mktemp("checkout")
    for folder in ("bot", "migrations"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "tests").mkdir()
    for file in ("pyproject.toml", "tests/__init__.py", "tests/contracts.py"):
        shutil.copy(ROOT / file, copy / file)
    return copy


def test_every_import_contract_holds() -> None:
    outcome = lint_imports(ROOT)

    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    assert " 0 broken" in outcome.stdout


@pytest.mark.parametrize(
    ("importer", "statement", "contract"),
    [
        ("core/drafts.py", "import bot.rendering.message", "Imports run one way"),
        ("rendering/message.py", "import bot.storage.tables", "Imports run one way"),
        ("storage/tables.py", "import bot.gateway", "Imports run one way"),
        ("delivery/__init__.py", "import bot.storage.engine", "Imports run one way"),
        ("gateway/__init__.py", "import bot.handlers", "Imports run one way"),
        ("app.py", "import bot.cli", "Imports run one way"),
        ("core/drafts.py", "import rich", "The rules need nothing but the standard library"),
        ("core/drafts.py", "from asyncio import sleep", "The rules need nothing but the standard library"),
        ("core/drafts.py", "import logging", "The rules need nothing but the standard library"),
        ("delivery/__init__.py", "from telegram.error import RetryAfter", "python-telegram-bot is seen by"),
        ("handlers/__init__.py", "import telegram", "python-telegram-bot is seen by"),
        ("handlers/__init__.py", "from sqlalchemy import select", "SQL is spoken in storage and migrations alone"),
        ("app.py", "import aiosqlite", "SQL is spoken in storage and migrations alone"),
        ("delivery/__init__.py", "import asyncpg", "SQL is spoken in storage and migrations alone"),
        ("handlers/__init__.py", "from bot.config import Settings", "Settings are read, and the log is set up"),
        ("sandbox/__init__.py", "import bot.core.richtext", "The sandbox is a Telegram that never heard of this bot"),
        ("gateway/__init__.py", "import bot.sandbox", "Only cli and the demo start the sandbox"),
    ],
)
def test_an_import_across_a_border_is_reported(checkout: Path, importer: str, statement: str, contract: str) -> None:
    module = checkout / "bot" / importer
    before = module.read_text()
    module.write_text(f"{before}\n{statement}\n")
    try:
        outcome = lint_imports(checkout)
    finally:
        module.write_text(before)

    broken = [line for line in outcome.stdout.splitlines() if line.endswith(" BROKEN")]
    assert outcome.returncode == 1, outcome.stdout + outcome.stderr
    assert [line for line in broken if line.startswith(contract)], outcome.stdout


def test_a_new_package_has_to_find_its_layer(checkout: Path) -> None:
    newcomer = checkout / "bot" / "common.py"
    newcomer.touch()
    try:
        outcome = lint_imports(checkout)
    finally:
        newcomer.unlink()

    assert outcome.returncode == 1
    assert "bot.common" in outcome.stdout
