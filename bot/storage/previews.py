"""Previews: which messages in an author's chat show a draft as readers would get it. The next preview replaces them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete

from bot.storage.engine import Transaction
from bot.storage.tables import previews
from bot.storage.upsert import insert_or_ignore


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of a preview. ``sent_at`` is when it arrived."""

    chat_id: int
    message_id: int
    sent_at: datetime


async def arrived(tx: Transaction, draft_id: int, chat_id: int, message_ids: Iterable[int], now: datetime) -> None:
    """Messages of a draft's preview stand in the chat."""
    rows = [
        {"draft_id": draft_id, "chat_id": chat_id, "message_id": message_id, "sent_at": now}
        for message_id in message_ids
    ]
    if rows:
        await tx.execute(insert_or_ignore(tx, previews, ("draft_id", "chat_id", "message_id")), rows)


async def forget(tx: Transaction, draft_id: int, chat_id: int | None = None) -> list[Shown]:
    """The messages of a draft's preview in one chat or in all, by chat and age, which are not kept any longer."""
    forgotten = delete(previews).where(previews.c.draft_id == draft_id)
    if chat_id is not None:
        forgotten = forgotten.where(previews.c.chat_id == chat_id)
    rows = await tx.execute(forgotten.returning(previews.c.chat_id, previews.c.message_id, previews.c.sent_at))
    return sorted((Shown(*row) for row in rows), key=lambda shown: (shown.chat_id, shown.message_id))
