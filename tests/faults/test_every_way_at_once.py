"""One call in twenty fails, in every way that there is: nobody is left out, and nothing comes twice without a doubt."""

from __future__ import annotations

from typing import Any

import pytest

from bot.core.campaigns import CampaignState
from bot.core.deliveries import DeliveryState
from bot.gateway.transport import READ_TIMEOUT
from bot.sandbox.client import PATIENCE, World
from tests.faults.crowd import Books, Crowd, begins, extra_copies, opened
from tests.stories.stage import ON_SQLITE, Stage

pytestmark = [ON_SQLITE, pytest.mark.check]

PAGES = ("First page", "Last page")

WAYS: tuple[dict[str, Any], ...] = (
    {"code": 500},
    {"code": 502},  # with a page of HTML
    {"code": 503},
    {"drop": "before"},
    {"drop": "after"},
    {"stall": True},
    {"code": 429, "retry_after": 2},
)

ONE_IN = 20
"""Of so many calls one fails."""


async def things_go_wrong(world: World) -> None:
    """From now on; each way takes its turn."""
    for number, way in enumerate(WAYS):
        await world.faults("sendMessage", every=ONE_IN * len(WAYS), skip=ONE_IN * number, **way)


async def calls_without_an_answer(world: World) -> int:
    """Calls with a page of which it is not known whether they took effect."""
    pages = [call for call in await world.calls("sendMessage") if call["parameters"]["text"] in PAGES]
    return sum(call["status"] not in (200, 429) for call in pages)


async def test_where_calls_fail_in_every_way_nobody_is_left_out(stage: Stage) -> None:
    crowd = await Crowd.gathers(stage.sandbox, stage.world, stage.database_url, 200, stage.clock())
    campaign = await begins(stage.database_url, crowd.olga, PAGES, stage.clock())
    await things_go_wrong(stage.world)
    stage.read_timeout = READ_TIMEOUT
    await stage.starts_bot()

    await crowd.olga.sees("went out", timeout=PATIENCE)

    async with opened(stage.database_url) as database:
        books = await Books.of(database, campaign.id)
    unanswered = await calls_without_an_answer(stage.world)
    assert unanswered > 400 / ONE_IN / 2, "not much has gone wrong"
    held = books.keys_in(DeliveryState.UNCERTAIN)
    extra = await extra_copies(crowd, PAGES, missing=held)
    doubted = {key: doubts for key, (_, doubts) in books.rows.items() if doubts}
    assert all(count <= doubted.get(key, 0) for key, count in extra.items())
    assert sum(doubted.values()) == unanswered
    assert len(held) < unanswered / 4, "what failed once came the second time"
    books.add_up()
    assert books.state is CampaignState.DONE
    assert books.keys_in(DeliveryState.SENT) | held == books.rows.keys()


@pytest.mark.parametrize(("moment", "copies"), [("before", 1), ("after", 2)])
async def test_of_calls_whose_connection_breaks_each_is_made_once_more(stage: Stage, moment: str, copies: int) -> None:
    crowd = await Crowd.gathers(stage.sandbox, stage.world, stage.database_url, 40, stage.clock())
    campaign = await begins(stage.database_url, crowd.olga, PAGES, stage.clock())
    unlucky = crowd.readers[::4]
    for reader in unlucky:
        await stage.world.faults("sendMessage", chat=reader, drop=moment)
    await stage.starts_bot()

    await crowd.olga.sees("went out", timeout=PATIENCE)

    extra = await extra_copies(crowd, PAGES)
    assert extra == ({(reader.id, 1): copies - 1 for reader in unlucky} if copies > 1 else {})
    async with opened(stage.database_url) as database:
        books = await Books.of(database, campaign.id)
    books.add_up()
    assert {key for key, row in books.rows.items() if row == (DeliveryState.SENT, 1)} == {
        (reader.id, 1) for reader in unlucky
    }
