"""The postman: takes answers to people out of the outbox, one at a time for each chat, and sees each one through.

A row is claimed only when its chat's turn has come, so that what is shown anew in the meantime replaces what would
have been out of date on arrival.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

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
"""Seconds that a chat waits after Telegram could not be reached; the message stays first in its order."""


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
                    room = CHATS_AT_ONCE - len(self._serving)
                    for chat_id in await self._outbox.chats_waiting(list(self._serving), self._clock(), room):
                        self._serving[chat_id] = group.create_task(self._serve(chat_id))
                    await self._wait()
        except* Halted as halted:
            raise halted.exceptions[0] from None

    async def _wait(self) -> None:
        now = self._clock()
        due = await self._outbox.next_due(now)
        try:
            async with asyncio.timeout(None if due is None else max(0.01, (due - now).total_seconds())):
                await self._news.wait()
        except TimeoutError:
            pass

    async def _serve(self, chat_id: int) -> None:
        """Sends what is next for one chat; the chat is looked at again afterwards."""
        try:
            claimed: list[Queued] = []

            async def claim() -> Call | None:
                self._claimed.add(chat_id)
                row = await self._outbox.claim(chat_id, self._clock())
                if row is None:
                    return None
                claimed.append(row)
                return self._call(row)

            outcome = await self._courier.serve(Lane.ANSWERS, chat_id, claim)
            if outcome is None:
                return
            if claimed:
                await self._settle(claimed[0], outcome)
                self._claimed.discard(chat_id)
            await asyncio.sleep(_pause_after(outcome))
        finally:
            self._claimed.discard(chat_id)
            del self._serving[chat_id]
            self._news.set()

    def _call(self, row: Queued) -> Call:
        if row.change is not None and row.message_id is not None:
            return self._at_message(row.change, row.message_id).to(row.chat_id, Lane.ANSWERS)
        return row.prepared.to(row.chat_id, Lane.ANSWERS)

    async def _settle(self, row: Queued, outcome: Outcome) -> None:
        now = self._clock()
        match outcome:
            case Sent(message_id):
                await self._outbox.sent(row, message_id)
            case Ignored():
                await self._outbox.sent(row, row.message_id)
            case Blocked(reason):
                await self._outbox.blocked(row, reason)
            case Gone():
                await self._outbox.gone(row, now)
            case Rejected(reason):
                _log.error("Telegram refused an answer (outbox %d): %s", row.id, reason)
                await self._outbox.failed(row, reason)
            case Moved(chat_id):
                await self._outbox.moved(row, chat_id, now)
            case Wait() | Unsent():
                await self._outbox.again(row, now)
            case Uncertain(reason):
                if after_doubt(row.doubts, self._policy, row.edits) is DeliveryState.QUEUED:
                    await self._outbox.again(row, now, doubt=not row.edits)
                else:
                    await self._outbox.held(row, reason)
            case Halt(reason):
                await self._outbox.again(row, now)
                raise Halted(reason)


def _pause_after(outcome: Outcome) -> float:
    """Seconds until the chat's next try: the row that waits keeps its place before the chat's later ones."""
    match outcome:
        case Wait(seconds):
            return seconds
        case Unsent() | Uncertain():
            return NETWORK_PAUSE
        case _:
            return 0.0
