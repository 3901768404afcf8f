"""Reactions that a bot can set (Bot API, ReactionTypeEmoji and setMessageReaction)."""

from __future__ import annotations

from typing import Any

from bot.sandbox.refusals import bad_request
from bot.sandbox.strictness.fields import FieldError, number_field, text_field

EMOJI = frozenset(
    {
        *("👍", "👎", "❤", "🔥", "🥰", "👏", "😁", "🤔", "🤯", "😱", "🤬", "😢", "🎉", "🤩", "🤮"),
        *("💩", "🙏", "👌", "🕊", "🤡", "🥱", "🥴", "😍", "🐳", "❤️‍🔥", "🌚", "🌭", "💯", "🤣", "⚡"),
        *("🍌", "🏆", "💔", "🤨", "😐", "🍓", "🍾", "💋", "🖕", "😈", "😴", "😭", "🤓", "👻", "👨‍💻"),
        *("👀", "🎃", "🙈", "😇", "😨", "🤝", "✍", "🤗", "🫡", "🎅", "🎄", "☃", "💅", "🤪", "🗿"),
        *("🆒", "💘", "🙉", "🦄", "😘", "💊", "🙊", "😎", "👾", "🤷‍♂️", "🤷", "🤷‍♀️", "😡"),
    }
)
"""The emoji that are reactions."""

MOST = 1
"""Reactions of a bot to one message, as of anyone without Premium."""

VARIATION = "\ufe0f"


def reactions_of(value: list[Any]) -> list[dict[str, Any]]:
    """The `ReactionType` objects of a call as Telegram keeps them; refused if there are two, or one that is none."""
    try:
        found = [_reaction(each) for each in value]
    except FieldError as error:
        raise bad_request(f"Can't parse ReactionType: {error}") from None
    if len(found) > MOST:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(each["type"] != "emoji" or not is_reaction(each["emoji"]) for each in found):
        raise bad_request("REACTION_INVALID")
    return found


def is_reaction(emoji: str) -> bool:
    """Whether that is one of the emoji; with or without the sign that asks for a coloured picture."""
    return emoji in EMOJI or emoji.removesuffix(VARIATION) in EMOJI


def _reaction(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise FieldError("expected an Object")
    kind = text_field(value, "type", required=True)
    if kind == "emoji":
        return {"type": kind, "emoji": text_field(value, "emoji", required=True)}
    if kind == "custom_emoji":
        number = number_field(value, "custom_emoji_id", required=True, bits=64)
        return {"type": kind, "custom_emoji_id": str(number)}
    raise FieldError("invalid reaction type specified")
