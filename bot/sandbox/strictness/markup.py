"""What a reply markup may be: inline keyboards button by button, and the keyboards that only clients see.

After ``Client::get_reply_markup`` of the open server, ``td/telegram/ReplyMarkup.cpp``, and the Telegram server's own
refusals, which are in capitals.
"""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox.refusals import bad_request

MOST_BUTTONS = 100
"""Buttons of one inline keyboard; more are refused by the server."""

WIDEST_ROW = 8
"""Buttons in a row. Telegram refuses none above it, but clients cannot show them; here they are refused."""

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

PROTOCOL = re.compile(r"^([a-z][a-z0-9+.-]*):(//)?(.*)$", re.IGNORECASE)
HOST = re.compile(r"^(?:[^/?#@\s]*@)?((?:[\w-]+\.)*[\w-]+|\[[0-9a-fA-F:.]+\])(?::(\d+))?(?:[/?#]|$)")

Markup = dict[str, Any]


def markup_of(value: Any) -> tuple[Markup | None, Markup | None]:
    """The inline keyboard, or the other kind of markup, of a message that is sent. Both are None for an empty one."""
    if value is None:
        return None, None
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


def _rows(value: Markup, field: str, complaint: str, button_of: Any) -> list[list[dict[str, Any]]]:
    rows = value.get(field)
    if rows is None:
        return []
    if not isinstance(rows, list):
        raise bad_request(f'Field "{field}" must be of type Array')
    kept = []
    total = 0
    for row in rows:
        if not isinstance(row, list):
            raise bad_request(complaint)
        buttons = [button for button in map(button_of, row) if button["text"]]
        total += len(buttons)
        if len(buttons) > WIDEST_ROW or total > MOST_BUTTONS:
            raise bad_request("REPLY_MARKUP_INVALID")
        if buttons:
            kept.append(buttons)
    return kept


def _reply_button(button: Any) -> dict[str, Any]:
    if isinstance(button, str):
        return {"text": button}
    if not isinstance(button, dict):
        raise bad_request("Can't parse keyboard button: KeyboardButton must be a String or an Object")
    if not isinstance(button.get("text"), str):
        raise bad_request("Can't parse keyboard button: Can't find field \"text\"")
    return button


def _inline_button(button: Any) -> dict[str, Any]:
    before = "Can't parse inline keyboard button: "
    if not isinstance(button, dict):
        raise bad_request(before + "InlineKeyboardButton must be an Object")
    text = button.get("text")
    if text is None:
        raise bad_request(before + 'Can\'t find field "text"')
    if not isinstance(text, str):
        raise bad_request(before + 'Field "text" must be of type String')
    if button.get("style") not in (None, "", "default", "primary", "danger", "success"):
        raise bad_request(before + "invalid button style specified")
    action = next((field for field in ACTIONS if _given(button, field)), None)
    if action is None:
        raise bad_request(before + "Text buttons are unallowed in the inline keyboard")
    shape: dict[str, Any] = {"text": text}
    shape.update({field: button[field] for field in ("icon_custom_emoji_id", "style") if button.get(field)})
    value = button[action]
    if action == "url":
        value = checked_url(value)
    elif action == "callback_data":
        if not isinstance(value, str):
            raise bad_request(before + 'Field "callback_data" must be of type String')
        if len(value.encode()) > DATA_LIMIT:
            raise bad_request("BUTTON_DATA_INVALID")
    elif action == "copy_text" and not 1 <= len(str(value.get("text", ""))) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    shape[action] = value
    return shape


def _given(button: dict[str, Any], field: str) -> bool:
    """Whether the button has that action: an empty url or callback_data counts as none."""
    return bool(button.get(field)) if field in ("url", "callback_data") else field in button


def checked_url(url: Any) -> str:
    """The address of a button as Telegram stores it: with a protocol, and a slash behind the host.

    Refused in the words of TDLib's ``LinkManager::check_link`` and ``parse_url``.
    """
    if not isinstance(url, str):
        raise bad_request('Can\'t parse inline keyboard button: Field "url" must be of type String')
    address = url.strip()

    def wrong(why: str) -> Exception:
        return bad_request(f"Inline keyboard button URL '{url}' is invalid: {why}")

    protocol, rest = "http", address
    match = PROTOCOL.match(address)
    if match and (match[2] or match[1].lower() in ("tg", "ton", "tonsite", "mailto", "tel")):
        protocol, rest = match[1].lower(), match[3]
    if protocol in ("tg", "ton", "tonsite"):
        return f"{protocol}://{rest}"
    if protocol not in ("http", "https"):
        raise wrong("Unsupported URL protocol")
    if not rest or rest[0] in "/?#:":
        raise wrong("URL host is empty")
    host = HOST.match(rest)
    if host is None:
        raise wrong("Host is invalid" if " " not in rest.split("/")[0] else "Wrong HTTP URL")
    if host[2] is not None and not 1 <= int(host[2]) <= 65535:
        raise wrong("Wrong port number specified in the URL")
    if "." not in host[1] and not host[1].startswith("["):
        raise wrong("Wrong HTTP URL")
    end = host.end() - (1 if rest[host.end() - 1 : host.end()] in ("/", "?", "#") else 0)
    if end == len(rest) or rest[end] != "/":
        rest = f"{rest[:end]}/{rest[end:]}"
    return f"{protocol}://{rest}"
