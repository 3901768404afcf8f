"""A message as it is kept, and the `Message` object (Bot API 10.0) that is made of it whenever somebody looks.

A message keeps its parts by reference: two messages with the same text and keyboard can share them, since parts are
replaced and never changed in place. That keeps a stored message far below 2 KB.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.sandbox.world.accounts import BotAccount, Person

if TYPE_CHECKING:
    from bot.sandbox.world.chats import Chat

Content = dict[str, Any]
"""The fields of a message that say what it is: ``text`` and ``entities``, or ``photo`` and ``caption``, and so on."""

CAPTIONED = ("photo", "video", "animation", "audio", "voice", "document")
"""The kinds of content that can have a caption; an animation comes before the document that doubles it."""

KINDS = (
    "text",
    *CAPTIONED,
    "sticker",
    "video_note",
    "dice",
    "contact",
    "venue",
    "location",
    "poll",
)


class Message:
    """One message in one chat.

    ``markup`` is the inline keyboard that everyone sees; ``keyboard`` any other reply markup, which only people's
    clients act on. ``extra`` holds further fields of the `Message` object that few messages have, ``reactions`` the
    `ReactionType` objects that people and the bot have set, by their ids.
    """

    __slots__ = (
        "chat",
        "content",
        "date",
        "edited",
        "extra",
        "id",
        "keyboard",
        "markup",
        "reactions",
        "reply_to",
        "sender",
    )

    def __init__(
        self,
        message_id: int,
        chat: Chat,
        sender: Person | BotAccount,
        date: int,
        content: Content,
        *,
        markup: dict[str, Any] | None = None,
        keyboard: dict[str, Any] | None = None,
        reply_to: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.id = message_id
        self.chat = chat
        self.sender = sender
        self.date = date
        self.edited: int | None = None
        self.content = content
        self.markup = markup
        self.keyboard = keyboard
        self.reply_to = reply_to
        self.extra = extra
        self.reactions: dict[int, list[dict[str, Any]]] | None = None

    @property
    def author(self) -> str:
        """Who stands above it: its sender's name, in a channel the channel's."""
        return str(self.chat.shape["title"]) if self.chat.channel else self.sender.name

    @property
    def kind(self) -> str:
        """What it is: "text", "photo", "sticker" …; "service" for what no one wrote."""
        content = self.content
        return next((kind for kind in KINDS if kind in content), "service")

    @property
    def words(self) -> str:
        """Its text or caption, empty if it has none."""
        return str(self.content.get("text") or self.content.get("caption") or "")

    @property
    def album(self) -> str | None:
        """The ``media_group_id``."""
        return None if self.extra is None else self.extra.get("media_group_id")

    def shape(self, *, with_reply: bool = True) -> dict[str, Any]:
        """The `Message` object as the bot gets it.

        ``reply_to_message`` is looked up now: it is absent when the original is gone, and has none of its own.
        """
        shape: dict[str, Any] = {"message_id": self.id}
        if self.chat.channel:
            shape["sender_chat"] = self.chat.shape
        else:
            shape["from"] = self.sender.user
        shape["chat"] = self.chat.shape
        shape["date"] = self.date
        if self.edited is not None:
            shape["edit_date"] = self.edited
        if self.extra is not None:
            shape.update(self.extra)
        if with_reply and self.reply_to is not None:
            original = self.chat.messages.get(self.reply_to)
            if original is not None:
                shape["reply_to_message"] = original.shape(with_reply=False)
        shape.update(self.content)
        if self.markup is not None:
            shape["reply_markup"] = self.markup
        return shape

    def view(self) -> dict[str, Any]:
        """The message as a person's client has it: with the reply keyboard or ForceReply that came with it.

        ``reactions``, if there are any, are `ReactionType` objects by the ids of those who set them.
        """
        view = self.shape()
        if self.reactions:
            view["reactions"] = {str(actor): types for actor, types in self.reactions.items()}
        if self.keyboard is not None:
            view["reply_markup"] = self.keyboard
        return view

    def buttons(self) -> list[dict[str, Any]]:
        """All inline buttons, row by row."""
        return [] if self.markup is None else [button for row in self.markup["inline_keyboard"] for button in row]

    def reaction_counts(self) -> list[tuple[dict[str, Any], int]]:
        """Each reaction with the number of those who set it, the most frequent first."""
        kinds: dict[str, tuple[dict[str, Any], int]] = {}
        for kind in (kind for kinds in (self.reactions or {}).values() for kind in kinds):
            key = str(sorted(kind.items()))
            kinds[key] = (kind, kinds[key][1] + 1 if key in kinds else 1)
        return sorted(kinds.values(), key=lambda each: -each[1])
