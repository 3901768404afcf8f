"""What is known of people as commenters: a row only for those of whom there is something to know."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, bindparam, select

from bot.core.commenters import Commenter, Naming, News
from bot.core.options import CommentRule
from bot.storage.engine import Transaction
from bot.storage.tables import commenters, people
from bot.storage.upsert import insert_or_update

_OF_PERSON = select(commenters).where(commenters.c.person_id == bindparam("id"))


async def get(tx: Transaction, person_id: int) -> Commenter:
    """The person as a commenter; as everybody begins, where nothing is known."""
    row = (await tx.execute(_OF_PERSON, {"id": person_id})).first()
    return Commenter(person_id) if row is None else _commenter(row)


async def hold(tx: Transaction, person_id: int) -> Commenter:
    """The person as a commenter, whom nobody else changes until the transaction ends."""
    await tx.execute(select(people.c.id).where(people.c.id == person_id).with_for_update(key_share=True))
    return await get(tx, person_id)


async def keep(tx: Transaction, commenter: Commenter) -> None:
    """In place of what was known."""
    row: dict[str, Any] = {
        "person_id": commenter.person_id,
        "naming": commenter.naming,
        "alias": commenter.alias,
        "unwanted": sorted(commenter.unwanted),
        "muted_until": commenter.muted_until,
        "banned": commenter.banned,
        "rule": commenter.rule,
    }
    await tx.execute(insert_or_update(tx, commenters, ("person_id",), row, tuple(row)[1:]))


def _commenter(row: Row[Any]) -> Commenter:
    return Commenter(
        row.person_id,
        Naming(row.naming),
        row.alias,
        frozenset(News(news) for news in row.unwanted),
        row.muted_until,
        row.banned,
        CommentRule(row.rule),
    )
