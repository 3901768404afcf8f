"""One process for one SQLite file, whatever name it goes by."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.core.refusals import Refusal, RefusalKey
from bot.storage.file_lock import alone
from tests.databases import sqlite_url

HOLDS = (
    "import sys; from bot.storage.file_lock import alone\n"
    "with alone(sys.argv[1]):\n    print('has it', flush=True); sys.stdin.read()"
)


def test_another_process_is_refused_until_the_first_has_died(tmp_path: Path) -> None:
    file = tmp_path / "blog.db"
    (tmp_path / "linked.db").symlink_to(file)
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS, sqlite_url(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "has it\n"
        for name in ("blog.db", "linked.db"):
            with pytest.raises(Refusal) as caught, alone(sqlite_url(tmp_path / name)):
                pass
            assert caught.value.key is RefusalKey.DATABASE_IN_USE
        first.kill()
        first.wait()

        with alone(sqlite_url(file)):
            pass


def test_two_files_in_one_folder_do_not_meet(tmp_path: Path) -> None:
    with alone(sqlite_url(tmp_path / "blog.db")), alone(sqlite_url(tmp_path / "other.db")):
        pass


def test_a_folder_that_is_not_there_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught, alone(sqlite_url(tmp_path / "nowhere" / "blog.db")):
        pass

    assert caught.value.key is RefusalKey.DATABASE_UNREACHABLE
