"""Messages as the Bot API's JSON, ready to send.

A text goes out as text and entities, never with a ``parse_mode`` (architecture, decision 3). A post's page is encoded
once and kept; what differs later, its buttons or the message to be changed, is put around the bytes as they are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.core.calls import Call, Prepared
from bot.core.parts import Media, MediaKind
from bot.core.richtext import RichText
from bot.core.richtext_json import entities_to_json
from bot.gateway.buttons import inline_keyboard
from bot.rendering.message import Keyboard, Message

ANSWER_LIMIT = 200
"""Characters of a toast or an alert (Bot API, answerCallbackQuery)."""

PLACEHOLDER_LIMIT = 64
"""Characters of an input field's placeholder (Bot API, ForceReply)."""

SENDING = {
    MediaKind.PHOTO: "sendPhoto",
    MediaKind.VIDEO: "sendVideo",
    MediaKind.ANIMATION: "sendAnimation",
    MediaKind.AUDIO: "sendAudio",
    MediaKind.VOICE: "sendVoice",
    MediaKind.VIDEO_NOTE: "sendVideoNote",
    MediaKind.DOCUMENT: "sendDocument",
}
"""The method that sends each kind of media; a text goes with sendMessage."""

KINDS = {method: kind for kind, method in SENDING.items()}
"""What each of these methods sends."""


def encode(message: Message) -> Prepared:
    """The message as a new one.

    ``ValueError`` if it has a keyboard and asks, for a message can only do one of them, and for a video note with words
    (Bot API, sendVideoNote has no ``caption``).
    """
    if message.upload is not None:
        method, fields = "sendDocument", _caption(message.text)
    elif message.media is None:
        method, fields = "sendMessage", _text(message)
    else:
        method, fields = SENDING[message.media.kind], {message.media.kind.value: message.media.file_id}
        if message.text and message.media.kind is MediaKind.VIDEO_NOTE:
            raise ValueError("a video note has no caption")
        fields |= _caption(message.text)
    if message.silent:
        fields["disable_notification"] = True
    if message.protect:
        fields["protect_content"] = True
    if message.reply_to is not None:
        fields["reply_parameters"] = {"message_id": message.reply_to, "allow_sending_without_reply": True}
    if message.asks is not None:
        if message.keyboard:
            raise ValueError("a message that asks cannot have buttons")
        fields["reply_markup"] = _force_reply(message.asks)
    elif message.keyboard:
        fields["reply_markup"] = inline_keyboard(message.keyboard)
    return Prepared(method, _tail(fields), file=message.upload)


def encode_album(items: Sequence[Message]) -> Prepared:
    """Two to ten messages with media as one album; each item's text is its caption.

    An album has no buttons. Silence, protection and what it replies to are taken from the first item. ``ValueError``
    for another number of items, and for one without media. The answer lists the messages, each with its own id.
    """
    if not 2 <= len(items) <= 10:
        raise ValueError(f"an album has two to ten items, not {len(items)}")
    fields: dict[str, Any] = {"media": [_input_media(item) for item in items]}
    if items[0].silent:
        fields["disable_notification"] = True
    if items[0].protect:
        fields["protect_content"] = True
    if items[0].reply_to is not None:
        fields["reply_parameters"] = {"message_id": items[0].reply_to, "allow_sending_without_reply": True}
    return Prepared("sendMediaGroup", _tail(fields), messages=len(items))


def encode_revision(message: Message) -> Prepared:
    """What an existing message is to say, without the message's id: ``at_message`` puts that in.

    A message with media gets its caption changed, and keeps its media. Without a keyboard the buttons go.
    """
    if message.media is None:
        method, fields = "editMessageText", _text(message)
    else:
        method, fields = "editMessageCaption", _caption(message.text)
    if message.keyboard:
        fields["reply_markup"] = inline_keyboard(message.keyboard)
    return Prepared(method, _tail(fields))


def encode_markup_edit(keyboard: Keyboard, message_id: int) -> Prepared:
    """New buttons for a message, or none."""
    return at_message(with_keyboard(Prepared("editMessageReplyMarkup", b"}"), keyboard), message_id)


def encode_deletion(message_ids: Sequence[int]) -> Prepared:
    """The deletion of messages of one chat. A single one is deleted by itself: one id too old fails a whole list."""
    if len(message_ids) == 1:
        return at_message(Prepared("deleteMessage", b"}"), message_ids[0])
    return Prepared("deleteMessages", _tail({"message_ids": list(message_ids)}))


def encode_answer(query_id: str, text: str = "", alert: bool = False) -> Call:
    """The answer to a press: a toast, or an alert that has to be closed. It takes no slot."""
    fields: dict[str, Any] = {"callback_query_id": query_id}
    if text:
        fields["text"] = _cut(text, ANSWER_LIMIT)
    if alert:
        fields["show_alert"] = True
    return Call("answerCallbackQuery", None, _json(fields), None)


def encode_file_request(file_id: str) -> Call:
    """Asks for a file: the answer's ``file_path`` is what ``Courier.download`` wants. It takes no slot."""
    return Call("getFile", None, _json({"file_id": file_id}), None)


def with_keyboard(prepared: Prepared, keyboard: Keyboard) -> Prepared:
    """The same with buttons, for one that was encoded without. An empty keyboard changes nothing."""
    return with_fields(prepared, {"reply_markup": inline_keyboard(keyboard)}) if keyboard else prepared


def with_fields(prepared: Prepared, fields: Mapping[str, Any]) -> Prepared:
    """The same with further parameters, such as ``protect_content``; none of those that it has already."""
    return replace(prepared, tail=prepared.tail[:-1] + _tail(fields))


def at_message(prepared: Prepared, message_id: int) -> Prepared:
    """The same for one message of the chat: what an edit or a deletion needs."""
    return Prepared(prepared.method, b',"message_id":%d%b' % (message_id, prepared.tail))


def beginning_at(message_id: int) -> bytes:
    """What the parameters of every change of that message begin with."""
    return at_message(Prepared("", b","), message_id).tail


def _text(message: Message) -> dict[str, Any]:
    fields: dict[str, Any] = {"text": message.text.text}
    if message.text.entities:
        fields["entities"] = entities_to_json(message.text.entities)
    if not message.link_preview:
        fields["link_preview_options"] = {"is_disabled": True}
    return fields


def _caption(text: RichText) -> dict[str, Any]:
    if not text.text:
        return {}
    fields: dict[str, Any] = {"caption": text.text}
    if text.entities:
        fields["caption_entities"] = entities_to_json(text.entities)
    return fields


def _input_media(message: Message) -> dict[str, Any]:
    """One of Telegram's InputMedia…"""
    media: Media | None = message.media
    if media is None:
        raise ValueError("there is no media in this message")
    return {"type": media.kind.value, "media": media.file_id, **_caption(message.text)}


def _force_reply(placeholder: str) -> dict[str, Any]:
    fields: dict[str, Any] = {"force_reply": True}
    if placeholder:
        fields["input_field_placeholder"] = _cut(placeholder, PLACEHOLDER_LIMIT)
    return fields


def _cut(text: str, limit: int) -> str:
    """At most ``limit`` code points, with an ellipsis for what is missing."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _tail(fields: Mapping[str, Any]) -> bytes:
    """The fields as what follows the chat id (``Prepared.tail``)."""
    return b"," + _json(fields)[1:] if fields else b"}"


def _json(fields: Mapping[str, Any]) -> bytes:
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
