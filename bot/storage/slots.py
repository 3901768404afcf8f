"""Which message stands in which slot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, literal, select, update

from bot.core.slots import AT_MOST_EVERY, Slot, SlotKind
from bot.storage.columns import milliseconds, moment
from bot.storage.engine import Transaction
from bot.storage.straight import Straight
from bot.storage.tables import slots


@dataclass(frozen=True, slots=True)
class Standing:
    """A slot and the message that stands in it, with when that was last sent or changed; None while there is none."""

    slot_id: int
    message_id: int | None
    changed_at: datetime | None


# A change that changes nothing, for only rows that were changed are given back.
_ENSURE = Straight(
    """INSERT INTO slots (kind, subject_id, chat_id) VALUES (?, ?, ?)
        ON CONFLICT (kind, subject_id, chat_id) DO UPDATE SET kind = excluded.kind RETURNING id"""
)


async def ensure(tx: Transaction, slot: Slot) -> int:
    """The id of the slot, made when it is new."""
    ((slot_id,),) = await _ENSURE.ask(tx, str(slot.kind), slot.subject_id, slot.chat_id)
    return int(slot_id)


async def become(tx: Transaction, before: Slot, after: Slot) -> None:
    """What stands in a slot is another one's from now on; the slot can be filled anew. Does nothing where ``after``
    is there already, or ``before`` is not."""
    there = slots.alias()
    taken = select(there.c.id).filter_by(**_key(after))
    await tx.execute(update(slots).filter_by(**_key(before)).where(~taken.exists()).values(_key(after)))


_HOLD = Straight(
    "SELECT kind, message_id, changed_at FROM slots WHERE id = ?",
    "SELECT kind, message_id, changed_at FROM slots WHERE id = $1 FOR UPDATE",
)


async def hold(tx: Transaction, slot_id: int) -> tuple[int | None, datetime | None]:
    """Makes whoever else queues something for this slot wait until the transaction ends (on PostgreSQL).

    Gives the message that stands there, None while there is none, and the first moment at which it is to be changed
    again, None: at once.
    """
    ((kind, message_id, changed_at),) = await _HOLD.ask(tx, slot_id)
    every = AT_MOST_EVERY.get(SlotKind(kind))
    return message_id, None if every is None or changed_at is None else moment(changed_at) + every


async def showing(tx: Transaction, kind: SlotKind, subject_id: int) -> list[Slot]:
    """All slots that show this subject, in whatever chats."""
    rows = await tx.execute(
        select(slots.c.chat_id).where(slots.c.kind == kind, slots.c.subject_id == subject_id).order_by(slots.c.id)
    )
    return [Slot(kind, subject_id, row.chat_id) for row in rows]


async def find(tx: Transaction, slot: Slot) -> Standing | None:
    """The slot, and what stands in it; None where there is no such slot."""
    found = select(slots.c.id, slots.c.message_id, slots.c.changed_at).filter_by(**_key(slot))
    row = (await tx.execute(found)).first()
    return None if row is None else Standing(row.id, row.message_id, row.changed_at)


async def mark_stale(tx: Transaction, kind: SlotKind, subject_id: int, now: datetime) -> None:
    """What this subject's slots show is no longer true, in whatever chats."""
    await tx.execute(
        update(slots)
        .where(slots.c.kind == kind, slots.c.subject_id == subject_id)
        .values(stale_since=func.coalesce(slots.c.stale_since, literal(now, slots.c.stale_since.type)))
    )


async def mark_chat_stale(tx: Transaction, kind: SlotKind, chat_id: int, now: datetime) -> None:
    """What slots of this kind show in that chat is no longer to be seen there."""
    await tx.execute(
        update(slots)
        .where(slots.c.kind == kind, slots.c.chat_id == chat_id)
        .values(stale_since=func.coalesce(slots.c.stale_since, literal(now, slots.c.stale_since.type)))
    )


async def mark_fresh(tx: Transaction, slot: Slot) -> None:
    """What is shown next in the slot is true; said before it is made up, so that whatever changes meanwhile counts."""
    await tx.execute(update(slots).filter_by(**_key(slot)).values(stale_since=None))


async def stale(tx: Transaction, kind: SlotKind, limit: int) -> list[Slot]:
    """Slots whose content is no longer true, the oldest first."""
    rows = await tx.execute(
        select(slots.c.subject_id, slots.c.chat_id)
        .where(slots.c.stale_since.is_not(None), slots.c.kind == kind)
        .order_by(slots.c.stale_since, slots.c.id)
        .limit(limit)
    )
    return [Slot(kind, row.subject_id, row.chat_id) for row in rows]


_MESSAGE_IN = Straight("SELECT message_id FROM slots WHERE id = ?")


async def message_in(tx: Transaction, slot_id: int) -> int | None:
    """The message that stands in the slot, None while there is none."""
    ((message_id,),) = await _MESSAGE_IN.ask(tx, slot_id)
    return None if message_id is None else int(message_id)


_EMPTY = Straight("UPDATE slots SET message_id = NULL, changed_at = NULL WHERE id = ?")


async def empty(tx: Transaction, slot_id: int) -> None:
    """The next showing sends a new message, whatever stands there."""
    await _EMPTY.ask(tx, slot_id)


_REPLACE = Straight(
    "UPDATE slots SET message_id = ?, changed_at = ? WHERE id = ? AND message_id IS ?",
    "UPDATE slots SET message_id = $1, changed_at = $2 WHERE id = $3 AND message_id IS NOT DISTINCT FROM $4",
)


async def replace(
    tx: Transaction, slot_id: int, before: int | None, after: int | None, at: datetime | None = None
) -> None:
    """The message ``before`` gave way to ``after``, ``at`` that moment; None: there was, or is, none.

    A slot that was emptied while the call was under way stays empty: what is shown next is to be a new message.
    """
    await _REPLACE.ask(tx, after, None if at is None else milliseconds(at), slot_id, before)


async def move(tx: Transaction, chat_id: int, new_chat_id: int) -> None:
    """A group became a supergroup, in which messages are counted anew: no slot there shows anything yet."""
    there = slots.alias()
    taken = select(there.c.id).where(
        there.c.kind == slots.c.kind, there.c.subject_id == slots.c.subject_id, there.c.chat_id == new_chat_id
    )
    await tx.execute(
        update(slots)
        .where(slots.c.chat_id == chat_id, ~taken.exists())
        .values(chat_id=new_chat_id, message_id=None, changed_at=None)
    )


async def standing_in(tx: Transaction, chat_id: int, message_id: int) -> Slot | None:
    """The slot that a message stands in."""
    row = (await tx.execute(select(slots).where(slots.c.chat_id == chat_id, slots.c.message_id == message_id))).first()
    return None if row is None else Slot(SlotKind(row.kind), row.subject_id, row.chat_id)


def _key(slot: Slot) -> dict[str, Any]:
    return {"kind": slot.kind, "subject_id": slot.subject_id, "chat_id": slot.chat_id}
