"""A campaign whose cost was confirmed is paid for and goes at the full pace; any other keeps to what is free."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import update

from bot.core.campaigns import Campaign, CampaignState
from bot.storage.tables import campaigns
from tests.delivery.newsroom import Newsroom

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

READERS = 45


async def sent(newsroom: Newsroom, *, paid: bool) -> tuple[float, list[dict[str, Any]]]:
    """The seconds that a post takes at 500 a second, and the calls that were made."""
    await newsroom.readers(READERS)
    campaign = await newsroom.begins(await newsroom.post("Headline"))
    await newsroom.database.write(lambda tx: tx.execute(update(campaigns).values(paid=paid)))
    now = asyncio.get_running_loop().time
    async with newsroom.new_courier(rate=500, free_rate=30) as courier, newsroom.engine(courier=courier):
        await newsroom.comes_to(campaign, CampaignState.SENDING)
        began = now()
        done: Campaign = await newsroom.comes_to(campaign, CampaignState.DONE)
        assert done.paid is paid
        return now() - began, await newsroom.calls()


async def test_each_message_of_a_paid_campaign_says_so(newsroom: Newsroom) -> None:
    _, calls = await sent(newsroom, paid=True)
    assert [call["parameters"].get("allow_paid_broadcast") for call in calls] == [True] * (READERS + 1)


async def test_what_is_not_paid_for_says_nothing_of_it_and_keeps_to_the_free_rate(newsroom: Newsroom) -> None:
    took, calls = await sent(newsroom, paid=False)
    assert not any("allow_paid_broadcast" in call["parameters"] for call in calls)
    assert took > (READERS - 10) / 30
