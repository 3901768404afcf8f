"""What people do besides writing: start the bot, press its buttons, block it, join and leave groups."""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox.refusals import MisusedError
from bot.sandbox.whereabouts import chat_of
from bot.sandbox.world.accounts import Person
from bot.sandbox.world.messages import Message
from bot.sandbox.world.messenger import Messenger
from bot.sandbox.world.presses import Press
from bot.sandbox.writing import Writing

START_PARAMETER = re.compile(r"^[A-Za-z0-9_-]{1,64}$")
"""What a deep link may carry (Bot features, deep linking)."""


class Comings:
    """People's comings and goings in one messenger."""

    def __init__(self, messenger: Messenger, writing: Writing) -> None:
        self._messenger = messenger
        self._writing = writing

    def start(self, person: Person, payload: str | None = None) -> dict[str, Any]:
        """Press Start, or follow a deep link. Unblocks the bot first if it is blocked, as clients do."""
        if payload is not None and not START_PARAMETER.match(payload):
            raise MisusedError("a start parameter is 1–64 of A–Z, a–z, 0–9, _ and -")
        if person.blocked:
            self.unblock(person)
        return self._writing.send(person, text="/start" if payload is None else f"/start {payload}")

    def press(self, person: Person, message: Message, data: str) -> Press:
        """Press a button with that data; the data may be forged, as with a client of one's own."""
        if person.deactivated:
            raise MisusedError(f"{person.name} has deleted the account")
        messenger = self._messenger
        press = messenger.presses.begin(person.id)
        if not (message.chat.private and person.blocked):
            messenger.updates.add(
                "callback_query",
                {
                    "id": press.id,
                    "from": person.user,
                    "message": message.shape(),
                    "chat_instance": str(abs(message.chat.id) * 7_919),
                    "data": data,
                },
            )
        messenger.journal.write(
            "pressed",
            messenger.clock.now(),
            person_id=person.id,
            chat_id=message.chat.id,
            message_id=message.id,
            data=data,
            query_id=press.id,
        )
        return press

    def block(self, person: Person) -> None:
        """Block the bot."""
        if person.blocked:
            raise MisusedError(f"{person.name} has blocked the bot already")
        person.blocked = True
        self._messenger.bot_moves(self._messenger.chats[person.id], person, "kicked")
        self._messenger.journal.write("blocked", self._messenger.clock.now(), person_id=person.id)

    def unblock(self, person: Person) -> None:
        """Unblock the bot."""
        if not person.blocked:
            raise MisusedError(f"{person.name} has not blocked the bot")
        person.blocked = False
        self._messenger.bot_moves(self._messenger.chats[person.id], person, "member")
        self._messenger.journal.write("unblocked", self._messenger.clock.now(), person_id=person.id)

    def deactivate(self, person: Person) -> None:
        """Delete her account. The bot is not told."""
        person.deactivated = True
        self._messenger.journal.write("deactivated", self._messenger.clock.now(), person_id=person.id)

    def join(self, person: Person, chat_id: int, *, bot: bool = False, administrator: bool = False) -> None:
        """Put the bot into a group (``bot``), or go in herself."""
        chat = self._messenger.chats.get(chat_id)
        if chat is None or chat.private:
            raise MisusedError(f"there is no group {chat_id}")
        if not bot:
            if person.id not in chat.members:
                chat.members.append(person.id)
                self._messenger.post(chat, person, {"new_chat_members": [person.user]})
        else:
            status = "administrator" if administrator else "member"
            if chat.bot != status:
                was_in = chat.has_bot
                self._messenger.bot_moves(chat, person, status)
                if not was_in:
                    self._messenger.post(chat, person, {"new_chat_members": [self._messenger.bot.user]})
        self._messenger.journal.write(
            "joined", self._messenger.clock.now(), chat_id=chat.id, person_id=person.id, bot=bot
        )

    def leave(self, person: Person, chat_id: int, *, bot: bool = False) -> None:
        """Leave a group, or throw the bot out of it."""
        chat = chat_of(self._messenger, person, chat_id)
        if chat.private:
            raise MisusedError("a private chat cannot be left")
        if bot:
            self._messenger.bot_moves(chat, person, "kicked")
        else:
            self._messenger.post(chat, person, {"left_chat_member": person.user})
            chat.members.remove(person.id)
        self._messenger.journal.write(
            "left", self._messenger.clock.now(), chat_id=chat.id, person_id=person.id, bot=bot
        )
