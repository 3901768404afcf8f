"""The database: opening it, reading from it, and transactions that end.

On SQLite one writer works behind a lock and begins with ``BEGIN IMMEDIATE``, while readers have connections of their
own and see the last commit (WAL). On PostgreSQL both take connections from a pool. A write runs to its end even when
its caller is cancelled: cut off in the middle, it would keep the lock (architecture, decision 9).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

Transaction = AsyncConnection
"""An open transaction: what every function of this package that asks or changes something takes first."""

T = TypeVar("T")

BUSY_TIMEOUT_MS = 15_000
"""How long SQLite waits for another process's write before it gives up."""

_READERS = 4
_POSTGRES_CONNECTIONS = 10


class Database:
    """An open database. Make it with :meth:`open`, end it with :meth:`close`."""

    def __init__(self, writer: AsyncEngine, reader: AsyncEngine, lock: asyncio.Lock | None) -> None:
        """Use :meth:`open`; ``lock`` serialises the writers where the database has but one."""
        self._writer = writer
        self._reader = reader
        self._lock = lock
        self._running: set[asyncio.Task[Any]] = set()

    @classmethod
    def open(cls, url: str) -> Database:
        """Opens ``sqlite+aiosqlite:///…`` or ``postgresql+asyncpg://…``; connects at the first use."""
        if make_url(url).get_backend_name() == "sqlite":
            writer = _sqlite_engine(url, begin="BEGIN IMMEDIATE", connections=1)
            return cls(writer, _sqlite_engine(url, begin="BEGIN", connections=_READERS), asyncio.Lock())
        engine = create_async_engine(url, pool_size=_POSTGRES_CONNECTIONS, pool_pre_ping=True)
        return cls(engine, engine, None)

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self._writer.dialect.name

    async def write(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Runs ``work`` in one transaction: committed when it returns, rolled back when it raises.

        A cancelled caller does not cancel it. ``work`` never awaits Telegram.
        """
        task = asyncio.ensure_future(self._write(work))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    async def _write(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        if self._lock is None:
            async with self._writer.begin() as tx:
                return await work(tx)
        async with self._lock, self._writer.begin() as tx:
            return await work(tx)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Transaction]:
        """A transaction for reading only: one consistent view, never in the writer's way."""
        async with self._reader.connect() as tx:
            yield tx

    async def close(self) -> None:
        """Waits for writes under way, then lets all connections go."""
        if self._running:
            await asyncio.wait(self._running)
        await self._writer.dispose()
        if self._reader is not self._writer:
            await self._reader.dispose()


def _sqlite_engine(url: str, begin: str, connections: int) -> AsyncEngine:
    engine = create_async_engine(
        url, pool_size=connections, max_overflow=0, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000}
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver's own BEGIN is deferred and leaves DDL out; ours are below
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine
