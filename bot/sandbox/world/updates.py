"""The updates that wait for the bot, as `getUpdates` gives and confirms them."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import Any

from bot.sandbox.bell import Bell
from bot.sandbox.refusals import RefusedError
from bot.sandbox.world.clock import Clock

UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds of updates that come only when they are asked for by name (Bot API, getUpdates)."""

KEPT = 24 * 3600
"""Seconds for which Telegram keeps an update that nobody fetched."""

QUERY_KEPT = 150
"""Seconds for which it keeps a callback query (the open server's ``on_new_callback_query``)."""

FIRST_UPDATE = 700_000_001
"""Update ids begin at an arbitrary number at Telegram, too."""


@dataclass(frozen=True, slots=True)
class Update:
    """One update: its id, its kind (the name of its field), that field's value, and when it is dropped unread."""

    id: int
    kind: str
    value: dict[str, Any]
    expires: float

    def shape(self) -> dict[str, Any]:
        """The `Update` object."""
        return {"update_id": self.id, self.kind: self.value}


class Updates:
    """The queue of updates and the one poller that may wait on it."""

    def __init__(self, clock: Clock, activity: Bell) -> None:
        self._clock = clock
        self._activity = activity
        self._pending: deque[Update] = deque()
        self._next = FIRST_UPDATE
        self._allowed: frozenset[str] | None = None
        self._poller: asyncio.Future[None] | None = None
        self.bell = Bell()

    def __len__(self) -> int:
        return len(self._pending)

    def add(self, kind: str, value: dict[str, Any]) -> None:
        """Queue an update, unless the bot has not asked for its kind."""
        if (kind in UNASKED) if self._allowed is None else (kind not in self._allowed):
            return
        kept = QUERY_KEPT if kind == "callback_query" else KEPT
        self._pending.append(Update(self._next, kind, value, self._clock.now() + kept))
        self._next += 1
        self.bell.ring()

    def allow(self, kinds: list[str]) -> None:
        """Set ``allowed_updates``; an empty list is the default. Updates that wait already are not touched."""
        self._allowed = frozenset(kinds) if kinds else None

    @property
    def allowed(self) -> list[str] | None:
        """The kinds asked for, None for the default."""
        return None if self._allowed is None else sorted(self._allowed)

    def drop(self) -> None:
        """Forget all that wait (``drop_pending_updates``)."""
        self._pending.clear()
        self._activity.ring()

    def confirm(self, offset: int) -> None:
        """Forget all updates below ``offset``; a negative one keeps only that many of the newest."""
        pending = self._pending
        if offset < 0:
            while len(pending) > -offset:
                pending.popleft()
        else:
            while pending and pending[0].id < offset:
                pending.popleft()
        now = self._clock.now()
        if any(update.expires <= now for update in pending):
            self._pending = deque(update for update in pending if update.expires > now)
        self._activity.ring()

    def waiting(self, limit: int) -> list[dict[str, Any]]:
        """Up to ``limit`` updates, oldest first. They stay until they are confirmed."""
        return [update.shape() for update, _ in zip(self._pending, range(limit), strict=False)]

    async def poll(self, offset: int, limit: int, timeout: float) -> list[dict[str, Any]]:  # noqa: ASYNC109
        """Long polling. A later poller ends this one with 409 Conflict, in the words of the open server."""
        if self._poller is not None and not self._poller.done():
            self._poller.set_exception(
                RefusedError(
                    409,
                    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
                )
            )
            self._poller.exception()
            self.bell.ring()
        self.confirm(offset)
        if self._pending or timeout <= 0:
            return self.waiting(limit)
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._poller = mine

        def look() -> bool | None:
            return True if self._pending or mine.done() else None

        await self.bell.until(look, timeout)
        if mine.done():
            mine.result()
        mine.cancel()
        return self.waiting(limit)

    def close(self) -> None:
        """End the poller that waits, with nothing."""
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(None)
            self.bell.ring()
