"""Which message stands in which slot."""

from __future__ import annotations

from sqlalchemy import select, update

from bot.core.slots import Slot, SlotKind
from bot.storage.engine import Transaction
from bot.storage.tables import slots
from bot.storage.upsert import insert_or_ignore


async def ensure(tx: Transaction, slot: Slot) -> int:
    """The id of the slot, made when it is new."""
    key = {"kind": slot.kind, "subject_id": slot.subject_id, "chat_id": slot.chat_id}
    await tx.execute(insert_or_ignore(tx, slots, tuple(key)).values(key))
    return int((await tx.execute(select(slots.c.id).filter_by(**key))).scalar_one())


async def showing(tx: Transaction, kind: SlotKind, subject_id: int) -> list[Slot]:
    """All slots that show this subject, in whatever chats."""
    rows = await tx.execute(
        select(slots.c.chat_id).where(slots.c.kind == kind, slots.c.subject_id == subject_id).order_by(slots.c.id)
    )
    return [Slot(kind, subject_id, row.chat_id) for row in rows]


async def message_in(tx: Transaction, slot_id: int) -> int | None:
    """The message that stands in the slot, None while there is none."""
    message_id: int | None = (await tx.execute(select(slots.c.message_id).where(slots.c.id == slot_id))).scalar_one()
    return message_id


async def put(tx: Transaction, slot_id: int, message_id: int | None) -> None:
    """Telegram gave the message an id; None: it is gone, and the next showing sends a new one."""
    await tx.execute(update(slots).where(slots.c.id == slot_id).values(message_id=message_id))


async def standing_in(tx: Transaction, chat_id: int, message_id: int) -> Slot | None:
    """The slot that a message stands in."""
    row = (await tx.execute(select(slots).where(slots.c.chat_id == chat_id, slots.c.message_id == message_id))).first()
    return None if row is None else Slot(SlotKind(row.kind), row.subject_id, row.chat_id)
