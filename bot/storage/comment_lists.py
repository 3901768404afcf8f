"""Comments as readers page through them: under a post, and in a thread."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Select, func, select, text

from bot.core.comments import Comment
from bot.core.listing import PAGE_LENGTH, ListOrder, Page, Row, nearest_page
from bot.storage.comments import comment_of
from bot.storage.engine import Transaction
from bot.storage.tables import comments

# Spelled out, so that SQLite knows the index on the visible comments of a post for the one that is meant.
_SHOWN: ColumnElement[bool] = text("comments.state IN ('live', 'approved')")  # type: ignore[assignment]


async def under_post(tx: Transaction, post_id: int, order: ListOrder, number: int, count: int) -> Page:
    """A page of the visible comments on a post, the pinned ones first, then by thread; the nearest there is.

    ``count`` is how many there are, which the post knows.
    """
    number = nearest_page(number, count)
    skipped = number * PAGE_LENGTH
    pinned = await _count(tx, _on(post_id, pinned=True))
    ids = await _ids(tx, _in_order(_on(post_id, pinned=True), order), skipped, PAGE_LENGTH)
    unpinned = _in_order(_on(post_id, pinned=False), order)
    ids += await _ids(tx, unpinned, max(0, skipped - pinned), PAGE_LENGTH - len(ids))
    return Page(await _rows(tx, ids), number, count)


async def of_thread(tx: Transaction, thread_id: int, number: int) -> Page:
    """A page of a thread's visible comments, the oldest first; the nearest there is."""
    count = await _count(tx, _in_thread(thread_id))
    number = nearest_page(number, count)
    ids = await _ids(tx, _in_thread(thread_id).order_by(comments.c.id), number * PAGE_LENGTH, PAGE_LENGTH)
    return Page(await _rows(tx, ids), number, count)


async def rank_in_thread(tx: Transaction, comment: Comment) -> int:
    """How many visible comments of its thread come before this one."""
    return await _count(tx, _in_thread(comment.thread_id).where(comments.c.id < comment.id))


def _on(post_id: int, *, pinned: bool) -> Select[tuple[int]]:
    return select(comments.c.id).where(comments.c.post_id == post_id, _SHOWN, comments.c.pinned.is_(pinned))


def _in_thread(thread_id: int) -> Select[tuple[int]]:
    return select(comments.c.id).where(comments.c.thread_id == thread_id, _SHOWN)


def _in_order(found: Select[tuple[int]], order: ListOrder) -> Select[tuple[int]]:
    newest = order is ListOrder.NEWEST
    return found.order_by(comments.c.thread_id.desc() if newest else comments.c.thread_id, comments.c.id)


async def _count(tx: Transaction, found: Select[tuple[int]]) -> int:
    counted = found.with_only_columns(func.count(), maintain_column_froms=True)
    return int((await tx.execute(counted)).scalar_one())


async def _ids(tx: Transaction, found: Select[tuple[int]], offset: int, limit: int) -> list[int]:
    """Of the ids alone: what a comment says is read only for those that are shown."""
    rows = await tx.execute(found.offset(offset).limit(limit)) if limit else ()
    return [row.id for row in rows]


async def _rows(tx: Transaction, ids: Sequence[int]) -> tuple[Row, ...]:
    """The comments in this order, each with what it replies to and what its thread begins with."""
    listed = await _by_id(tx, ids)
    around = await _by_id(tx, {id_ for one in listed.values() for id_ in (one.answers_id, one.thread_id) if id_})
    rows = []
    begun: set[int] = set()
    for comment in (listed[id_] for id_ in ids):
        answered = around[comment.answers_id] if comment.answers_id is not None else None
        root = around[comment.thread_id]
        rows.append(
            Row(
                comment,
                answered if answered is not None and answered.visible else None,
                root if not root.visible and root.id not in begun and not comment.case.pinned else None,
            )
        )
        begun |= set() if comment.case.pinned else {root.id}
    return tuple(rows)


async def _by_id(tx: Transaction, ids: Collection[int]) -> dict[int, Comment]:
    if not ids:
        return {}
    rows = await tx.execute(select(comments).where(comments.c.id.in_(list(ids))))
    return {row.id: comment_of(row) for row in rows}
