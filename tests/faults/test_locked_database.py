"""Another program holds the database's file in the middle of a campaign: the bot waits, says so, and goes on."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

import pytest

from bot.core.deliveries import DeliveryState
from bot.sandbox.client import PATIENCE
from bot.storage import engine
from tests.faults.crowd import Books, Crowd, begins, extra_copies, opened, stands_still
from tests.stories.fast_time import SPEED
from tests.stories.stage import ON_SQLITE, Stage

pytestmark = ON_SQLITE

PAGES = ("First page", "Last page")

READERS = 40

WAITS = "The database cannot be written to (database is locked)"
GOES_ON = "The database can be written to again"


@contextmanager
def locked(database_url: str) -> Iterator[None]:
    """Somebody else is in the middle of a write."""
    file = database_url.removeprefix("sqlite+aiosqlite:///")
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def real_seconds(seconds: float) -> None:
    """SQLite waits by a clock that nobody has replaced."""
    await asyncio.sleep(seconds * SPEED)


async def everybody_has_it_once(stage: Stage, crowd: Crowd, books: Books) -> None:
    """No page is missing or doubled, and the ledger has no doubt."""
    assert await extra_copies(crowd, PAGES) == {}
    books.add_up()
    assert set(books.rows.values()) == {(DeliveryState.SENT, 0)}


async def test_a_file_that_is_locked_for_three_seconds_only_delays_a_post(stage: Stage) -> None:
    crowd = await Crowd.gathers(stage.sandbox, stage.world, stage.database_url, READERS, stage.clock())
    campaign = await begins(stage.database_url, crowd.olga, PAGES, stage.clock())
    await stage.starts_bot()
    await crowd.readers[0].sees(PAGES[0], timeout=PATIENCE)

    with locked(stage.database_url):
        await real_seconds(3)
    await crowd.olga.sees("went out", timeout=PATIENCE)

    async with opened(stage.database_url) as database:
        await everybody_has_it_once(stage, crowd, await Books.of(database, campaign.id))
    assert not [line for line in stage.console if "cannot be written" in line], "it was no more than a moment"


async def test_a_file_that_stays_locked_makes_the_bot_wait_and_say_so_once(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_TIMEOUT", 0.05)
    crowd = await Crowd.gathers(stage.sandbox, stage.world, stage.database_url, READERS, stage.clock())
    campaign = await begins(stage.database_url, crowd.olga, PAGES, stage.clock())
    await stage.starts_bot()
    await crowd.readers[0].sees(PAGES[0], timeout=PATIENCE)

    with locked(stage.database_url):
        await stage.says_on_console(WAITS)
        await crowd.olga.sees("Nothing is lost", timeout=PATIENCE)
        await crowd.readers[1].says("/help")
        await stands_still(stage.world, 1 * SPEED)
    await crowd.olga.sees("went out", timeout=PATIENCE)
    await crowd.readers[1].sees("New posts come by themselves", timeout=PATIENCE)

    async with opened(stage.database_url) as database:
        await everybody_has_it_once(stage, crowd, await Books.of(database, campaign.id))
    said = [line for line in stage.console if "database" in line]
    assert [line[: len(GOES_ON)] for line in said] == [WAITS[: len(GOES_ON)], GOES_ON]


async def test_a_bot_that_waits_for_the_file_can_be_asked_to_end(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_TIMEOUT", 0.05)
    crowd = await Crowd.gathers(stage.sandbox, stage.world, stage.database_url, READERS, stage.clock())
    campaign = await begins(stage.database_url, crowd.olga, PAGES, stage.clock())
    await stage.starts_bot()
    await crowd.readers[0].sees(PAGES[0], timeout=PATIENCE)

    with locked(stage.database_url):
        await stage.says_on_console(WAITS)
        async with asyncio.timeout(PATIENCE * SPEED):
            with suppress(ExceptionGroup):  # of a write that was given up
                await stage.stops_bot()

    await stage.starts_bot()
    await crowd.olga.sees("went out", timeout=PATIENCE)
    async with opened(stage.database_url) as database:
        books = await Books.of(database, campaign.id)
    doubted = {key for key, (_, doubts) in books.rows.items() if doubts}
    assert (await extra_copies(crowd, PAGES)).keys() <= doubted
    books.add_up()
