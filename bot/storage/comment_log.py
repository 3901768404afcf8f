"""The log of comments: append-only, and without it none of them moves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select

from bot.core.cases import Act, CommentState, Event, Reason, Why
from bot.core.comments import Comment
from bot.storage.engine import Transaction
from bot.storage.tables import comment_events


async def add(
    tx: Transaction,
    comment: Comment,
    act: Act,
    before: CommentState | None,
    by: int,
    now: datetime,
    *,
    reason: Reason | Why | None = None,
    note: str | None = None,
    batch: int | None = None,
    undoes: int | None = None,
) -> None:
    """Another line; ``comment`` is as the act has left it, ``before`` the state that it came from."""
    await tx.execute(
        insert(comment_events).values(
            comment_id=comment.id,
            at=now,
            actor_id=by,
            action=act,
            from_state=before,
            to_state=comment.state,
            revision=comment.revision,
            reason=reason,
            note=note,
            batch=batch,
            undoes=undoes,
        )
    )


async def of_comment(tx: Transaction, comment_id: int) -> list[Event]:
    """Everything that happened to a comment, the oldest first."""
    found = select(comment_events).where(comment_events.c.comment_id == comment_id).order_by(comment_events.c.id)
    return [event_of(row) for row in await tx.execute(found)]


def event_of(row: Row[Any]) -> Event:
    """A row of the table as a value."""
    return Event(
        row.id,
        row.comment_id,
        row.at,
        row.actor_id,
        Act(row.action),
        CommentState(row.from_state) if row.from_state is not None else None,
        CommentState(row.to_state),
        row.revision,
        row.reason,
        row.note,
        row.batch,
        row.undoes,
    )
