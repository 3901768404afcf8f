"""What is kept for a time only, and deleted afterwards."""

from __future__ import annotations

from datetime import datetime

from bot.storage import inbox, invitations, message_times, outbox
from bot.storage.engine import Database, Transaction


async def tidy(database: Database, now: datetime) -> None:
    """One round: old updates, sent answers, ended invitations and what says how old messages are go."""

    async def work(tx: Transaction) -> None:
        await inbox.forget_old(tx, now)
        await outbox.forget_old(tx, now)
        await invitations.forget_old(tx, now)
        await message_times.forget_old(tx, now)

    await database.write(work)
