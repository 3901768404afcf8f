"""The log of comments as people read it: each line with the names of whom and what it is about."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.cases import Act, Event


@dataclass(frozen=True, slots=True)
class Section:
    """Which lines of the log are meant: those that fit everything that is given, and all if nothing is.

    ``person_id`` is whoever wrote the comments, ``author_id`` whoever wrote the posts.
    """

    comment_id: int | None = None
    person_id: int | None = None
    post_id: int | None = None
    author_id: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the log.

    ``actor`` is the name of whoever did it; None: nobody did, or nobody knows the person any more. ``writer`` is that
    of whoever wrote the comment. ``takes_back`` is what an undoing took back; ``undone``: this was taken back itself.
    """

    event: Event
    actor: str | None
    writer: str | None
    headline: str
    takes_back: Act | None = None
    undone: bool = False
