"""In mid-campaign Telegram no longer knows the token, or cannot be reached: nobody is marked, and the rest follows."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.cli import HALTED
from bot.core.deliveries import DeliveryState
from bot.sandbox.client import PATIENCE, World
from bot.sandbox.server import Sandbox
from bot.storage.tables import people
from tests.faults.crowd import Books, Crowd, begins, extra_copies, opened
from tests.stories.processes import ForkedBot
from tests.stories.stage import ON_SQLITE

pytestmark = [ON_SQLITE, pytest.mark.check]

REAL_TIME = True

PAGES = ("First page", "Last page")


async def test_a_token_that_is_revoked_ends_the_bot_with_a_sentence_and_marks_nobody(
    tmp_path: Path, database_url: str
) -> None:
    async with (
        Sandbox(latency=0.05) as sandbox,
        World(sandbox.url) as world,
        ForkedBot(sandbox, database_url, tmp_path, send_rate="50") as bot,
    ):
        now = datetime.now(UTC)
        crowd = await Crowd.gathers(sandbox, world, database_url, 60, now)
        campaign = await begins(database_url, crowd.olga, PAGES, now)
        await bot.starts()
        await crowd.readers[5].sees(PAGES[0], timeout=PATIENCE)
        revoked = [await world.faults(method, code=401, times=None) for method in ("sendMessage", "getUpdates")]
        assert await bot.ends() == HALTED
        assert "Telegram does not accept the token (Unauthorized)" in bot.output
        assert "Traceback" not in bot.output
        async with opened(database_url) as database, database.read() as tx:
            assert (await tx.execute(select(people.c.id).where(~people.c.reachable))).first() is None
            stopped = await Books.of(database, campaign.id)
        assert stopped.keys_in(DeliveryState.QUEUED)
        assert stopped.rows.keys() == stopped.keys_in(DeliveryState.QUEUED, DeliveryState.SENT, DeliveryState.SENDING)
        under_way = stopped.keys_in(DeliveryState.SENDING)

        for each in revoked:
            await each.cancel()
        await bot.starts()
        await crowd.olga.sees("went out", timeout=PATIENCE)
        assert (await extra_copies(crowd, PAGES)).keys() <= under_way
        async with opened(database_url) as database:
            books = await Books.of(database, campaign.id)
        books.add_up()
        assert books.keys_in(DeliveryState.SENT) == books.rows.keys()
        assert under_way == set(), "what came back with 401 was not sent, and is no doubt"
        assert await bot.is_asked_to_end() == 0


async def test_a_network_that_is_away_for_a_while_costs_a_few_doubts_and_no_reader(
    tmp_path: Path, database_url: str
) -> None:
    async with (
        Sandbox(latency=0.02) as sandbox,
        World(sandbox.url) as world,
        ForkedBot(sandbox, database_url, tmp_path, send_rate="100") as bot,
    ):
        now = datetime.now(UTC)
        crowd = await Crowd.gathers(sandbox, world, database_url, 150, now)
        campaign = await begins(database_url, crowd.olga, PAGES, now)
        await bot.starts()
        await crowd.readers[20].sees(PAGES[0], timeout=PATIENCE)
        await sandbox.stop()
        await bot.says("no updates from Telegram", times=2, patience=PATIENCE)
        async with opened(database_url) as database:
            away = await Books.of(database, campaign.id)
        assert away.keys_in(DeliveryState.QUEUED)
        under_way = {key for key, (state, doubts) in away.rows.items() if doubts or state is DeliveryState.SENDING}
        await sandbox.start()
        await crowd.olga.sees("went out", timeout=PATIENCE)
        async with opened(database_url) as database:
            books = await Books.of(database, campaign.id)
            async with database.read() as tx:
                assert (await tx.execute(select(people.c.id).where(~people.c.reachable))).first() is None
        doubted = {key for key, (_, doubts) in books.rows.items() if doubts}
        assert doubted <= under_way, "nothing comes into doubt while the network is away"
        held = books.keys_in(DeliveryState.UNCERTAIN)
        assert (await extra_copies(crowd, PAGES, missing=held)).keys() <= doubted
        books.add_up()
        assert books.keys_in(DeliveryState.SENT) | held == books.rows.keys()
        assert await bot.is_asked_to_end() == 0
