"""Uses: what an author can choose a passage to be, whatever it looks like. What follows from one is in ``assembly``."""

from __future__ import annotations

from bot.core.lines import SECTION_LENGTH, first_link_in, is_headline
from bot.core.parts import Use
from bot.core.passages import Passage
from bot.core.refusals import Refusal, RefusalKey


def possible_uses(passage: Passage) -> tuple[Use | None, ...]:
    """What the passage can be, in the order in which it is offered; None, what it looks like, is always possible."""
    return (None, *(use for use in Use if _is_possible(passage, use)))


def checked_use(passage: Passage, use: Use | None) -> Use | None:
    """The use, if the passage can have it; refused otherwise."""
    if use not in possible_uses(passage):
        raise Refusal(RefusalKey.USE_IMPOSSIBLE)
    return use


def _is_possible(passage: Passage, use: Use) -> bool:
    text = passage.text.strip()
    has_media = passage.first.media is not None
    match use:
        case Use.HEADLINE:
            return not has_media and is_headline(text.lines()[0])
        case Use.SOURCE:
            return not has_media and first_link_in(text) is not None
        case Use.SECTION:
            return not has_media and "\n" not in text.text and 0 < len(text.text) <= SECTION_LENGTH
        case Use.LEAD:
            return has_media
        case Use.QUOTATION:
            return has_media or bool(text)
    return True
