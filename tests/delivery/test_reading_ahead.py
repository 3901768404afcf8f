"""Reading ahead: everybody comes once, in waves, and memory holds one reading at a time."""

from __future__ import annotations

import pytest
from sqlalchemy import insert

from bot.core.campaigns import Campaign
from bot.core.deliveries import DeliveryState, Result
from bot.delivery.reading_ahead import AT_A_TIME, ReadAhead
from bot.storage import ledger, tables
from bot.storage.engine import Transaction
from tests.delivery.newsroom import Newsroom
from tests.stories.stage import ON_SQLITE

CROWD = 2 * AT_A_TIME + 300


def one(page: int) -> int:
    """Every page is a message."""
    return 1


@pytest.fixture
async def campaign(newsroom: Newsroom) -> Campaign:
    """A campaign of two pages for a crowd."""
    post = await newsroom.post("First", "Last")
    campaign = await newsroom.begins(post)
    row = {"name": "Reader", "subscribed": True, "reachable": True, "started_at": newsroom.clock()}

    async def crowd(tx: Transaction) -> None:
        await tx.execute(insert(tables.people), [{"id": id_, **row} for id_ in range(1, CROWD + 1)])
        await ledger.freeze_audience(tx, campaign.id, post.id, 1, without=newsroom.olga.id)

    await newsroom.database.write(crowd)
    return campaign


@ON_SQLITE
async def test_everybody_comes_once_and_memory_does_not_grow_with_the_audience(
    newsroom: Newsroom, campaign: Campaign
) -> None:
    readers = ReadAhead(newsroom.ledger, campaign)
    seen: list[int] = []
    most = now = 0
    while not await readers.exhausted():
        now += 1
        for pages in await readers.take(25, now, weigh=one):
            seen.append(pages[0].chat_id)
            pages.popleft()
            if pages:
                readers.rest(pages, now + 1)
        most = max(most, len(readers))

    assert sorted(seen) == sorted(2 * list(range(1, CROWD + 1)))
    assert most <= AT_A_TIME + 25


@ON_SQLITE
async def test_what_is_read_before_it_is_needed_is_no_more_than_another_reading(
    newsroom: Newsroom, campaign: Campaign
) -> None:
    readers = ReadAhead(newsroom.ledger, campaign)
    seen: list[int] = []
    most = 0
    while taken := await readers.take(25, 0, weigh=one):
        seen += [pages[0].chat_id for pages in taken]
        await readers.top_up()
        assert len(readers) >= min(AT_A_TIME // 2, CROWD - len(seen))
        most = max(most, len(readers))

    assert seen == list(range(1, CROWD + 1))
    assert most <= 1.5 * AT_A_TIME


@ON_SQLITE
async def test_those_who_have_rested_come_before_those_who_have_not_begun(
    newsroom: Newsroom, campaign: Campaign
) -> None:
    readers = ReadAhead(newsroom.ledger, campaign)
    first, second = await readers.take(2, now=0, weigh=one)
    readers.rest(first, until=5)
    readers.rest(second, until=10)

    assert [pages[0].chat_id for pages in await readers.take(2, now=5, weigh=one)] == [1, 3]
    assert [pages[0].chat_id for pages in await readers.take(2, now=10, weigh=one)] == [2, 4]


@ON_SQLITE
async def test_an_album_counts_as_its_messages(newsroom: Newsroom, campaign: Campaign) -> None:
    readers = ReadAhead(newsroom.ledger, campaign)

    assert [pages[0].chat_id for pages in await readers.take(7, now=0, weigh=lambda page: 3)] == [1, 2, 3]
    assert await readers.take(0, now=0, weigh=lambda page: 3) == []


@ON_SQLITE
async def test_when_all_others_are_through_it_says_when_the_next_has_rested(
    newsroom: Newsroom, campaign: Campaign
) -> None:
    readers = ReadAhead(newsroom.ledger, campaign)
    first, *_others = await readers.take(CROWD, now=0, weigh=one)
    readers.rest(first, until=7)

    assert await readers.take(1, now=6, weigh=one) == []
    assert readers.opens_at == 7
    assert not await readers.exhausted()


@ON_SQLITE
async def test_what_is_done_is_not_read_again_after_a_restart(newsroom: Newsroom, campaign: Campaign) -> None:
    done = [Result(chat_id, page, DeliveryState.SENT, 0) for chat_id in range(1, CROWD) for page in (1, 2)]
    keys = [(result.chat_id, result.page, result.state, 0) for result in done]

    async def settle(tx: Transaction) -> None:
        await tx.execute(tables.deliveries.update().values(state=DeliveryState.SENDING))
        await ledger.record(tx, campaign.id, keys)
        await tx.execute(
            tables.deliveries.update().where(tables.deliveries.c.chat_id == CROWD).values(state=DeliveryState.QUEUED)
        )

    await newsroom.database.write(settle)
    readers = ReadAhead(newsroom.ledger, campaign)

    (pages,) = await readers.take(10, now=0, weigh=one)
    assert [(due.chat_id, due.page) for due in pages] == [(CROWD, 1), (CROWD, 2)]
