"""A draft in a line of a list: enough to tell it from the others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.assembly import Assembly
from bot.core.drafts import Draft


@dataclass(frozen=True, slots=True)
class DraftSummary:
    """``headline`` is what the draft says first where it has none. ``writers`` are the names of those at work on it."""

    draft: Draft
    headline: str
    words: int
    changed_at: datetime
    author: str
    writers: tuple[str, ...]


def first_words_of(assembly: Assembly) -> str:
    """The headline; else the beginning of the first message that says anything, empty where none does."""
    texts = (role.part.text.text.strip() for role in assembly.roles)
    return assembly.article.title or next(filter(None, texts), "")
