"""Samples of which message of the bot's was the newest when (``bot.core.recalling``)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, delete, func, insert, literal, select

from bot.core.recalling import RECALLABLE, SAMPLED_EVERY, MessageTimes
from bot.storage.engine import Transaction
from bot.storage.tables import message_times


async def sample(tx: Transaction, message_id: int, now: datetime) -> None:
    """The message has just been sent; keeps nothing while there is a sample that is recent enough."""
    moment = message_times.c.at.type
    recent = select(message_times.c.at).where(message_times.c.at > now - SAMPLED_EVERY)
    newer = select(message_times.c.at).where(message_times.c.message_id >= message_id)
    row = select(literal(message_id, BigInteger), literal(now, moment)).where(~recent.exists(), ~newer.exists())
    await tx.execute(insert(message_times).from_select(["message_id", "at"], row))


async def known(tx: Transaction) -> MessageTimes:
    """All samples."""
    rows = await tx.execute(select(message_times).order_by(message_times.c.message_id))
    return MessageTimes([(row.message_id, row.at) for row in rows])


async def forget_old(tx: Transaction, now: datetime) -> None:
    """Deletes samples that say only of messages that nobody can recall any more. Older messages have none, then."""
    oldest = select(func.min(message_times.c.message_id)).where(message_times.c.at > now - RECALLABLE)
    await tx.execute(delete(message_times).where(message_times.c.message_id < oldest.scalar_subquery()))
