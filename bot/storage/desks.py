"""Desks: which draft an author's next message goes to. Several can write at one draft, each writes at one at most."""

from __future__ import annotations

from sqlalchemy import delete, select

from bot.core.drafts import Draft
from bot.storage.drafts import draft_of
from bot.storage.engine import Transaction
from bot.storage.tables import desks, drafts
from bot.storage.upsert import insert_or_update


async def draft_on(tx: Transaction, person_id: int) -> Draft | None:
    """The draft on somebody's desk."""
    found = select(drafts).join(desks, desks.c.draft_id == drafts.c.id).where(desks.c.person_id == person_id)
    row = (await tx.execute(found)).first()
    return None if row is None else draft_of(row)


async def put(tx: Transaction, person_id: int, draft_id: int) -> None:
    """This draft is what the person writes at from now on, in place of any other."""
    row = {"person_id": person_id, "draft_id": draft_id}
    await tx.execute(insert_or_update(tx, desks, ("person_id",), row, ("draft_id",)))


async def clear(tx: Transaction, person_id: int) -> None:
    """Nothing is on the person's desk."""
    await tx.execute(delete(desks).where(desks.c.person_id == person_id))


async def take_away(tx: Transaction, draft_id: int) -> None:
    """The draft is on nobody's desk."""
    await tx.execute(delete(desks).where(desks.c.draft_id == draft_id))


async def writers(tx: Transaction, draft_id: int) -> list[int]:
    """Those on whose desk the draft is."""
    rows = await tx.execute(select(desks.c.person_id).where(desks.c.draft_id == draft_id).order_by(desks.c.person_id))
    return list(rows.scalars())
