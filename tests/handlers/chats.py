"""Chats without a Telegram: people write and press, the real handlers answer, and what they say is delivered at once.

The database is real, and the outbox is emptied as the postman does it. Every button that was ever shown can be pressed,
by anybody and however old it is, as Telegram allows.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.core.outgoing import Queued
from bot.core.people import Profile
from bot.core.refusals import Refusal
from bot.core.richtext import RichText
from bot.core.submissions import Submission
from bot.gateway.buttons import decode
from bot.gateway.incoming import Pressed
from bot.handlers.answers import Answer, put_into_outbox
from bot.handlers.bootstrap import Handlers
from bot.handlers.presses import buttons
from bot.rendering.message import Press
from bot.storage.engine import Database, Transaction
from bot.storage.for_delivery import OutboxStore


@dataclass(frozen=True, slots=True)
class Standing:
    """A message of the bot's as it stands in a chat."""

    chat_id: int
    message_id: int
    text: str
    presses: tuple[Press, ...]


@dataclass
class Chats:
    """All chats of a bot whose handlers work on this database. ``now`` is the time, which only :meth:`pass_` moves."""

    database: Database
    handlers: Handlers
    now: datetime
    standing: dict[tuple[int, int], Standing] = field(default_factory=dict)
    ever: list[tuple[Standing, Press]] = field(default_factory=list)
    """Every button that was ever shown, with the message as it was then."""
    new: list[Queued] = field(default_factory=list)
    """What was delivered as a new message, in its order."""
    newest: int = 1000

    def pass_(self, span: timedelta) -> None:
        """Time goes by."""
        self.now += span

    async def say(self, by: Profile, text: str, *, reply_to: int | None = None) -> int:
        """Somebody writes in the own chat; gives the message's id. What is refused has no effect."""
        message_id = self._next()
        await self.edit(by, message_id, text, reply_to=reply_to, new=True)
        return message_id

    async def edit(
        self, by: Profile, message_id: int, text: str, *, reply_to: int | None = None, new: bool = False
    ) -> None:
        """Somebody edits a message in the own chat, or writes it."""
        submission = Submission(by, by.id, message_id, self.now, RichText(text), reply_to=reply_to)
        receiving = self.handlers.receiving
        take = receiving.received if new else receiving.edited
        await self.turn(lambda tx: take(tx, self.now, submission))

    async def press(self, by: Profile, press: Press, *, message_id: int) -> Answer | None:
        """Somebody presses on a message of the own chat; None when that is refused."""
        button = buttons(self.handlers)[press.verb]
        assert button.ids == len(press.ids), press
        on = Pressed("query", by, by.id, message_id, press, on_copy=False)
        return await self.turn(lambda tx: button.does(tx, self.now, on, press.ids))

    async def turn(self, work: Callable[[Transaction], Awaitable[Answer]]) -> Answer | None:
        """One turn: what it changes and what it says are committed together. None when it is refused."""

        async def both(tx: Transaction) -> Answer:
            answer = await work(tx)
            await put_into_outbox(tx, answer.messages, self.now)
            return answer

        try:
            return await self.database.write(both)
        except Refusal:
            return None

    async def deliver(self) -> None:
        """Everything that is due arrives."""
        store = OutboxStore(self.database)
        while chats := await store.chats_waiting([], self.now, 100):
            for chat_id, messages in chats:
                row = await store.claim(chat_id, self.now, messages)
                assert row is not None
                await store.sent(row, self._arrived(row), self.now)

    def _arrived(self, row: Queued) -> tuple[int, ...]:
        """What Telegram makes of a call: the ids of new messages."""
        changes = row.change is not None and row.message_id is not None
        prepared = row.change if changes and row.change is not None else row.prepared
        said = json.loads(b"{" + prepared.tail.removeprefix(b","))
        if "message_id" in said or changes:
            self._show(row.chat_id, said.get("message_id", row.message_id), said)
            return ()
        assert prepared.method == "sendMessage", prepared.method
        self.new.append(row)
        message_id = self._next()
        self._show(row.chat_id, message_id, said)
        return (message_id,)

    def _show(self, chat_id: int, message_id: int, said: dict[str, Any]) -> None:
        before = self.standing.get((chat_id, message_id))
        text = said.get("text", before.text if before else "")
        rows = said.get("reply_markup", {}).get("inline_keyboard", [])
        pressed = (decode(button["callback_data"]) for row in rows for button in row if "callback_data" in button)
        shown = Standing(chat_id, message_id, text, tuple(press for press in pressed if press is not None))
        self.standing[(chat_id, message_id)] = shown
        self.ever += [(shown, press) for press in shown.presses if (shown, press) not in self.ever[-50:]]

    def _next(self) -> int:
        self.newest += 1
        return self.newest
