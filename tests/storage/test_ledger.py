"""The ledger: every planned message is in exactly one state, and each reader gets each of them once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select, text

from bot.core.calls import Prepared
from bot.core.campaigns import Campaign, CampaignEvent, CampaignState, Progress
from bot.core.deliveries import DeliveryState, Due, OnUncertain, Result
from bot.core.people import Profile
from bot.core.posts import Copy, PostState
from bot.storage import campaigns, copies, ledger, people, posts, revisions
from bot.storage.engine import Database, Transaction
from bot.storage.for_delivery import LedgerStore
from bot.storage.tables import deliveries
from tests.storage import given
from tests.storage.given import AUTHOR, NOW
from tests.storage.racing import race
from tests.storage.test_engine import only_postgres

READERS = (7_000_000_001, 7_000_000_002, 7_000_000_003)
ANN, BEN, CARLA = READERS

Q, S, OK = DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.SENT
BLOCKED, FAILED, UNCERTAIN, CANCELLED = (
    DeliveryState.BLOCKED,
    DeliveryState.FAILED,
    DeliveryState.UNCERTAIN,
    DeliveryState.CANCELLED,
)


@pytest.fixture
def store(database: Database) -> LedgerStore:
    """The ledger as the engine sees it."""
    return LedgerStore(database)


async def states(database: Database, campaign_id: int) -> dict[tuple[int, int], DeliveryState]:
    """(reader, page) → state."""
    async with database.read() as tx:
        rows = await tx.execute(
            select(deliveries.c.chat_id, deliveries.c.page, deliveries.c.state).where(
                deliveries.c.campaign_id == campaign_id
            )
        )
        return {(row.chat_id, row.page): DeliveryState(row.state) for row in rows}


def sent(chat_id: int, page: int = 1, copy: Copy | None = None) -> Result:
    """A message that has arrived."""
    return Result(chat_id, page, OK, 0, copy)


async def test_the_audience_is_everyone_who_is_subscribed_and_in_reach(database: Database) -> None:
    async def work(tx: Transaction) -> Campaign:
        post = await given.post(tx, pages=2)
        await given.readers(tx, [*READERS, 21, 22])
        await people.unsubscribe(tx, 21)
        await people.set_reachable(tx, 22, False)
        campaign = await given.campaign(tx, post)
        await ledger.plan_own_copy(tx, campaign.id, post.id, 1, AUTHOR)
        await ledger.freeze_audience(tx, campaign.id, post.id, 1, without=AUTHOR)
        await given.readers(tx, [23])
        return campaign

    campaign = await database.write(work)

    assert set(await states(database, campaign.id)) == {(id_, page) for id_ in (AUTHOR, *READERS) for page in (1, 2)}
    async with database.read() as tx:
        assert await ledger.progress(tx, campaign.id) == Progress(queued=8, readers=4)


@only_postgres
async def test_postgresql_knows_how_long_the_ledger_is_once_the_audience_is_frozen(database: Database) -> None:
    """Else it reads all rows of a new campaign at each step, until it happens to count them."""
    await database.write(lambda tx: given.run(tx, range(100, 300), pages=2))

    async with database.read() as tx:
        counted = await tx.execute(text("SELECT reltuples FROM pg_class WHERE relname = 'deliveries'"))
        assert counted.scalar() == 400


async def test_rows_are_read_ahead_by_reader_and_page(database: Database, store: LedgerStore) -> None:
    campaign = await database.write(lambda tx: given.run(tx, READERS, pages=2))

    first, last = await store.due(campaign, None, 2)
    rest, _ = await store.due(campaign, last, 2)

    assert first == [Due(ANN, 1, 0), Due(ANN, 2, 0), Due(BEN, 1, 0), Due(BEN, 2, 0)]
    assert rest == [Due(CARLA, 1, 0), Due(CARLA, 2, 0)]
    assert last == BEN
    assert await store.due(campaign, CARLA, 2) == ([], None)


async def test_what_is_settled_is_not_read_again(database: Database, store: LedgerStore) -> None:
    campaign = await database.write(lambda tx: given.run(tx, READERS, pages=2))
    await store.settle(campaign.id, (), [(ANN, 1), (BEN, 1)])
    await store.settle(campaign.id, [sent(ANN), Result(BEN, 1, Q, 1)], ())

    assert await store.due(campaign, None, 2) == ([Due(ANN, 2, 0), Due(BEN, 1, 1), Due(BEN, 2, 0)], BEN)


async def test_a_row_is_claimed_once(database: Database, store: LedgerStore) -> None:
    campaign = await database.write(lambda tx: given.run(tx, READERS))

    assert await store.settle(campaign.id, (), [(ANN, 1), (BEN, 1)]) == {(ANN, 1), (BEN, 1)}
    assert await store.settle(campaign.id, (), [(BEN, 1), (CARLA, 1)]) == {(CARLA, 1)}
    assert await store.settle(campaign.id, (), []) == set()


async def test_two_who_claim_at_once_share(database: Database) -> None:
    campaign = await database.write(lambda tx: given.run(tx, READERS))

    first, second = await race(
        database,
        lambda tx: ledger.claim(tx, campaign.id, [(ANN, 1), (BEN, 1)]),
        lambda tx: ledger.claim(tx, campaign.id, [(BEN, 1), (CARLA, 1)]),
    )

    assert first == {(ANN, 1), (BEN, 1)}
    assert second == {(CARLA, 1)}


async def test_whoever_leaves_before_the_turn_comes_is_not_called(database: Database, store: LedgerStore) -> None:
    campaign = await database.write(lambda tx: given.run(tx, READERS, pages=2))
    await database.write(lambda tx: people.unsubscribe(tx, ANN))
    await database.write(lambda tx: people.set_reachable(tx, BEN, False))

    assert await store.settle(campaign.id, (), [(ANN, 1), (BEN, 1), (CARLA, 1)]) == {(CARLA, 1)}

    assert await states(database, campaign.id) == {
        (ANN, 1): CANCELLED,
        (ANN, 2): CANCELLED,
        (BEN, 1): BLOCKED,
        (BEN, 2): BLOCKED,
        (CARLA, 1): S,
        (CARLA, 2): Q,
    }


async def test_only_the_readers_who_were_asked_for_are_given_up(database: Database) -> None:
    campaign = await database.write(lambda tx: given.run(tx, READERS))
    await database.write(lambda tx: people.unsubscribe(tx, ANN))

    await database.write(lambda tx: ledger.drop_departed(tx, campaign.id, [BEN]))
    assert (await states(database, campaign.id))[ANN, 1] is Q

    await database.write(lambda tx: ledger.drop_departed(tx, campaign.id, [ANN, BEN]))
    assert await states(database, campaign.id) == {(ANN, 1): CANCELLED, (BEN, 1): Q, (CARLA, 1): Q}


@pytest.mark.parametrize("state", [CampaignState.PAUSED, CampaignState.CANCELLED])
async def test_nothing_is_claimed_for_a_campaign_that_is_not_on_its_way(
    database: Database, store: LedgerStore, state: CampaignState
) -> None:
    campaign = await database.write(lambda tx: given.run(tx, READERS))
    await store.settle(campaign.id, (), [(ANN, 1)])
    await database.write(lambda tx: campaigns.move(tx, campaign.id, CampaignState.SENDING, state))

    assert await store.settle(campaign.id, [sent(ANN)], [(BEN, 1)]) is None
    assert await database.write(lambda tx: ledger.claim(tx, campaign.id, [(BEN, 1)])) == set()
    assert (await states(database, campaign.id))[ANN, 1] is OK
    assert (await states(database, campaign.id))[BEN, 1] is not S


async def test_only_rows_under_way_take_a_result(database: Database) -> None:
    campaign = await database.write(lambda tx: given.run(tx, READERS))
    await database.write(lambda tx: ledger.claim(tx, campaign.id, [(ANN, 1)]))

    await database.write(lambda tx: ledger.record(tx, campaign.id, [(ANN, 1, OK, 0), (BEN, 1, FAILED, 0)]))
    await database.write(lambda tx: ledger.record(tx, campaign.id, [(ANN, 1, Q, 1)]))

    assert await states(database, campaign.id) == {(ANN, 1): OK, (BEN, 1): Q, (CARLA, 1): Q}


async def test_the_rest_of_a_post_follows_a_page_that_was_blocked(database: Database, store: LedgerStore) -> None:
    campaign = await database.write(lambda tx: given.run(tx, READERS, pages=3))
    await store.settle(campaign.id, (), [(ANN, 1), (BEN, 1)])
    await store.settle(campaign.id, [sent(ANN), Result(BEN, 1, FAILED, 0, give_up=FAILED)], [(ANN, 2)])
    await store.settle(campaign.id, [Result(ANN, 2, BLOCKED, 0, give_up=BLOCKED, unreachable=True)], [])

    async with database.read() as tx:
        progress = await ledger.progress(tx, campaign.id)
    assert progress == Progress(queued=3, sent=1, blocked=2, failed=3, readers=3, readers_blocked=1)
    assert progress.planned == 9
    async with database.read() as tx:
        assert await people.audience_size(tx) == 2


async def test_a_message_that_arrives_leaves_its_copy_in_the_same_commit(
    database: Database, store: LedgerStore
) -> None:
    campaign = await database.write(lambda tx: given.run(tx, READERS))
    copy = Copy(campaign.post_id, ANN, 55, page=1, revision=1, comments=0)
    await store.settle(campaign.id, (), [(ANN, 1)])
    await store.settle(campaign.id, [sent(ANN, copy=copy)], [])

    async with database.read() as tx:
        assert await copies.find(tx, ANN, 55) == copy


async def test_cancelling_leaves_nothing_queued_not_even_what_was_to_be_repeated(
    database: Database, store: LedgerStore
) -> None:
    campaign = await database.write(lambda tx: given.run(tx, READERS))
    await store.settle(campaign.id, (), [(ANN, 1), (BEN, 1)])
    assert await store.happened(campaign, CampaignEvent.CANCEL, NOW) is CampaignState.CANCELLED
    await database.write(lambda tx: ledger.cancel(tx, campaign.id))

    assert await store.settle(campaign.id, [Result(ANN, 1, Q, 0), Result(BEN, 1, Q, 1)], []) is None

    assert await states(database, campaign.id) == {(ANN, 1): CANCELLED, (BEN, 1): UNCERTAIN, (CARLA, 1): CANCELLED}


async def test_a_result_and_a_cancel_at_once_leave_nothing_queued(database: Database, store: LedgerStore) -> None:
    campaign = await database.write(lambda tx: given.run(tx, READERS))
    await store.settle(campaign.id, (), [(ANN, 1), (BEN, 1)])

    async def cancel(tx: Transaction) -> None:
        assert await campaigns.move(tx, campaign.id, CampaignState.SENDING, CampaignState.CANCELLED)
        await ledger.cancel(tx, campaign.id)

    async def settle(tx: Transaction) -> None:
        assert await campaigns.hold(tx, campaign.id) is CampaignState.SENDING
        await ledger.record(tx, campaign.id, [(ANN, 1, Q, 0), (BEN, 1, OK, 0)])

    results = await race(database, settle, cancel)

    assert [*results] == [None, None]
    assert await states(database, campaign.id) == {(ANN, 1): CANCELLED, (BEN, 1): OK, (CARLA, 1): CANCELLED}


@pytest.mark.parametrize(
    ("policy", "first", "second"), [(OnUncertain.RESEND, Q, Q), (OnUncertain.HOLD, UNCERTAIN, UNCERTAIN)]
)
async def test_after_each_crash_what_was_under_way_is_resent_or_held(
    database: Database, store: LedgerStore, policy: OnUncertain, first: DeliveryState, second: DeliveryState
) -> None:
    campaign = await database.write(lambda tx: given.run(tx, READERS))
    await store.settle(campaign.id, (), [(ANN, 1), (BEN, 1)])
    await store.settle(campaign.id, [sent(BEN)], [])

    assert await database.write(lambda tx: ledger.recover(tx, policy)) == 1
    assert await states(database, campaign.id) == {(ANN, 1): first, (BEN, 1): OK, (CARLA, 1): Q}

    await store.settle(campaign.id, (), [(ANN, 1)])
    await database.write(lambda tx: ledger.recover(tx, policy))
    assert (await states(database, campaign.id))[ANN, 1] is second


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (CampaignState.PROVING, Q),
        (CampaignState.PAUSED, Q),
        (CampaignState.CANCELLED, UNCERTAIN),
    ],
)
async def test_after_a_crash_nothing_is_resent_for_a_campaign_that_was_cancelled(
    database: Database, store: LedgerStore, state: CampaignState, expected: DeliveryState
) -> None:
    campaign = await database.write(lambda tx: given.run(tx, [ANN]))
    await store.settle(campaign.id, (), [(ANN, 1)])
    await database.write(lambda tx: campaigns.move(tx, campaign.id, CampaignState.SENDING, state))

    assert await database.write(lambda tx: ledger.recover(tx, OnUncertain.RESEND)) == 1

    assert await states(database, campaign.id) == {(ANN, 1): expected}


async def test_a_message_in_doubt_that_is_pressed_has_arrived(database: Database, store: LedgerStore) -> None:
    campaign = await database.write(lambda tx: given.run(tx, READERS))
    other = await database.write(lambda tx: given.run(tx, []))
    await store.settle(campaign.id, (), [(ANN, 1), (BEN, 1)])
    await store.settle(campaign.id, [Result(ANN, 1, UNCERTAIN, 1), Result(BEN, 1, Q, 1)], [])

    async def pressed(tx: Transaction, post_id: int) -> None:
        for reader in READERS:
            await ledger.adopt(tx, post_id, reader, 1)

    await database.write(lambda tx: pressed(tx, other.post_id))
    assert await states(database, campaign.id) == {(ANN, 1): UNCERTAIN, (BEN, 1): Q, (CARLA, 1): Q}
    await database.write(lambda tx: pressed(tx, campaign.post_id))

    assert await states(database, campaign.id) == {(ANN, 1): OK, (BEN, 1): OK, (CARLA, 1): Q}


@pytest.mark.parametrize("state", DeliveryState)
async def test_a_reader_has_a_row_while_the_post_may_come_or_have_come(
    database: Database, store: LedgerStore, state: DeliveryState
) -> None:
    campaign = await database.write(lambda tx: given.run(tx, [ANN]))
    await store.settle(campaign.id, (), [(ANN, 1)])
    await store.settle(campaign.id, [Result(ANN, 1, state, 0)], [])

    async with database.read() as tx:
        found = await ledger.has_row(tx, campaign.post_id, ANN)
        assert not await ledger.has_row(tx, campaign.post_id, BEN)
        assert not await ledger.has_row(tx, campaign.post_id + 1, ANN)
    assert found == (state in (Q, S, OK, UNCERTAIN))


async def test_a_campaign_begins_once_and_proves_itself_once(database: Database, store: LedgerStore) -> None:
    async def work(tx: Transaction) -> Campaign:
        await given.readers(tx, READERS)
        return await campaigns.begin(tx, (await given.post(tx, published=False)).id, AUTHOR, NOW)

    waiting = await database.write(work)
    assert await store.begin(waiting, NOW)
    assert not await store.begin(waiting, NOW)
    (proving,) = await store.active()
    assert proving.state is CampaignState.PROVING
    assert proving.started_at == NOW
    assert await states(database, waiting.id) == {(AUTHOR, 1): Q}

    assert await store.proved(proving, NOW)
    assert not await store.proved(proving, NOW)

    assert set(await states(database, waiting.id)) == {(id_, 1) for id_ in (AUTHOR, *READERS)}
    edition = await store.edition(waiting.post_id)
    assert edition.post.state is PostState.PUBLISHED
    assert edition.post.published_at == NOW
    assert [page.tail for page in edition.pages] == [b'"text":"page 1"}']


async def test_the_newest_edition_is_what_the_tables_say_at_each_moment(database: Database, store: LedgerStore) -> None:
    post = await database.write(lambda tx: given.post(tx, published=False))
    other = await database.write(given.post)

    async def is_news() -> None:
        for post_id in (post.id, other.id, post.id):
            assert await store.edition(post_id) == await LedgerStore(database).edition(post_id)

    await is_news()
    await database.write(lambda tx: posts.publish(tx, post.id, NOW))
    await is_news()
    assert (await store.edition(post.id)).post.state is PostState.PUBLISHED
    await database.write(lambda tx: posts.count_comment(tx, post.id, 1, NOW))
    await is_news()
    assert (await store.edition(post.id)).post.comments == 1
    revised = replace(post, state=PostState.PUBLISHED)
    rendered = [Prepared("sendMessage", b'"text":"new"}')]
    assert await database.write(
        lambda tx: revisions.revise(
            tx,
            revised,
            headline="New",
            article={},
            draft={},
            options=post.options,
            rendered=rendered,
            made_by=AUTHOR,
            line=False,
            now=NOW,
        )
    )
    await is_news()
    assert (await store.edition(post.id)).pages == tuple(rendered)
    assert (await store.edition(post.id, 1)).pages != tuple(rendered)
    assert (await store.edition(post.id)).pages == tuple(rendered)


async def test_a_refused_post_is_stopped_and_its_draft_put_aside(database: Database, store: LedgerStore) -> None:
    async def work(tx: Transaction) -> Campaign:
        post = await given.post(tx, published=False)
        campaign = await given.campaign(tx, post, CampaignState.PROVING)
        await ledger.plan_own_copy(tx, campaign.id, post.id, 1, AUTHOR)
        return campaign

    campaign = await database.write(work)
    assert await store.happened(campaign, CampaignEvent.REFUSE, NOW, "message is too long") is CampaignState.REFUSED
    assert await store.happened(campaign, CampaignEvent.REFUSE, NOW) is None

    async with database.read() as tx:
        found = await campaigns.find(tx, campaign.id)
        post = await posts.get(tx, campaign.post_id)
    assert found is not None
    assert (found.reason, found.finished_at) == ("message is too long", NOW)
    assert post.state is PostState.STOPPED
    assert await states(database, campaign.id) == {(AUTHOR, 1): CANCELLED}


async def test_two_who_move_a_campaign_at_once_move_it_once(database: Database) -> None:
    campaign = await database.write(lambda tx: given.run(tx, READERS))

    results = await race(
        database,
        lambda tx: campaigns.move(tx, campaign.id, CampaignState.SENDING, CampaignState.PAUSED),
        lambda tx: campaigns.move(tx, campaign.id, CampaignState.SENDING, CampaignState.CANCELLED),
    )

    assert list(results) == [True, False]
    async with database.read() as tx:
        assert [found.state for found in await campaigns.in_states(tx, list(CampaignState))] == [CampaignState.PAUSED]


async def test_whoever_starts_while_the_audience_is_frozen_gets_the_post_exactly_once(
    database: Database, store: LedgerStore
) -> None:
    """Either the campaign has the reader, or the reader finds the post published, whichever commits first."""

    async def work(tx: Transaction) -> Campaign:
        return await given.campaign(tx, await given.post(tx, published=False), CampaignState.PROVING)

    async def start(tx: Transaction, reader: int) -> int | None:
        await people.subscribe(tx, Profile(reader, "Ann"), NOW)
        newest = await posts.newest(tx)
        return None if newest is None else newest.id

    async def proved(tx: Transaction, campaign: Campaign) -> None:
        await people.hold(tx)
        await posts.publish(tx, campaign.post_id, NOW)
        await ledger.freeze_audience(tx, campaign.id, campaign.post_id, 1, without=AUTHOR)

    first = await database.write(work)
    found_before, _ = await race(database, lambda tx: start(tx, ANN), lambda tx: proved(tx, first))
    second = await database.write(work)
    _, found_after = await race(database, lambda tx: proved(tx, second), lambda tx: start(tx, BEN))

    assert found_before is None
    assert await states(database, first.id) == {(ANN, 1): Q}
    assert found_after == second.post_id
    assert await states(database, second.id) == {(ANN, 1): Q}
