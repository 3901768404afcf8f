"""Migrations: from nothing, from an older revision, never from a newer one, and never by halves."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from bot.core.posts import Post
from bot.core.refusals import Refusal, RefusalKey
from bot.storage import migrating
from bot.storage.engine import Database, Transaction
from bot.storage.migrating import (
    check,
    newest_revision,
    revision_of,
    upgrade,
)
from bot.storage.tables import metadata
from tests.databases import PostgresServer
from tests.rendering.english import english
from tests.storage import given

NOW = datetime(2026, 3, 27, 20, 0, tzinfo=UTC)


@contextmanager
def refused(key: RefusalKey, words: str) -> Iterator[pytest.ExceptionInfo[Refusal]]:
    """The block refuses with this key, and its sentence matches ``words``."""
    with pytest.raises(Refusal) as caught:
        yield caught
    assert caught.value.key is key
    assert re.search(words, english().refusal(caught.value))


INSTALLED = Path(__file__).parents[2] / "migrations"

LATER = """
import sqlalchemy as sa
from alembic import op

revision = "later"
down_revision = "{head}"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("posts") as table:
        table.add_column(sa.Column("subtitle", sa.Text()))
        table.alter_column("headline", new_column_name="title")
{more}


def downgrade():
    pass
"""


def later(tmp_path: Path, *more: str) -> Path:
    """A folder of migrations with one more than there are, which ends with the given lines."""
    folder = tmp_path / "scripts"
    shutil.copytree(INSTALLED, folder, ignore=shutil.ignore_patterns("__pycache__"))
    script = LATER.format(head=newest_revision(), more="".join(f"    {line}\n" for line in more))
    (folder / "versions" / "later.py").write_text(script, encoding="utf-8")
    return folder


async def _tables(database: Database) -> set[str]:
    def names(connection: Connection) -> set[str]:
        return set(connection.dialect.get_table_names(connection))

    async with database.read() as tx:
        return await tx.run_sync(names)


def _differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return list(compare_metadata(context, metadata))


async def test_an_empty_database_gets_all_tables(empty_database_url: str) -> None:
    assert await revision_of(empty_database_url) is None
    with refused(RefusalKey.DATABASE_BEHIND, "run `broadsheet migrate` first"):
        await check(empty_database_url)

    assert await upgrade(empty_database_url, NOW) is None

    await check(empty_database_url)
    database = Database.open(empty_database_url)
    assert await _tables(database) == {*metadata.tables, "alembic_version"}
    await database.close()


async def test_migrations_can_be_taken_back_and_made_again(database: Database) -> None:
    def there_and_back(connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(INSTALLED))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        assert set(connection.dialect.get_table_names(connection)) == {"alembic_version"}
        command.upgrade(config, "head")
        assert _differences(connection) == []

    await database.write(lambda tx: tx.run_sync(there_and_back))


async def test_migrations_make_every_detail_of_the_tables(database: Database, tmp_path: Path) -> None:
    """Also what Alembic does not compare: WITHOUT ROWID, the conditions of indexes, the order of columns."""
    what = {
        "sqlite": "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name <> 'alembic_version'",
        "postgresql": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'alembic_version'",
    }[database.dialect]

    def described(connection: Connection) -> list[list[str]]:
        return sorted(_clauses(sql) for sql in connection.execute(text(what)).scalars())

    def made_anew(connection: Connection) -> list[list[str]]:
        metadata.drop_all(connection)
        metadata.create_all(connection)
        return described(connection)

    async with database.read() as tx:
        migrated = await tx.run_sync(described)

    async def compare(tx: Transaction) -> None:
        assert await tx.run_sync(made_anew) == migrated
        raise _UndoneError

    with pytest.raises(_UndoneError):
        await database.write(compare)
    if database.dialect == "sqlite":
        assert sum("WITHOUT ROWID" in clauses for clauses in migrated) == 3


class _UndoneError(Exception):
    """Takes back what a test has done."""


def _clauses(sql: str) -> list[str]:
    """A statement in pieces: the order of a table's constraints makes no difference, nor do quotes around its name."""
    flat = (
        re.sub(r'(?<=TABLE )"(\w+)"', r"\1", " ".join(sql.split()))
        .replace(" ) WITHOUT", ", WITHOUT")
        .removesuffix(" )")
    )
    return sorted(re.split(r", (?![^(]*\))", flat))


async def _published(url: str) -> Post:
    """A migrated database with a post in it."""
    await upgrade(url, NOW)
    database = Database.open(url)
    post = await database.write(given.post)
    await database.close()
    return post


async def _rows(url: str, sql: str) -> list[tuple[object, ...]]:
    database = Database.open(url)
    async with database.read() as tx:
        rows = [tuple(row) for row in await tx.execute(text(sql))]
    await database.close()
    return rows


async def test_a_later_migration_keeps_every_row(empty_database_url: str, tmp_path: Path) -> None:
    post = await _published(empty_database_url)
    scripts = later(tmp_path)

    await upgrade(empty_database_url, NOW, scripts)

    assert await revision_of(empty_database_url, scripts) == "later"
    assert await _rows(empty_database_url, "SELECT id, title FROM posts") == [(post.id, "Headline")]
    assert await _rows(empty_database_url, "SELECT post_id FROM pages") == [(post.id,)]


