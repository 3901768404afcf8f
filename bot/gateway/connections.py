"""Connections to one server that stay open, for prepared calls: one call at a time on each.

aiohttp's client carries everything else. For a broadcast it is too dear: the bytes are there already, and what it
spends on making a request of them is more than all the rest of a message costs (``tests/bench/RESULTS.md``). Left out
here is what a prepared call does not need: redirections, cookies, compression, reading in parts.
"""

from __future__ import annotations

import asyncio
import math
import socket
import ssl
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar, cast

import aiohappyeyeballs
from telegram.error import NetworkError, TelegramError, TimedOut

from bot.gateway.failures import MAY_NOT_LEAVE, UnreachedError, UnreachedInTimeError
from bot.gateway.http_answer import HttpAnswer, HttpAnswerReader

IDLE = 15.0
"""Seconds after which an unused connection is not used again (as in aiohttp): the server may be about to close it, and
a call that meets with that is in doubt."""

NEXT_ADDRESS = 0.25
"""Seconds that one of a server's addresses has before the next is tried beside it (as in aiohttp, RFC 8305)."""

T = TypeVar("T")


class Connections:
    """Up to ``most`` connections to ``host``. Needs a running event loop.

    ``tls`` is None for plain HTTP. ``words`` makes a text of an error that may be shown. ``may_leave`` is asked
    directly before the bytes of each call are written, for it takes time to get a connection.
    """

    def __init__(
        self,
        host: str,
        port: int,
        tls: ssl.SSLContext | None,
        *,
        most: int,
        words: Callable[[BaseException], str],
        may_leave: Callable[[], bool],
    ) -> None:
        self._host = host
        self._port = port
        self._tls = tls
        self._words = words
        self._may_leave = may_leave
        self._loop = asyncio.get_running_loop()
        self._room = asyncio.Semaphore(most)
        self._idle: deque[_Connection] = deque()
        self._busy: dict[_Connection, None] = {}
        self._alarm: asyncio.TimerHandle | None = None

    async def exchange(
        self,
        request: bytes,
        *,
        connect_timeout: float,
        read_timeout: float,
        total_timeout: float,
        limit: int,
    ) -> HttpAnswer:
        """Sends a whole HTTP request, and returns the answer, whose body has at most ``limit`` bytes.

        Timeouts are in seconds: for getting a connection, without a byte of the answer once the request is out, and
        for everything together. Not sent: ``UnreachedError``, ``UnreachedInTimeError``. Uncertain: ``TimedOut``,
        ``NetworkError``. Answered: ``TooLargeError``.
        """
        began = self._loop.time()
        if self._room.locked():
            await self._in_time(self._room.acquire(), connect_timeout)
        else:
            await self._room.acquire()
        try:
            connection = self._unused()
            if connection is None:
                connection = await self._in_time(self._connect(), began + connect_timeout - self._loop.time())
            if not self._may_leave():
                self._idle.append(connection)
                raise UnreachedError(MAY_NOT_LEAVE)
            return await connection.ask(request, read_timeout, began + total_timeout, limit)
        finally:
            self._room.release()

    def close(self) -> None:
        """Ends all connections. Calls under way fail, and are in doubt."""
        for connection in (*self._idle, *self._busy):
            connection.fail(NetworkError("The transport was closed"))
        if self._alarm is not None:
            self._alarm.cancel()

    def began(self, connection: _Connection, times_out_at: float) -> None:
        """A call is under way, and is to be looked at by then."""
        self._busy[connection] = None
        if self._alarm is None or times_out_at < self._alarm.when():
            self._look_at(times_out_at)

    def answered(self, connection: _Connection, keeps: bool) -> None:
        """A call has its answer, and its connection can be used again if ``keeps``."""
        del self._busy[connection]
        if keeps:
            self._idle.append(connection)
            while connection.heard_at - self._idle[0].heard_at > IDLE:
                self._idle[0].abort()
        else:
            connection.abort()

    def lost(self, connection: _Connection) -> None:
        """That connection is of no more use."""
        self._busy.pop(connection, None)
        with suppress(ValueError):
            self._idle.remove(connection)

    def broke(self, error: BaseException | None) -> NetworkError:
        """What a call in doubt says of the end of its connection."""
        return NetworkError("Telegram has closed the connection" if error is None else self._words(error))

    def _unused(self) -> _Connection | None:
        """The connection that was used last, if it is still good."""
        while self._idle:
            connection = self._idle[-1]
            if self._loop.time() - connection.heard_at <= IDLE and not connection.transport.is_closing():
                return self._idle.pop()
            connection.abort()
        return None

    async def _connect(self) -> _Connection:
        try:
            addresses = await self._loop.getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM)
            found = await aiohappyeyeballs.start_connection(
                addresses, happy_eyeballs_delay=NEXT_ADDRESS, interleave=1, loop=self._loop
            )
            connection = _Connection(self, self._loop)
            await self._loop.create_connection(
                lambda: connection, sock=found, ssl=self._tls, server_hostname=self._host if self._tls else None
            )
        except (OSError, UnicodeError) as error:  # whatever TLS objects to, and a name that cannot be one
            raise UnreachedError(self._words(error)) from None
        return connection

    async def _in_time(self, work: Awaitable[T], seconds: float) -> T:
        try:
            async with asyncio.timeout(seconds):
                return await work
        except TimeoutError:
            raise UnreachedInTimeError("No connection to Telegram in time") from None

    def _look_at(self, moment: float) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm = self._loop.call_at(moment, self._look)

    def _look(self) -> None:
        """Gives up the calls whose time has come, and looks again when the next one's may have.

        One timer for all, since most calls are answered long before theirs would go off.
        """
        self._alarm = None
        now = self._loop.time()
        for connection in [busy for busy in self._busy if busy.times_out_at(now) <= now]:
            connection.fail(TimedOut("No answer from Telegram in time"))
        if self._busy:
            self._look_at(min(busy.times_out_at(now) for busy in self._busy))


