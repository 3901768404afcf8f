"""Methods that put messages into chats: sendMessage, sendPhoto and its kin, sendMediaGroup."""

from __future__ import annotations

from typing import Any

from bot.sandbox.methods.contents import SENDABLE, Build, input_media, sent_media
from bot.sandbox.methods.method import Method, chat_of, may_send, may_write, method, unspoken
from bot.sandbox.methods.replies import reply_of
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import bad_request
from bot.sandbox.strictness.fields import FieldError, flag_field, text_field
from bot.sandbox.strictness.markup import markup_of
from bot.sandbox.strictness.text import text_of
from bot.sandbox.world.chats import Chat
from bot.sandbox.world.messages import Content
from bot.sandbox.world.messenger import Messenger

COMMON = (
    "business_connection_id chat_id message_thread_id direct_messages_topic_id disable_notification protect_content"
    " allow_paid_broadcast message_effect_id reply_parameters"
    " reply_to_message_id allow_sending_without_reply"
)
"""The parameters of everything that sends; the last two are older names that the open server still reads."""

UNSPOKEN = (
    "business_connection_id",
    "message_thread_id",
    "direct_messages_topic_id",
    "message_effect_id",
    "suggested_post_parameters",
    "parse_mode",
)
"""Of these nothing is known here; formatting is entities."""

ALBUM_LEAST, ALBUM_MOST = 2, 10
"""Items of an album (Bot API, sendMediaGroup)."""


def send_message(messenger: Messenger, parameters: Parameters) -> Any:
    """sendMessage."""
    content = text_content(parameters)
    return sent(messenger, parameters, lambda: content)


def text_content(parameters: Parameters) -> Content:
    """The text of a sendMessage or editMessageText, with entities and link preview."""
    text, entities = text_of(parameters.text("text"), parameters.array("entities"))
    content: Content = {"text": text}
    if entities:
        content["entities"] = entities
    options = parameters.structure(
        "link_preview_options",
        dict,
        "Can't parse link preview options JSON object",
        "Object expected as link preview options",
    )
    if options is None and parameters.flag("disable_web_page_preview"):
        options = {"is_disabled": True}
    if options:
        content["link_preview_options"] = _preview(options)
    return content


def _preview(options: dict[str, Any]) -> dict[str, Any]:
    """The `LinkPreviewOptions` with the fields that say something."""
    try:
        kept: dict[str, Any] = {"url": text_field(options, "url")}
        for flag in ("is_disabled", "prefer_small_media", "prefer_large_media", "show_above_text"):
            kept[flag] = flag_field(options, flag)
    except FieldError as error:
        raise bad_request(str(error)) from None
    return {name: value for name, value in kept.items() if value}


def send_media(kind: str) -> Any:
    """The handler of sendPhoto, sendVideo and so on."""

    def handle(messenger: Messenger, parameters: Parameters) -> Any:
        return sent(messenger, parameters, sent_media(messenger.files, kind, parameters))

    return handle


def sent(messenger: Messenger, parameters: Parameters, build: Build) -> dict[str, Any]:
    """Check what all sends share, then post. The order of the checks is the open server's."""
    unspoken(parameters, *UNSPOKEN)
    value = markup_given(parameters)
    chat = chat_to_write(messenger, parameters)
    reply_to, quote = reply_of(messenger, chat, parameters)
    markup, keyboard = markup_of(value)
    may_send(messenger, chat)
    _, shape = messenger.post(
        chat,
        messenger.bot,
        build(),
        markup=markup,
        keyboard=keyboard,
        reply_to=reply_to,
        extra=extra_of(parameters, quote),
    )
    return shape


def markup_given(parameters: Parameters) -> dict[str, Any] | None:
    """The reply markup of a call, not checked yet."""
    return parameters.structure(
        "reply_markup", dict, "Can't parse reply keyboard markup JSON object", "Object expected as reply markup"
    )


def chat_to_write(messenger: Messenger, parameters: Parameters) -> Chat:
    """The chat that a call writes to, refused if it does not exist or is closed to the bot."""
    chat = chat_of(messenger, parameters)
    may_write(messenger, chat)
    return chat


def extra_of(parameters: Parameters, quote: dict[str, Any] | None) -> dict[str, Any] | None:
    """The fields of a `Message` that few messages have."""
    extra: dict[str, Any] = {}
    if quote is not None:
        extra["quote"] = quote
    if parameters.flag("protect_content"):
        extra["has_protected_content"] = True
    return extra or None


def send_media_group(messenger: Messenger, parameters: Parameters) -> Any:
    """sendMediaGroup: 2–10 items, photos and videos mixed, documents and audio only among themselves."""
    unspoken(parameters, *UNSPOKEN)
    chat = chat_to_write(messenger, parameters)
    items = parameters.structure("media", list, "Can't parse media JSON object", "Expected an Array of InputMedia")
    if items is None:
        raise bad_request('Parameter "media" is required')
    prepared = [input_media(messenger.files, item, parameters, album=True) for item in items]
    reply_to, quote = reply_of(messenger, chat, parameters)
    if len(prepared) > ALBUM_MOST:
        raise bad_request("Too many messages to send as an album")
    if len(prepared) < ALBUM_LEAST:
        raise bad_request("There must be at least two messages to send as an album")
    kinds = {kind for kind, _ in prepared}
    alone = sorted(kinds & {"document", "audio"})
    if len(kinds) > 1 and alone:
        raise bad_request(f"{alone[0].capitalize()} can't be mixed with other media types")
    may_send(messenger, chat)
    extra = {**(extra_of(parameters, quote) or {}), "media_group_id": messenger.new_album()}
    return [messenger.post(chat, messenger.bot, build(), reply_to=reply_to, extra=extra)[1] for _, build in prepared]


METHODS: tuple[Method, ...] = (
    method(
        "sendMessage",
        send_message,
        COMMON + " suggested_post_parameters text parse_mode entities reply_markup"
        " link_preview_options disable_web_page_preview",
        paced=True,
    ),
    *(
        method(
            f"send{kind.capitalize()}",
            send_media(kind),
            f"{COMMON} suggested_post_parameters {kind} caption parse_mode caption_entities reply_markup {fields}",
            paced=True,
        )
        for kind, fields in SENDABLE.items()
    ),
    method("sendMediaGroup", send_media_group, COMMON + " media", paced=True),
)
