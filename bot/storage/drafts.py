"""Drafts: posts in the making. Their parts are in ``parts``, who writes at which in ``desks``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from bot.core.drafts import Draft, DraftState
from bot.core.options import AS_USUAL, PostOptions, options_from_json, options_to_json
from bot.storage.engine import Transaction
from bot.storage.tables import drafts


async def find(tx: Transaction, draft_id: int) -> Draft | None:
    """The draft with that id."""
    row = (await tx.execute(select(drafts).where(drafts.c.id == draft_id))).first()
    return None if row is None else draft_of(row)


async def hold(tx: Transaction, draft_id: int) -> Draft | None:
    """The draft, which nobody else changes until the transaction ends: two authors may write it at once."""
    row = (await tx.execute(select(drafts).where(drafts.c.id == draft_id).with_for_update())).first()
    return None if row is None else draft_of(row)


async def begin(tx: Transaction, author_id: int, now: datetime) -> Draft:
    """A new, empty draft, on nobody's desk yet."""
    result = await tx.execute(
        insert(drafts)
        .values(author_id=author_id, state=DraftState.OPEN, created_at=now, changed_at=now)
        .returning(drafts.c.id)
    )
    return Draft(result.scalar_one(), author_id, None, DraftState.OPEN)


async def set_title(tx: Transaction, draft_id: int, title: str | None) -> None:
    """None: the first line decides again."""
    await tx.execute(update(drafts).where(drafts.c.id == draft_id).values(title=title))


async def set_options(tx: Transaction, draft_id: int, options: PostOptions) -> None:
    """What was chosen for the post."""
    values = None if options == AS_USUAL else options_to_json(options)
    await tx.execute(update(drafts).where(drafts.c.id == draft_id).values(options=values))


async def set_state(tx: Transaction, draft_id: int, before: DraftState, after: DraftState) -> bool:
    """Moves a draft on; False when it was no longer ``before``."""
    result = await tx.execute(
        update(drafts).where(drafts.c.id == draft_id, drafts.c.state == before).values(state=after)
    )
    return result.rowcount == 1


async def give_back(tx: Transaction, draft_id: int) -> None:
    """The post that it had become is not to be: it is a draft again, also where it was changed meanwhile."""
    for before in (DraftState.PUBLISHED, DraftState.REVISING):
        await set_state(tx, draft_id, before, DraftState.OPEN)


async def touch(tx: Transaction, draft_id: int, now: datetime) -> None:
    """The draft was worked on: it comes first in the list."""
    await tx.execute(update(drafts).where(drafts.c.id == draft_id).values(changed_at=now))


async def changed_at(tx: Transaction, draft_id: int) -> datetime:
    """When the draft was last worked on."""
    moment: datetime = (await tx.execute(select(drafts.c.changed_at).where(drafts.c.id == draft_id))).scalar_one()
    return moment


async def listed(
    tx: Transaction, author_id: int | None, states: Sequence[DraftState], offset: int, limit: int
) -> list[tuple[Draft, datetime]]:
    """Drafts in these states and when they were worked on, the last one first; ``author_id`` None: everybody's."""
    found = select(drafts).where(drafts.c.state.in_(states))
    if author_id is not None:
        found = found.where(drafts.c.author_id == author_id)
    rows = await tx.execute(found.order_by(drafts.c.changed_at.desc(), drafts.c.id.desc()).offset(offset).limit(limit))
    return [(draft_of(row), row.changed_at) for row in rows]


async def count(tx: Transaction, author_id: int | None, states: Sequence[DraftState]) -> int:
    """How many drafts there are in these states; ``author_id`` None: everybody's."""
    counted = select(func.count()).select_from(drafts).where(drafts.c.state.in_(states))
    if author_id is not None:
        counted = counted.where(drafts.c.author_id == author_id)
    return int((await tx.execute(counted)).scalar_one())


def draft_of(row: Row[Any]) -> Draft:
    """A row of the table as a value."""
    options = AS_USUAL if row.options is None else options_from_json(row.options)
    return Draft(row.id, row.author_id, row.title, DraftState(row.state), options)
