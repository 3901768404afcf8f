"""The outbox: answers to people, committed together with what they tell of (architecture, decision 2)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select, update

from bot.core.calls import Prepared
from bot.core.deliveries import DeliveryState, OnUncertain, after_doubt
from bot.storage.engine import Transaction
from bot.storage.tables import outbox, slots

SETTLED = (DeliveryState.SENT, DeliveryState.BLOCKED, DeliveryState.FAILED, DeliveryState.CANCELLED)

SETTLED_KEPT = timedelta(days=1)
"""Rows that are done stay this long for whoever looks into what went out; their bodies are erased at once."""

SENDING_METHODS = (
    "sendMessage",
    "sendPhoto",
    "sendVideo",
    "sendAnimation",
    "sendAudio",
    "sendVoice",
    "sendDocument",
)
"""Methods that make a new message: the ones that must not be repeated lightly."""


@dataclass(frozen=True, slots=True)
class PageOf:
    """The page of a post that an outgoing message is: its id is kept as a copy."""

    post_id: int
    revision: int
    page: int
    comments: int | None


@dataclass(frozen=True, slots=True)
class Queued:
    """A row that is ready to go. ``message_id`` is the message that stands in its slot, if it has one."""

    id: int
    chat_id: int
    prepared: Prepared
    slot_id: int | None
    message_id: int | None
    page: PageOf | None
    doubts: int

    @property
    def edits(self) -> bool:
        """Whether the call changes a message that is there, and so can be repeated without harm."""
        return self.message_id is not None or self.prepared.method not in SENDING_METHODS


async def put(
    tx: Transaction,
    chat_id: int,
    prepared: Prepared,
    due_at: datetime,
    *,
    slot_id: int | None = None,
    page: PageOf | None = None,
) -> None:
    """Queues a message. What was queued for the same slot and has not gone out is replaced by it."""
    if slot_id is not None:
        await tx.execute(delete(outbox).where(outbox.c.slot_id == slot_id, outbox.c.state == DeliveryState.QUEUED))
    await tx.execute(
        insert(outbox).values(
            chat_id=chat_id,
            method=prepared.method,
            tail=prepared.tail,
            slot_id=slot_id,
            post_id=page and page.post_id,
            revision=page and page.revision,
            page=page and page.page,
            comments=page and page.comments,
            state=DeliveryState.QUEUED,
            due_at=due_at,
        )
    )


async def ready(tx: Transaction, busy: Collection[int], now: datetime, limit: int) -> list[Queued]:
    """The oldest due row of each chat that is not ``busy``; a chat waits while a row of its is ``sending``."""
    sending = select(outbox.c.chat_id).where(outbox.c.state == DeliveryState.SENDING)
    oldest = (
        select(func.min(outbox.c.id))
        .where(
            outbox.c.state == DeliveryState.QUEUED,
            outbox.c.due_at <= now,
            outbox.c.chat_id.not_in(list(busy)),
            outbox.c.chat_id.not_in(sending),
        )
        .group_by(outbox.c.chat_id)
    )
    rows = await tx.execute(
        select(outbox, slots.c.message_id)
        .select_from(outbox.outerjoin(slots, slots.c.id == outbox.c.slot_id))
        .where(outbox.c.id.in_(oldest))
        .order_by(outbox.c.id)
        .limit(limit)
    )
    return [
        Queued(
            row.id,
            row.chat_id,
            Prepared(row.method, row.tail),
            row.slot_id,
            row.message_id,
            PageOf(row.post_id, row.revision, row.page, row.comments) if row.post_id is not None else None,
            row.doubts,
        )
        for row in rows
    ]


async def claim(tx: Transaction, ids: Collection[int]) -> set[int]:
    """Marks rows as ``sending``; those that were replaced meanwhile are left out of the answer."""
    rows = await tx.execute(
        update(outbox)
        .where(outbox.c.id.in_(list(ids)), outbox.c.state == DeliveryState.QUEUED)
        .values(state=DeliveryState.SENDING)
        .returning(outbox.c.id)
    )
    return set(rows.scalars())


async def settle(tx: Transaction, row_id: int, state: DeliveryState, error: str | None = None) -> None:
    """Ends a row: nothing more is to be done for it. Its body is erased unless it is held as uncertain."""
    values: dict[str, object] = {"state": state, "error": error}
    if state in SETTLED:
        values["tail"] = None
    await tx.execute(update(outbox).where(outbox.c.id == row_id).values(values))


async def requeue(tx: Transaction, row_id: int, due_at: datetime, *, doubt: bool = False) -> None:
    """Puts a row back. Is a newer one queued for its slot by now, the old one is dropped."""
    newer = outbox.alias()
    slot = select(outbox.c.slot_id).where(outbox.c.id == row_id).scalar_subquery()
    superseded = select(newer.c.id).where(newer.c.slot_id == slot, newer.c.id > row_id)
    if (await tx.execute(superseded)).first() is not None:
        await tx.execute(delete(outbox).where(outbox.c.id == row_id))
        return
    await tx.execute(
        update(outbox)
        .where(outbox.c.id == row_id)
        .values(state=DeliveryState.QUEUED, due_at=due_at, doubts=outbox.c.doubts + int(doubt))
    )


async def block(tx: Transaction, chat_id: int) -> None:
    """Nobody is to be reached in that chat: what waits for it is given up."""
    await tx.execute(
        update(outbox)
        .where(outbox.c.chat_id == chat_id, outbox.c.state == DeliveryState.QUEUED)
        .values(state=DeliveryState.BLOCKED, tail=None)
    )


async def move(tx: Transaction, chat_id: int, new_chat_id: int) -> None:
    """The group became a supergroup with another id."""
    await tx.execute(update(outbox).where(outbox.c.chat_id == chat_id).values(chat_id=new_chat_id))
    await tx.execute(update(slots).where(slots.c.chat_id == chat_id).values(chat_id=new_chat_id))


async def next_due(tx: Transaction, now: datetime) -> datetime | None:
    """When the next row falls due after ``now``."""
    due: datetime | None = (
        await tx.execute(
            select(func.min(outbox.c.due_at)).where(outbox.c.state == DeliveryState.QUEUED, outbox.c.due_at > now)
        )
    ).scalar()
    return due


async def recover(tx: Transaction, policy: OnUncertain, now: datetime) -> int:
    """After a crash: rows found ``sending`` may have gone out. Edits are repeated, sends as ``policy`` says.

    Returns how many sends were in doubt.
    """
    found = await tx.execute(
        select(outbox.c.id, outbox.c.method, outbox.c.doubts, slots.c.message_id)
        .select_from(outbox.outerjoin(slots, slots.c.id == outbox.c.slot_id))
        .where(outbox.c.state == DeliveryState.SENDING)
    )
    doubted = 0
    for row in found.all():
        repeatable = row.message_id is not None or row.method not in SENDING_METHODS
        doubted += not repeatable
        if after_doubt(row.doubts, policy, repeatable) is DeliveryState.QUEUED:
            await requeue(tx, row.id, now, doubt=not repeatable)
        else:
            await settle(tx, row.id, DeliveryState.UNCERTAIN)
    return doubted


async def forget_old(tx: Transaction, now: datetime) -> None:
    """Deletes rows that were done a day ago."""
    await tx.execute(delete(outbox).where(outbox.c.state.in_(SETTLED), outbox.c.due_at < now - SETTLED_KEPT))
