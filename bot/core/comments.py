"""Comments: what a reader wrote under a post.

Where a comment stands, and what can happen to it, is in ``bot.core.cases``; where it begins, in ``bot.core.judging``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.core.cases import Case, CommentState
from bot.core.parts import Media, Part
from bot.core.passages import passages_of
from bot.core.refusals import Refusal, RefusalKey
from bot.core.richtext import RichText, join

COMMENT_LIMIT = 10_000
"""Characters of a comment. A message holds 4,096: what was pasted into several is joined, and read in as many."""

QUOTE_LIMIT = 1_024
"""Characters of a passage that is quoted (Bot API, ReplyParameters.quote)."""

PHOTOS_LIMIT = 10
"""Photos of a comment: as many as an album has (Bot API, sendMediaGroup)."""


@dataclass(frozen=True, slots=True)
class Body:
    """What a comment says: its text with its formatting, and its photos."""

    text: RichText
    photos: tuple[Media, ...] = ()


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment.

    ``message_id`` is the reader's message, in the private chat (below zero: in the moderators' group); ``name`` what
    others read above it, None: nothing that tells who it was. ``body`` is that of the revision which is shown, or would
    be; ``revision`` the newest. ``version`` counts every change of where it stands. ``thread_id`` is the comment that
    its thread begins with, which can be itself; ``answers_id`` the one that it replies to, and ``quote`` the passage of
    the post that it is about.
    """

    id: int
    post_id: int
    person_id: int
    message_id: int
    name: str | None
    body: Body
    case: Case
    version: int
    revision: int
    created_at: datetime
    thread_id: int
    answers_id: int | None = None
    quote: str | None = None

    @property
    def state(self) -> CommentState:
        """Where it is."""
        return self.case.state

    @property
    def own_message(self) -> int | None:
        """The writer's message in the private chat; None where it was written in the moderators' group."""
        return self.message_id if self.message_id > 0 else None

    @property
    def visible(self) -> bool:
        """Whether other readers see it, and whether it counts on the button."""
        return self.case.visible


def body_of(pieces: Iterable[Part]) -> Body:
    """What a comment says that was written in these messages: most in one, a long paste or an album in several."""
    passages = passages_of(pieces)
    photos = tuple(part.media for passage in passages for part in passage.parts if part.media is not None)
    return Body(join((passage.text for passage in passages if passage.text), "\n"), photos)


def checked_body(body: Body) -> Body:
    """A comment's body as it is kept: not empty, and at most 10,000 characters."""
    text = body.text.text
    if not text.strip() and not body.photos:
        raise Refusal(RefusalKey.ODD_COMMENT, photos=False)
    if len(text) > COMMENT_LIMIT:
        raise Refusal(RefusalKey.COMMENT_TOO_LONG, length=len(text), limit=COMMENT_LIMIT)
    if len(body.photos) > PHOTOS_LIMIT:
        raise Refusal(RefusalKey.COMMENT_TOO_MANY_PHOTOS, limit=PHOTOS_LIMIT)
    return body
