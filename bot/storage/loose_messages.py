"""What readers wrote without saying which post it is about: kept for a day, until they do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, delete, select

from bot.core.draft_json import body_to_json, part_of_body
from bot.core.parts import Part
from bot.storage.engine import Transaction
from bot.storage.tables import loose_messages
from bot.storage.upsert import insert_or_update

WAITS_FOR = timedelta(days=1)
"""How long the question which post is meant can be answered."""

Loose = tuple[int, tuple[Part, ...]]
"""The message that it is known by, which came first, and all of its messages in their order."""


async def keep(tx: Transaction, chat_id: int, message_id: int, pieces: Sequence[Part]) -> None:
    """What was written in these messages (at least one), known by ``message_id``, in place of what is known of it."""
    row = {
        "chat_id": chat_id,
        "message_id": message_id,
        "pieces": [_to_json(piece) for piece in pieces],
        "sent_at": max(piece.sent_at for piece in pieces),
    }
    await tx.execute(insert_or_update(tx, loose_messages, ("chat_id", "message_id"), row, ("pieces", "sent_at")))


async def find(tx: Transaction, chat_id: int, message_id: int) -> tuple[Part, ...] | None:
    """All messages of what is known by that one."""
    found = select(loose_messages).where(loose_messages.c.chat_id == chat_id, loose_messages.c.message_id == message_id)
    row = (await tx.execute(found)).first()
    return None if row is None else _loose(row)[1]


async def newest(tx: Transaction, chat_id: int) -> Loose | None:
    """What was written last in the chat."""
    found = select(loose_messages).where(loose_messages.c.chat_id == chat_id)
    row = (await tx.execute(found.order_by(loose_messages.c.message_id.desc()).limit(1))).first()
    return None if row is None else _loose(row)


_OF_CHAT = select(loose_messages).where(loose_messages.c.chat_id == bindparam("chat"))


async def with_message(tx: Transaction, chat_id: int, message_id: int) -> Loose | None:
    """What that message is, or is a piece of."""
    rows = await tx.execute(_OF_CHAT, {"chat": chat_id})
    every = (_loose(row) for row in rows)
    return next((loose for loose in every if any(piece.message_id == message_id for piece in loose[1])), None)


async def forget(tx: Transaction, chat_id: int, message_id: int) -> None:
    """It has become a comment."""
    await tx.execute(
        delete(loose_messages).where(loose_messages.c.chat_id == chat_id, loose_messages.c.message_id == message_id)
    )


async def forget_old(tx: Transaction, now: datetime) -> None:
    """Deletes what has waited for a day."""
    await tx.execute(delete(loose_messages).where(loose_messages.c.sent_at < now - WAITS_FOR))


def _to_json(piece: Part) -> dict[str, Any]:
    """``sent_at`` in whole seconds since 1970, as Telegram has it."""
    return {"id": piece.message_id, "sent_at": int(piece.sent_at.timestamp()), "body": body_to_json(piece)}


def _loose(row: Row[Any]) -> Loose:
    pieces = (
        part_of_body((row.chat_id, piece["id"], 0), datetime.fromtimestamp(piece["sent_at"], UTC), piece["body"])
        for piece in row.pieces
    )
    return row.message_id, tuple(sorted(pieces, key=lambda piece: piece.key))
