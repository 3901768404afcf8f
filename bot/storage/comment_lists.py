"""Comments as readers page through them."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select, text

from bot.core.comments import Comment
from bot.storage.comments import comment_of
from bot.storage.engine import Transaction
from bot.storage.tables import comments

# Spelled out, so that SQLite knows the index on the visible comments of a post for the one that is meant.
_SHOWN: ColumnElement[bool] = text("comments.state IN ('live', 'approved')")  # type: ignore[assignment]


async def visible(tx: Transaction, post_id: int, after_id: int, limit: int) -> list[Comment]:
    """Approved comments on a post after the one with ``after_id``, the oldest first."""
    rows = await tx.execute(
        select(comments)
        .where(comments.c.post_id == post_id, _SHOWN, comments.c.id > after_id)
        .order_by(comments.c.id)
        .limit(limit)
    )
    return [comment_of(row) for row in rows]


async def visible_before(tx: Transaction, post_id: int, before_id: int, limit: int) -> list[Comment]:
    """Approved comments on a post before the one with ``before_id``, the newest first."""
    rows = await tx.execute(
        select(comments)
        .where(comments.c.post_id == post_id, _SHOWN, comments.c.id < before_id)
        .order_by(comments.c.id.desc())
        .limit(limit)
    )
    return [comment_of(row) for row in rows]


async def rank(tx: Transaction, post_id: int, comment_id: int) -> int:
    """How many approved comments on the post come before that one."""
    count = select(func.count()).where(comments.c.post_id == post_id, _SHOWN, comments.c.id < comment_id)
    return int((await tx.execute(count)).scalar_one())
