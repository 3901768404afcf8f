"""Hands stored updates on: those of one chat in their order, those of different chats at the same time.

The table is the queue. Nothing is kept here but which chats are busy, so that a crash forgets nothing.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from datetime import datetime
from typing import Protocol

from bot.core.updates import RETRY_AFTER, WaitingUpdate

IN_HAND = 64
"""Updates that are handled at the same time (architecture, decision 2)."""

_log = logging.getLogger(__name__)


class StoredUpdates(Protocol):
    """The inbox (``bot.storage.for_gateway``)."""

    async def waiting(self, busy: Collection[int], now: datetime, limit: int) -> list[WaitingUpdate]:
        """The oldest waiting update of each chat that is not busy."""

    async def next_due(self, now: datetime) -> datetime | None:
        """When an update is due that is held back for another try."""

    async def untouched(self, update: WaitingUpdate) -> bool:
        """Whether it is neither done nor set aside nor put off."""

    async def put_off(self, update: WaitingUpdate, due_at: datetime) -> None:
        """Counts a failed attempt, and holds the update and its chat until then."""


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
                with suppress(TimeoutError):
                    async with asyncio.timeout(None if due is None else max(0.01, (due - now).total_seconds())):
                        await self._news.wait()

    async def _see_through(self, update: WaitingUpdate) -> None:
        try:
            await self._handle(update)
            if await self._stored.untouched(update):
                # python-telegram-bot swallows what even its error handler raises: without this the update would be
                # taken out of the table again at once, for ever
                _log.error("update %d was neither done nor put off", update.update_id)
                await self._stored.put_off(update, self._clock() + RETRY_AFTER)
        finally:
            self._busy.discard(update.chat_id)
            self._news.set()
