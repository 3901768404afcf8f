"""Comments that wait for a moderator, the longest waiting first, by key: as cheap at the end as at the beginning."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, func, literal, select, text, tuple_

from bot.core.comments import Comment
from bot.storage.comments import comment_of
from bot.storage.engine import Transaction
from bot.storage.tables import comments, posts

# Spelled out, so that SQLite knows the index on the comments that wait for the one that is meant.
_WAITING: ColumnElement[bool] = text("comments.waiting_since IS NOT NULL")  # type: ignore[assignment]


async def length(tx: Transaction, author_id: int | None) -> tuple[int, datetime | None]:
    """How many wait, and since when the oldest; under the posts of one author, or None: of all."""
    counted = select(func.count(), func.min(comments.c.waiting_since)).select_from(comments).where(*_of(author_id))
    count, oldest = (await tx.execute(counted)).one()
    return int(count), oldest


async def next_after(
    tx: Transaction, since: datetime, comment_id: int, limit: int, author_id: int | None
) -> list[Comment]:
    """Those behind the one that has waited ``since`` then and has that id."""
    moment = literal(since, comments.c.waiting_since.type)
    key = tuple_(comments.c.waiting_since, comments.c.id) > tuple_(moment, literal(comment_id))
    found = select(comments).where(*_of(author_id), key)
    rows = await tx.execute(found.order_by(comments.c.waiting_since, comments.c.id).limit(limit))
    return [comment_of(row) for row in rows]


def _of(author_id: int | None) -> tuple[ColumnElement[bool], ...]:
    if author_id is None:
        return (_WAITING,)
    return _WAITING, comments.c.post_id.in_(select(posts.c.id).where(posts.c.author_id == author_id))
