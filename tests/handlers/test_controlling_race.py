"""Two control one campaign at the same moment: what is sent again is sent once, and never after a withdrawal."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from bot.core.campaigns import Campaign, CampaignKind, CampaignState, Control
from bot.core.deliveries import DeliveryState
from bot.core.people import Profile, Role
from bot.core.refusals import Refusal, RefusalKey
from bot.handlers.controlling import controlled
from bot.handlers.desk import Desk
from bot.handlers.published import Published
from bot.handlers.withdrawing import Withdrawing
from bot.storage import campaigns, ledger, people
from bot.storage.engine import Database, Transaction
from bot.storage.tables import campaigns as campaigns_table
from bot.storage.tables import posts as posts_table
from tests.handlers.test_moderating_race import blog
from tests.storage import given
from tests.storage.given import AUTHOR, NOW
from tests.storage.racing import race

ANN, BEN = 7_000_000_001, 7_000_000_002
DESK = Desk(blog())
WITHDRAWING = Withdrawing(blog(), DESK, Published(blog(), DESK))


@pytest.fixture
async def campaign(database: Database) -> Campaign:
    """It has gone out; Ann's message failed, and Ben's is in doubt."""

    async def work(tx: Transaction) -> Campaign:
        sending = await given.run(tx, [ANN, BEN])
        await people.subscribe(tx, Profile(AUTHOR, "Olga"), NOW)
        await people.give_role(tx, AUTHOR, Role.OWNER, NOW)
        await ledger.claim(tx, sending.id, [(ANN, 1), (BEN, 1)])
        came = [(ANN, 1, DeliveryState.FAILED, 0), (BEN, 1, DeliveryState.UNCERTAIN, 1)]
        await ledger.record(tx, sending.id, came)
        assert await campaigns.move(tx, sending.id, CampaignState.SENDING, CampaignState.DONE, finished_at=NOW)
        found = await campaigns.find(tx, sending.id)
        assert found is not None
        return found

    return await database.write(work)


def does(campaign: Campaign, control: Control) -> Any:
    """The press of a button."""

    async def work(tx: Transaction) -> None:
        found = await campaigns.find(tx, campaign.id)
        assert found is not None
        await controlled(tx, NOW, found, control)

    return work


async def queued(database: Database, campaign: Campaign) -> tuple[CampaignState, list[int]]:
    """The campaign's state, and the readers who are still to get something."""
    async with database.read() as tx:
        found = await campaigns.find(tx, campaign.id)
        assert found is not None
        return found.state, [due.chat_id for due in await ledger.due(tx, campaign.id, None, 9)]


@pytest.mark.parametrize("second", [Control.RETRY, Control.RESEND])
async def test_of_two_who_send_again_one_is_told_that_it_is_on_its_way(
    database: Database, campaign: Campaign, second: Control
) -> None:
    first, other = await race(database, does(campaign, Control.RETRY), does(campaign, second))

    assert first is None
    assert isinstance(other, Refusal)
    assert (other.key, other.facts) == (RefusalKey.CAMPAIGN_PAST, {"state": CampaignState.SENDING})
    assert await queued(database, campaign) == (CampaignState.SENDING, [ANN])


async def test_whoever_withdraws_at_the_same_moment_wins(database: Database, campaign: Campaign) -> None:
    async def withdraws(tx: Transaction) -> None:
        await WITHDRAWING.done(tx, NOW, Profile(AUTHOR, "Olga"), campaign.post_id, 0)

    first, other = await race(database, withdraws, does(campaign, Control.RETRY))

    assert first is None
    assert isinstance(other, Refusal)
    assert other.key is RefusalKey.POST_WITHDRAWN
    assert await queued(database, campaign) == (CampaignState.DONE, [])


async def test_what_is_sent_again_is_ended_by_a_withdrawal_a_moment_later(
    database: Database, campaign: Campaign
) -> None:
    async def withdraws(tx: Transaction) -> None:
        await WITHDRAWING.done(tx, NOW, Profile(AUTHOR, "Olga"), campaign.post_id, 0)

    assert list(await race(database, does(campaign, Control.RESEND), withdraws)) == [None, None]
    assert await queued(database, campaign) == (CampaignState.CANCELLED, [])


async def test_an_update_that_is_not_the_newest_is_not_tried_again(database: Database, campaign: Campaign) -> None:
    async def updated(tx: Transaction) -> None:
        await given.of_kind(tx, campaign, CampaignKind.UPDATE)
        await tx.execute(update(campaigns_table).values(revision=1))
        await tx.execute(update(posts_table).values(revision=2))

    await database.write(updated)
    with pytest.raises(Refusal) as refused:
        await database.write(does(campaign, Control.RETRY))

    assert refused.value.key is RefusalKey.NOTHING_TO_REPEAT


async def test_nothing_is_sent_again_without_its_ledger(database: Database, campaign: Campaign) -> None:
    await database.write(lambda tx: given.forget_ledger(tx, campaign))

    with pytest.raises(Refusal) as refused:
        await database.write(does(campaign, Control.RETRY))

    assert refused.value.key is RefusalKey.NOTHING_TO_REPEAT
    assert await queued(database, campaign) == (CampaignState.DONE, [])
