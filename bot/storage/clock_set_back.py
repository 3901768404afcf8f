"""What is due later than anything is put off: it was put there before the machine's clock was set back.

Rows are due by the time of day, so that a restart forgets none. After a clock was set back by an hour, what was to go
out at once would otherwise wait for that hour. Schedules are left alone: people have chosen a time of day.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import update

from bot.core.campaigns import CampaignState
from bot.core.deliveries import DeliveryState
from bot.core.updates import RETRY_AFTER
from bot.storage.engine import Transaction
from bot.storage.inbox import State
from bot.storage.tables import campaigns, inbox, outbox, slots

SLACK = timedelta(seconds=2)
"""How far the clock may be behind without anything having been set: clocks are put right by moments all the time."""


async def bring_forward(tx: Transaction, now: datetime, send_delay: timedelta, notice_delay: timedelta) -> int:
    """Makes such rows due again; how many there were.

    A campaign keeps its time with Stop (``send_delay``). An answer waits ``notice_delay`` at most: one that stands
    within that from now cannot be told from a notice, and stays.
    """
    found = 0
    for statement in (
        update(campaigns)
        .where(campaigns.c.state == CampaignState.WAITING, campaigns.c.due_at > now + send_delay + SLACK)
        .values(due_at=now + send_delay),
        update(outbox)
        .where(outbox.c.state == DeliveryState.QUEUED, outbox.c.due_at > now + notice_delay + SLACK)
        .values(due_at=now),
        update(inbox)
        .where(inbox.c.state == State.WAITING, inbox.c.due_at > now + RETRY_AFTER + SLACK)
        .values(due_at=now),
        update(slots).where(slots.c.changed_at > now + SLACK).values(changed_at=now),
    ):
        found += (await tx.execute(statement)).rowcount
    return found
