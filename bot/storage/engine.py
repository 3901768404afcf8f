"""The database: opening it, reading from it, and transactions that end.

On SQLite one writer works behind a lock and begins with ``BEGIN IMMEDIATE``, while readers have connections of their
own and see the last commit (WAL). On PostgreSQL both take connections from a pool. A write runs to its end even when
its caller is cancelled: cut off in the middle, it would keep the lock (architecture, decision 9).

A file that somebody else holds, and a disk without room, are no reason to die: what is under way could not be noted
any more. Whoever runs for long lets its writes wait until it passes (:meth:`Database.be_patient`).
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any, TypeVar

from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.storage import one_visit
from bot.storage.breaking_off import break_off_when_lost
from bot.storage.lease import Lease, Loss
from bot.storage.outages import outage

Transaction = AsyncConnection
"""An open transaction: what every function of this package that asks or changes something takes first."""

T = TypeVar("T")

BUSY_TIMEOUT = 15.0
"""Seconds that SQLite waits for another process's write before it gives up."""

BETWEEN_TRIES = 1.0
"""Seconds after which a write that found the file locked or the disk full is tried again."""

_PASSES = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR_SHMSIZE,  # the disk is full, and it is the file beside the database that cannot grow
    sqlite3.SQLITE_IOERR_WRITE,  # a quota, or a limit on the size of files
}
"""What SQLite says of a write that can succeed later; all of them take the whole transaction back."""

_READERS = 4
_POSTGRES_CONNECTIONS = 10

CONNECT_TIMEOUT = 10.0
"""Seconds that PostgreSQL has to accept a connection."""

_CLOSING_TIMEOUT = 3.0
"""Seconds for letting connections go when the lease is lost, for the other end may be silent."""

_DEADLOCK = "40P01"
"""PostgreSQL's code for a transaction that it broke off, so that another one could go on."""

_ATTEMPTS = 3


class NotWrittenError(Exception):
    """A write waited until the file was free or the disk had room, and was then told to :meth:`Database.hurry`."""


