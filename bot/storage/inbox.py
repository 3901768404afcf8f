"""The inbox: updates as Telegram sent them, stored before they are confirmed (architecture, decision 2)."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update

from bot.core.updates import WaitingUpdate
from bot.storage.engine import Transaction
from bot.storage.straight import Straight
from bot.storage.tables import inbox
from bot.storage.upsert import insert_or_ignore


class State(IntEnum):
    """Where an update is. The numbers are what the database keeps."""

    WAITING = 0
    DONE = 1
    SET_ASIDE = 2


IDS_KEPT = timedelta(days=7)
"""A done update's id stays this long against repetition; Telegram keeps none for more than 24 hours."""

FAILED_KEPT = timedelta(days=30)
"""An update that could not be handled keeps its body this long, for whoever looks into it."""


async def add(tx: Transaction, updates: Sequence[tuple[int, int, dict[str, Any]]], now: datetime) -> None:
    """Stores (update id, chat id, body) each once; what is known already is left as it is."""
    if not updates:
        return
    rows = [
        {
            "update_id": update_id,
            "chat_id": chat_id,
            "body": json.dumps(body, separators=(",", ":")),  # in ASCII: half an emoji could not be stored
            "state": State.WAITING,
            "tries": 0,
            "due_at": now,
            "received_at": now,
        }
        for update_id, chat_id, body in updates
    ]
    await tx.execute(insert_or_ignore(tx, inbox, ("update_id",)), rows)


_NEWEST = select(func.max(inbox.c.update_id)).where(inbox.c.received_at > bindparam("since"))


async def next_offset(tx: Transaction, now: datetime) -> int | None:
    """What getUpdates is to be asked for after a start; None after a week of silence, when ids may begin anew."""
    newest = (await tx.execute(_NEWEST, {"since": now - IDS_KEPT})).scalar()
    return None if newest is None else newest + 1


async def waiting(tx: Transaction, busy: Collection[int], now: datetime, limit: int) -> list[WaitingUpdate]:
    """The oldest waiting update of each chat that is not ``busy``; one that is to be tried later holds its chat."""
    oldest = (
        select(func.min(inbox.c.update_id))
        .where(inbox.c.state == State.WAITING, inbox.c.chat_id.not_in(list(busy)))
        .group_by(inbox.c.chat_id)
    )
    rows = await tx.execute(
        select(inbox.c.update_id, inbox.c.chat_id, inbox.c.body, inbox.c.tries)
        .where(inbox.c.update_id.in_(oldest), inbox.c.due_at <= now)
        .order_by(inbox.c.update_id)
        .limit(limit)
    )
    return [WaitingUpdate(row.update_id, row.chat_id, json.loads(row.body), row.tries) for row in rows]


async def find(tx: Transaction, update_id: int) -> WaitingUpdate | None:
    """The update, if it is still waiting."""
    row = (
        await tx.execute(select(inbox).where(inbox.c.update_id == update_id, inbox.c.state == State.WAITING))
    ).first()
    return None if row is None else WaitingUpdate(row.update_id, row.chat_id, json.loads(row.body), row.tries)


_NEXT_DUE = select(func.min(inbox.c.due_at)).where(inbox.c.state == State.WAITING, inbox.c.due_at > bindparam("now"))


async def next_due(tx: Transaction, now: datetime) -> datetime | None:
    """When the next update that is held back for another try is due."""
    due: datetime | None = (await tx.execute(_NEXT_DUE, {"now": now})).scalar()
    return due


_FINISH = Straight("UPDATE inbox SET state = ?, body = NULL WHERE update_id = ? AND state = ? RETURNING update_id")


async def finish(tx: Transaction, update_id: int) -> bool:
    """Marks an update as done and erases its body; False when it was done before, so that it has no effect twice."""
    return bool(await _FINISH.ask(tx, int(State.DONE), update_id, int(State.WAITING)))


async def try_again(tx: Transaction, update_id: int, error: str, due_at: datetime) -> None:
    """Counts a failed attempt of a waiting update and holds it, and its chat, until ``due_at``."""
    await tx.execute(
        update(inbox)
        .where(inbox.c.update_id == update_id, inbox.c.state == State.WAITING)
        .values(tries=inbox.c.tries + 1, error=error, due_at=due_at)
    )


async def set_aside(tx: Transaction, update_id: int, error: str) -> None:
    """Gives up on a waiting update; its body stays for 30 days."""
    await tx.execute(
        update(inbox)
        .where(inbox.c.update_id == update_id, inbox.c.state == State.WAITING)
        .values(state=State.SET_ASIDE, tries=inbox.c.tries + 1, error=error)
    )


async def forget_old(tx: Transaction, now: datetime) -> None:
    """Deletes the ids of done updates after a week, and failed updates after 30 days."""
    await tx.execute(delete(inbox).where(inbox.c.state == State.DONE, inbox.c.received_at < now - IDS_KEPT))
    await tx.execute(delete(inbox).where(inbox.c.state == State.SET_ASIDE, inbox.c.received_at < now - FAILED_KEPT))
