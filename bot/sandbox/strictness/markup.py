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

ACTIONS = (
    "url",
    "callback_data",
    "callback_game",
    "pay",
    "switch_inline_query",
    "switch_inline_query_chosen_chat",
    "switch_inline_query_current_chat",
    "login_url",
    "web_app",
    "copy_text",
)
"""The fields of which a button needs one, in the order in which the open server looks for them."""

STYLES = (None, "", "default", "primary", "danger", "success")

BEFORE = "Can't parse inline keyboard button: "

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
    keyboard = _rows(value, "keyboard", 'Field "keyboard" must be an Array of Arrays', _reply_button)
    inline = _rows(
        value,
        "inline_keyboard",
        'Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        _inline_button,
    )
    if keyboard:
        return None, {**value, "keyboard": keyboard}
    if inline:
        _check_size(inline)
        return {"inline_keyboard": inline}, None
    if value.get("remove_keyboard") is True:
        return None, {"remove_keyboard": True}
    if value.get("force_reply") is True:
        placeholder = value.get("input_field_placeholder")
        if placeholder is not None and (not isinstance(placeholder, str) or len(placeholder) > 64):
            raise bad_request("REPLY_MARKUP_INVALID")
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
    rows = value.get(field)
    if rows is None:
        return []
    if not isinstance(rows, list):
        raise bad_request(f'Field "{field}" must be of type Array')
    kept = []
    for row in rows:
        if not isinstance(row, list):
            raise bad_request(complaint)
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
    if not isinstance(button, dict):
        raise bad_request("Can't parse keyboard button: KeyboardButton must be a String or an Object")
    if not isinstance(button.get("text"), str):
        raise bad_request("Can't parse keyboard button: Can't find field \"text\"")
    return button


def _inline_button(button: Any) -> dict[str, Any]:
    if not isinstance(button, dict):
        raise bad_request(BEFORE + "InlineKeyboardButton must be an Object")
    text = button.get("text")
    if text is None:
        raise bad_request(BEFORE + 'Can\'t find field "text"')
    if not isinstance(text, str):
        raise bad_request(BEFORE + 'Field "text" must be of type String')
    if button.get("style") not in STYLES:
        raise bad_request(BEFORE + "invalid button style specified")
    action = next((field for field in ACTIONS if _given(button, field)), None)
    if action is None:
        raise bad_request(BEFORE + "Text buttons are unallowed in the inline keyboard")
    shape: dict[str, Any] = {"text": text}
    shape.update({field: button[field] for field in ("icon_custom_emoji_id", "style") if button.get(field)})
    shape[action] = _action(action, button[action])
    return shape


def _given(button: dict[str, Any], field: str) -> bool:
    """Whether the button has that action: an empty url or callback_data counts as none."""
    return bool(button.get(field)) if field in ("url", "callback_data") else field in button


def _action(action: str, value: Any) -> Any:
    if action in ("url", "callback_data") and not isinstance(value, str):
        raise bad_request(BEFORE + f'Field "{action}" must be of type String')
    if action == "url":
        try:
            return checked_link(value)
        except LinkError as error:
            raise bad_request(f"Inline keyboard button {error}") from None
    if action == "callback_data" and len(value.encode()) > DATA_LIMIT:
        raise bad_request("BUTTON_DATA_INVALID")
    if action in ("copy_text", "web_app", "login_url") and not isinstance(value, dict):
        raise bad_request(BEFORE + f'Field "{action}" must be of type Object')
    if action == "copy_text" and not 1 <= len(str(value.get("text", ""))) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    return value
