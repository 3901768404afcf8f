"""What stories name things by: chats, messages, files; and how the control API takes them.

Texts are plain; entities are dicts as in the Bot API; messages are `Message` objects as dicts. Where a ``chat`` can be
given it is a group or a chat's id; without one it is the private chat with the bot.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

Message = dict[str, Any]
Entities = Sequence[dict[str, Any]] | None


class HasId(Protocol):
    """A group."""

    @property
    def id(self) -> int:
        """The chat's id."""


Chat = HasId | int | None
"""Where something happens: a group, a chat's id, or None for the private chat with the bot."""


def given(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields that have a value."""
    return {name: value for name, value in fields.items() if value is not None}


def id_of_chat(chat: Chat) -> int | None:
    """The id of a chat, None for the private one."""
    return chat if chat is None or isinstance(chat, int) else chat.id


def id_of_message(message: Message | int) -> int:
    """The id of a message."""
    return message if isinstance(message, int) else int(message["message_id"])


def chat_around(message: Message | int, chat: Chat) -> int | None:
    """The chat that a message stands in, unless another is named."""
    if chat is None and isinstance(message, dict):
        return int(message["chat"]["id"])
    return id_of_chat(chat)


def with_files(content: dict[str, Any]) -> dict[str, Any]:
    """Message content with its files in base64, as the control API takes them; file ids stay."""
    ready = {}
    for name, value in given(content).items():
        if isinstance(value, Path):
            value = {"data": value.read_bytes(), "name": value.name}
        elif isinstance(value, bytes):
            value = {"data": value}
        if isinstance(value, dict) and isinstance(value.get("data"), bytes):
            value = {**value, "base64": base64.b64encode(value["data"]).decode()}
            del value["data"]
        ready[name] = value
    return ready
