"""Chats: a person's private one with the bot, basic groups, supergroups and channels."""

from __future__ import annotations

from typing import Any

from bot.sandbox.bell import Bell
from bot.sandbox.world.messages import Message

WITH_OWN_IDS = ("supergroup", "channel")
"""Kinds of chats that number their messages by themselves; all others share the bot's one counter."""


class Numbers:
    """A counter of message ids; ``next`` is the id of the next message."""

    __slots__ = ("next",)

    def __init__(self, first: int = 1) -> None:
        self.next = first

    def take(self) -> int:
        """The next id, which is then taken."""
        number = self.next
        self.next += 1
        return number


class Chat:
    """A chat with its messages, oldest first.

    ``members`` are ids of people, in a channel of its subscribers; the first owns it. ``bot`` is the bot's standing
    here, in the words of `ChatMember.status`, and ``known`` whether it has ever been here. ``asks`` is the id of the
    newest message of the bot with a ForceReply that nobody has answered: the clients of people open their reply field
    by it. ``moved_to`` is the supergroup that a basic group has become.
    """

    __slots__ = (
        "asks",
        "bell",
        "bot",
        "hidden",
        "id",
        "known",
        "members",
        "messages",
        "moved_to",
        "numbers",
        "owner",
        "pinned",
        "shape",
    )

    def __init__(self, chat_id: int, shape: dict[str, Any], members: list[int], bot: str, numbers: Numbers) -> None:
        self.id = chat_id
        self.shape = shape
        self.members = members
        self.owner = members[0] if members else 0
        self.bot = bot
        self.known = False
        self.numbers = numbers
        self.messages: dict[int, Message] = {}
        self.pinned: list[int] = []
        self.hidden: set[tuple[int, int]] | None = None
        self.asks: int | None = None
        self.moved_to: int | None = None
        self.bell: Bell | None = None

    @property
    def kind(self) -> str:
        """The ``type`` of the `Chat` object: private, group, supergroup or channel."""
        return str(self.shape["type"])

    @property
    def private(self) -> bool:
        """Whether this is a person's chat with the bot."""
        return self.id > 0

    @property
    def channel(self) -> bool:
        """Whether only administrators write here, in the channel's name."""
        return self.kind == "channel"

    @property
    def has_bot(self) -> bool:
        """Whether the bot is in it."""
        return self.bot in ("member", "administrator")

    @property
    def public(self) -> bool:
        """Whether anyone may look in: it has a username."""
        return not self.private and "username" in self.shape

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


def chat_shape(kind: str, chat_id: int, title: str, username: str | None = None) -> dict[str, Any]:
    """The `Chat` object of a group, supergroup or channel, in the open server's order of fields."""
    shape: dict[str, Any] = {"id": chat_id, "title": title}
    if username and kind in WITH_OWN_IDS:
        shape["username"] = username
    shape["type"] = kind
    if kind == "group":
        shape["all_members_are_administrators"] = True
    return shape
