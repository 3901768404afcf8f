"""Posts: what a draft becomes when its author presses Send now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.calls import Prepared


class PostState(StrEnum):
    """Where a post is. It is published once its author's own copy has arrived."""

    WAITING = "waiting"
    PUBLISHED = "published"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Post:
    """A post without its text. ``comments`` counts the visible ones, ``pages`` the messages of this revision."""

    id: int
    draft_id: int
    author_id: int
    state: PostState
    headline: str
    revision: int
    pages: int
    comments: int
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class Copy:
    """A message of a post in somebody's chat. ``comments`` is the count on its button, None where it has none."""

    post_id: int
    chat_id: int
    message_id: int
    page: int
    revision: int
    comments: int | None


@dataclass(frozen=True, slots=True)
class Edition:
    """A post as it is sent now: the pages of its newest revision, without buttons."""

    post: Post
    pages: tuple[Prepared, ...]
