"""Bringing a database to the state that this code expects, and refusing one that is ahead of it.

On SQLite the whole upgrade is one transaction, made after a copy of the file; `broadsheet run` does it by itself. On
PostgreSQL `broadsheet migrate` does it.
"""

from __future__ import annotations

import asyncio
import importlib.util
import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, NullPool, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.core.refusals import Refusal, RefusalKey
from bot.storage.engine import CONNECT_TIMEOUT, sqlite_writer
from bot.storage.outages import outage

_UPGRADE_LOCK = 0x42524F41
"""The number that PostgreSQL knows the lock by which lets one upgrade at a time go on ("BROA")."""


async def upgrade(url: str, now: datetime, scripts: Path | None = None) -> str | None:
    """Applies all missing migrations; does nothing when there are none.

    ``scripts`` is the folder of other migrations than the installed ones. Returns the path of the copy that was made
    of a SQLite file before, None where none was needed. Raises :class:`Refusal`; whatever a migration
    raises, the database is as it was.
    """
    found = await revision_of(url, scripts)
    if found == newest_revision(scripts):
        return None
    is_sqlite = make_url(url).get_backend_name() == "sqlite"
    copy = _copy_of_sqlite(url, now) if is_sqlite and found is not None else None
    engine = sqlite_writer(url, foreign_keys=False) if is_sqlite else create_async_engine(url)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_upgrade, scripts)
    finally:
        await engine.dispose()
    return copy


async def check(url: str) -> None:
    """Passes when the database is exactly where this code is; raises :class:`Refusal` otherwise.

    ``DATABASE_AWAY`` is the one that may pass by itself.
    """
    found = await revision_of(url)
    if found != newest_revision():
        raise Refusal(RefusalKey.DATABASE_BEHIND)


async def revision_of(url: str, scripts: Path | None = None) -> str | None:
    """The revision that the database is at, None for an empty one. Raises :class:`Refusal`."""
    found = await _revision_in(url)
    if found is not None and found not in _known_revisions(scripts):
        raise Refusal(RefusalKey.DATABASE_NEWER, revision=found)
    return found


async def _revision_in(url: str) -> str | None:
    try:
        address = make_url(url)
    except (SQLAlchemyError, ValueError):  # which may quote a part of the password
        raise Refusal(RefusalKey.DATABASE_UNREACHABLE, reason="it is not a database's address") from None
    try:
        if address.get_backend_name() == "sqlite":
            return await asyncio.to_thread(_revision_in_file, address)
        return await _revision_on_server(address)
    except ModuleNotFoundError as error:
        reason = f"the package {error.name} is not installed (pip install 'broadsheet[postgres]')"
    # The drivers raise whatever they like while they connect; none of them names the password.
    except Exception as error:  # noqa: BLE001
        reason = _in_words(error)
        if address.get_backend_name() != "sqlite" and outage(error) is not None:
            raise Refusal(RefusalKey.DATABASE_AWAY, reason=reason) from None
    raise Refusal(RefusalKey.DATABASE_UNREACHABLE, reason=reason)


def _revision_in_file(address: URL) -> str | None:
    """Asked without aiosqlite: where that cannot open a file, its thread may outlive the event loop."""
    engine = create_engine(address.set(drivername="sqlite"), poolclass=NullPool)
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


async def _revision_on_server(address: URL) -> str | None:
    # for whatever is asked, too, and for the end of it: a server can fall silent at any moment
    how = {"timeout": CONNECT_TIMEOUT, "command_timeout": CONNECT_TIMEOUT}
    engine = create_async_engine(address, connect_args=how)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())
    finally:
        await engine.dispose()


def _in_words(error: Exception) -> str:
    """What the driver says, without the statement; SQLAlchemy's own errors may quote the address."""
    if isinstance(error, DBAPIError) and error.orig is not None:
        return str(error.orig)
    if isinstance(error, SQLAlchemyError) or not str(error):
        return type(error).__name__
    return str(error)


def newest_revision(scripts: Path | None = None) -> str:
    """The revision that this code expects."""
    head = ScriptDirectory.from_config(_config(scripts)).get_current_head()
    if head is None:
        raise RuntimeError("no migrations are installed")
    return head


def _known_revisions(scripts: Path | None) -> set[str]:
    return {script.revision for script in ScriptDirectory.from_config(_config(scripts)).walk_revisions()}


def _upgrade(connection: Connection, scripts: Path | None) -> None:
    """Whoever else upgrades at the same time waits, and finds nothing left to do."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _UPGRADE_LOCK})
    config = _config(scripts)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if connection.dialect.name == "sqlite":
        broken = connection.execute(text("PRAGMA foreign_key_check")).first()
        if broken is not None:
            raise RuntimeError(f"a migration left rows of {broken[0]} that point to nothing in {broken[2]}")


def _config(scripts: Path | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(scripts or _installed_scripts()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _installed_scripts() -> Path:
    spec = importlib.util.find_spec("bot.migrations")
    if spec is None or spec.origin is None:
        raise RuntimeError("the package bot.migrations is not installed")
    return Path(spec.origin).parent


def _copy_of_sqlite(url: str, now: datetime) -> str:
    """A copy beside the file, for the same eyes only. Raises :class:`Refusal` where there is no room."""
    file = make_url(url).database
    if file is None:
        raise ValueError("a SQLite database needs a file")
    target = f"{file}.{now:%Y%m%d-%H%M%S}.bak"
    try:
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(target)) as copy:
            shutil.copymode(file, target)
            source.backup(copy)
    except (OSError, sqlite3.Error) as error:
        with suppress(OSError):
            Path(target).unlink()
        raise Refusal(RefusalKey.DATABASE_NOT_COPIED, reason=str(error)) from None
    return target
