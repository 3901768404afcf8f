"""Bringing a database to the state that this code expects, and refusing one that is ahead of it.

On SQLite the whole upgrade is one transaction, made after a copy of the file; `broadsheet run` does it by itself. On
PostgreSQL `broadsheet migrate` does it.
"""

from __future__ import annotations

import importlib.util
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage.engine import Database


class DatabaseUnfitError(Exception):
    """The database cannot be used as it is; the message is a sentence that says what to do, without its password."""


class NewerDatabaseError(DatabaseUnfitError):
    """It was made by a later version of Broadsheet."""


class BehindDatabaseError(DatabaseUnfitError):
    """It lacks migrations."""


class UnreachableDatabaseError(DatabaseUnfitError):
    """It cannot be opened."""


async def upgrade(url: str, now: datetime) -> str | None:
    """Applies all missing migrations; does nothing when there are none.

    Returns the path of the copy that was made of a SQLite file before, None where none was needed. Raises
    :class:`NewerDatabaseError`.
    """
    found = await revision_of(url)
    if found == newest_revision():
        return None
    copy = _copy_of_sqlite(url, now) if found is not None else None
    engine = Database.open(url)
    try:
        await engine.write(lambda tx: tx.run_sync(_upgrade))
    finally:
        await engine.close()
    return copy


async def check(url: str) -> None:
    """Passes when the database is exactly where this code is; raises one of the two exceptions above otherwise."""
    found = await revision_of(url)
    if found != newest_revision():
        raise BehindDatabaseError("The database lacks the newest tables; run `broadsheet migrate` first.")


async def revision_of(url: str) -> str | None:
    """The revision that the database is at, None for an empty one. Raises :class:`NewerDatabaseError`."""
    engine = create_async_engine(url)
    try:
        async with engine.connect() as connection:
            found = await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())
    except (OSError, SQLAlchemyError) as error:
        reason = str(error.orig) if isinstance(error, DBAPIError) else type(error).__name__
        raise UnreachableDatabaseError(
            f"The database that BROADSHEET_DATABASE_URL names cannot be opened: {reason}."
        ) from None
    finally:
        await engine.dispose()
    if found is not None and found not in _known_revisions():
        raise NewerDatabaseError(
            f"The database is at revision {found}, which this version of Broadsheet does not know: it was used with a"
            " newer version. Install that version, or restore the copy that was made before the upgrade."
        )
    return found


def newest_revision() -> str:
    """The revision that this code expects."""
    head = _scripts().get_current_head()
    if head is None:
        raise RuntimeError("no migrations are installed")
    return head


def _known_revisions() -> set[str]:
    return {script.revision for script in _scripts().walk_revisions()}


def _upgrade(connection: Connection) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _config() -> Config:
    spec = importlib.util.find_spec("bot.migrations")
    if spec is None or spec.origin is None:
        raise RuntimeError("the package bot.migrations is not installed")
    config = Config()
    config.set_main_option("script_location", str(Path(spec.origin).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _copy_of_sqlite(url: str, now: datetime) -> str | None:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database is None:
        return None
    target = f"{parsed.database}.{now:%Y%m%d-%H%M%S}.bak"
    with closing(sqlite3.connect(parsed.database)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    return target
