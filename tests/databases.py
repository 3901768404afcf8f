"""Real databases for the tests: each test finds one that is migrated and empty, and migrating happens once.

A SQLite file is a copy of one made before. On PostgreSQL, where a copy takes 300 ms, each process of the test run has
one database and empties it (10 ms) before each test. The server is the one that TEST_POSTGRES_URL names;
`.ci/with-postgres` starts one and sets it.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import pytest

from bot.storage.migrating import upgrade

MIGRATED_AT = datetime(2026, 1, 1, tzinfo=UTC)


def sqlite_url(file: Path) -> str:
    """The address of a SQLite file."""
    return f"sqlite+aiosqlite:///{file}"


def migrate(url: str) -> None:
    """Brings the database to the newest revision."""
    asyncio.run(upgrade(url, MIGRATED_AT))


class PostgresServer:
    """A server to make databases on. ``url`` names it, by any database that exists there."""

    def __init__(self, url: str) -> None:
        """Connects only when asked for something."""
        self.url = url

    @contextmanager
    def database(self) -> Iterator[str]:
        """The address of a new database with nothing in it; gone at the end, whoever is still connected."""
        name = f"broadsheet_{uuid4().hex}"
        asyncio.run(_execute(self.url, f'CREATE DATABASE "{name}" TEMPLATE template0'))
        try:
            yield urlsplit(self.url)._replace(path=f"/{name}").geturl()
        finally:
            asyncio.run(_execute(self.url, f'DROP DATABASE "{name}" WITH (FORCE)'))


# As if no row had ever been there: no connections that an earlier test left, no asking of foreign keys, and ids that
# begin at 1 again.
EMPTY = """
DO $$
DECLARE
    name text;
BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend';
    PERFORM set_config('session_replication_role', 'replica', true);
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('DELETE FROM %I', name);
    END LOOP;
    FOR name IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' LOOP
        EXECUTE format('ALTER SEQUENCE %I RESTART', name);
    END LOOP;
END
$$
"""


async def _execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url.replace("postgresql+asyncpg:", "postgresql:", 1))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all migrations applied, to be copied."""
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    migrate(sqlite_url(file))
    return file


@pytest.fixture(scope="session")
def postgres_server() -> PostgresServer:
    """The PostgreSQL server; a test that needs it is skipped where there is none."""
    url = os.environ.get("TEST_POSTGRES_URL")
    if not url:
        pytest.skip("there is no PostgreSQL here; to run these tests: .ci/with-postgres make test")
    return PostgresServer(url)


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: PostgresServer) -> Iterator[str]:
    """The address of this process's PostgreSQL database, with all migrations applied."""
    with postgres_server.database() as url:
        migrate(url)
        yield url


BOTH = [pytest.param("sqlite"), pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(params=BOTH)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database in which there is nothing yet; the test runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        yield sqlite_url(tmp_path / "empty.db")
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.database() as url:
        yield url


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a migrated database of the test's own; the test runs on SQLite and on PostgreSQL.

    Where the kind of database makes no difference, one is enough:
    ``@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)``.
    """
    if request.param == "sqlite":
        file = tmp_path / "broadsheet.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        return sqlite_url(file)
    url: str = request.getfixturevalue("migrated_postgres")
    asyncio.run(_execute(url, EMPTY))
    return url
