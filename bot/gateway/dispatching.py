"""Hands stored updates on: those of one chat in their order, those of different chats at the same time.

The table is the queue. Nothing is kept here but which chats are busy, so that a crash forgets nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
from typing import Protocol

from bot.core.updates import WaitingUpdate

IN_HAND = 64
"""Updates that are handled at the same time (architecture, decision 2)."""


class StoredUpdates(Protocol):
    """The inbox (``bot.storage.for_gateway``)."""

    async def waiting(self, busy: Collection[int], now: datetime, limit: int) -> list[WaitingUpdate]:
        """The oldest waiting update of each chat that is not busy."""

    async def next_due(self, now: datetime) -> datetime | None:
        """When an update is due that is held back for another try."""


class Dispatcher:
    """Runs until cancelled. :meth:`wake` it when updates were stored."""

    def __init__(
        self,
        stored: StoredUpdates,
        handle: Callable[[WaitingUpdate], Awaitable[None]],
        clock: Callable[[], datetime],
    ) -> None:
        """``handle`` sees one update through: when it returns, the update is done or put off."""
        self._stored = stored
        self._handle = handle
        self._clock = clock
        self._busy: set[int] = set()
        self._news = asyncio.Event()

    def wake(self) -> None:
        """There may be something to do."""
        self._news.set()

    async def run(self) -> None:
        """Takes updates out of the table for ever."""
        async with asyncio.TaskGroup() as group:
            while True:
                self._news.clear()
                now = self._clock()
                room = IN_HAND - len(self._busy)
                for update in await self._stored.waiting(self._busy, now, room) if room else ():
                    self._busy.add(update.chat_id)
                    group.create_task(self._see_through(update))
                due = await self._stored.next_due(now)
                try:
                    async with asyncio.timeout(None if due is None else max(0.01, (due - now).total_seconds())):
                        await self._news.wait()
                except TimeoutError:
                    pass

    async def _see_through(self, update: WaitingUpdate) -> None:
        try:
            await self._handle(update)
        finally:
            self._busy.discard(update.chat_id)
            self._news.set()
