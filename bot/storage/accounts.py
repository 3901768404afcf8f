"""What campaigns come to: counted from the ledger, and once its rows are deleted, from the totals that were kept."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update

from bot.core.campaigns import ACTIVE, Account, Campaign, CampaignKind
from bot.core.deliveries import CHANGE, DeliveryState
from bot.storage import campaigns, ledger, posts
from bot.storage.engine import Transaction
from bot.storage.tables import campaigns as campaigns_table
from bot.storage.tables import deliveries


async def of_campaign(tx: Transaction, campaign: Campaign) -> Account:
    """Everything that is told of a campaign. What is told of its end is only counted then."""
    post = await posts.get(tx, campaign.post_id)
    progress = await ledger.progress(tx, campaign.id)
    if campaign.state in ACTIVE:
        return Account(campaign, post, progress)
    doubts = await in_doubt(tx, post.id) if campaign.kind is CampaignKind.WITHDRAWAL else 0
    return Account(campaign, post, progress, await reached(tx, campaign), doubts)


async def reached(tx: Transaction, campaign: Campaign) -> int:
    """The readers who have all of it: the last message of a post, else what stands for the change of their copies."""
    if not campaign.has_ledger:
        return await _kept(tx, campaign.id, "reached")
    page = ledger.last_page(campaign.id).scalar_subquery() if campaign.kind is CampaignKind.POST else CHANGE
    counted = select(func.count()).where(
        deliveries.c.campaign_id == campaign.id,
        deliveries.c.page == page,
        deliveries.c.state == DeliveryState.SENT,
    )
    return int((await tx.execute(counted)).scalar_one())


_DOUBTFUL_CHATS = select(func.count(deliveries.c.chat_id.distinct())).where(
    deliveries.c.state == DeliveryState.UNCERTAIN
)


async def in_doubt(tx: Transaction, post_id: int) -> int:
    """Chats in which a message of the post may stand of which nobody knows. Reads all rows of its campaigns.

    One in which both the post and a message that was added to it are in doubt counts once while the ledger is kept.
    """
    of_post = (campaigns_table.c.post_id == post_id, campaigns_table.c.kind != CampaignKind.WITHDRAWAL)
    counted = _DOUBTFUL_CHATS.join(campaigns_table, campaigns_table.c.id == deliveries.c.campaign_id).where(
        *of_post, campaigns_table.c.totals.is_(None)
    )
    chats = int((await tx.execute(counted)).scalar_one())
    totals = await tx.execute(select(campaigns_table.c.totals).where(*of_post, campaigns_table.c.totals.is_not(None)))
    return chats + sum(int(kept["in_doubt"]) for kept in totals.scalars())


async def ended_before(tx: Transaction, moment: datetime) -> list[int]:
    """The ids of campaigns that ended before, and of whose rows some may be left; the oldest first."""
    rows = select(deliveries.c.campaign_id).where(deliveries.c.campaign_id == campaigns_table.c.id)
    over = campaigns_table.c.state.not_in(ACTIVE), campaigns_table.c.finished_at < moment
    found = await tx.execute(select(campaigns_table.c.id).where(*over, rows.exists()).order_by(campaigns_table.c.id))
    return list(found.scalars())


async def totals(tx: Transaction, campaign: Campaign) -> dict[str, Any]:
    """What is kept of a campaign's ledger. Reads all of its rows, and is therefore asked outside of a write."""
    in_doubt = _DOUBTFUL_CHATS.where(deliveries.c.campaign_id == campaign.id)
    return {
        "progress": asdict(await ledger.progress(tx, campaign.id)),
        "reached": await reached(tx, campaign),
        "in_doubt": int((await tx.execute(in_doubt)).scalar_one()),
    }


async def close(tx: Transaction, campaign: Campaign, totals: dict[str, Any]) -> bool:
    """Keeps the totals from now on, after which rows may be deleted; False when the campaign has been taken up again.

    A status that offered to send something again is shown without that.
    """
    result = await tx.execute(
        update(campaigns_table)
        .where(
            campaigns_table.c.id == campaign.id,
            campaigns_table.c.state == campaign.state,
            campaigns_table.c.finished_at == campaign.finished_at,
        )
        .values(totals=totals)
    )
    if totals["progress"]["failed"] or totals["progress"]["uncertain"]:
        await campaigns.report_anew(tx, campaign.id)
    return result.rowcount == 1


async def forget_rows(tx: Transaction, campaign_id: int, limit: int) -> bool:
    """Deletes about ``limit`` rows of a campaign that is closed, whole readers in the order of the key; False when
    there are none left."""
    of_campaign = deliveries.c.campaign_id == campaign_id
    chats = select(deliveries.c.chat_id).where(of_campaign).order_by(deliveries.c.chat_id)
    last = (await tx.execute(chats.offset(limit - 1).limit(1))).scalar()
    some = delete(deliveries).where(of_campaign)
    await tx.execute(some if last is None else some.where(deliveries.c.chat_id <= last))
    return last is not None


async def newest(tx: Transaction, limit: int) -> list[Account]:
    """The campaigns that were begun last, the newest first."""
    return [await of_campaign(tx, campaign) for campaign in await campaigns.newest(tx, limit)]


async def _kept(tx: Transaction, campaign_id: int, name: str) -> int:
    found = select(campaigns_table.c.totals).where(campaigns_table.c.id == campaign_id)
    return int((await tx.execute(found)).scalar_one()[name])
