"""What people do besides writing: start the bot, press its buttons, react, block it, join, leave, upgrade groups."""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox.refusals import MisusedError
from bot.sandbox.strictness.reactions import is_reaction
from bot.sandbox.whereabouts import chat_of, message_of
from bot.sandbox.world.accounts import Person
from bot.sandbox.world.chats import Chat
from bot.sandbox.world.memberships import persons_membership
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
        """Put the bot into a group or channel (``bot``), or go in herself. In a channel bots are administrators."""
        chat = self._messenger.chats.get(chat_id)
        if chat is None or chat.private:
            raise MisusedError(f"there is no group or channel {chat_id}")
        if not bot:
            if person.id not in chat.members:
                before = persons_membership(chat, person)
                chat.members.append(person.id)
                self._tell_of_member(chat, person, before)
                if not chat.channel:
                    self._messenger.post(chat, person, {"new_chat_members": [person.user]})
        else:
            status = "administrator" if administrator or chat.channel else "member"
            if chat.bot != status:
                was_in = chat.has_bot
                self._messenger.bot_moves(chat, person, status)
                if not was_in and not chat.channel:
                    self._messenger.post(chat, person, {"new_chat_members": [self._messenger.bot.user]})
        self._messenger.journal.write(
            "joined", self._messenger.clock.now(), chat_id=chat.id, person_id=person.id, bot=bot
        )

    def leave(self, person: Person, chat_id: int, *, bot: bool = False) -> None:
        """Leave a group or channel, or throw the bot out of it."""
        chat = chat_of(self._messenger, person, chat_id)
        if chat.private:
            raise MisusedError("a private chat cannot be left")
        if bot:
            self._messenger.bot_moves(chat, person, "kicked")
        else:
            if not chat.channel:
                self._messenger.post(chat, person, {"left_chat_member": person.user})
            before = persons_membership(chat, person)
            chat.members.remove(person.id)
            self._tell_of_member(chat, person, before)
        self._messenger.journal.write(
            "left", self._messenger.clock.now(), chat_id=chat.id, person_id=person.id, bot=bot
        )

    def _tell_of_member(self, chat: Chat, person: Person, before: dict[str, Any]) -> None:
        """A bot that is an administrator gets ``chat_member``, if it has asked for it (Bot API, Update)."""
        if chat.bot == "administrator":
            self._messenger.updates.add(
                "chat_member",
                {
                    "chat": chat.shape,
                    "from": person.user,
                    "date": self._messenger.clock.date(),
                    "old_chat_member": before,
                    "new_chat_member": persons_membership(chat, person),
                },
            )

    def upgrade(self, person: Person, chat_id: int) -> dict[str, Any]:
        """Turn her basic group into a supergroup. Gives the `Chat` object."""
        chat = chat_of(self._messenger, person, chat_id)
        if chat.kind != "group" or chat.moved_to is not None or chat.owner != person.id:
            raise MisusedError("a basic group becomes a supergroup, once, by its owner's will")
        return self._messenger.upgrade(chat, person).shape

    def react(self, person: Person, message_id: int, chat_id: int | None = None, emoji: str | None = None) -> None:
        """React to a message with an emoji, or take her reaction back."""
        message = message_of(chat_of(self._messenger, person, chat_id), message_id)
        if emoji is not None and not is_reaction(emoji):
            raise MisusedError(f"{emoji} is no reaction")
        self._messenger.react(message, person, [] if emoji is None else [{"type": "emoji", "emoji": emoji}])
