"""Copies: where the messages of posts stand in people's chats. They outlive the ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import BigInteger, Row, and_, bindparam, delete, func, select, true, tuple_, update

from bot.core.posts import Copy
from bot.storage import changes, posts
from bot.storage.engine import Transaction
from bot.storage.straight import Straight
from bot.storage.tables import copies
from bot.storage.tables import turned as turned_table
from bot.storage.upsert import insert_or_update

_LEAF = (
    select(turned_table.c.leaf)
    .where(turned_table.c.chat_id == copies.c.chat_id, turned_table.c.message_id == copies.c.message_id)
    .scalar_subquery()
)
"""Which leaf a copy shows; none for the first."""

_WITH_LEAF = select(copies, _LEAF.label("leaf"))

_ONE = and_(
    copies.c.post_id == bindparam("of_post"),
    copies.c.chat_id == bindparam("in_chat"),
    copies.c.message_id == bindparam("of_message"),
)
"""The copy that a statement's parameters name."""


_ADD = Straight(
    """INSERT INTO copies (post_id, chat_id, message_id, page, revision, comments) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (message_id, chat_id) DO NOTHING"""
)


async def add(tx: Transaction, found: Iterable[Copy]) -> None:
    """Keeps copies; one that is known already stays as it is.

    A message can be long under way: whose button shows an old count by the time that it is known is repainted, and what
    shows an old revision or a post that was taken back is changed.
    """
    found = list(found)
    if not found:
        return
    rows = [(copy.post_id, copy.chat_id, copy.message_id, copy.page, copy.revision, copy.comments) for copy in found]
    await _ADD.each(tx, rows)
    await changes.follow(tx, found)
    await _show(tx, found)


async def _show(tx: Transaction, found: Iterable[Copy]) -> None:
    """Where one of these shows an old count on its button, the post's copies are to be repainted."""
    for post_id, comments in {(copy.post_id, copy.comments) for copy in found if copy.comments is not None}:
        await posts.shown(tx, post_id, comments)


_AT = select(copies).where(copies.c.chat_id == bindparam("chat"), copies.c.message_id == bindparam("message"))


async def find(tx: Transaction, chat_id: int, message_id: int) -> Copy | None:
    """The post's message that stands there."""
    row = (await tx.execute(_AT, {"chat": chat_id, "message": message_id})).first()
    return None if row is None else _copy(row)


async def newest_with_buttons(tx: Transaction, post_id: int, chat_id: int) -> Copy | None:
    """The post's newest message in the chat that has buttons."""
    found = select(copies).where(
        copies.c.post_id == post_id, copies.c.chat_id == chat_id, copies.c.comments.is_not(None)
    )
    row = (await tx.execute(found.order_by(copies.c.message_id.desc()).limit(1))).first()
    return None if row is None else _copy(row)


async def has_copy(tx: Transaction, post_id: int, chat_id: int) -> bool:
    """Whether the chat holds any message of the post."""
    found = await tx.execute(
        select(copies.c.message_id).where(copies.c.post_id == post_id, copies.c.chat_id == chat_id).limit(1)
    )
    return found.first() is not None


async def readers(tx: Transaction, post_id: int) -> int:
    """In how many chats there is a message of the post. Looks at each of its copies."""
    counted = select(func.count(copies.c.chat_id.distinct())).where(copies.c.post_id == post_id)
    return int((await tx.execute(counted)).scalar_one())


async def of_chats(tx: Transaction, post_id: int, chats: Collection[int]) -> dict[int, list[Copy]]:
    """The messages of the post in each of the chats, in their order, with the leaves that they show."""
    rows = await tx.execute(
        _WITH_LEAF.where(copies.c.post_id == post_id, copies.c.chat_id.in_(list(chats))).order_by(
            copies.c.chat_id, copies.c.message_id
        )
    )
    found: dict[int, list[Copy]] = {chat_id: [] for chat_id in chats}
    for row in rows:
        found[row.chat_id].append(_copy_with_leaf(row))
    return found


