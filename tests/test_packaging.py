"""What `pip install` gets: the wheel is complete, holds nothing else, and works far from the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

DOCUMENTATION = ("README.md", ".svg")
"""Stands beside what it describes, for those who read the source."""

pytestmark = [pytest.mark.check, pytest.mark.timeout(600)]


def run(*command: str | Path, cwd: Path) -> str:
    """What the command prints; fails the test with all of it when the command fails."""
    bare = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [str(word) for word in command], cwd=cwd, env=bare, capture_output=True, text=True, check=False, timeout=500
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    """The wheel, built from a copy, since building leaves its traces."""
    source = tmp_path / "source"
    source.mkdir()
    for folder in ("bot", "migrations"):
        shutil.copytree(ROOT / folder, source / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / file, source / file)
    run(
        *(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-build-isolation", "--no-deps"),
        *("--wheel-dir", tmp_path / "dist", source),
        cwd=tmp_path,
    )
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    return wheel


def test_the_wheel_holds_every_file_of_the_package_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
        licenses = [name for name in archive.namelist() if name.endswith(".dist-info/licenses/LICENSE")]

    package = {path.relative_to(ROOT) for path in (ROOT / "bot").rglob("*") if path.is_file()}
    migrations = {path.relative_to(ROOT) for path in (ROOT / "migrations").rglob("*") if path.is_file()}
    expected = {path.as_posix() for path in package} | {f"bot/{path.as_posix()}" for path in migrations}
    expected = {name for name in expected if "__pycache__" not in name and not name.endswith(DOCUMENTATION)}

    assert packed == expected
    assert {"bot/migrations/__init__.py", "bot/demo/sample/post.md", "bot/demo/sample/harbour.jpg"} <= packed
    assert len(licenses) == 1


def test_an_installed_broadsheet_migrates_and_plays_its_demo_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    environment = tmp_path / "environment"
    run(sys.executable, "-m", "venv", environment, cwd=elsewhere)
    pip = (environment / "bin" / "python", "-m", "pip", "install", "--quiet", "--quiet")
    run(*pip, "--require-hashes", "-r", ROOT / "requirements.lock", cwd=elsewhere)
    run(*pip, "--no-deps", wheel, cwd=elsewhere)
    broadsheet = environment / "bin" / "broadsheet"

    assert "The database is at revision" in run(broadsheet, "migrate", cwd=elsewhere)
    assert [path.name for path in elsewhere.iterdir()] == ["broadsheet.db"]

    run(broadsheet, "demo", cwd=elsewhere)
    assert [path.name for path in elsewhere.iterdir()] == ["broadsheet.db"]
