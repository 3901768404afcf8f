"""Buttons, their answers, and reactions, at each limit and beyond it."""

from __future__ import annotations

from typing import Any

from tests.sandbox.conftest import button
from tests.sandbox.rules import API, HERE, PTB, SERVER, TDLIB, Rule, pressed, pressed_in_time, pressed_long_ago

BUTTON = "can't parse inline keyboard button: "
MANY_BYTES = [button("12", "x" * 64)]


def labelled(text: str, **action: Any) -> list[dict[str, Any]]:
    return [{"text": text, **action}]


BUTTONS = [
    Rule(
        "callback_data, most",
        API + "InlineKeyboardButton",
        "sendMessage",
        lambda g: g.with_keyboard([button(data="é" * 32)]),
        lambda g: g.with_keyboard([button(data="é" * 32 + "x")]),
        "BUTTON_DATA_INVALID",
    ),
    Rule(
        "callback_data, least",
        API + "InlineKeyboardButton",
        "sendMessage",
        lambda g: g.with_keyboard([button(data="x")]),
        lambda g: g.with_keyboard([button(data="")]),
        BUTTON + "Text buttons are unallowed in the inline keyboard",
    ),
    Rule(
        "address of a button",
        TDLIB + "LinkManager::check_link",
        "sendMessage",
        lambda g: g.with_keyboard(labelled("Site", url="example.org")),
        lambda g: g.with_keyboard(labelled("Site", url="localhost")),
        "inline keyboard button URL 'localhost' is invalid: Wrong HTTP URL",
    ),
    Rule(
        "text to copy",
        API + "CopyTextButton",
        "sendMessage",
        lambda g: g.with_keyboard(labelled("Copy", copy_text={"text": "x" * 256})),
        lambda g: g.with_keyboard(labelled("Copy", copy_text={"text": "x" * 257})),
        "BUTTON_COPY_TEXT_INVALID",
    ),
    Rule(
        "buttons",
        PTB + "InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER",
        "sendMessage",
        lambda g: g.with_keyboard(*[[button()] * 5] * 20),
        lambda g: g.with_keyboard(*[[button()] * 5] * 20, [button()]),
        "reply markup is too long",
    ),
    Rule(
        "buttons in a row",
        PTB + "InlineKeyboardMarkupLimit.BUTTONS_PER_ROW",
        "sendMessage",
        lambda g: g.with_keyboard([button()] * 8),
        lambda g: g.with_keyboard([button()] * 9),
        "REPLY_MARKUP_INVALID",
    ),
    Rule(
        "bytes of a keyboard",
        HERE + "Not documented",
        "sendMessage",
        lambda g: g.with_keyboard(*[MANY_BYTES * 8] * 11),
        lambda g: g.with_keyboard(*[MANY_BYTES * 8] * 12, MANY_BYTES * 3),
        "reply markup is too long",
    ),
    Rule(
        "placeholder",
        API + "ForceReply",
        "sendMessage",
        lambda g: {**g.text("x"), "reply_markup": {"force_reply": True, "input_field_placeholder": "x" * 64}},
        lambda g: {**g.text("x"), "reply_markup": {"force_reply": True, "input_field_placeholder": "x" * 65}},
        "REPLY_MARKUP_INVALID",
    ),
    Rule(
        "toast",
        API + "answerCallbackQuery",
        "answerCallbackQuery",
        lambda g: {"callback_query_id": g.extra["query"], "text": "x" * 200},
        lambda g: {"callback_query_id": g.extra["query"], "text": "x" * 201},
        "MESSAGE_TOO_LONG",
        before=(pressed, pressed),
    ),
    Rule(
        "age of a press",
        SERVER + "on_new_callback_query",
        "answerCallbackQuery",
        lambda g: {"callback_query_id": g.extra["query"]},
        lambda g: {"callback_query_id": g.extra["query"]},
        "query is too old and response timeout expired or query ID is invalid",
        before=(pressed_in_time, pressed_long_ago),
    ),
    Rule(
        "reactions",
        API + "setMessageReaction",
        "setMessageReaction",
        lambda g: {**g.hers, "reaction": [{"type": "emoji", "emoji": "👍"}]},
        lambda g: {**g.hers, "reaction": [{"type": "emoji", "emoji": "👍"}, {"type": "emoji", "emoji": "❤"}]},
        "REACTIONS_TOO_MANY",
    ),
    Rule(
        "emoji of a reaction",
        API + "ReactionTypeEmoji",
        "setMessageReaction",
        lambda g: {**g.hers, "reaction": [{"type": "emoji", "emoji": "❤"}]},
        lambda g: {**g.hers, "reaction": [{"type": "emoji", "emoji": "🥦"}]},
        "REACTION_INVALID",
    ),
    Rule(
        "kind of a reaction",
        SERVER + "get_reaction_type",
        "setMessageReaction",
        lambda g: {**g.hers, "reaction": []},
        lambda g: {**g.hers, "reaction": [{"type": "paid"}]},
        "can't parse ReactionType: invalid reaction type specified",
    ),
]
