"""Choosing: the options of a draft as numbered choices, each with numbered values, as buttons name them."""

from __future__ import annotations

from enum import IntEnum

from bot.core.options import CommentRule, Mode, PostOptions, options_from_json, options_to_json
from bot.core.refusals import Refusal, RefusalKey


class Choice(IntEnum):
    """What can be chosen with a button. The numbers stand in old messages; they never change."""

    MODE = 1
    SILENT = 2
    LINK_PREVIEW = 3
    PROTECT = 4
    COMMENTS = 5
    TAGS = 6


VALUES: dict[Choice, tuple[object, ...]] = {
    Choice.MODE: (Mode.FULL, Mode.PAGED),
    Choice.SILENT: (False, True),
    Choice.LINK_PREVIEW: (False, True),
    Choice.PROTECT: (False, True),
    Choice.COMMENTS: (CommentRule.ALL, CommentRule.FIRST, CommentRule.OFF, CommentRule.CLOSED, CommentRule.BLOG),
    Choice.TAGS: (None, ()),
}
"""What each can be; a value's number is its place. Of tags a button only knows those of the text, and none."""


def number_of(choice: Choice, value: object) -> int:
    """The number of a value. ``ValueError`` for one that the choice does not have."""
    return VALUES[choice].index(value)


def with_choice(options: PostOptions, choice: int, value: int) -> PostOptions:
    """The options after a button was pressed; refused for numbers that stand for nothing."""
    chosen = next((known for known in Choice if known == choice), None)
    if chosen is None or not 0 <= value < len(VALUES[chosen]):
        raise Refusal(RefusalKey.UNKNOWN_BUTTON)
    return options_from_json(options_to_json(options) | {chosen.name.lower(): VALUES[chosen][value]})
