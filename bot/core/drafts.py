"""Drafts: what an author is writing. Each author has at most one that is open; new messages go there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.core.refusals import Refusal, RefusalKey

HEADLINE_LIMIT = 200
"""Characters that a headline may have (product, "How messages become a post", 1)."""

PARTS_LIMIT = 1_000
"""Messages that one draft may hold: some two hundred times what a long post needs, and quick to assemble."""

TEXT_LIMIT = 250_000
"""Characters of a post that is sent back as one text: a short novel, and read in a few seconds."""


class DraftState(StrEnum):
    """Where a draft is. A shelved one waits until its author opens it again."""

    OPEN = "open"
    SHELVED = "shelved"
    PUBLISHED = "published"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft without its parts. ``title`` is what /title set, None while the first line decides."""

    id: int
    author_id: int
    title: str | None
    state: DraftState

    def must_be_open(self, author_id: int) -> None:
        """Refuses presses on a draft that is somebody else's or no longer open."""
        if self.author_id != author_id:
            raise Refusal(RefusalKey.NOT_ALLOWED)
        if self.state is not DraftState.OPEN:
            raise Refusal(RefusalKey.DRAFT_CLOSED, state=self.state)

    def must_be_reopenable(self, author_id: int) -> None:
        """Refuses to open again what went out, or what is somebody else's."""
        if self.author_id != author_id:
            raise Refusal(RefusalKey.NOT_ALLOWED)
        if self.state not in (DraftState.SHELVED, DraftState.DISCARDED):
            raise Refusal(RefusalKey.DRAFT_CLOSED, state=self.state)


def checked_title(text: str) -> str:
    """A headline as /title takes it: one line, 1 to 200 characters."""
    title = " ".join(text.split())
    if not title:
        raise Refusal(RefusalKey.TITLE_MISSING)
    if len(title) > HEADLINE_LIMIT:
        raise Refusal(RefusalKey.TITLE_TOO_LONG, length=len(title), limit=HEADLINE_LIMIT)
    return title
