"""Drafts: what an author is writing. Each author has at most one on the desk; new messages go there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.core.options import AS_USUAL, PostOptions
from bot.core.parts import Part, Standing
from bot.core.people import Person, let
from bot.core.refusals import Refusal, RefusalKey

HEADLINE_LIMIT = 200
"""Characters that a headline may have (product, "How messages become a post", 1)."""

PARTS_LIMIT = 1_000
"""Messages that one draft may hold: some two hundred times what a long post needs, and quick to assemble."""

TEXT_LIMIT = 250_000
"""Characters that the messages of one draft, or the text in their place, may hold together: a short novel, and read
in a few seconds."""


class DraftState(StrEnum):
    """Where a draft is. A ``REVISING`` one has gone out and is being changed since."""

    OPEN = "open"
    PUBLISHED = "published"
    REVISING = "revising"
    DISCARDED = "discarded"


WRITABLE = (DraftState.OPEN, DraftState.REVISING)
"""States in which messages become parts of it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft without its parts. ``title`` is what /title set, None while the first line decides."""

    id: int
    author_id: int
    title: str | None
    state: DraftState
    options: PostOptions = AS_USUAL

    def may_be_written_by(self, person: Person) -> bool:
        """Authors write their own drafts, owners every one."""
        return person.may_manage_team() or (person.may_compose() and person.id == self.author_id)

    def follows_edits_of(self, person: Person) -> bool:
        """Whether it changes with the messages that the person edits: not when it was given up, nor for whoever writes
        no posts any more; a post that is out only where the person could change it otherwise."""
        if self.state is DraftState.PUBLISHED:
            return self.may_be_written_by(person)
        return self.state is not DraftState.DISCARDED and person.may_compose()

    def must_be_writable(self, person: Person) -> None:
        """Refuses presses on a draft that is somebody else's, or that has gone out or was discarded."""
        let(self.may_be_written_by(person))
        if self.state not in WRITABLE:
            raise Refusal(RefusalKey.DRAFT_CLOSED, state=self.state)

    def must_not_be_out(self) -> None:
        """Refuses what would make another post of it, or give it up, while it is being changed."""
        if self.state is DraftState.REVISING:
            raise Refusal(RefusalKey.DRAFT_CLOSED, state=self.state)

    def must_be_revised(self) -> None:
        """Refuses to update what is not being changed."""
        if self.state is not DraftState.REVISING:
            raise Refusal(RefusalKey.DRAFT_CLOSED, state=self.state)

    def must_be_openable(self, person: Person) -> None:
        """Refuses to open for writing what has gone out (that begins with its post), or what is somebody else's."""
        let(self.may_be_written_by(person))
        if self.state is DraftState.PUBLISHED:
            raise Refusal(RefusalKey.DRAFT_CLOSED, state=self.state)


def must_have_room(parts: Sequence[Part], *added: Part) -> None:
    """Refuses messages, new or changed, with which the draft would hold more than it may. ``parts`` are those that it
    has; characters of what was taken out do not count."""
    keys = {part.key for part in added}
    others = [part for part in parts if part.key not in keys]
    if len(others) + len(added) > PARTS_LIMIT:
        raise Refusal(RefusalKey.PARTS_FULL, limit=PARTS_LIMIT)
    present = [part for part in others if part.standing is Standing.PRESENT]
    length = sum(len(part.text.text) for part in (*present, *added))
    if length > TEXT_LIMIT:
        raise Refusal(RefusalKey.DRAFT_TOO_LONG, length=length, limit=TEXT_LIMIT)


def checked_title(text: str) -> str:
    """A headline as /title takes it: one line, 1 to 200 characters."""
    title = " ".join(text.split())
    if not title:
        raise Refusal(RefusalKey.TITLE_MISSING)
    if len(title) > HEADLINE_LIMIT:
        raise Refusal(RefusalKey.TITLE_TOO_LONG, length=len(title), limit=HEADLINE_LIMIT)
    return title
