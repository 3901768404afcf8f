"""Which message a new one replies to, and what it quotes of it."""

from __future__ import annotations

from typing import Any

from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import bad_request
from bot.sandbox.strictness.detected import utf16_length
from bot.sandbox.strictness.fields import FieldError, flag_field, number_field, text_field
from bot.sandbox.strictness.text import caption_of
from bot.sandbox.world.chats import Chat
from bot.sandbox.world.messenger import Messenger

LONGEST_QUOTE = 1024
"""Characters of a quote (Bot API, ReplyParameters)."""

Quote = dict[str, Any]


def reply_of(messenger: Messenger, chat: Chat, parameters: Parameters) -> tuple[int | None, Quote | None]:
    """The id of the message replied to and the `TextQuote`, both None for no reply.

    A message that is gone is an error, unless ``allow_sending_without_reply``: then there is no reply. A quote must
    stand in the message word for word (Bot API, ReplyParameters).
    """
    value = parameters.structure(
        "reply_parameters",
        dict,
        "Can't parse reply parameters JSON object",
        "Object expected as reply parameters",
    )
    if value is None:
        if not parameters.text("reply_to_message_id"):
            return None, None
        value = {
            "message_id": parameters.number("reply_to_message_id"),
            "allow_sending_without_reply": parameters.flag("allow_sending_without_reply"),
        }
    if not value:
        return None, None
    try:
        return _reply(chat, value)
    except FieldError as error:
        raise bad_request(str(error)) from None


def _reply(chat: Chat, value: dict[str, Any]) -> tuple[int | None, Quote | None]:
    elsewhere = text_field(value, "chat_id")
    message_id = number_field(value, "message_id", required=True)
    without = flag_field(value, "allow_sending_without_reply")
    quoted = text_field(value, "quote")
    if text_field(value, "quote_parse_mode"):
        raise bad_request('Parameter "quote_parse_mode" is not spoken here')
    position = number_field(value, "quote_position")
    if elsewhere not in ("", str(chat.id)):
        raise bad_request("Replies to messages of other chats are not spoken here")
    if message_id <= 0:
        return None, None
    original = chat.messages.get(message_id)
    if original is None:
        if without:
            return None, None
        raise bad_request("message to be replied not found")
    if not quoted:
        return message_id, None
    if len(quoted) > LONGEST_QUOTE:
        raise bad_request("QUOTE_TEXT_INVALID")
    quote, entities = caption_of(quoted, value.get("quote_entities"))
    return message_id, quote_in(original.words, quote, entities, position)


def quote_in(words: str, quote: str, entities: list[dict[str, Any]], wanted: int) -> Quote:
    """The `TextQuote`: where the quote stands, nearest to the wanted position. Refused if it does not stand there."""
    positions = []
    at = words.find(quote)
    while quote and at >= 0:
        positions.append(utf16_length(words[:at]))
        at = words.find(quote, at + 1)
    if not positions:
        raise bad_request("QUOTE_TEXT_INVALID")
    shape: Quote = {"text": quote, "position": min(positions, key=lambda position: abs(position - wanted))}
    if entities:
        shape["entities"] = entities
    shape["is_manual"] = True
    return shape
