"""What campaigns come to: who has all of it, and in which chats a message may stand of which nobody knows."""

from __future__ import annotations

import pytest

from bot.core.campaigns import Account, Campaign, CampaignKind, CampaignState
from bot.core.deliveries import DeliveryState
from bot.storage import accounts, campaigns, ledger
from bot.storage.engine import Database, Transaction
from tests.storage import given
from tests.storage.given import NOW

READERS = (7_000_000_001, 7_000_000_002, 7_000_000_003)
ANN, BEN, CARLA = READERS
OK, FAILED, UNCERTAIN = DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.UNCERTAIN

Came = dict[tuple[int, int], DeliveryState]
"""What became of which (reader, page)."""


async def over(tx: Transaction, came: Came, *, pages: int, state: CampaignState = CampaignState.DONE) -> Campaign:
    """A campaign for the three readers that has ended."""
    campaign = await given.run(tx, READERS, pages=pages)
    await ledger.claim(tx, campaign.id, list(came))
    await ledger.record(tx, campaign.id, [(*key, state, int(state is UNCERTAIN)) for key, state in came.items()])
    assert await campaigns.move(tx, campaign.id, CampaignState.SENDING, state, finished_at=NOW)
    found = await campaigns.find(tx, campaign.id)
    assert found is not None
    return found


async def test_whoever_has_the_last_message_of_a_post_has_been_reached(database: Database) -> None:
    async def work(tx: Transaction) -> Account:
        came = {(ANN, 1): OK, (ANN, 2): OK, (BEN, 1): OK, (BEN, 2): FAILED, (CARLA, 1): UNCERTAIN, (CARLA, 2): OK}
        return await accounts.of_campaign(tx, await over(tx, came, pages=2))

    account = await database.write(work)

    assert (account.reached, account.in_doubt) == (2, 0)
    assert (account.progress.sent, account.progress.failed, account.progress.uncertain) == (4, 1, 1)
    assert account.may_retry
    assert account.may_resend


async def test_nothing_of_the_end_is_counted_before_it(database: Database) -> None:
    async def work(tx: Transaction) -> Account:
        campaign = await given.run(tx, READERS)
        await ledger.claim(tx, campaign.id, [(ANN, 1)])
        await ledger.record(tx, campaign.id, [(ANN, 1, OK, 0)])
        return await accounts.of_campaign(tx, campaign)

    account = await database.write(work)

    assert (account.progress.sent, account.reached) == (1, 0)
    assert not account.may_retry


@pytest.mark.parametrize("kind", [CampaignKind.UPDATE, CampaignKind.WITHDRAWAL])
async def test_a_reader_whose_copies_were_changed_has_been_reached(database: Database, kind: CampaignKind) -> None:
    """That is the row of page 0; others are of messages that were added."""

    async def work(tx: Transaction) -> Account:
        campaign = await over(tx, {(ANN, 1): OK, (BEN, 1): FAILED, (CARLA, 1): OK, (CARLA, 2): OK}, pages=2)
        await given.change_pages(tx, campaign, by=-1)
        return await accounts.of_campaign(tx, await given.of_kind(tx, campaign, kind))

    account = await database.write(work)

    assert account.campaign.kind is kind
    assert account.reached == 2


async def test_a_withdrawal_counts_the_chats_in_which_something_may_remain(database: Database) -> None:
    async def work(tx: Transaction) -> Account:
        came = {(ANN, 1): UNCERTAIN, (ANN, 2): UNCERTAIN, (BEN, 1): OK, (BEN, 2): OK, (CARLA, 2): UNCERTAIN}
        post = await over(tx, came, pages=2)
        await over(tx, {(BEN, 1): UNCERTAIN}, pages=1)  # of another post
        withdrawal = await given.campaign(tx, await given.post_of(tx, post), CampaignState.DONE)
        return await accounts.of_campaign(tx, await given.of_kind(tx, withdrawal, CampaignKind.WITHDRAWAL))

    assert (await database.write(work)).in_doubt == 2


async def test_the_campaigns_that_were_begun_last_come_first(database: Database) -> None:
    async def work(tx: Transaction) -> list[Account]:
        for _ in range(3):
            await given.run(tx, [ANN])
        return await accounts.newest(tx, 2)

    assert [account.campaign.id for account in await database.write(work)] == [3, 2]


@pytest.mark.parametrize("state", [FAILED, UNCERTAIN])
async def test_what_is_sent_again_keeps_its_doubts(database: Database, state: DeliveryState) -> None:
    async def work(tx: Transaction) -> tuple[int, list[tuple[int, int]]]:
        came = {(ANN, 1): UNCERTAIN, (BEN, 1): FAILED, (CARLA, 1): OK}
        campaign = await over(tx, came, pages=1)
        count = await ledger.queue_again(tx, campaign.id, state)
        return count, [(due.chat_id, due.doubts) for due in await ledger.due(tx, campaign.id, None, 9)]

    expected = {FAILED: [(BEN, 0)], UNCERTAIN: [(ANN, 1)]}
    assert await database.write(work) == (1, expected[state])
