"""Small writes that come at the same time share a transaction, so that they cost one commit.

On SQLite, where one write goes after another and each waits for the disk. On PostgreSQL writes go side by side, and
each is a transaction of its own: several in one would hold what others wait for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from bot.storage.engine import Database, Transaction

T = TypeVar("T")


class Gathering:
    """For works that depend on none of each other, and raise nothing but what ends them all."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: list[tuple[Callable[[Transaction], Awaitable[Any]], asyncio.Future[Any]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def write(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """As :meth:`Database.write`: returns when it is committed, and a cancelled caller does not cancel it."""
        if self._database.dialect != "sqlite":
            return await self._database.write(work)
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, done))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())
        return await done

    async def _write(self) -> None:
        """What has come while the last transaction was under way is the next one."""
        while self._waiting:
            together, self._waiting = self._waiting, []

            async def every(tx: Transaction, works: Any = tuple(work for work, _ in together)) -> list[Any]:
                return [await work(tx) for work in works]

            try:
                results = await self._database.write(every)
            except BaseException as error:  # noqa: BLE001 — whoever waits is told, and raises it
                for _, done in together:
                    if not done.done():
                        done.set_exception(error)
            else:
                for (_, done), result in zip(together, results, strict=True):
                    if not done.done():
                        done.set_result(result)
        self._writing = None
