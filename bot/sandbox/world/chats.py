"""Chats: a person's private one with the bot, and basic groups."""

from __future__ import annotations

from typing import Any

from bot.sandbox.bell import Bell
from bot.sandbox.world.messages import Message


class Chat:
    """A chat with its messages, oldest first.

    ``bot`` is the bot's standing here, in the words of `ChatMember.status`. ``asks`` is the id of the newest message of
    the bot with a ForceReply that nobody has answered: the clients of people open their reply field by it.
    """

    __slots__ = ("asks", "bell", "bot", "hidden", "id", "members", "messages", "owner", "pinned", "shape")

    def __init__(self, chat_id: int, shape: dict[str, Any], members: list[int], bot: str) -> None:
        self.id = chat_id
        self.shape = shape
        self.members = members
        self.owner = members[0] if members else 0
        self.bot = bot
        self.messages: dict[int, Message] = {}
        self.pinned: list[int] = []
        self.hidden: set[tuple[int, int]] | None = None
        self.asks: int | None = None
        self.bell: Bell | None = None

    @property
    def private(self) -> bool:
        """Whether this is a person's chat with the bot."""
        return self.id > 0

    @property
    def has_bot(self) -> bool:
        """Whether the bot is in it."""
        return self.bot in ("member", "administrator")

    def waiting(self) -> Bell:
        """The bell of this chat, for those who wait."""
        if self.bell is None:
            self.bell = Bell()
        return self.bell

    def ring(self) -> None:
        """Wake those who wait for something in this chat."""
        if self.bell is not None:
            self.bell.ring()

    def hide(self, person_id: int, message_id: int) -> None:
        """Take a message out of one person's view only."""
        if self.hidden is None:
            self.hidden = set()
        self.hidden.add((person_id, message_id))

    def seen_by(self, person_id: int) -> list[Message]:
        """What that person has before her in this chat, oldest first."""
        hidden = self.hidden
        if not hidden:
            return list(self.messages.values())
        return [message for message in self.messages.values() if (person_id, message.id) not in hidden]


def group_shape(chat_id: int, title: str) -> dict[str, Any]:
    """The `Chat` object of a basic group."""
    return {"id": chat_id, "title": title, "type": "group", "all_members_are_administrators": True}
