"""Everything that this Telegram knows, and the few things that can happen in it.

Methods of the Bot API and acts of people end here: a message is posted, edited or deleted. The messenger numbers it,
stores it, tells the bot of what people did, and writes the journal. Nothing here checks what a bot may say; see
``strictness`` and ``methods``.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any

from bot.sandbox.bell import Bell
from bot.sandbox.pacing import Pace
from bot.sandbox.world.accounts import BotAccount, Person
from bot.sandbox.world.chats import WITH_OWN_IDS, Chat, Numbers, chat_shape
from bot.sandbox.world.clock import Clock
from bot.sandbox.world.files import Files
from bot.sandbox.world.journal import Journal
from bot.sandbox.world.memberships import bots_membership
from bot.sandbox.world.messages import Content, Message
from bot.sandbox.world.presses import Presses
from bot.sandbox.world.updates import Updates

FIRST_PERSON = 5_000_000_001
"""Ids of people need more than 32 bits at Telegram, so they do here."""

FIRST_GROUP = -4_000_000_001
"""Basic groups have negative ids and count downwards."""

FIRST_SUPERGROUP = -1_002_000_000_001
"""Supergroups and channels share another range, which begins with -100."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a sandbox is set up.

    ``keep_messages`` keeps only so many of the newest messages in all (None: all of them), ``keep_calls`` and
    ``keep_events`` bound the call log and the journal. ``reads_groups`` turns the bot's privacy mode off: without it
    a bot gets only commands and replies to it in groups where it is no administrator. ``pace`` are limits on speed
    (None: there are none); each call but getUpdates takes ``latency`` seconds and up to ``jitter`` more, by chance of
    ``seed``.
    """

    bot_username: str = "sandbox_bot"
    bot_name: str = "Sandbox Bot"
    reads_groups: bool = False
    keep_messages: int | None = None
    keep_calls: int = 10_000
    keep_events: int = 10_000
    first_message_id: int = 1
    pace: Pace | None = None
    latency: float = 0.0
    jitter: float = 0.0
    seed: int = 0


class Messenger:
    """One bot, its people, groups, messages and files."""

    def __init__(self, token: str, options: Options | None = None) -> None:
        self.options = options or Options()
        self.clock = Clock()
        self.bot = BotAccount(
            token, self.options.bot_username, self.options.bot_name, reads_groups=self.options.reads_groups
        )
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.files = Files()
        self.activity = Bell()
        self.updates = Updates(self.clock, self.activity)
        self.presses = Presses(self.clock)
        self.journal = Journal(self.options.keep_events)
        self._kept: deque[Message] = deque()
        self.numbers = Numbers(self.options.first_message_id)
        self._next_person = FIRST_PERSON
        self._next_group = FIRST_GROUP
        self._next_supergroup = FIRST_SUPERGROUP
        self._albums = 0

    # People and groups

    def add_person(self, first_name: str, **optional: Any) -> Person:
        """A new account; optional fields as in `User`, and ``id``. She has not met the bot yet."""
        person_id = optional.pop("id", None)
        if person_id is None:
            person_id = self._next_person
        self._next_person = max(self._next_person, person_id + 1)
        person = Person(person_id, first_name, **optional)
        self.people[person_id] = person
        self.chats[person_id] = Chat(person_id, person.chat(), [person_id], "member", self.numbers)
        self.journal.bell.ring()
        return person

    def add_group(self, title: str, members: list[int], kind: str = "group", username: str | None = None) -> Chat:
        """A new group, supergroup or channel without the bot; the first member is its owner.

        Each supergroup and channel has a counter of message ids of its own, as it has at Telegram.
        """
        if kind in WITH_OWN_IDS:
            chat_id, numbers = self._next_supergroup, Numbers()
            self._next_supergroup -= 1
        else:
            chat_id, numbers = self._next_group, self.numbers
            self._next_group -= 1
        chat = Chat(chat_id, chat_shape(kind, chat_id, title, username), list(members), "left", numbers)
        self.chats[chat.id] = chat
        self.journal.bell.ring()
        return chat

    def upgrade(self, chat: Chat, actor: Person) -> Chat:
        """Turn a basic group into a supergroup: a new chat, of which a service message in each of the two tells."""
        supergroup = self.add_group(str(chat.shape["title"]), chat.members, "supergroup")
        supergroup.bot, supergroup.known = chat.bot, chat.known
        self.post(chat, actor, {"migrate_to_chat_id": supergroup.id})
        chat.moved_to = supergroup.id
        self.post(supergroup, actor, {"migrate_from_chat_id": chat.id})
        return supergroup

    def named(self, username: str) -> Chat | None:
        """The public supergroup or channel with that username; the Bot API finds no people by theirs."""
        for chat in self.chats.values():
            if chat.public and str(chat.shape["username"]).lower() == username.lower():
                return chat
        return None

    def new_album(self) -> str:
        """A fresh ``media_group_id``."""
        self._albums += 1
        return str(13_500_000_000_000_000 + self._albums)

    # Messages

    def post(
        self,
        chat: Chat,
        sender: Person | BotAccount,
        content: Content,
        *,
        markup: dict[str, Any] | None = None,
        keyboard: dict[str, Any] | None = None,
        reply_to: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> tuple[Message, dict[str, Any]]:
        """Put a message into a chat; it takes the next id of the chat's counter. Gives it and its `Message` object."""
        message = Message(
            chat.numbers.take(),
            chat,
            sender,
            self.clock.date(),
            content,
            markup=markup,
            keyboard=keyboard,
            reply_to=reply_to,
            extra=extra,
        )
        chat.messages[message.id] = message
        keep = self.options.keep_messages
        if keep is not None:
            self._kept.append(message)
            if len(self._kept) > keep:
                oldest = self._kept.popleft()
                oldest.chat.messages.pop(oldest.id, None)
        if isinstance(sender, Person):
            chat.asks = None
        elif keyboard is not None and keyboard.get("force_reply"):
            chat.asks = message.id
        shape = message.shape()
        if isinstance(sender, Person) and self._reaches_bot(message):
            self.updates.add("channel_post" if chat.channel else "message", shape)
        self.journal.write("message", self.clock.now(), chat_id=chat.id, message=shape)
        chat.ring()
        return message, shape

    def _reaches_bot(self, message: Message) -> bool:
        """Whether the bot gets this message of a person (Bot features, privacy mode)."""
        chat = message.chat
        if chat.private:
            return True
        if not chat.has_bot:
            return False
        if self.bot.reads_groups or chat.bot == "administrator" or message.kind == "service":
            return True
        if message.reply_to is not None:
            original = chat.messages.get(message.reply_to)
            if original is not None and original.sender is self.bot:
                return True
        for entity in message.content.get("entities", ()):
            if entity["type"] == "bot_command":
                start = 2 * entity["offset"]
                command = message.words.encode("utf-16-le")[start : start + 2 * entity["length"]].decode("utf-16-le")
                _, at, name = command.partition("@")
                return not at or name.lower() == self.bot.username.lower()
        return False

    def edit(
        self,
        message: Message,
        content: Content,
        markup: dict[str, Any] | None,
        *,
        dated: bool = True,
    ) -> dict[str, Any]:
        """Replace what a message says and its inline keyboard; ``dated`` gives it an ``edit_date``."""
        message.content = content
        message.markup = markup
        if dated:
            message.edited = self.clock.date()
        shape = message.shape()
        if isinstance(message.sender, Person) and self._reaches_bot(message):
            self.updates.add("edited_channel_post" if message.chat.channel else "edited_message", shape)
        self.journal.write("edited", self.clock.now(), chat_id=message.chat.id, message=shape)
        message.chat.ring()
        return shape

    def react(self, message: Message, actor: Person | BotAccount, reactions: list[dict[str, Any]]) -> None:
        """Replace somebody's reactions (`ReactionType` objects) to a message.

        Bots that are administrators of a group, and have asked for it, get ``message_reaction`` for people's; in
        channels nobody is named, so they get ``message_reaction_count`` (Bot API, Update).
        """
        chat, everyone = message.chat, dict(message.reactions or {})
        before = everyone.pop(actor.id, [])
        if reactions:
            everyone[actor.id] = reactions
        message.reactions = everyone or None
        where = {"chat": chat.shape, "message_id": message.id, "date": self.clock.date()}
        if chat.bot == "administrator" and before != reactions:
            if chat.channel:
                counts = [{"type": kind, "total_count": count} for kind, count in message.reaction_counts()]
                self.updates.add("message_reaction_count", {**where, "reactions": counts})
            elif isinstance(actor, Person):
                change = {"user": actor.user, "old_reaction": before, "new_reaction": reactions}
                self.updates.add("message_reaction", {**where, **change})
        self.journal.write(
            "reacted",
            self.clock.now(),
            chat_id=chat.id,
            message_id=message.id,
            actor_id=actor.id,
            reactions=reactions,
        )
        chat.ring()

    def delete(self, message: Message) -> None:
        """Take a message out of its chat, for everyone."""
        chat = message.chat
        del chat.messages[message.id]
        if chat.asks == message.id:
            chat.asks = None
        if message.id in chat.pinned:
            chat.pinned.remove(message.id)
        self.journal.write("deleted", self.clock.now(), chat_id=chat.id, message_id=message.id)
        chat.ring()

    def bot_moves(self, chat: Chat, actor: Person | BotAccount, status: str) -> None:
        """The bot is blocked, unblocked, added to a group or thrown out of it: it gets ``my_chat_member``."""
        before, chat.bot, chat.known = chat.bot, status, True
        self.updates.add(
            "my_chat_member",
            {
                "chat": chat.shape,
                "from": actor.user,
                "date": self.clock.date(),
                "old_chat_member": bots_membership(self.bot, chat, before),
                "new_chat_member": bots_membership(self.bot, chat, status),
            },
        )
        chat.ring()
