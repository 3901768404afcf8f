"""Which message a new one replies to, and what it quotes of it."""

from __future__ import annotations

from typing import Any

from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import bad_request
from bot.sandbox.strictness.detected import utf16_length
from bot.sandbox.strictness.text import caption_of
from bot.sandbox.world.chats import Chat
from bot.sandbox.world.messenger import Messenger

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
    message_id = value.get("message_id")
    if message_id is None:
        raise bad_request('Can\'t find field "message_id"')
    if isinstance(message_id, str) and message_id.lstrip("-").isdigit():
        message_id = int(message_id)
    if not isinstance(message_id, int):
        raise bad_request('Field "message_id" must be of type Number')
    if value.get("quote_parse_mode"):
        raise bad_request('Parameter "quote_parse_mode" is not spoken here')
    if value.get("chat_id") not in (None, "", chat.id, str(chat.id)):
        raise bad_request("Replies to messages of other chats are not spoken here")
    if message_id <= 0:
        return None, None
    original = chat.messages.get(message_id)
    if original is None:
        if value.get("allow_sending_without_reply") is True:
            return None, None
        raise bad_request("message to be replied not found")
    quoted = value.get("quote")
    if not quoted:
        return message_id, None
    quote, entities = caption_of(str(quoted), value.get("quote_entities"))
    return message_id, quote_in(original.words, quote, entities, value.get("quote_position"))


def quote_in(words: str, quote: str, entities: list[dict[str, Any]], wanted: Any) -> Quote:
    """The `TextQuote`: where the quote stands, nearest to the wanted position. Refused if it does not stand there."""
    positions = []
    at = words.find(quote)
    while quote and at >= 0:
        positions.append(utf16_length(words[:at]))
        at = words.find(quote, at + 1)
    if not positions:
        raise bad_request("QUOTE_TEXT_INVALID")
    near = wanted if isinstance(wanted, int) else 0
    shape: Quote = {"text": quote, "position": min(positions, key=lambda position: abs(position - near))}
    if entities:
        shape["entities"] = entities
    shape["is_manual"] = True
    return shape
