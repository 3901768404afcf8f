"""Methods that send a message on: forwardMessage with its origin, copyMessage without."""

from __future__ import annotations

from typing import Any

from bot.sandbox.methods.method import Method, chat_of, may_edit, may_send, message_of, method, unspoken
from bot.sandbox.methods.replies import reply_of
from bot.sandbox.methods.sending import COMMON, UNSPOKEN, chat_to_write, extra_of, markup_given
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import bad_request
from bot.sandbox.strictness.markup import markup_of
from bot.sandbox.strictness.text import caption_of
from bot.sandbox.world.messages import CAPTIONED, Message
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
    return {"type": "user", "sender_user": message.sender.user, "date": message.date}


def _original(messenger: Messenger, parameters: Parameters, called: str) -> Message:
    chat = chat_of(messenger, parameters, "from_chat_id")
    may_edit(messenger, chat)
    message = message_of(chat, parameters, called)
    if message.extra and message.extra.get("has_protected_content"):
        raise bad_request("Message has protected content and can't be forwarded")
    if message.kind == "service":
        raise bad_request("The message can't be copied" if "copy" in called else "The message can't be forwarded")
    return message


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
)
