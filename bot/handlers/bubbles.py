"""Bubbles: the one message in which a comment's writer sees what has become of it."""

from __future__ import annotations

from datetime import datetime

from bot.core.comments import Comment
from bot.core.posts import Post
from bot.core.slots import Slot, SlotKind
from bot.handlers.answers import Say, shown
from bot.rendering.bubble import bubble
from bot.rendering.texts import Texts
from bot.storage import comments, posts
from bot.storage.engine import Transaction


def slot_of(comment: Comment) -> Slot:
    """Where it stands."""
    return Slot(SlotKind.BUBBLE, comment.id, comment.person_id)


async def bubble_of(
    tx: Transaction,
    texts: Texts,
    comment: Comment,
    post: Post | None = None,
    *,
    due_at: datetime | None = None,
    anew: bool = False,
) -> Say:
    """The bubble as it is to be from now on, or from ``due_at`` on; ``anew`` sends it as a new message.

    ``post`` is the comment's, for those who have it at hand.
    """
    post = post or await posts.get(tx, comment.post_id)
    number = comment.case.proposed
    proposed = await comments.body_of_revision(tx, comment.id, number) if number is not None else None
    return shown(slot_of(comment), bubble(texts, comment, post, proposed), due_at=due_at, anew=anew)
