"""Inline keyboards in Telegram's form, and callback data, ``v1:verb:id…`` (architecture, decision 11).

What comes back in a press can be old, forwarded or forged: reading it never fails, and grants nothing.
"""

from __future__ import annotations

from typing import Any

from bot.core.base36 import from_base36, to_base36
from bot.rendering.message import Button, Keyboard, Press, Verb

VERSION = "v1"

LIMIT = 64
"""Bytes of callback data (Bot API, InlineKeyboardButton)."""

_VERBS = {verb.value: verb for verb in Verb}


def encode(press: Press) -> str:
    """Callback data for a press. ``ValueError`` if its ids do not fit into 64 bytes; four of Telegram's always do."""
    data = ":".join((VERSION, press.verb.value, *map(to_base36, press.ids)))
    if len(data) > LIMIT:
        raise ValueError(f"callback data of {len(data)} bytes for {press}")
    return data


def decode(data: str) -> Press | None:
    """The press that the callback data stands for, or None if ``encode`` has not made it."""
    if len(data) > LIMIT:  # also keeps the numbers short: reading long ones takes time that grows with the square
        return None
    version, _, rest = data.partition(":")
    verb, *ids = rest.split(":")
    if version != VERSION or verb not in _VERBS:
        return None
    numbers = [from_base36(digits) for digits in ids]
    known = tuple(number for number in numbers if number is not None)
    return Press(_VERBS[verb], known) if len(known) == len(numbers) else None


def inline_keyboard(keyboard: Keyboard) -> dict[str, Any]:
    """The keyboard as Telegram's InlineKeyboardMarkup."""
    return {"inline_keyboard": [[_button(button) for button in row] for row in keyboard]}


def _button(button: Button) -> dict[str, str]:
    if isinstance(button.does, Press):
        return {"text": button.label, "callback_data": encode(button.does)}
    return {"text": button.label, "url": button.does}
