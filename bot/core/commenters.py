"""Commenters: what holds for a person who comments, beside the person itself.

What they are called, what they want to hear of, and what moderators have imposed on them.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.options import CommentRule
from bot.core.refusals import Refusal, RefusalKey

ALIAS_LIMIT = 32
"""Characters of an alias: it stands above every comment."""


class Naming(StrEnum):
    """What others read above a person's comments; moderators always see who it is."""

    TELEGRAM = "telegram"
    ALIAS = "alias"
    ANONYMOUS = "anonymous"


class News(StrEnum):
    """What a commenter is told of by a message."""

    PUBLISHED = "published"
    REJECTED = "rejected"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Commenter:
    """A person as somebody who comments. ``unwanted`` is what they do not want to hear of.

    ``muted_until`` None: not muted. ``rule`` is the person's own; ``CommentRule.BLOG`` is none.
    """

    person_id: int
    naming: Naming = Naming.TELEGRAM
    alias: str | None = None
    unwanted: frozenset[News] = frozenset()
    muted_until: datetime | None = None
    banned: bool = False
    rule: CommentRule = CommentRule.BLOG

    def name(self, first_name: str) -> str | None:
        """What stands above a comment that is written now; None for nobody's name."""
        if self.naming is Naming.ANONYMOUS:
            return None
        return self.alias if self.naming is Naming.ALIAS and self.alias else first_name

    def wants(self, news: News) -> bool:
        """Whether the person is to be told."""
        return news not in self.unwanted

    def silenced(self, now: datetime) -> bool:
        """Whether the person is muted or banned."""
        return self.banned or (self.muted_until is not None and now < self.muted_until)

    def must_not_be_silenced(self, now: datetime) -> None:
        """Refuses what a person who is muted or banned wants to say."""
        if self.banned:
            raise Refusal(RefusalKey.BANNED)
        if self.muted_until is not None and now < self.muted_until:
            raise Refusal(RefusalKey.MUTED, until=self.muted_until)


def checked_alias(text: str, taken: frozenset[str]) -> str:
    """An alias as it is kept: one line of at most 32 characters, nothing invisible, and nobody's of the team.

    ``taken`` are names that would be mistaken for somebody else's.
    """
    visible = "".join(char for char in text if unicodedata.category(char) not in ("Cc", "Cf", "Co", "Cn", "Cs"))
    alias = " ".join(visible.split())
    if not alias or len(alias) > ALIAS_LIMIT:
        raise Refusal(RefusalKey.ALIAS_IMPOSSIBLE, limit=ALIAS_LIMIT)
    if _alike(alias) in {_alike(name) for name in taken}:
        raise Refusal(RefusalKey.ALIAS_TAKEN)
    return alias


def _alike(name: str) -> str:
    """Names that read the same have the same."""
    return unicodedata.normalize("NFKC", name).casefold().replace(" ", "")
