"""What is kept for a time only, and deleted afterwards."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from bot.storage import accounts, campaigns, inbox, invitations, loose_messages, message_times, outbox
from bot.storage.engine import Database, Transaction

ROWS_AT_A_TIME = 5_000
"""Rows of the ledger that are deleted in one transaction: 10 ms in the median of a million on SQLite, 27 at most."""

PAUSE = 0.1
"""Seconds between two such transactions, in which others write."""


async def tidy(database: Database, now: datetime, keep_ledger: timedelta) -> None:
    """One round: old updates, sent answers, ended invitations, comments on no post and what says how old messages are
    go, and the rows of campaigns that ended long ago."""

    async def work(tx: Transaction) -> None:
        await inbox.forget_old(tx, now)
        await outbox.forget_old(tx, now)
        await invitations.forget_old(tx, now)
        await message_times.forget_old(tx, now)
        await loose_messages.forget_old(tx, now)

    await database.write(work)
    await forget_ledgers(database, now - keep_ledger)


async def forget_ledgers(database: Database, before: datetime) -> None:
    """Deletes the rows of campaigns that ended before; what they come to, and the copies, stay."""
    async with database.read() as tx:
        ended = await accounts.ended_before(tx, before)
    for campaign_id in ended:
        while await _forget_some(database, campaign_id):  # noqa: ASYNC110 — it waits for nothing: others are to write
            await asyncio.sleep(PAUSE)


async def _forget_some(database: Database, campaign_id: int) -> bool:
    """Deletes some rows, the first ones in the transaction that keeps the totals; says whether there are more.

    Counting comes before it, for it may take as long as answers cannot wait. What changes in between is a message in
    doubt that shows itself: the totals may lack it, as they lack all that show themselves later.
    """
    async with database.read() as tx:
        campaign = await campaigns.get(tx, campaign_id)
        totals = await accounts.totals(tx, campaign) if campaign.has_ledger else None

    async def work(tx: Transaction) -> bool:
        if totals is not None and not await accounts.close(tx, campaign, totals):
            return False
        return await accounts.forget_rows(tx, campaign_id, ROWS_AT_A_TIME)

    return await database.write(work)
