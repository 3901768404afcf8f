"""A turn: one update is read, decided on, saved and answered in one transaction (architecture, decision 2).

The transaction holds what the handler changed, the outbox rows of its answer, and the update as done, so that an
update's effect happens exactly once. A refusal rolls everything back but its sentence. A bug is tried three times;
then the update is set aside with its error, and the person is told a number that stands in the log.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol

from bot.core.calls import Call
from bot.core.outcomes import Outcome
from bot.core.refusals import Refusal
from bot.core.richtext import RichText
from bot.core.updates import RETRY_AFTER, TRIES
from bot.gateway.encoding import encode, encode_answer
from bot.handlers.answers import Answer, Say, put_into_outbox
from bot.rendering.message import Message
from bot.rendering.texts import Texts
from bot.storage import inbox, outbox
from bot.storage.engine import Database, Transaction

_log = logging.getLogger(__name__)

CLOSING_TIME = 2.0
"""Seconds that toasts under way are given at the end."""

Work = Callable[[Transaction, datetime], Awaitable[Answer]]
"""A handler with what it handles: takes the transaction and the present moment."""


class Caller(Protocol):
    """The courier, as far as toasts need it."""

    async def deliver(self, call: Call) -> Outcome:
        """Makes a call."""


class _DoneBefore(Exception):  # noqa: N818 — not an error
    """The update had its effect already."""


class Turns:
    """Gives every update its turn."""

    def __init__(
        self,
        database: Database,
        courier: Caller,
        texts: Texts,
        clock: Callable[[], datetime],
        committed: Callable[[], None],
    ) -> None:
        """``committed`` is called after each commit: there may be something to send."""
        self._database = database
        self._courier = courier
        self._texts = texts
        self._clock = clock
        self._committed = committed
        self._toasts: set[asyncio.Task[Outcome]] = set()

    async def take(self, update_id: int, work: Work, *, chat_id: int, query_id: str | None = None) -> None:
        """Runs a handler. A refusal is said in ``chat_id``, or as an alert where ``query_id`` names a press.

        Raises whatever else the handler raises, with the update still waiting.
        """
        try:
            try:
                answer = await self._commit(update_id, work)
            except Refusal as refusal:
                answer = await self._refuse(update_id, refusal, chat_id, query_id)
        except _DoneBefore:
            return
        self._committed()
        if query_id is not None:
            self._toast(query_id, answer)

    async def fail(self, update_id: int, error: BaseException) -> None:
        """A turn ended in a bug: the update is tried again a little later, or set aside after three tries."""
        error_id = secrets.token_hex(4)
        _log.error("update %d failed, error %s", update_id, error_id, exc_info=error)
        now = self._clock()
        note = f"{error_id}: {type(error).__name__}"

        async def put_off(tx: Transaction) -> None:
            update = await inbox.find(tx, update_id)
            if update is None:
                return
            if update.tries + 1 < TRIES:
                await inbox.try_again(tx, update_id, note, now + RETRY_AFTER)
                return
            await inbox.set_aside(tx, update_id, note)
            if update.chat_id > 0:
                message = Message(RichText(self._texts.bug(error_id)))
                await put_into_outbox(tx, [Say(update.chat_id, message)], now)

        await self._database.write(put_off)
        self._committed()

    async def close(self) -> None:
        """Gives toasts under way a moment; nobody waits longer for one."""
        if self._toasts:
            await asyncio.wait(self._toasts, timeout=CLOSING_TIME)
        for toast in self._toasts:
            toast.cancel()

    async def _commit(self, update_id: int, work: Work) -> Answer:
        now = self._clock()

        async def turn(tx: Transaction) -> Answer:
            if not await inbox.finish(tx, update_id):
                raise _DoneBefore
            answer = await work(tx, now)
            await put_into_outbox(tx, answer.messages, now)
            return answer

        return await self._database.write(turn)

    async def _refuse(self, update_id: int, refusal: Refusal, chat_id: int, query_id: str | None) -> Answer:
        sentence = self._texts.refusal(refusal)

        async def work(tx: Transaction, _now: datetime) -> Answer:
            if query_id is not None:
                return Answer(toast=sentence, alert=True)
            message = encode(Message(RichText(sentence)))
            # whoever sends a thousand messages that are refused is told so once, not for a quarter of an hour
            return Answer() if await outbox.says_already(tx, chat_id, message) else Answer((Say(chat_id, message),))

        return await self._commit(update_id, work)

    def _toast(self, query_id: str, answer: Answer) -> None:
        """Answers the press; the only thing said that is not kept, for it means nothing a moment later."""
        task = asyncio.ensure_future(self._courier.deliver(encode_answer(query_id, answer.toast, answer.alert)))
        self._toasts.add(task)
        task.add_done_callback(self._toasts.discard)
