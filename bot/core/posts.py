"""Posts: what a draft becomes when its author presses Send now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.calls import Prepared
from bot.core.options import AS_USUAL, PostOptions


class PostState(StrEnum):
    """Where a post is. It is published once its author's own copy has arrived."""

    WAITING = "waiting"
    PUBLISHED = "published"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Post:
    """A post without its text.

    ``comments`` counts the visible ones, ``pages`` the messages of this revision, ``leaves`` what the last of them
    shows in turn.
    """

    id: int
    draft_id: int
    author_id: int
    state: PostState
    headline: str
    revision: int
    pages: int
    comments: int
    published_at: datetime | None
    leaves: int = 1
    options: PostOptions = AS_USUAL


@dataclass(frozen=True, slots=True)
class Copy:
    """A message of a post in somebody's chat.

    ``comments`` is the count on its button, None where it has none; ``leaf`` is what it shows of those of its page.
    """

    post_id: int
    chat_id: int
    message_id: int
    page: int
    revision: int
    comments: int | None
    leaf: int = 1


@dataclass(frozen=True, slots=True)
class Edition:
    """A post as it is sent now: the pages of its newest revision, without buttons."""

    post: Post
    pages: tuple[Prepared, ...]

    def sent_with(self, page: int) -> range:
        """The pages that are sent by one call with this one: all of an album, or this one alone."""
        first = page
        while not self.pages[first - 1].messages:
            first -= 1
        return range(first, first + self.pages[first - 1].messages)
