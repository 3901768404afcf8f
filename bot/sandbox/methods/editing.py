"""Methods that change a message of the bot: its text, caption, media or buttons."""

from __future__ import annotations

from typing import Any

from bot.sandbox.methods.contents import Build, input_media
from bot.sandbox.methods.method import Method, chat_of, may_edit, message_of, method, unspoken
from bot.sandbox.methods.sending import markup_given, text_content
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import bad_request
from bot.sandbox.strictness.markup import inline_markup_of
from bot.sandbox.strictness.text import caption_of
from bot.sandbox.world.accounts import BotAccount
from bot.sandbox.world.messages import CAPTIONED, Message
from bot.sandbox.world.messenger import Messenger

COMMON = "business_connection_id chat_id message_id inline_message_id reply_markup"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def edit_message_text(messenger: Messenger, parameters: Parameters) -> Any:
    """editMessageText: text stays text. Without a reply_markup the buttons go."""
    content = text_content(parameters)
    message = _editable(messenger, parameters)
    if message.kind != "text":
        raise bad_request("There is no text in the message to edit")
    return _edited(messenger, parameters, message, lambda: content)


def edit_message_caption(messenger: Messenger, parameters: Parameters) -> Any:
    """editMessageCaption: of media only; an empty caption takes it away."""
    message = _editable(messenger, parameters)
    if message.kind not in CAPTIONED:
        raise bad_request("There is no caption in the message to edit")
    caption, entities = caption_of(parameters.text("caption"), parameters.array("caption_entities"))
    content = {
        field: value
        for field, value in message.content.items()
        if field not in ("caption", "caption_entities", "show_caption_above_media")
    }
    if caption:
        content["caption"] = caption
        if entities:
            content["caption_entities"] = entities
        if parameters.flag("show_caption_above_media"):
            content["show_caption_above_media"] = True
    return _edited(messenger, parameters, message, lambda: content)


def edit_message_media(messenger: Messenger, parameters: Parameters) -> Any:
    """editMessageMedia: a text can become media, media never a text; in an album the kinds must go together."""
    value = parameters.structure(
        "media", dict, "Can't parse input media JSON object", "Can't parse InputMedia: expected an Object"
    )
    if value is None:
        raise bad_request('Parameter "media" is required')
    kind, build = input_media(messenger.files, value, parameters, album=False)
    message = _editable(messenger, parameters, refusal="Message media can't be edited")
    if message.kind not in ("text", "photo", "video", "animation", "audio", "document"):
        raise bad_request("Message media can't be edited")
    if message.album is not None and message.kind != kind:
        if kind == "animation":
            raise bad_request("Message content type can't be used in an album")
        if {message.kind, kind} & {"audio", "document"}:
            raise bad_request("Can't change media type in the album")
    return _edited(messenger, parameters, message, build)


def edit_message_reply_markup(messenger: Messenger, parameters: Parameters) -> Any:
    """editMessageReplyMarkup: replaces the buttons, or takes them away; leaves no ``edit_date``."""
    message = _editable(messenger, parameters)
    markup = _markup(parameters)
    if markup == message.markup:
        raise bad_request(NOT_MODIFIED)
    return messenger.edit(message, message.content, markup, dated=False)


def _markup(parameters: Parameters) -> dict[str, Any] | None:
    return inline_markup_of(markup_given(parameters))


def _editable(messenger: Messenger, parameters: Parameters, refusal: str = "Message can't be edited") -> Message:
    """The message to edit. Refused: others' messages, forwarded ones, those with a reply keyboard or ForceReply."""
    unspoken(parameters, "business_connection_id", "parse_mode")
    if not parameters.text("chat_id") and not parameters.number("message_id"):
        if not parameters.text("inline_message_id"):
            raise bad_request("Message identifier is not specified")
        raise bad_request("MESSAGE_ID_INVALID")
    chat = chat_of(messenger, parameters)
    may_edit(messenger, chat)
    message = message_of(chat, parameters, "message to edit")
    forwarded = message.extra is not None and "forward_origin" in message.extra
    if not isinstance(message.sender, BotAccount) or forwarded or message.keyboard is not None:
        raise bad_request(refusal)
    return message


def _edited(messenger: Messenger, parameters: Parameters, message: Message, build: Build) -> dict[str, Any]:
    markup = _markup(parameters)
    content = build()
    if markup == message.markup and content == message.content:
        raise bad_request(NOT_MODIFIED)
    return messenger.edit(message, content, markup)


METHODS: tuple[Method, ...] = (
    method(
        "editMessageText",
        edit_message_text,
        COMMON + " text parse_mode entities link_preview_options disable_web_page_preview",
        paced=True,
    ),
    method(
        "editMessageCaption",
        edit_message_caption,
        COMMON + " caption parse_mode caption_entities show_caption_above_media",
        paced=True,
    ),
    method("editMessageMedia", edit_message_media, COMMON + " media", paced=True),
    method("editMessageReplyMarkup", edit_message_reply_markup, COMMON, paced=True),
)
