"""A button as its press finds it: how many ids it names, what it does, and where it stands."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bot.gateway.incoming import Pressed
from bot.handlers.answers import Answer
from bot.storage.engine import Transaction


@dataclass(frozen=True, slots=True)
class Button:
    """What a button does: how many ids its press names, and the handler."""

    ids: int
    does: Callable[[Transaction, datetime, Pressed, tuple[int, ...]], Awaitable[Answer]]


def in_own_chat(on: Pressed) -> int:
    """The message that was pressed, if it stands in the presser's private chat; else 0."""
    return on.message_id if on.chat_id == on.by.id else 0


def own_copy(on: Pressed) -> int:
    """The message that was pressed, if it can be a post's and stands in the presser's private chat; else 0."""
    return in_own_chat(on) if on.on_copy else 0
