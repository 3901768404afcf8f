"""Long after a campaign has ended its rows go; what they came to, and who has the post, is known all the same."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, insert, select

from bot.core.campaigns import Account, Campaign, CampaignKind, CampaignState
from bot.core.posts import Copy
from bot.storage import accounts, campaigns, copies, housekeeping, ledger
from bot.storage.engine import Database, Transaction
from bot.storage.housekeeping import forget_ledgers, tidy
from bot.storage.tables import deliveries, people
from tests.storage import given
from tests.storage.given import DAY, NOW, SECOND
from tests.storage.test_accounts import ANN, BEN, CARLA, FAILED, OK, UNCERTAIN, over

CAME = {(ANN, 1): OK, (ANN, 2): OK, (BEN, 1): OK, (BEN, 2): UNCERTAIN, (CARLA, 1): FAILED, (CARLA, 2): FAILED}


async def ended(tx: Transaction) -> Campaign:
    """A campaign that came to an end at NOW; Ann's messages are known."""
    campaign = await over(tx, CAME, pages=2)
    await copies.add(tx, [Copy(campaign.post_id, ANN, 50 + page, page, 1, None) for page in (1, 2)])
    await campaigns.report(tx, campaign.id, campaign.state)
    return campaign


async def account_of(database: Database, campaign: Campaign) -> Account:
    async with database.read() as tx:
        found = await campaigns.find(tx, campaign.id)
        assert found is not None
        return await accounts.of_campaign(tx, found)


async def rows(database: Database) -> int:
    async with database.read() as tx:
        return int((await tx.execute(select(func.count()).select_from(deliveries))).scalar_one())


async def test_the_rows_go_once_the_time_is_over_and_what_they_came_to_stays(database: Database) -> None:
    campaign = await database.write(ended)
    before = await account_of(database, campaign)
    await tidy(database, NOW + 45 * DAY, 45 * DAY)
    assert await rows(database) == 6

    await tidy(database, NOW + 45 * DAY + SECOND, 45 * DAY)

    assert await rows(database) == 0
    after = await account_of(database, campaign)
    assert (after.progress, after.reached) == (before.progress, before.reached) == (before.progress, 1)
    assert not after.campaign.has_ledger
    assert (before.may_retry, before.may_resend) == (True, True)
    assert (after.may_retry, after.may_resend) == (False, False)


async def test_a_status_that_offered_to_send_again_is_shown_anew_and_no_other(database: Database) -> None:
    async def work(tx: Transaction) -> tuple[Campaign, Campaign]:
        smooth = await over(tx, {(ANN, 1): OK, (BEN, 1): OK, (CARLA, 1): OK}, pages=1)
        await campaigns.report(tx, smooth.id, smooth.state)
        return await ended(tx), smooth

    troubled, _ = await database.write(work)
    await forget_ledgers(database, NOW + DAY)

    async with database.read() as tx:
        assert [found.id for found, _ in await campaigns.unreported(tx)] == [troubled.id]


async def test_who_has_the_post_is_said_by_the_copies(database: Database) -> None:
    campaign = await database.write(ended)
    await forget_ledgers(database, NOW + DAY)

    async with database.read() as tx:
        assert await copies.has_copy(tx, campaign.post_id, ANN)
        assert not await copies.has_copy(tx, campaign.post_id, CARLA)
        assert not await ledger.has_row(tx, campaign.post_id, ANN)


async def test_a_withdrawal_knows_of_chats_in_doubt_whose_rows_are_gone(database: Database) -> None:
    async def work(tx: Transaction) -> Campaign:
        post = await ended(tx)
        withdrawal = await given.campaign(tx, await given.post_of(tx, post), CampaignState.DONE)
        return await given.of_kind(tx, withdrawal, CampaignKind.WITHDRAWAL)

    withdrawal = await database.write(work)
    assert (await account_of(database, withdrawal)).in_doubt == 1
    await forget_ledgers(database, NOW + DAY)
    assert (await account_of(database, withdrawal)).in_doubt == 1


@pytest.mark.parametrize("state", [CampaignState.SENDING, CampaignState.PAUSED])
async def test_nothing_is_forgotten_of_a_campaign_that_is_not_over(database: Database, state: CampaignState) -> None:
    async def work(tx: Transaction) -> None:
        campaign = await ended(tx)  # and was taken up again
        assert await campaigns.move(tx, campaign.id, CampaignState.DONE, state)

    await database.write(work)
    await forget_ledgers(database, NOW + DAY)
    assert await rows(database) == 6


async def test_a_campaign_that_is_taken_up_again_meanwhile_keeps_its_rows(database: Database) -> None:
    campaign = await database.write(ended)
    async with database.read() as tx:
        totals = await accounts.totals(tx, campaign)

    async def retry(tx: Transaction) -> bool:
        return await campaigns.move(tx, campaign.id, CampaignState.DONE, CampaignState.SENDING)

    assert await database.write(retry)
    assert not await database.write(lambda tx: accounts.close(tx, campaign, totals))
    assert (await account_of(database, campaign)).campaign.has_ledger


async def test_a_long_ledger_goes_a_few_rows_at_a_time(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(housekeeping, "PAUSE", 0)
    monkeypatch.setattr(housekeeping, "ROWS_AT_A_TIME", 100)

    async def work(tx: Transaction) -> Campaign:
        crowd = [
            {"id": id_, "name": "A", "subscribed": True, "reachable": True, "started_at": NOW}
            for id_ in range(100, 250)
        ]
        await tx.execute(insert(people), crowd)
        campaign = await given.run(tx, [], pages=2)
        assert await campaigns.move(tx, campaign.id, CampaignState.SENDING, CampaignState.CANCELLED, finished_at=NOW)
        await ledger.cancel(tx, campaign.id)
        return campaign

    campaign = await database.write(work)
    deleted: list[int] = []
    engine = database._writer.sync_engine

    def note(_connection: Any, cursor: Any, statement: str, _values: Any, _context: Any, _many: bool) -> None:
        if statement.startswith("DELETE FROM deliveries"):
            deleted.append(cursor.rowcount)

    event.listen(engine, "after_cursor_execute", note)
    await forget_ledgers(database, NOW + timedelta(hours=1))

    assert deleted == [100, 100, 100, 0]
    assert (await account_of(database, campaign)).progress.cancelled == 300
    assert (await account_of(database, campaign)).progress.readers == 150