async def test_only_a_sqlite_file_is_copied_before_a_later_migration(empty_database_url: str, tmp_path: Path) -> None:
    await _published(empty_database_url)
    file = tmp_path / "empty.db"
    is_sqlite = file.exists()
    if is_sqlite:
        file.chmod(0o600)

    copy = await upgrade(empty_database_url, NOW, later(tmp_path))

    if not is_sqlite:
        assert copy is None
        return
    assert copy == f"{file}.20260327-200000.bak"
    assert os.stat(copy).st_mode & 0o777 == 0o600
    await check(f"sqlite+aiosqlite:///{copy}")
    assert await _rows(f"sqlite+aiosqlite:///{copy}", "SELECT headline FROM posts") == [("Headline",)]


async def test_a_migration_that_fails_leaves_everything_as_it_was(empty_database_url: str, tmp_path: Path) -> None:
    await _published(empty_database_url)
    scripts = later(tmp_path, "op.create_table('half', sa.Column('id', sa.Integer()))", "raise OSError('no room')")

    with pytest.raises(OSError, match="no room"):
        await upgrade(empty_database_url, NOW, scripts)

    await check(empty_database_url)
    assert await _rows(empty_database_url, "SELECT headline FROM posts") == [("Headline",)]
    database = Database.open(empty_database_url)
    assert await _tables(database) == {*metadata.tables, "alembic_version"}
    await database.close()


async def test_a_migration_may_not_leave_rows_that_point_to_nothing(empty_database_url: str, tmp_path: Path) -> None:
    await _published(empty_database_url)
    scripts = later(tmp_path, "op.execute('DELETE FROM drafts')")

    with pytest.raises((RuntimeError, IntegrityError), match="drafts"):
        await upgrade(empty_database_url, NOW, scripts)

    await check(empty_database_url)


async def test_a_file_is_not_touched_when_there_is_no_room_for_its_copy(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'blog.db'}"
    await _published(url)
    (tmp_path / "blog.db.20260327-200000.bak").mkdir()

    with refused(RefusalKey.DATABASE_NOT_COPIED, r"^No copy of the database could be made before its upgrade: .+\.$"):
        await upgrade(url, NOW, later(tmp_path))

    await check(url)


async def test_a_database_of_a_newer_version_is_refused_in_words(empty_database_url: str, tmp_path: Path) -> None:
    scripts = later(tmp_path)
    await upgrade(empty_database_url, NOW, scripts)

    for ask in (check(empty_database_url), upgrade(empty_database_url, NOW)):
        with refused(RefusalKey.DATABASE_NEWER, "at revision later, which this version of Broadsheet does not know"):
            await ask

    assert await revision_of(empty_database_url, scripts) == "later"
    assert not [name for name in os.listdir(tmp_path) if name.endswith(".bak")]


async def test_two_processes_may_upgrade_at_once(empty_database_url: str) -> None:
    program = (
        "import asyncio, sys; from datetime import UTC, datetime; from bot.storage.migrating import upgrade;"
        "asyncio.run(upgrade(sys.argv[1], datetime.now(UTC)))"
    )
    both = [await asyncio.create_subprocess_exec(sys.executable, "-c", program, empty_database_url) for _ in range(2)]

    assert [await process.wait() for process in both] == [0, 0]
    await check(empty_database_url)


AWAY = {
    "postgresql+asyncpg://olga:opensesame@127.0.0.1:1/blog": "Connect call failed",
    "postgresql+asyncpg://olga:opensesame@nowhere.invalid/blog": ".",
    "postgresql+asyncpg://olga:open/opensesame@127.0.0.1:1/blog": "Connect call failed",
}

UNREACHABLE = {
    "postgresql+asyncpg://olga:opensesame@127.0.0.1:1/blog?ssl=what": "sslmode",
    "postgresql+asyncpg://olga:opensesame@127.0.0.1:opensesame/blog": "not a database's address",
    "sqlite+aiosqlite:////nowhere/at/all/blog.db": "unable to open database file",
}


@pytest.mark.parametrize("url", AWAY | UNREACHABLE)
async def test_an_unreachable_database_is_said_in_words_without_its_password(url: str) -> None:
    key = RefusalKey.DATABASE_AWAY if url in AWAY else RefusalKey.DATABASE_UNREACHABLE
    with refused(key, re.escape((AWAY | UNREACHABLE)[url])) as caught:
        await check(url)

    assert "opensesame" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.postgres
async def test_a_missing_database_is_said_in_words(postgres_server: PostgresServer) -> None:
    with refused(RefusalKey.DATABASE_UNREACHABLE, r'cannot be opened: database "nosuch" does not exist\.$'):
        await check(postgres_server.url.replace("/postgres?", "/nosuch?"))


@pytest.mark.parametrize("database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)
async def test_a_database_that_takes_the_connection_and_then_falls_silent_is_not_waited_for_without_end(
    database_url: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrating, "CONNECT_TIMEOUT", 1.0)

    async def meanwhile(tx: Transaction) -> None:
        await tx.execute(text("LOCK TABLE alembic_version IN ACCESS EXCLUSIVE MODE"))
        with refused(RefusalKey.DATABASE_AWAY, r"\."):
            await check(database_url)

    await database.write(meanwhile)


async def test_a_file_that_is_no_database_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Olga, " * 100, encoding="utf-8")

    with refused(RefusalKey.DATABASE_UNREACHABLE, "file is not a database"):
        await check(f"sqlite+aiosqlite:///{tmp_path / 'letter.txt'}")
