"""Questions whose answer is the next message of a chat."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from bot.storage.engine import Transaction
from bot.storage.tables import prompts
from bot.storage.upsert import insert_or_update


async def ask(tx: Transaction, chat_id: int, post_id: int, now: datetime) -> None:
    """The next message of the chat is a comment on the post; takes the place of a question before."""
    row = {"chat_id": chat_id, "post_id": post_id, "asked_at": now}
    await tx.execute(insert_or_update(tx, prompts, ("chat_id",), row, ("post_id", "asked_at")))


async def asked(tx: Transaction, chat_id: int, since: datetime) -> int | None:
    """The post that the chat's next message is a comment on; None when nothing was asked since then."""
    found = select(prompts.c.post_id).where(prompts.c.chat_id == chat_id, prompts.c.asked_at >= since)
    post_id: int | None = (await tx.execute(found)).scalar()
    return post_id


async def drop(tx: Transaction, chat_id: int) -> None:
    """The question is answered, or no longer stands."""
    await tx.execute(delete(prompts).where(prompts.c.chat_id == chat_id))
