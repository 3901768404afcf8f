"""What Telegram refuses: the author's own copy, one of the first twenty readers', or that of somebody far behind.

The first twenty stand for all: what is refused to one of them was very likely written wrong. Later on one refusal may
be that chat's fault, and three are the post's.
"""

from __future__ import annotations

import pytest

from bot.core.campaigns import REFUSALS_THAT_PAUSE, CampaignState
from bot.core.deliveries import DeliveryState
from bot.sandbox.client import PATIENCE, World
from tests.faults.crowd import Books, Crowd, begins, opened, pages_before
from tests.stories.stage import ON_SQLITE, Stage

pytestmark = ON_SQLITE

PAGES = ("First page", "Last page")
WORDS = "Bad Request: BUTTON_DATA_INVALID"

UNDER_WAY = 10
"""Messages that may have been claimed by the time that a refusal is known: 0.2 s of 25 a second, and a little more."""


async def test_an_own_copy_that_is_refused_goes_to_nobody_else(stage: Stage) -> None:
    crowd = await Crowd.gathers(stage.sandbox, stage.world, stage.database_url, 30, stage.clock())
    too_long = (f"First page {'of many words ' * 300}", "Last page")
    campaign = await begins(stage.database_url, crowd.olga, too_long, stage.clock())
    await stage.starts_bot()

    status = await crowd.olga.sees("Telegram refused “First page", timeout=PATIENCE)

    assert "essage is too long" in status["text"]
    for reader in crowd.readers:
        assert await pages_before(reader, too_long) == []
    assert (await books_of(stage, campaign.id)).state is CampaignState.REFUSED


@pytest.mark.parametrize("place", [0, 19])
async def test_one_refusal_among_the_first_twenty_readers_pauses_the_post_and_tells_the_author(
    stage: Stage, place: int
) -> None:
    crowd = await Crowd.gathers(stage.sandbox, stage.world, stage.database_url, 100, stage.clock())
    campaign = await begins(stage.database_url, crowd.olga, PAGES, stage.clock())
    await refuses(stage.world, crowd.readers[place].id)
    await stage.starts_bot()

    status = await crowd.olga.sees("“First page” is paused", button="Resume", timeout=PATIENCE)

    assert "utton_data_invalid" in status["text"]
    reached = [reader for reader in crowd.readers if await pages_before(reader, PAGES)]
    assert len(reached) <= place + UNDER_WAY + 20
    await crowd.olga.presses("Resume")
    await crowd.olga.sees("went out", timeout=PATIENCE)
    books = await books_of(stage, campaign.id)
    books.add_up()
    unlucky = crowd.readers[place].id
    assert books.keys_in(DeliveryState.FAILED) == {(unlucky, 1), (unlucky, 2)}
    for reader in crowd.readers:
        assert await pages_before(reader, PAGES) == ([] if reader.id == unlucky else [1, 2])


async def test_later_it_takes_three_refusals_to_pause_a_post(stage: Stage) -> None:
    crowd = await Crowd.gathers(stage.sandbox, stage.world, stage.database_url, 100, stage.clock())
    campaign = await begins(stage.database_url, crowd.olga, ["All of it"], stage.clock())
    unlucky = [crowd.readers[place].id for place in (40, 50, 60)]
    assert len(unlucky) == REFUSALS_THAT_PAUSE
    for chat_id in unlucky:
        await refuses(stage.world, chat_id)
    await stage.starts_bot()

    await crowd.olga.sees("“All of it” is paused", button="Resume", timeout=PATIENCE)

    books = await books_of(stage, campaign.id)
    assert books.keys_in(DeliveryState.FAILED) == {(chat_id, 1) for chat_id in unlucky}
    assert len(books.keys_in(DeliveryState.SENT)) > 50
    await crowd.olga.presses("Resume")
    await crowd.olga.sees("went out", timeout=PATIENCE)
    (await books_of(stage, campaign.id)).add_up()


async def test_two_refusals_later_on_pause_nothing(stage: Stage) -> None:
    crowd = await Crowd.gathers(stage.sandbox, stage.world, stage.database_url, 60, stage.clock())
    campaign = await begins(stage.database_url, crowd.olga, ["All of it"], stage.clock())
    for place in (40, 50):
        await refuses(stage.world, crowd.readers[place].id)
    await stage.starts_bot()

    await crowd.olga.sees("went out", timeout=PATIENCE)

    books = await books_of(stage, campaign.id)
    assert books.state is CampaignState.DONE
    assert len(books.keys_in(DeliveryState.FAILED)) == 2


async def refuses(world: World, chat_id: int) -> None:
    """Telegram refuses the next message to that chat."""
    await world.faults("sendMessage", chat=chat_id, code=400, description=WORDS)


async def books_of(stage: Stage, campaign_id: int) -> Books:
    """The campaign's ledger."""
    async with opened(stage.database_url) as database:
        return await Books.of(database, campaign_id)
