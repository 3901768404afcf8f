"""The log of comments: append-only, and without it none of them moves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, insert, select

from bot.core.cases import Act, CommentState, Event, Reason, Why
from bot.core.comments import Comment
from bot.core.log_entries import Entry, Section
from bot.storage.engine import Transaction
from bot.storage.tables import comment_events, comments, people, posts

_ADD = insert(comment_events)


async def add(tx: Transaction, *lines: dict[str, Any]) -> None:
    """More lines, in their order."""
    await tx.execute(_ADD, list(lines))


def line(
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
) -> dict[str, Any]:
    """What :func:`add` writes; ``comment`` is as the act has left it, ``before`` the state that it came from."""
    return {
        "comment_id": comment.id,
        "at": now,
        "actor_id": by,
        "action": act,
        "from_state": before,
        "to_state": comment.state,
        "revision": comment.revision,
        "reason": reason,
        "note": note,
        "batch": batch,
        "undoes": undoes,
    }


async def of_comment(tx: Transaction, comment_id: int) -> list[Event]:
    """Everything that happened to a comment, the oldest first."""
    found = select(comment_events).where(comment_events.c.comment_id == comment_id).order_by(comment_events.c.id)
    return [event_of(row) for row in await tx.execute(found)]


async def newest(tx: Transaction, section: Section, limit: int, *, before: int | None = None) -> list[Entry]:
    """The last lines of a section, the oldest of them first; ``before`` the line with that id, if it is given."""
    found = _ENTRIES.where(*_of(section)).order_by(comment_events.c.id.desc()).limit(limit)
    if before is not None:
        found = found.where(comment_events.c.id < before)
    return [_entry(row) for row in reversed((await tx.execute(found)).all())]


async def following(tx: Transaction, section: Section, after: int, limit: int) -> list[int]:
    """The ids of the next lines of a section after the one with that id."""
    found = (
        select(comment_events.c.id)
        .select_from(_LOG)
        .where(*_of(section), comment_events.c.id > after)
        .order_by(comment_events.c.id)
        .limit(limit)
    )
    return list((await tx.execute(found)).scalars())


_actor, _writer = people.alias("actor"), people.alias("writer")
_undoing, _taken_back = comment_events.alias("undoing"), comment_events.alias("taken_back")
_LOG = comment_events.join(comments, comments.c.id == comment_events.c.comment_id).join(
    posts, posts.c.id == comments.c.post_id
)

_ENTRIES: Select[Any] = select(
    comment_events,
    _actor.c.name.label("actor"),
    _writer.c.name.label("writer"),
    posts.c.headline,
    _taken_back.c.action.label("takes_back"),
    exists()
    .where(_undoing.c.comment_id == comment_events.c.comment_id, _undoing.c.undoes == comment_events.c.id)
    .label("undone"),
).select_from(
    _LOG.outerjoin(_actor, _actor.c.id == comment_events.c.actor_id)
    .outerjoin(_writer, _writer.c.id == comments.c.person_id)
    .outerjoin(_taken_back, _taken_back.c.id == comment_events.c.undoes)
)


def _of(section: Section) -> list[ColumnElement[bool]]:
    meant = {
        comment_events.c.comment_id: section.comment_id,
        comments.c.person_id: section.person_id,
        comments.c.post_id: section.post_id,
        posts.c.author_id: section.author_id,
    }
    return [column == id_ for column, id_ in meant.items() if id_ is not None]


def _entry(row: Row[Any]) -> Entry:
    takes_back = Act(row.takes_back) if row.takes_back is not None else None
    return Entry(event_of(row), row.actor, row.writer, row.headline, takes_back, row.undone)


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
