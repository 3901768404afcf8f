"""The machine's clock is set back by an hour: nothing comes twice, the pace stays, and nothing waits for an hour."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta

from bot.core.deliveries import DeliveryState
from bot.sandbox.client import PATIENCE
from tests.faults.crowd import Books, Crowd, begins, extra_copies, opened
from tests.stories.stage import ON_SQLITE, Stage

pytestmark = ON_SQLITE

PAGES = ("First page", "Last page")

HOUR = timedelta(hours=1)


async def test_in_mid_campaign(stage: Stage) -> None:
    crowd = await Crowd.gathers(stage.sandbox, stage.world, stage.database_url, 150, stage.clock())
    campaign = await begins(stage.database_url, crowd.olga, PAGES, stage.clock())
    await stage.starts_bot(send_rate=10)
    await crowd.readers[5].sees(PAGES[0], timeout=PATIENCE)

    said = await asyncio.gather(*(reader.says("/help") for reader in crowd.readers[:20]))
    stage.clock.passes(-HOUR)
    seconds = asyncio.get_running_loop().time
    began = seconds()
    shown = await crowd.olga.sees("/s · ", timeout=PATIENCE)
    await crowd.olga.sees("went out", timeout=PATIENCE)
    took = seconds() - began

    assert took < HOUR.total_seconds() / 4
    rate = re.search(r"· (\d+(?:\.\d+)?)/s ·", shown["text"])
    assert rate is not None
    assert 0 < float(rate[1]) <= 11
    for reader, question in zip(crowd.readers[:20], said, strict=True):
        await reader.sees("New posts come by themselves", after=question, timeout=PATIENCE)
    assert await extra_copies(crowd, PAGES) == {}
    async with opened(stage.database_url) as database:
        books = await Books.of(database, campaign.id)
    books.add_up()
    assert set(books.rows.values()) == {(DeliveryState.SENT, 0)}


async def test_while_a_post_waits_for_its_time_with_stop(stage: Stage) -> None:
    crowd = await Crowd.gathers(stage.sandbox, stage.world, stage.database_url, 3, stage.clock())
    await stage.starts_bot(send_delay=timedelta(seconds=60))
    await crowd.olga.says("The barrier held")
    await stage.sends(crowd.olga, "The barrier held")
    await crowd.olga.sees("Sending “The barrier held” in ", button="Stop")

    stage.clock.passes(-HOUR)

    await crowd.olga.sees("“The barrier held” went out", timeout=PATIENCE)
    for reader in crowd.readers:
        await reader.sees("The barrier held", timeout=PATIENCE)


async def test_while_the_bot_does_not_run(stage: Stage) -> None:
    crowd = await Crowd.gathers(stage.sandbox, stage.world, stage.database_url, 3, stage.clock())
    await stage.starts_bot(send_delay=timedelta(seconds=60))
    await crowd.olga.says("The barrier held")
    await stage.sends(crowd.olga, "The barrier held")
    await crowd.olga.sees("Sending “The barrier held” in ", button="Stop")
    await stage.stops_bot()

    stage.clock.passes(-HOUR)
    said = await crowd.readers[0].says("/help")
    await stage.starts_bot(send_delay=timedelta(seconds=60))

    await crowd.readers[0].sees("New posts come by themselves", after=said, timeout=PATIENCE)
    await crowd.olga.sees("“The barrier held” went out", timeout=PATIENCE)
