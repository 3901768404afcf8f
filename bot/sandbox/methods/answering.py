"""Methods that answer people without a message: the toast of a press, "typing…"."""

from __future__ import annotations

from typing import Any

from bot.sandbox.methods.method import Method, chat_of, may_send, method, unspoken
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import bad_request
from bot.sandbox.world.messenger import Messenger

TOAST_LIMIT = 200
"""Characters of an answer to a press (Bot API, answerCallbackQuery)."""

ACTIONS = frozenset(
    {
        *("typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document"),
        *("choose_sticker", "find_location", "record_video_note", "upload_video_note", "cancel"),
        *("record_audio", "upload_audio"),
    }
)
"""What a bot can be seen doing; the last two are older names that the open server still knows."""


def answer_callback_query(messenger: Messenger, parameters: Parameters) -> Any:
    """answerCallbackQuery: once, within 150 seconds."""
    text = parameters.text("text")
    if len(text) > TOAST_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    press = messenger.presses.find(parameters.text("callback_query_id"))
    if press is None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if press.answer is None:
        press.answer = {"text": text, "show_alert": parameters.flag("show_alert"), "url": parameters.text("url")}
        messenger.journal.write(
            "answered", messenger.clock.now(), person_id=press.person_id, query_id=press.id, **press.answer
        )
        press.bell.ring()
    return True


def send_chat_action(messenger: Messenger, parameters: Parameters) -> Any:
    """sendChatAction."""
    unspoken(parameters, "business_connection_id", "message_thread_id")
    if parameters.text("action").lower() not in ACTIONS:
        raise bad_request("Wrong parameter action in request")
    may_send(messenger, chat_of(messenger, parameters))
    return True


METHODS: tuple[Method, ...] = (
    method("answerCallbackQuery", answer_callback_query, "callback_query_id text show_alert url cache_time"),
    method("sendChatAction", send_chat_action, "business_connection_id chat_id message_thread_id action"),
)
