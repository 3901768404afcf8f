"""Schedules: which drafts go out by themselves, and when. A draft has one at most; publishing it drops the row."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, select, update

from bot.core.schedule import Schedule, ScheduleState
from bot.storage.engine import Transaction
from bot.storage.tables import drafts, schedules
from bot.storage.upsert import insert_or_update


async def put(tx: Transaction, schedule: Schedule) -> None:
    """When the draft goes out from now on, in place of any time before."""
    row = {
        "draft_id": schedule.draft_id,
        "person_id": schedule.person_id,
        "due_at": schedule.due_at,
        "state": schedule.state,
        "paid": schedule.paid,
    }
    await tx.execute(insert_or_update(tx, schedules, ("draft_id",), row, ("person_id", "due_at", "state", "paid")))


async def drop(tx: Transaction, draft_id: int) -> bool:
    """The draft does not go out by itself any more; False when it did not before."""
    return (await tx.execute(delete(schedules).where(schedules.c.draft_id == draft_id))).rowcount == 1


async def hold(tx: Transaction, draft_id: int) -> None:
    """The schedule was found too late: it waits for its author's word."""
    await tx.execute(update(schedules).where(schedules.c.draft_id == draft_id).values(state=ScheduleState.HELD))


async def of_draft(tx: Transaction, draft_id: int) -> Schedule | None:
    """When the draft goes out, or was to go out; None when that is not settled."""
    row = (await tx.execute(select(schedules).where(schedules.c.draft_id == draft_id))).first()
    return None if row is None else _schedule(row)


async def of_author(tx: Transaction, author_id: int | None) -> list[Schedule]:
    """The schedules of somebody's drafts, whoever made them, the next one first; None: those of everybody's."""
    found = select(schedules)
    if author_id is not None:
        found = found.join(drafts, drafts.c.id == schedules.c.draft_id).where(drafts.c.author_id == author_id)
    rows = await tx.execute(found.order_by(schedules.c.due_at, schedules.c.draft_id))
    return [_schedule(row) for row in rows]


async def due(tx: Transaction, now: datetime) -> list[Schedule]:
    """Waiting schedules whose time has come, the oldest first."""
    found = select(schedules).where(schedules.c.due_at <= now, schedules.c.state == ScheduleState.WAITING)
    rows = await tx.execute(found.order_by(schedules.c.due_at, schedules.c.draft_id))
    return [_schedule(row) for row in rows]


async def next_due(tx: Transaction, now: datetime) -> datetime | None:
    """When the next one comes due that is not due yet."""
    found = select(func.min(schedules.c.due_at)).where(
        schedules.c.due_at > now, schedules.c.state == ScheduleState.WAITING
    )
    moment: datetime | None = (await tx.execute(found)).scalar()
    return moment


def _schedule(row: Row[Any]) -> Schedule:
    return Schedule(row.draft_id, row.person_id, row.due_at, ScheduleState(row.state), row.paid)