class Database:
    """An open database. Make it with :meth:`open`, end it with :meth:`close`.

    With a lease it is good for as long as that holds: a database that goes away loses the lease, and from then on
    everything raises ``LeaseLost``, also what is under way and waits for an answer.
    """

    def __init__(
        self, writer: AsyncEngine, reader: AsyncEngine, lock: asyncio.Lock | None, lease: Lease | None
    ) -> None:
        """Use :meth:`open`; ``lock`` serialises the writers where the database has but one."""
        self._writer = writer
        self._reader = reader
        self._lock = lock
        self._lease = lease
        self._running: set[asyncio.Task[Any]] = set()
        self._told: Callable[[str | None], None] | None = None
        self._hurried = asyncio.Event()
        self._trouble: str | None = None

    @classmethod
    def open(cls, url: str, lease: Lease | None = None) -> Database:
        """Opens ``sqlite+aiosqlite:///…`` or ``postgresql+asyncpg://…``; connects at the first use.

        With a ``lease`` of that database all writes are fenced by it, and all connections have its name.
        """
        if make_url(url).get_backend_name() == "sqlite":
            return cls(sqlite_writer(url), _sqlite_reader(url), asyncio.Lock(), None)
        how: dict[str, Any] = {"timeout": CONNECT_TIMEOUT}
        if lease is not None:
            how["server_settings"] = {"application_name": lease.name}
        engine = create_async_engine(url, pool_size=_POSTGRES_CONNECTIONS, pool_pre_ping=True, connect_args=how)
        if lease is not None:
            break_off_when_lost(engine, lease)
        reader = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        return cls(engine, reader, None, lease)

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self._writer.dialect.name

    def be_patient(self, told: Callable[[str | None], None]) -> None:
        """From now on a write waits as long as the file is locked or the disk full, with all others behind it.

        ``told`` gets SQLite's words when that begins, and None when it is over.
        """
        self._told = told

    def hurry(self) -> None:
        """Nothing waits any more: what cannot be written raises."""
        self._hurried.set()

    async def write(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Runs ``work`` in one transaction: committed when it returns, rolled back when it raises.

        A cancelled caller does not cancel it. ``work`` never awaits Telegram, and may be run again from its beginning
        after a rollback: where two transactions wait for each other, PostgreSQL breaks off one of them.
        """
        task = asyncio.ensure_future(self._write(work))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    async def _write(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        if self._lock is not None:
            async with self._lock:
                return await self._write_in_turn(work)
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                with self._held():
                    async with self._writer.begin() as tx:
                        if self._lease is not None:
                            await self._lease.fence(tx)
                        return await work(tx)
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) != _DEADLOCK or attempt == _ATTEMPTS:
                    raise
        raise AssertionError("the last attempt returns or raises")

    async def _write_in_turn(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """The only write that there is now; those after it wait meanwhile, so that one asks whether there is room."""
        while self._trouble is None or not self._hurried.is_set():
            try:
                async with self._writer.begin() as tx:
                    result = await work(tx)
            except DBAPIError as error:
                if self._told is None or not _passes(error):
                    raise
                if self._trouble is None:
                    self._trouble = str(error.orig)
                    self._told(self._trouble)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._hurried.wait(), BETWEEN_TRIES)
            else:
                if self._trouble is not None and self._told is not None:
                    self._trouble = None
                    self._told(None)
                return result
        raise NotWrittenError(self._trouble)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Transaction]:
        """A transaction for reading only: one consistent view, never in the writer's way."""
        with self._held():
            async with self._reader.connect() as tx:
                yield tx

    @contextmanager
    def _held(self) -> Iterator[None]:
        """A database that is away takes the lease along, so that all stop together and begin together."""
        if self._lease is None:
            yield
            return
        self._lease.must_stand()
        try:
            yield
        except Exception as error:
            self._lease.must_stand()  # connections that are broken off meanwhile say so in words of many kinds
            reason = outage(error)
            if reason is None:
                raise
            raise self._lease.lose(Loss.AWAY, reason) from error

    async def close(self) -> None:
        """Waits for writes under way, then lets all connections go; at once when the lease is lost."""
        if self._lease is not None and self._lease.loss is not None:
            await self._abandon()
            return
        self.hurry()
        while self._running:
            await asyncio.wait(self._running)
        await self._reader.dispose()
        await self._writer.dispose()

    async def _abandon(self) -> None:
        """Whatever is under way comes too late."""
        for write in self._running:
            write.cancel()
        if self._running:
            await asyncio.wait(self._running, timeout=_CLOSING_TIMEOUT)
        with suppress(Exception):
            async with asyncio.timeout(_CLOSING_TIMEOUT):
                await self._writer.dispose()


def _passes(error: DBAPIError) -> bool:
    code = getattr(error.orig, "sqlite_errorcode", None)
    return code is not None and bool({code, code & 0xFF} & _PASSES)  # the low byte is the kind, the rest says more


def sqlite_writer(url: str, *, foreign_keys: bool = True) -> AsyncEngine:
    """The one connection that changes a SQLite file. Only a migration, which rebuilds tables, asks no foreign keys."""
    return _sqlite_engine(url, "BEGIN IMMEDIATE", 1, f"foreign_keys = {int(foreign_keys)}")


def _sqlite_reader(url: str) -> AsyncEngine:
    return _sqlite_engine(url, "BEGIN", _READERS, "query_only = 1")


def _sqlite_engine(url: str, begin: str, connections: int, pragma: str) -> AsyncEngine:
    engine = create_async_engine(url, pool_size=connections, max_overflow=0, connect_args={"timeout": BUSY_TIMEOUT})
    event.listen(engine.sync_engine, "do_connect", one_visit.connect)

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver's own BEGIN is deferred and leaves DDL out; ours are below
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        try:
            connection.connection.dbapi_connection.begin(begin)
        except sqlite3.Error as error:
            raise DBAPIError(begin, None, error) from error

    return engine