class _Connection(asyncio.Protocol):
    """One connection, and the call that is under way on it."""

    transport: asyncio.Transport

    def __init__(self, pool: Connections, loop: asyncio.AbstractEventLoop) -> None:
        self._pool = pool
        self._loop = loop
        self._answer: asyncio.Future[HttpAnswer] | None = None
        self._reader = HttpAnswerReader(0)
        self._read_timeout = math.inf
        self._ends_at = math.inf
        self.heard_at = loop.time()

    async def ask(self, request: bytes, read_timeout: float, ends_at: float, limit: int) -> HttpAnswer:
        """Makes a call; it ends in doubt at ``ends_at``, or after so many seconds of silence."""
        answer: asyncio.Future[HttpAnswer] = self._loop.create_future()
        self._answer = answer
        self._reader = HttpAnswerReader(limit)
        self._read_timeout = read_timeout
        self._ends_at = ends_at
        self.heard_at = now = self._loop.time()
        self.transport.write(request)
        self._pool.began(self, min(now + read_timeout, ends_at))
        try:
            return await answer
        except asyncio.CancelledError:
            self.abort()
            raise

    def times_out_at(self, now: float) -> float:
        """When the call under way is to be given up, unless something comes. While the request is still going out,
        silence does not count."""
        if self.transport.get_write_buffer_size():
            self.heard_at = now
        return min(self.heard_at + self._read_timeout, self._ends_at)

    def fail(self, error: TelegramError) -> None:
        """The call under way ends with that error, and the connection with it."""
        answer = self._answer
        self.abort()
        if answer is not None and not answer.done():
            answer.set_exception(error)

    def abort(self) -> None:
        """Ends the connection."""
        self._answer = None
        self._pool.lost(self)
        self.transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The connection is there."""
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Bytes of the answer."""
        answer = self._answer
        if answer is None:  # nobody has asked
            self.abort()
            return
        self.heard_at = self._loop.time()
        try:
            whole = self._reader.feed(data)
        except TelegramError as error:
            self.fail(error)
            return
        if whole is not None:
            self._has(answer, whole)

    def connection_lost(self, error: Exception | None) -> None:
        """The connection has ended: so has the answer, or it never will."""
        answer = self._answer
        if answer is None:
            self._pool.lost(self)
        elif error is None and (whole := self._reader.end()) is not None:
            self._has(answer, whole)
        else:
            self.fail(self._pool.broke(error))

    def _has(self, answer: asyncio.Future[HttpAnswer], whole: HttpAnswer) -> None:
        self._answer = None
        self._pool.answered(self, whole.keeps)
        if not answer.done():
            answer.set_result(whole)
