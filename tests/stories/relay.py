"""A wire between a process and what it speaks to: it can be listened to, and cut without either end noticing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

from sqlalchemy.engine import make_url

Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Relay:
    """Listens on ``port`` of this machine and passes bytes on, both ways; :attr:`passed` counts those of the caller."""

    def __init__(self, reach: Callable[[], Awaitable[Ends]]) -> None:
        """``reach`` opens a connection to the other end."""
        self._reach = reach
        self._server: asyncio.Server | None = None
        self._whole = asyncio.Event()
        self._whole.set()
        self._wires: set[asyncio.Task[None]] = set()
        self.port = 0
        self.passed = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1")
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        wires = tuple(self._wires)
        for wire in wires:
            wire.cancel()
        await asyncio.gather(*wires, return_exceptions=True)

    def is_cut(self) -> None:
        """Nothing comes through any more, and no connection is closed."""
        self._whole.clear()

    def is_mended(self) -> None:
        """What was kept back comes through, and so does what follows."""
        self._whole.set()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # a task of its own: the one that asyncio makes of a coroutine complains when it is cancelled
        wire = asyncio.create_task(self._connects(reader, writer))
        self._wires.add(wire)
        wire.add_done_callback(self._wires.discard)
        wire.add_done_callback(lambda _: writer.close())

    async def _connects(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await self._reach()
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(self._carry(reader, far_writer, counted=True))
                    group.create_task(self._carry(far_reader, writer))
            finally:
                far_writer.close()
        except* OSError:
            pass

    async def _carry(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, counted: bool = False) -> None:
        while data := await source.read(65536):
            self.passed += len(data) * counted
            await self._whole.wait()
            target.write(data)
            await target.drain()
        await self._whole.wait()
        target.close()


def to_telegram(port: int) -> Relay:
    """A wire to a sandbox."""
    return Relay(lambda: asyncio.open_connection("127.0.0.1", port))


def to_postgres(url: str) -> Relay:
    """A wire to the PostgreSQL server of that address."""
    address = make_url(url)
    host = str(address.query.get("host") or address.host or "127.0.0.1")
    port = address.port or 5432
    if host.startswith("/"):
        return Relay(lambda: asyncio.open_unix_connection(f"{host}/.s.PGSQL.{port}"))
    return Relay(lambda: asyncio.open_connection(host, port))


def through(relay: Relay, url: str) -> str:
    """A database's address by way of that wire."""
    address = make_url(url).set(host="127.0.0.1", port=relay.port)
    return address.difference_update_query(["host"]).render_as_string(hide_password=False)
