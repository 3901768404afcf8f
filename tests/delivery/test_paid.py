"""A campaign whose cost was confirmed is paid for and goes at the full pace; any other keeps to what is free."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import update

from bot.core.calls import Lane
from bot.core.campaigns import CampaignState
from bot.core.pacing import Gate
from bot.core.waiting import Ticket
from bot.storage.tables import campaigns
from tests.delivery.newsroom import Newsroom

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

READERS = 45
FREE_RATE = 30


class NotingGate(Gate):
    """Keeps what it has let go, and at which seconds of the courier's clock: when it arrives says nothing of that."""

    def __init__(self) -> None:
        super().__init__(rate=500, free_rate=FREE_RATE)
        self.gone: list[tuple[float, Lane]] = []

    def next(self, now: float) -> Ticket | None:
        """As its parent."""
        ticket = super().next(now)
        if ticket is not None:
            self.gone.append((now, ticket.lane))
        return ticket


async def sent(newsroom: Newsroom, *, paid: bool) -> tuple[NotingGate, list[dict[str, Any]]]:
    """What the gate has noted of a post, and the calls that were made."""
    await newsroom.readers(READERS)
    campaign = await newsroom.begins(await newsroom.post("Headline"))
    await newsroom.database.write(lambda tx: tx.execute(update(campaigns).values(paid=paid)))
    gate = NotingGate()
    async with newsroom.new_courier(gate=gate) as courier, newsroom.engine(courier=courier):
        done = await newsroom.comes_to(campaign, CampaignState.DONE)
    assert done.paid is paid
    return gate, await newsroom.calls()


async def test_each_message_of_a_paid_campaign_says_so_and_need_not_wait_for_what_is_free(newsroom: Newsroom) -> None:
    gate, calls = await sent(newsroom, paid=True)
    assert [call["parameters"].get("allow_paid_broadcast") for call in calls] == [True] * (READERS + 1)
    assert [lane for _, lane in gate.gone] == [Lane.PAID_POSTS] * (READERS + 1)


async def test_what_is_not_paid_for_says_nothing_of_it_and_keeps_to_the_free_rate(newsroom: Newsroom) -> None:
    gate, calls = await sent(newsroom, paid=False)
    assert not any("allow_paid_broadcast" in call["parameters"] for call in calls)
    assert len(gate.gone) == READERS + 1
    assert all(later - earlier >= 1 / FREE_RATE - 1e-9 for (earlier, _), (later, _) in pairwise(gate.gone))
