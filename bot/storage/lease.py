"""The lease: of all processes that run one blog on PostgreSQL, one works (architecture, decision 9).

Whoever holds the lease has a session with an advisory lock, and renews a row once a second. Three spans make sure that
no call of one holder leaves after the next one has begun, whatever the clocks of the machines say: the holder makes
calls for ``valid`` seconds counted from before it asked for a renewal, and whoever stands by takes over when it has
seen no renewal for ``takeover`` seconds of its own clock. What a holder writes is fenced: its transactions begin by
holding the row with the number that the lease had when it was taken, and a takeover changes that number. A holder that
hangs may be in the middle of a transaction; whoever takes over ends its sessions, which are known by their name.

On SQLite there is ``file_lock``.
"""

from __future__ import annotations

import asyncio
import os
import re
import secrets
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import NullPool, Row, TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from bot.storage.outages import outage

ANSWER_TIME = 3.0
"""Seconds that the database has for a statement about the lease, connecting included."""

_LOCK = 0x42524F4C
"""The number that PostgreSQL knows the advisory lock by ("BROL")."""

# The time is the database's and nothing depends on it: another value means another renewal, and people can read it.
_LOOK = text("SELECT number, holder, renewed_at FROM leases")
_FENCE = text("SELECT 1 FROM leases WHERE number = :number FOR KEY SHARE")
_RENEW = text(
    "UPDATE leases SET renewed_at = extract(epoch FROM clock_timestamp()) * 1000"
    " WHERE number = :number RETURNING number"
)
_GIVE_BACK = text("UPDATE leases SET holder = NULL WHERE number = :number")
_LOCKED = text("SELECT pg_try_advisory_lock(:lock)")
_BEGIN = text(
    "INSERT INTO leases (number, holder, renewed_at) SELECT 1, :name, extract(epoch FROM clock_timestamp()) * 1000"
    " WHERE NOT EXISTS (SELECT 1 FROM leases) RETURNING number"
)
# The number is the row's key: changing it waits for transactions that hold the row, which a renewal does not.
_TAKE = text(
    "UPDATE leases"
    " SET number = number + 1, holder = :name, renewed_at = extract(epoch FROM clock_timestamp()) * 1000"
    " WHERE number = :number AND renewed_at = :renewed_at RETURNING number"
)
_END_SESSIONS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND application_name = :holder AND pid <> pg_backend_pid()"
    " AND EXISTS (SELECT 1 FROM leases WHERE number = :number AND renewed_at = :renewed_at)"
)
_END_LOCKERS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = 0 AND objid = :lock"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND pid <> pg_backend_pid()"
)


@dataclass(frozen=True, slots=True)
class Spans:
    """Seconds. ``takeover`` must be longer than ``valid``, and that longer than a few times ``renew``."""

    renew: float = 1.0
    valid: float = 5.0
    takeover: float = 8.0
    look: float = 0.5
    """Between two looks of whoever stands by."""
    patience: float = 4.0
    """On top of ``takeover``, for somebody who has the advisory lock and does not go on to take the lease."""


class Loss(StrEnum):
    """Why a lease is lost."""

    REPLACED = "replaced"
    """Somebody else has taken over."""
    AWAY = "away"
    """The database cannot be reached."""


class LeaseLost(Exception):  # noqa: N818 — it is a state of affairs, not an error
    """Whoever gets this stops: nothing was written, and nothing more can be. ``reason`` is the driver's words."""

    def __init__(self, loss: Loss, reason: str = "") -> None:
        super().__init__(f"{loss}: {reason}" if reason else loss.value)
        self.loss = loss
        self.reason = reason


class DatabaseAway(Exception):  # noqa: N818 — it comes back
    """The database did not answer; ``reason`` is the driver's words, without statement or address."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def seconds() -> float:
    """A clock that goes on while the process is stopped, and, where the system has one, while the machine sleeps."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def process_name() -> str:
    """A name for this process that no other one has; PostgreSQL shows 63 plain characters of it."""
    host = re.sub(r"[^A-Za-z0-9.-]", "-", socket.gethostname())[:32]
    return f"broadsheet {host} {os.getpid()} {secrets.token_hex(4)}"


