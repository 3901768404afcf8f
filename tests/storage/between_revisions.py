"""A database that goes up and down between the revisions of its tables, with rows that each of them knows."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage.engine import Database, sqlite_writer
from tests.storage.given import NOW

INSTALLED = Path(__file__).parents[2] / "migrations"

MOMENT = int(NOW.timestamp() * 1000)
"""As the database keeps it: milliseconds."""


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    """The database, whatever revision it is at."""
    database = Database.open(url)
    yield database
    await database.close()


async def migrate(url: str, *steps: str | Callable[[Connection], None]) -> None:
    """Up ("+0002") and down ("-0001") to revisions, with what else is done in between."""
    is_sqlite = make_url(url).get_backend_name() == "sqlite"
    engine = sqlite_writer(url, foreign_keys=False) if is_sqlite else create_async_engine(url)
    config = Config()
    config.set_main_option("script_location", str(INSTALLED))
    config.set_main_option("path_separator", "os")

    def work(connection: Connection) -> None:
        config.attributes["connection"] = connection
        for step in steps:
            if not isinstance(step, str):
                step(connection)
            elif step.startswith("+"):
                command.upgrade(config, step[1:])
            else:
                command.downgrade(config, step[1:])
        if is_sqlite:
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []

    async with engine.begin() as connection:
        await connection.run_sync(work)
    await engine.dispose()


def insert(connection: Connection, table: str, **values: Any) -> None:
    """A row with these columns, whatever else the table has at this revision."""
    columns = ", ".join(values)
    places = ", ".join(f":{column}" for column in values)
    connection.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({places})"), values)


def decoded(value: Any) -> Any:
    """A JSON column that was read without SQLAlchemy knowing that it is one."""
    return json.loads(value) if isinstance(value, str) else value
