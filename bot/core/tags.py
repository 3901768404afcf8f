"""Tags as an author names them: behind /tags, or as the answer to its question."""

from __future__ import annotations

import re
import unicodedata

from bot.core.refusals import Refusal, RefusalKey

TAG_LENGTH = 64
"""Characters of a tag: a longer hashtag would no longer be one line on a phone."""

TAGS_LIMIT = 30
"""Tags of a post: three lines on a phone, and far more than anybody looks for."""

AS_WRITTEN = "-"
"""Stands for tags that are to be those of the text's own last line again."""

_BETWEEN = re.compile(r"[\s,;·|/#]+")
_JOINERS = "_\u200c"
"""What may stand between letters, as in Persian words."""


def tags_in(words: str) -> tuple[str, ...]:
    """The tags that are named, with or without ``#``, parted by spaces or commas; none for none.

    Of two that differ in nothing but case the first stays. Refused for what no hashtag can be.
    """
    tags: dict[str, str] = {}
    for word in filter(None, _BETWEEN.split(words)):
        if len(word) > TAG_LENGTH or not _is_tag(word):
            raise Refusal(RefusalKey.TAG_IMPOSSIBLE, tag=word, limit=TAG_LENGTH)
        tags.setdefault(word.casefold(), word)
    if len(tags) > TAGS_LIMIT:
        raise Refusal(RefusalKey.TAGS_TOO_MANY, count=len(tags), limit=TAGS_LIMIT)
    return tuple(tags.values())


def _is_tag(word: str) -> bool:
    """Letters with their marks, digits and underscores, with a letter: what Telegram's clients take for a hashtag."""
    kinds = [unicodedata.category(character)[0] for character in word if character not in _JOINERS]
    return "L" in kinds and all(kind in "LMN" for kind in kinds)
