"""What people write: texts, media, pastes, albums, edits, replies, forwarded messages; and what they delete.

An act is checked as a person's client and Telegram would check it; what nobody could do is `MisusedError`.
"""

from __future__ import annotations

from typing import Any

from bot.sandbox.methods.copying import origin_of
from bot.sandbox.methods.replies import quote_in
from bot.sandbox.pasting import cut, moved
from bot.sandbox.refusals import MisusedError, RefusedError
from bot.sandbox.strictness.detected import utf16_length
from bot.sandbox.strictness.text import TEXT_LIMIT, typed
from bot.sandbox.whereabouts import chat_of, message_of
from bot.sandbox.world.accounts import Person
from bot.sandbox.world.chats import Chat
from bot.sandbox.world.media import content_of
from bot.sandbox.world.messages import CAPTIONED, Content
from bot.sandbox.world.messenger import Messenger

EDITABLE = 48 * 3600
"""Seconds for which people can edit their messages."""

PREMIUM_CAPTION = 4096
"""Code points of a Premium user's caption; others have 1,024."""

MADE = ("dice", "contact", "location", "venue", "poll")
"""Kinds of messages that carry no file: their objects are given as the Bot API has them."""


class Writing:
    """What people write in one messenger."""

    def __init__(self, messenger: Messenger) -> None:
        self._messenger = messenger

    def send(
        self,
        person: Person,
        chat_id: int | None = None,
        *,
        text: str | None = None,
        entities: Any = None,
        reply_to: int | None = None,
        quote: str | None = None,
        album: str | None = None,
        ends: tuple[bool, bool] = (True, True),
        as_reply: bool = True,
        **media: Any,
    ) -> dict[str, Any]:
        """Write a message: a text, or one media object with ``caption``. Gives the `Message` object.

        Without ``reply_to``, a text goes as a reply to a ForceReply that is still open in the chat, as clients do it
        (``as_reply=False``: she closed the reply field first).
        """
        chat = self._writable(person, chat_id)
        content = self._text(text, entities, ends) if text is not None else self._media(person, entities, **media)
        if reply_to is None and as_reply and chat.asks in chat.messages:
            reply_to = chat.asks
        extra: dict[str, Any] = {}
        if reply_to is not None:
            original = message_of(chat, reply_to)
            if quote is not None:
                try:
                    extra["quote"] = quote_in(original.words, quote, [], 0)
                except RefusedError:
                    raise MisusedError("the message does not say what is quoted") from None
        if album is not None:
            extra["media_group_id"] = album
        return self._post(person, chat, content, reply_to, extra)

    def _writable(self, person: Person, chat_id: int | None) -> Chat:
        if person.deactivated:
            raise MisusedError(f"{person.name} has deleted the account")
        chat = chat_of(self._messenger, person, chat_id)
        if chat.private and person.blocked:
            raise MisusedError(f"{person.name} has blocked the bot and cannot write to it")
        if chat.channel and person.id != chat.owner:
            raise MisusedError(f"only its owner writes in the channel {chat.shape['title']}")
        if chat.moved_to is not None:
            raise MisusedError(f"the group has become the supergroup {chat.moved_to}")
        return chat

    def _post(
        self, person: Person, chat: Chat, content: Content, reply_to: int | None, extra: dict[str, Any]
    ) -> dict[str, Any]:
        if chat.private:
            person.began = True
        return self._messenger.post(chat, person, content, reply_to=reply_to, extra=extra or None)[1]

    def _text(self, text: str, entities: Any, ends: tuple[bool, bool]) -> Content:
        try:
            text, found = typed(text, entities, ends=ends)
        except RefusedError as refusal:
            raise MisusedError(refusal.description) from None
        if not text:
            raise MisusedError("clients do not send an empty message")
        if len(text) > TEXT_LIMIT:
            raise MisusedError("clients cut a text of more than 4,096 characters: paste it")
        return {"text": text} | ({"entities": found} if found else {})

    def _media(self, person: Person, entities: Any, **media: Any) -> Content:
        kinds = [kind for kind in (*CAPTIONED, "sticker", "video_note", *MADE) if kind in media]
        if len(kinds) != 1:
            raise MisusedError("a message has a text or exactly one of photo, video, sticker, dice …")
        kind = kinds[0]
        value = media[kind]
        if kind in MADE:
            return {kind: value}
        try:
            if isinstance(value, dict):
                content = dict(content_of(self._messenger.files, kind, **value))
            else:
                content = dict(self._messenger.files.content(str(value)))
            if media.get("caption"):
                caption, found = typed(media["caption"], entities)
                limit = PREMIUM_CAPTION if person.user.get("is_premium") else 1024
                if len(caption) > limit:
                    raise MisusedError(f"her captions have at most {limit} characters")
                if caption:
                    content["caption"] = caption
                if found:
                    content["caption_entities"] = found
        except RefusedError as refusal:
            raise MisusedError(refusal.description) from None
        return content

    def paste(
        self, person: Person, text: str, entities: Any = None, chat_id: int | None = None
    ) -> list[dict[str, Any]]:
        """Send a long text as clients do: cut hard into messages of at most 4,096 UTF-16 code units.

        A surrogate pair stays whole; entities are cut with the text. Inner ends are not trimmed, so nothing is lost.
        """
        pieces = cut(text.strip(" \n"), TEXT_LIMIT)
        given = list(entities or [])
        if given:
            lead = utf16_length(text) - utf16_length(text.lstrip(" \n"))
            given = moved(given, lead, utf16_length(text.strip(" \n")))
        sent: list[dict[str, Any]] = []
        start = 0
        for number, piece in enumerate(pieces):
            width = utf16_length(piece)
            ends = (number == 0, number == len(pieces) - 1)
            sent.append(
                self.send(
                    person, chat_id, text=piece, entities=moved(given, start, width), ends=ends, as_reply=not sent
                )
            )
            start += width
        return sent

    def album(self, person: Person, items: list[dict[str, Any]], chat_id: int | None = None) -> list[dict[str, Any]]:
        """Send 2–10 media as an album: separate messages with one ``media_group_id``."""
        if not 2 <= len(items) <= 10:
            raise MisusedError("an album has 2–10 items")
        group = self._messenger.new_album()
        return [self.send(person, chat_id, **item, album=group) for item in items]

    def edit(
        self,
        person: Person,
        message_id: int,
        chat_id: int | None = None,
        *,
        text: str | None = None,
        caption: str | None = None,
        entities: Any = None,
    ) -> dict[str, Any]:
        """Change the text or the caption of one of her messages, within 48 hours."""
        chat = self._writable(person, chat_id)
        message = message_of(chat, message_id)
        if message.sender is not person or (message.extra and "forward_origin" in message.extra):
            raise MisusedError("people edit only what they wrote")
        if self._messenger.clock.now() - message.date > EDITABLE:
            raise MisusedError("people can edit their messages for 48 hours")
        if text is not None and message.kind == "text":
            return self._messenger.edit(message, self._text(text, entities, (True, True)), None)
        if caption is not None and message.kind in CAPTIONED:
            content = {
                field: value for field, value in message.content.items() if field not in ("caption", "caption_entities")
            }
            words, found = typed(caption, entities)
            if words:
                content["caption"] = words
            if found:
                content["caption_entities"] = found
            return self._messenger.edit(message, content, None)
        raise MisusedError("a text has a text to edit, media a caption")

    def forward(
        self, person: Person, message_id: int, from_chat_id: int | None = None, chat_id: int | None = None
    ) -> dict[str, Any]:
        """Forward a message that she sees into another chat of hers, or the same."""
        original = message_of(chat_of(self._messenger, person, from_chat_id), message_id)
        if original.extra and original.extra.get("has_protected_content"):
            raise MisusedError("the message is protected: clients offer no forwarding")
        chat = self._writable(person, chat_id)
        return self._post(person, chat, original.content, None, {"forward_origin": origin_of(original)})

    def forward_from(
        self, person: Person, origin: dict[str, Any], chat_id: int | None = None, **content: Any
    ) -> dict[str, Any]:
        """Forward something from elsewhere: ``origin`` is a `MessageOrigin`, such as that of a channel."""
        chat = self._writable(person, chat_id)
        entities = content.pop("entities", None)
        if "text" in content:
            made = self._text(content["text"], entities, (True, True))
        else:
            made = self._media(person, entities, **content)
        return self._post(
            person, chat, made, None, {"forward_origin": {"date": self._messenger.clock.date(), **origin}}
        )

    def delete(self, person: Person, message_id: int, chat_id: int | None = None, *, for_both: bool = True) -> None:
        """Delete a message, for both sides or in her own view only. The bot is not told either way."""
        chat = chat_of(self._messenger, person, chat_id)
        message = message_of(chat, message_id)
        if for_both and not chat.private and message.sender is not person and chat.owner != person.id:
            raise MisusedError("in a group people delete their own messages for everyone, the owner all")
        if for_both:
            self._messenger.delete(message)
        else:
            chat.hide(person.id, message_id)
            chat.ring()
