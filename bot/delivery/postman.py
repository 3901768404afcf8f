"""The postman: takes answers to people out of the outbox, one at a time for each chat, and sees each one through.

A row is claimed only when its chat's turn has come, so that what is shown anew in the meantime replaces what would
have been out of date on arrival. A chat that is to wait rests: it keeps its order, and no task waits with it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress

from bot.core.calls import Call, Lane, Prepared
from bot.core.deliveries import DeliveryState, OnUncertain, after_doubt
from bot.core.halting import Halted
from bot.core.outcomes import Blocked, Gone, Halt, Ignored, Moved, Outcome, Rejected, Sent, Uncertain, Unsent, Wait
from bot.core.outgoing import Queued
from bot.delivery.ports import Clock, Courier, Outbox

_log = logging.getLogger(__name__)

CHATS_AT_ONCE = 64
"""Chats that are served at the same time; the pace is the courier's, this bounds memory."""

NETWORK_PAUSE = 2.0
LONGEST_PAUSE = 60.0
"""Seconds that a chat rests after Telegram could not be reached or said nothing; doubled with each doubt about the
same message, up to the longest. The message stays first in its chat's order."""

EDITS_REPEATED = 8
"""How often an edit of unknown outcome is repeated, over four minutes: one that Telegram never answers must not hold
up its chat for ever."""


class Postman:
    """Sends what is in the outbox, for ever. Make one, run :meth:`run`, and :meth:`wake` it after each commit."""

    def __init__(
        self,
        outbox: Outbox,
        courier: Courier,
        at_message: Callable[[Prepared, int], Prepared],
        clock: Clock,
        policy: OnUncertain,
    ) -> None:
        """``at_message`` says of a change which message it is about."""
        self._outbox = outbox
        self._courier = courier
        self._at_message = at_message
        self._clock = clock
        self._policy = policy
        self._news = asyncio.Event()
        self._serving: dict[int, asyncio.Task[None]] = {}
        self._claimed: set[int] = set()
        self._resting: dict[int, float] = {}
        self._stopping = False

    def stop(self) -> None:
        """Claims nothing more; :meth:`run` returns when what was claimed has been settled."""
        self._stopping = True
        for chat_id in set(self._serving) - self._claimed:
            self._serving[chat_id].cancel()
        self.wake()

    def wake(self) -> None:
        """Something was put into the outbox."""
        self._news.set()

    async def run(self) -> None:
        """Serves chats until cancelled; raises :class:`Halted` when Telegram no longer takes the token."""
        try:
            async with asyncio.TaskGroup() as group:
                while not self._stopping:
                    self._news.clear()
                    await self._look(group)
        except* Halted as halted:
            raise halted.exceptions[0] from None

    async def _look(self, group: asyncio.TaskGroup) -> None:
        """Begins with the chats whose turn it is, and waits until there may be others."""
        now, seconds = self._clock(), asyncio.get_running_loop().time()
        self._resting = {chat_id: until for chat_id, until in self._resting.items() if until > seconds}
        busy = [*self._serving, *self._resting]
        room = CHATS_AT_ONCE - len(self._serving)
        waiting = await self._outbox.chats_waiting(busy, now, room) if room > 0 else []
        due = await self._outbox.next_due(now)
        if self._stopping:
            return
        for chat_id, messages in waiting:
            self._serving[chat_id] = group.create_task(self._serve(chat_id, messages))
        openings = [until - seconds for until in self._resting.values()]
        if due is not None:
            openings.append((due - now).total_seconds())
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0.01, min(openings)) if openings else None):
                await self._news.wait()

    async def _serve(self, chat_id: int, messages: int) -> None:
        """Sends what is next for one chat, if it makes no more ``messages``; the chat is looked at again afterwards."""
        claimed: list[Queued] = []

        async def claim() -> Call | None:
            if self._stopping:
                return None
            self._claimed.add(chat_id)
            row = await self._outbox.claim(chat_id, self._clock(), messages)
            if row is None:
                return None
            claimed.append(row)
            return self._call(row)

        try:
            outcome = await self._courier.serve(Lane.ANSWERS, chat_id, claim, messages)
            if outcome is None:
                return
            if claimed:
                await self._settle(claimed[0], outcome)
            pause = _pause_after(outcome, claimed[0].doubts if claimed else 0)
            if pause:
                self._resting[chat_id] = asyncio.get_running_loop().time() + pause
        finally:
            self._claimed.discard(chat_id)
            del self._serving[chat_id]
            self.wake()

    def _call(self, row: Queued) -> Call:
        if row.change is not None and row.message_id is not None:
            return self._at_message(row.change, row.message_id).to(row.chat_id, Lane.ANSWERS)
        return row.prepared.to(row.chat_id, Lane.ANSWERS)

    async def _settle(self, row: Queued, outcome: Outcome) -> None:
        now = self._clock()
        match outcome:
            case Sent():
                await self._outbox.sent(row, outcome.message_ids, now)
            case Ignored():
                await self._outbox.sent(row, (), now)
            case Blocked(reason):
                await self._outbox.blocked(row, reason)
            case Gone():
                await self._outbox.gone(row, now)
            case Rejected(reason):
                _log.error("Telegram refused an answer (outbox %d): %s", row.id, reason)
                await self._outbox.failed(row, reason)
            case Moved(chat_id):
                await self._outbox.moved(row, chat_id, now)
            case Wait() | Unsent() | Halt(conflict=True):
                await self._outbox.again(row, now)
            case Uncertain(reason):
                repeatable = row.edits and row.doubts < EDITS_REPEATED
                if after_doubt(row.doubts, self._policy, repeatable) is DeliveryState.QUEUED:
                    await self._outbox.again(row, now, doubt=True)
                else:
                    _log.warning("it is not known whether an answer has arrived (outbox %d): %s", row.id, reason)
                    await self._outbox.held(row, reason)
            case Halt(reason):
                await self._outbox.again(row, now)
                raise Halted(reason)


def _pause_after(outcome: Outcome, doubts: int) -> float:
    """Seconds until the chat's next try, after a message that was in doubt ``doubts`` times before."""
    match outcome:
        case Wait(seconds):
            return seconds
        case Unsent() | Uncertain() | Halt(conflict=True):
            return min(NETWORK_PAUSE * 2.0**doubts, LONGEST_PAUSE)
        case _:
            return 0.0