_STAND = (
    update(copies)
    .where(_ONE)
    .values(page=bindparam("as_page"), revision=bindparam("of_revision"), comments=bindparam("shown"))
)


async def stand(tx: Transaction, changed: Sequence[Copy]) -> None:
    """What these messages show from now on. One whose button shows an old count by now is repainted."""
    rows = [
        {
            "of_post": copy.post_id,
            "in_chat": copy.chat_id,
            "of_message": copy.message_id,
            "as_page": copy.page,
            "of_revision": copy.revision,
            "shown": copy.comments,
        }
        for copy in changed
    ]
    if rows:
        await tx.execute(_STAND, rows)
    await _show(tx, changed)


async def remove(tx: Transaction, post_id: int, keys: Collection[tuple[int, int]]) -> None:
    """(chat, message): these messages are there no more."""
    chats = [chat_id for chat_id, _ in keys]
    if not keys:
        return
    for table, of_post in ((copies, copies.c.post_id == post_id), (turned_table, true())):
        await tx.execute(
            delete(table).where(
                of_post, table.c.chat_id.in_(chats), tuple_(table.c.chat_id, table.c.message_id).in_(list(keys))
            )
        )


async def showing_other_count(
    tx: Transaction, post_id: int, comments: int, after: tuple[int, int], limit: int
) -> list[Copy]:
    """Copies with a button that shows another count, after the key (chat, message), in key order.

    Each with the leaf that it shows.
    """
    rows = await tx.execute(
        _WITH_LEAF.where(
            copies.c.post_id == post_id,
            copies.c.comments.is_not(None),
            copies.c.comments != comments,
            tuple_(copies.c.chat_id, copies.c.message_id) > tuple_(*after, types=(BigInteger, BigInteger)),
        )
        .order_by(copies.c.chat_id, copies.c.message_id)
        .limit(limit)
    )
    return [_copy_with_leaf(row) for row in rows]


_PAINTED = (
    update(copies).where(_ONE, func.coalesce(_LEAF, 1) == bindparam("showing")).values(comments=bindparam("shown"))
)


async def painted(tx: Transaction, done: Sequence[tuple[Copy, int | None]]) -> None:
    """What the copies' buttons show now; None: it can no longer be painted.

    One that was turned meanwhile got the buttons of another leaf, and is to be painted again.
    """
    rows = [
        {
            "of_post": copy.post_id,
            "in_chat": copy.chat_id,
            "of_message": copy.message_id,
            "showing": copy.leaf,
            "shown": comments,
        }
        for copy, comments in done
    ]
    if rows:
        await tx.execute(_PAINTED, rows)


async def shows(tx: Transaction, copy: Copy) -> None:
    """The copy's button is about to show ``copy.comments``, by an answer that is committed with this."""
    await tx.execute(
        update(copies)
        .where(
            copies.c.post_id == copy.post_id,
            copies.c.chat_id == copy.chat_id,
            copies.c.message_id == copy.message_id,
        )
        .values(comments=copy.comments)
    )


async def turned(tx: Transaction, chat_id: int, message_id: int) -> int:
    """The leaf that a copy shows."""
    found = select(turned_table.c.leaf).where(
        turned_table.c.chat_id == chat_id, turned_table.c.message_id == message_id
    )
    return int((await tx.execute(found)).scalar() or 1)


async def set_turned(tx: Transaction, chat_id: int, message_id: int, leaf: int) -> None:
    """A copy shows that leaf from now on."""
    if leaf == 1:
        await tx.execute(
            delete(turned_table).where(turned_table.c.chat_id == chat_id, turned_table.c.message_id == message_id)
        )
        return
    row = {"chat_id": chat_id, "message_id": message_id, "leaf": leaf}
    await tx.execute(insert_or_update(tx, turned_table, ("chat_id", "message_id"), row, ("leaf",)))


def _copy_with_leaf(row: Row[Any]) -> Copy:
    return replace(_copy(row), leaf=row.leaf or 1)


def _copy(row: Row[Any]) -> Copy:
    return Copy(row.post_id, row.chat_id, row.message_id, row.page, row.revision, row.comments)
