"""Telegram asks to slow down, in single chats and everywhere: that is neither an attempt nor a failure."""

from __future__ import annotations

import pytest

from bot.core.deliveries import DeliveryState
from bot.sandbox.client import PATIENCE
from tests.faults.crowd import Books, Crowd, begins, extra_copies, opened
from tests.stories.stage import ON_SQLITE, Stage

pytestmark = [ON_SQLITE, pytest.mark.check]

PAGES = ("First page", "Last page")


async def test_single_chats_that_are_told_to_wait_again_and_again_get_their_pages_once(stage: Stage) -> None:
    crowd = await Crowd.gathers(stage.sandbox, stage.world, stage.database_url, 30, stage.clock())
    campaign = await begins(stage.database_url, crowd.olga, PAGES, stage.clock())
    slow = crowd.readers[3], crowd.readers[20]
    floods = [await stage.world.faults("sendMessage", chat=reader, code=429, retry_after=8, times=3) for reader in slow]
    await stage.starts_bot()

    for flood in floods:
        await flood.struck(3, timeout=PATIENCE)
    await crowd.olga.sees("went out", timeout=PATIENCE)

    await everybody_has_it_once(stage, crowd, await books_of(stage, campaign.id))


async def test_a_bot_that_is_told_to_wait_as_a_whole_makes_next_to_no_calls_until_it_may(stage: Stage) -> None:
    crowd = await Crowd.gathers(stage.sandbox, stage.world, stage.database_url, 30, stage.clock())
    campaign = await begins(stage.database_url, crowd.olga, PAGES, stage.clock())
    await stage.starts_bot()
    await crowd.readers[2].sees(PAGES[0], timeout=PATIENCE)

    flood = await stage.world.faults("sendMessage", code=429, retry_after=30, times=None)
    await flood.struck(2, timeout=PATIENCE)
    under_way = 12  # at 25 a second so many can be on their way when the first answer comes
    calls = await stage.world.count()
    said = await crowd.readers[0].says("/help")
    await flood.struck(3, timeout=PATIENCE)
    assert await stage.world.count() <= calls + under_way
    await flood.cancel()
    await crowd.olga.sees("went out", timeout=PATIENCE)
    await crowd.readers[0].sees("New posts come by themselves", after=said, timeout=PATIENCE)

    await everybody_has_it_once(stage, crowd, await books_of(stage, campaign.id))


async def books_of(stage: Stage, campaign_id: int) -> Books:
    async with opened(stage.database_url) as database:
        return await Books.of(database, campaign_id)


async def everybody_has_it_once(stage: Stage, crowd: Crowd, books: Books) -> None:
    """No page is missing or doubled, and the ledger has no doubt."""
    assert await extra_copies(crowd, PAGES) == {}
    books.add_up()
    assert set(books.rows.values()) == {(DeliveryState.SENT, 0)}
