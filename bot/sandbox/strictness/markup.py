"""What a reply markup may be: inline keyboards button by button, and the keyboards that only clients see.

After ``Client::get_reply_markup`` of the open server, ``td/telegram/ReplyMarkup.cpp``, and the Telegram server's own
refusals, which are in capitals.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from bot.sandbox.refusals import bad_request
from bot.sandbox.strictness.fields import (
    FieldError,
    array_field,
    flag_field,
    number_field,
    object_field,
    text_field,
)
from bot.sandbox.strictness.links import LinkError, checked_link

MOST_BUTTONS = 100
"""Buttons of one inline keyboard; the server refuses more."""

WIDEST_ROW = 8
"""Inline buttons in a row. What Telegram does with more is not documented, so here they are refused."""

LARGEST = 8_000
"""Bytes of an inline keyboard in the server's encoding. The true number is not documented: 99 buttons with 64 bytes of
data each have been refused (python-telegram-bot's issue 5104), which this is just below."""

DATA_LIMIT = 64
"""Bytes of callback_data (Bot API, InlineKeyboardButton)."""

LONGEST_COPY, LONGEST_PLACEHOLDER = 256, 64
"""Characters that a button copies, and of a placeholder (Bot API, CopyTextButton, ForceReply)."""

OTHER_ACTIONS = (
    "callback_game",
    "pay",
    "switch_inline_query",
    "switch_inline_query_chosen_chat",
    "switch_inline_query_current_chat",
    "login_url",
    "web_app",
    "copy_text",
)
"""What a button can do besides ``url`` and ``callback_data``, in the order in which the open server looks for it."""

STYLES = ("", "default", "primary", "danger", "success")

Markup = dict[str, Any]


def markup_of(value: Any) -> tuple[Markup | None, Markup | None]:
    """The inline keyboard, or the other kind of markup, of a message that is sent. Both are None for an empty one.

    What is given back is shared by all messages with the same markup: it is never changed in place.
    """
    if value is None:
        return None, None
    return _markup_of(json.dumps(value))


@lru_cache(maxsize=256)
def _markup_of(written: str) -> tuple[Markup | None, Markup | None]:
    value = json.loads(written)
    if not isinstance(value, dict):
        raise bad_request("Object expected as reply markup")
    try:
        return _checked(value)
    except FieldError as error:
        raise bad_request(str(error)) from None


def _checked(value: Markup) -> tuple[Markup | None, Markup | None]:
    keyboard = _rows(value, "keyboard", 'Field "keyboard" must be an Array of Arrays', _reply_button)
    inline = _rows(
        value,
        "inline_keyboard",
        'Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        _inline_button,
    )
    removes, asks = flag_field(value, "remove_keyboard"), flag_field(value, "force_reply")
    placeholder = text_field(value, "input_field_placeholder")
    if len(placeholder) > LONGEST_PLACEHOLDER:
        raise bad_request("REPLY_MARKUP_INVALID")
    if keyboard:
        return None, {**value, "keyboard": keyboard}
    if inline:
        _check_size(inline)
        return {"inline_keyboard": inline}, None
    if removes:
        return None, {"remove_keyboard": True}
    if asks:
        return None, {"force_reply": True} | ({"input_field_placeholder": placeholder} if placeholder else {})
    return None, None


def inline_markup_of(value: Any) -> Markup | None:
    """The inline keyboard of a message that is edited; any other markup is refused."""
    inline, other = markup_of(value)
    if other is not None:
        raise bad_request("Inline keyboard expected")
    return inline


def _rows(
    value: Markup, field: str, complaint: str, button_of: Callable[[Any], dict[str, Any]]
) -> list[list[dict[str, Any]]]:
    kept = []
    for row in array_field(value, field) or []:
        if not isinstance(row, list):
            raise FieldError(complaint)
        buttons = [button for button in map(button_of, row) if button["text"]]
        if buttons:
            kept.append(buttons)
    return kept


def _check_size(rows: list[list[dict[str, Any]]]) -> None:
    if sum(map(len, rows)) > MOST_BUTTONS or sum(map(_size, rows)) > LARGEST:
        raise bad_request("reply markup is too long")
    if any(len(row) > WIDEST_ROW for row in rows):
        raise bad_request("REPLY_MARKUP_INVALID")


def _size(row: list[dict[str, Any]]) -> int:
    """About the bytes of a row in MTProto: eight for it and for each button, strings padded to fours."""
    return 8 + sum(8 + sum(4 * (len(str(value).encode()) // 4 + 1) for value in button.values()) for button in row)


def _reply_button(button: Any) -> dict[str, Any]:
    if isinstance(button, str):
        return {"text": button}
    try:
        if not isinstance(button, dict):
            raise FieldError("KeyboardButton must be a String or an Object")
        return {**button, "text": text_field(button, "text", required=True)}
    except FieldError as error:
        raise FieldError(f"Can't parse keyboard button: {error}") from None


def _inline_button(button: Any) -> dict[str, Any]:
    try:
        return _button(button)
    except FieldError as error:
        raise FieldError(f"Can't parse inline keyboard button: {error}") from None


def _button(button: Any) -> dict[str, Any]:
    if not isinstance(button, dict):
        raise FieldError("InlineKeyboardButton must be an Object")
    shape: dict[str, Any] = {"text": text_field(button, "text", required=True)}
    emoji = number_field(button, "icon_custom_emoji_id", bits=64)
    if emoji:
        shape["icon_custom_emoji_id"] = str(emoji)
    style = text_field(button, "style").lower()
    if style not in STYLES:
        raise FieldError("invalid button style specified")
    if style not in ("", "default"):
        shape["style"] = style
    for action in ("url", "callback_data"):
        value = text_field(button, action)
        if value:
            shape[action] = _link(value) if action == "url" else _data(value)
            return shape
    action = next((field for field in OTHER_ACTIONS if field in button), "")
    if not action:
        raise FieldError("Text buttons are unallowed in the inline keyboard")
    shape[action] = _other_action(action, button)
    return shape


def _link(url: str) -> str:
    try:
        return checked_link(url)
    except LinkError as error:
        raise bad_request(f"Inline keyboard button {error}") from None


def _data(data: str) -> str:
    if len(data.encode()) > DATA_LIMIT:
        raise bad_request("BUTTON_DATA_INVALID")
    return data


def _other_action(action: str, button: dict[str, Any]) -> Any:
    if action in ("switch_inline_query", "switch_inline_query_current_chat"):
        return text_field(button, action)
    if action == "pay":
        return True
    if action == "callback_game":
        return {}
    value = object_field(button, action)
    if action == "copy_text" and not 1 <= len(text_field(value, "text", required=True)) <= LONGEST_COPY:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if action in ("web_app", "login_url"):
        text_field(value, "url", required=True)
    return value