class Lease:
    """The right to work, until it is lost or given back. :class:`Succession` gives it."""

    def __init__(
        self, session: Session, name: str, number: int, asked_at: float, spans: Spans, clock: Callable[[], float]
    ) -> None:
        """``asked_at`` is a moment on ``clock`` before the lease was asked for."""
        self.name = name
        self._session = session
        self._number = number
        self._spans = spans
        self._clock = clock
        self._valid_until = asked_at + spans.valid
        self._loss: LeaseLost | None = None
        self._lost = asyncio.Event()
        self._told: list[Callable[[LeaseLost], None]] = []

    @property
    def loss(self) -> LeaseLost | None:
        """How it was lost; None while it was not."""
        return self._loss

    def valid(self) -> bool:
        """Whether a call may leave at this moment."""
        return self._loss is None and self._clock() < self._valid_until

    def lose(self, loss: Loss, reason: str = "") -> LeaseLost:
        """It is lost for good, if it was not before; gives what is to be raised."""
        if self._loss is None:
            self._loss = LeaseLost(loss, reason)
            self._lost.set()
            for told in self._told:
                told(self._loss)
        return LeaseLost(self._loss.loss, self._loss.reason)

    def when_lost(self, told: Callable[[LeaseLost], None]) -> None:
        """``told`` is called at the moment in which it is lost, before anybody is waited for."""
        self._told.append(told)

    def must_stand(self) -> None:
        """Raises :class:`LeaseLost` once it is lost."""
        if self._loss is not None:
            raise LeaseLost(self._loss.loss, self._loss.reason)

    async def fence(self, tx: AsyncConnection) -> None:
        """Nobody takes over before this transaction has ended; raises :class:`LeaseLost` when somebody has."""
        if (await tx.execute(_FENCE, {"number": self._number})).first() is None:
            raise self.lose(Loss.REPLACED)

    async def keep(self) -> None:
        """Renews it for as long as it is not lost. While the database is away it is tried until the time is up."""
        while self._loss is None:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._spans.renew):
                    await self._lost.wait()
                    return
            asked_at = self._clock()
            try:
                if not await self._session.ask(_RENEW, number=self._number):
                    self.lose(Loss.REPLACED)
                    return
                self._valid_until = asked_at + self._spans.valid
                if not self._session.locked:
                    await self._session.lock()
            except DatabaseAway as away:
                if self._clock() >= self._valid_until:
                    self.lose(Loss.AWAY, away.reason)

    async def release(self) -> None:
        """Makes no more calls and lets go: at once for whoever stands by, if the lease was not lost before."""
        self._valid_until = float("-inf")
        if self._loss is None:
            with suppress(DatabaseAway):
                await self._session.ask(_GIVE_BACK, number=self._number)
        await self._session.close()


class Succession:
    """Stands by for the lease of one database."""

    def __init__(
        self, url: str, name: str, *, spans: Spans | None = None, clock: Callable[[], float] = seconds
    ) -> None:
        """``name`` is this process's own; see :func:`process_name`. Connects at the first look."""
        self.spans = spans or Spans()
        self._name = name
        self._clock = clock
        self._session = Session(url, name)
        self._seen: tuple[Any, ...] | None = None
        self._seen_since: float | None = None

    async def look(self) -> Lease | None:
        """The lease, if it is to be had now. Raises :class:`DatabaseAway`."""
        row = next(iter(await self._session.ask(_LOOK)), None)
        seen = None if row is None else tuple(row)
        if self._seen_since is None or seen != self._seen:
            self._seen, self._seen_since = seen, self._clock()
        unchanged = self._clock() - self._seen_since
        # Whoever is named here as this process was this process: it has lost the lease, or has not heard that it got it
        if row is not None and row.holder not in (None, self._name) and unchanged < self.spans.takeover:
            return None
        asked_at = self._clock()
        if row is not None and row.holder is not None:
            await self._session.ask(_END_SESSIONS, **row._asdict())
        if not await self._session.lock():
            if unchanged >= self.spans.takeover + self.spans.patience:
                await self._session.ask(_END_LOCKERS, lock=_LOCK)
            return None
        number = await self._take(row)
        if number is None:
            await self._session.close()
            return None
        return Lease(self._session, self._name, number, asked_at, self.spans, self._clock)

    async def _take(self, row: Row[Any] | None) -> int | None:
        """The number of the lease; None when somebody was faster, or the holder has come back to life."""
        if row is None:
            taken = await self._session.ask(_BEGIN, name=self._name)
        else:
            seen = {"number": row.number, "renewed_at": row.renewed_at}
            taken = await self._session.ask(_TAKE, name=self._name, **seen)
        return taken[0].number if taken else None

    async def close(self) -> None:
        """Stands by no longer."""
        await self._session.close()


class Session:
    """One connection for the lease alone, made anew when it breaks; what it locks lasts as long as it does."""

    def __init__(self, url: str, name: str) -> None:
        """``name`` is how the database lists it."""
        self._engine = create_async_engine(
            url,
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
            # a statement that the client gave up must not take effect later
            connect_args={"server_settings": {"application_name": name, "statement_timeout": f"{ANSWER_TIME:.0f}s"}},
        )
        self._connection: AsyncConnection | None = None
        self.locked = False

    async def ask(self, statement: TextClause, **parameters: Any) -> list[Row[Any]]:
        """The rows of one statement. Raises :class:`DatabaseAway`."""
        try:
            async with asyncio.timeout(ANSWER_TIME):
                if self._connection is None:
                    self._connection = await self._engine.connect()
                result = await self._connection.execute(statement, parameters)
                return list(result) if result.returns_rows else []
        except BaseException as error:
            await self.close()
            reason = outage(error)
            if reason is None:
                raise
            raise DatabaseAway(reason) from None

    async def lock(self) -> bool:
        """Whether this session has the advisory lock now."""
        self.locked = bool((await self.ask(_LOCKED, lock=_LOCK))[0][0])
        return self.locked

    async def close(self) -> None:
        """Lets the connection and its locks go, without waiting long for anybody."""
        connection, self._connection, self.locked = self._connection, None, False
        if connection is None:
            return
        with suppress(Exception):
            async with asyncio.timeout(ANSWER_TIME):
                await connection.close()
