"""Comments, and the log without which none of them changes its state."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from bot.core.comments import Comment, CommentState
from bot.core.richtext import RichText
from bot.core.richtext_json import rich_from_json, rich_to_json
from bot.storage.engine import Transaction
from bot.storage.tables import comment_events, comments


async def add(
    tx: Transaction,
    *,
    post_id: int,
    person_id: int,
    message_id: int,
    name: str,
    text: RichText,
    state: CommentState,
    now: datetime,
) -> Comment:
    """A new comment with its first event."""
    result = await tx.execute(
        insert(comments)
        .values(
            post_id=post_id,
            person_id=person_id,
            message_id=message_id,
            name=name,
            body=rich_to_json(text),
            state=state,
            version=1,
            revision=1,
            created_at=now,
        )
        .returning(comments)
    )
    comment = _comment(result.one())
    await _log(tx, comment.id, now, person_id, "received", None, state, 1)
    return comment


async def find(tx: Transaction, comment_id: int) -> Comment | None:
    """The comment with that id."""
    row = (await tx.execute(select(comments).where(comments.c.id == comment_id))).first()
    return None if row is None else _comment(row)


async def get(tx: Transaction, comment_id: int) -> Comment:
    """The comment with that id, which must be there."""
    return _comment((await tx.execute(select(comments).where(comments.c.id == comment_id))).one())


async def of_message(tx: Transaction, person_id: int, message_id: int) -> Comment | None:
    """The comment that a reader's message became."""
    row = (
        await tx.execute(select(comments).where(comments.c.person_id == person_id, comments.c.message_id == message_id))
    ).first()
    return None if row is None else _comment(row)


async def approved_count(tx: Transaction, person_id: int) -> int:
    """How many comments of a person were approved, on whatever post."""
    count = select(func.count()).where(comments.c.person_id == person_id, comments.c.state == CommentState.APPROVED)
    return int((await tx.execute(count)).scalar_one())


async def change_text(tx: Transaction, comment: Comment, text: RichText, now: datetime) -> bool:
    """A new revision of a pending comment; False when it was decided or changed meanwhile."""
    result = await tx.execute(
        update(comments)
        .where(
            comments.c.id == comment.id,
            comments.c.version == comment.version,
            comments.c.state == CommentState.PENDING,
        )
        .values(body=rich_to_json(text), version=comments.c.version + 1, revision=comments.c.revision + 1)
    )
    if result.rowcount != 1:
        return False
    await _log(tx, comment.id, now, comment.person_id, "edited", comment.state, comment.state, comment.revision + 1)
    return True


async def decide(
    tx: Transaction, seen: Comment, after: CommentState, action: str, actor_id: int, now: datetime
) -> bool:
    """The compare-and-swap: takes effect only on exactly what ``seen`` shows; False when somebody else was first."""
    result = await tx.execute(
        update(comments)
        .where(
            comments.c.id == seen.id,
            comments.c.version == seen.version,
            comments.c.revision == seen.revision,
            comments.c.state == seen.state,
        )
        .values(state=after, version=comments.c.version + 1, decided_by=actor_id, decided_at=now)
    )
    if result.rowcount != 1:
        return False
    await _log(tx, seen.id, now, actor_id, action, seen.state, after, seen.revision)
    return True


async def visible(tx: Transaction, post_id: int, after_id: int, limit: int) -> list[Comment]:
    """Approved comments on a post after the one with ``after_id``, the oldest first."""
    rows = await tx.execute(
        select(comments)
        .where(comments.c.post_id == post_id, comments.c.state == CommentState.APPROVED, comments.c.id > after_id)
        .order_by(comments.c.id)
        .limit(limit)
    )
    return [_comment(row) for row in rows]


async def visible_before(tx: Transaction, post_id: int, before_id: int, limit: int) -> list[Comment]:
    """Approved comments on a post before the one with ``before_id``, the newest first."""
    rows = await tx.execute(
        select(comments)
        .where(comments.c.post_id == post_id, comments.c.state == CommentState.APPROVED, comments.c.id < before_id)
        .order_by(comments.c.id.desc())
        .limit(limit)
    )
    return [_comment(row) for row in rows]


async def rank(tx: Transaction, post_id: int, comment_id: int) -> int:
    """How many approved comments on the post come before that one."""
    count = select(func.count()).where(
        comments.c.post_id == post_id, comments.c.state == CommentState.APPROVED, comments.c.id < comment_id
    )
    return int((await tx.execute(count)).scalar_one())


async def _log(
    tx: Transaction,
    comment_id: int,
    now: datetime,
    actor_id: int,
    action: str,
    before: CommentState | None,
    after: CommentState,
    revision: int,
) -> None:
    await tx.execute(
        insert(comment_events).values(
            comment_id=comment_id,
            at=now,
            actor_id=actor_id,
            action=action,
            from_state=before,
            to_state=after,
            revision=revision,
        )
    )


def _comment(row: Row[Any]) -> Comment:
    return Comment(
        row.id,
        row.post_id,
        row.person_id,
        row.message_id,
        row.name,
        rich_from_json(row.body),
        CommentState(row.state),
        row.version,
        row.revision,
        row.created_at,
        row.decided_by,
        row.decided_at,
    )
