"""Methods that send messages on: forwardMessage(s) with their origin, copyMessage(s) without."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from bot.sandbox.methods.method import (
    Method,
    chat_of,
    may_edit,
    may_send,
    message_ids_of,
    message_of,
    method,
    unspoken,
)
from bot.sandbox.methods.replies import reply_of
from bot.sandbox.methods.sending import COMMON, UNSPOKEN, chat_to_write, extra_of, markup_given
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import bad_request
from bot.sandbox.strictness.markup import markup_of
from bot.sandbox.strictness.text import caption_of
from bot.sandbox.world.messages import CAPTIONED, Content, Message
from bot.sandbox.world.messenger import Messenger


def copy_message(messenger: Messenger, parameters: Parameters) -> Any:
    """copyMessage: answers only the new message's id."""
    unspoken(parameters, *UNSPOKEN, "video_start_timestamp")
    original = _original(messenger, parameters, "message to copy")
    value = markup_given(parameters)
    content = dict(original.content)
    if original.kind in CAPTIONED and "caption" in parameters.values:
        caption, entities = caption_of(parameters.text("caption"), parameters.array("caption_entities"))
        for field in ("caption", "caption_entities"):
            content.pop(field, None)
        if caption:
            content["caption"] = caption
        if entities:
            content["caption_entities"] = entities
    chat = chat_to_write(messenger, parameters)
    reply_to, quote = reply_of(messenger, chat, parameters)
    markup, keyboard = markup_of(value)
    may_send(messenger, chat)
    message, _ = messenger.post(
        chat,
        messenger.bot,
        content,
        markup=markup,
        keyboard=keyboard,
        reply_to=reply_to,
        extra=extra_of(parameters, quote),
    )
    return {"message_id": message.id}


def forward_message(messenger: Messenger, parameters: Parameters) -> Any:
    """forwardMessage: shows where the message came from first."""
    unspoken(parameters, *UNSPOKEN, "video_start_timestamp")
    original = _original(messenger, parameters, "message to forward")
    chat = chat_to_write(messenger, parameters)
    may_send(messenger, chat)
    extra = {**(extra_of(parameters, None) or {}), "forward_origin": origin_of(original)}
    return messenger.post(chat, messenger.bot, original.content, markup=None, extra=extra)[1]


def origin_of(message: Message) -> dict[str, Any]:
    """The `MessageOrigin` of a forwarded copy: who wrote it first, and when."""
    if message.extra is not None and "forward_origin" in message.extra:
        return dict(message.extra["forward_origin"])
    if message.chat.channel:
        return {"type": "channel", "chat": message.chat.shape, "message_id": message.id, "date": message.date}
    return {"type": "user", "sender_user": message.sender.user, "date": message.date}


def _original(messenger: Messenger, parameters: Parameters, called: str) -> Message:
    chat = chat_of(messenger, parameters, "from_chat_id")
    may_edit(messenger, chat)
    message = message_of(chat, parameters, called)
    if is_protected(message):
        raise bad_request("Message has protected content and can't be forwarded")
    if message.kind == "service":
        raise bad_request("The message can't be copied" if "copy" in called else "The message can't be forwarded")
    return message


def is_protected(message: Message) -> bool:
    """Whether its sender has forbidden to forward and save it."""
    return message.extra is not None and bool(message.extra.get("has_protected_content"))


def copy_messages(messenger: Messenger, parameters: Parameters) -> Any:
    """copyMessages: answers the new messages' ids; ``remove_caption`` leaves the words of media out."""
    bare = parameters.flag("remove_caption")

    def content_of(original: Message) -> Content:
        if not bare or original.kind not in CAPTIONED:
            return original.content
        return {
            field: value for field, value in original.content.items() if field not in ("caption", "caption_entities")
        }

    return _sent_on(messenger, parameters, lambda original: (content_of(original), {}))


def forward_messages(messenger: Messenger, parameters: Parameters) -> Any:
    """forwardMessages: answers the new messages' ids."""
    return _sent_on(messenger, parameters, lambda original: (original.content, {"forward_origin": origin_of(original)}))


def _sent_on(
    messenger: Messenger, parameters: Parameters, remade: Callable[[Message], tuple[Content, dict[str, Any]]]
) -> list[dict[str, int]]:
    """Send on those of 1–100 messages that are there and can be; albums stay together.

    The ids must grow. It is refused when none is left (TDLib's ``get_forwarded_messages``).
    """
    unspoken(parameters, *UNSPOKEN)
    if not parameters.text("from_chat_id"):
        raise bad_request('Parameter "from_chat_id" is required')
    numbers = message_ids_of(parameters)
    chat = chat_to_write(messenger, parameters)
    source = chat_of(messenger, parameters, "from_chat_id")
    there = [number for number in numbers if number in source.messages]
    if not there:
        raise bad_request("There are no messages to forward")
    if any(later <= earlier for earlier, later in pairwise(there)):
        raise bad_request("Message identifiers must be in a strictly increasing order")
    may_send(messenger, chat)
    originals = [source.messages[number] for number in there]
    originals = [message for message in originals if not is_protected(message) and message.kind != "service"]
    if not originals:
        raise bad_request("Messages can't be forwarded")
    sizes = Counter(message.album for message in originals)
    albums = {album: messenger.new_album() for album, size in sizes.items() if album is not None and size > 1}
    sent = []
    for original in originals:
        content, extra = remade(original)
        extra |= extra_of(parameters, None) or {}
        if original.album in albums:
            extra["media_group_id"] = albums[original.album]
        message, _ = messenger.post(chat, messenger.bot, content, extra=extra or None)
        sent.append({"message_id": message.id})
    return sent


SEVERAL = (
    "chat_id message_thread_id direct_messages_topic_id from_chat_id message_ids disable_notification protect_content"
)
"""The parameters of the methods that send several messages on."""

METHODS: tuple[Method, ...] = (
    method(
        "copyMessage",
        copy_message,
        COMMON.removeprefix("business_connection_id ")
        + " suggested_post_parameters from_chat_id message_id video_start_timestamp caption parse_mode caption_entities"
        " show_caption_above_media reply_markup",
        paced=True,
    ),
    method(
        "forwardMessage",
        forward_message,
        "chat_id message_thread_id direct_messages_topic_id from_chat_id video_start_timestamp disable_notification"
        " protect_content message_effect_id suggested_post_parameters message_id",
        paced=True,
    ),
    method("copyMessages", copy_messages, SEVERAL + " remove_caption", paced=True),
    method("forwardMessages", forward_messages, SEVERAL, paced=True),
)
