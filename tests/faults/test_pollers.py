"""Who asks for updates: killed while it asks, or twice at the same time with one token."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core.deliveries import DeliveryState
from bot.sandbox.client import PATIENCE, World
from bot.sandbox.server import Sandbox
from tests.databases import sqlite_url
from tests.faults.crowd import Books, Crowd, begins, extra_copies, opened
from tests.stories.processes import ForkedBot
from tests.stories.stage import ON_SQLITE

pytestmark = [ON_SQLITE, pytest.mark.check]

REAL_TIME = True

PAGES = ("First page", "Last page")

RUNNING = "Broadsheet is running"
CONFLICT = "another process polls with this bot's token"


async def test_killed_while_it_asks_for_updates_the_bot_misses_none_and_answers_none_twice(
    tmp_path: Path, database_url: str
) -> None:
    async with (
        Sandbox() as sandbox,
        World(sandbox.url) as world,
        ForkedBot(sandbox, database_url, tmp_path) as bot,
    ):
        crowd = await Crowd.gathers(sandbox, world, database_url, 3, datetime.now(UTC))
        await bot.starts()
        said = await crowd.readers[0].says("/help")
        await crowd.readers[0].sees("New posts come by themselves", after=said, timeout=PATIENCE)

        for moment, times in (("before", 2), ("after", 3)):
            asked = await world.faults("getUpdates", hold=moment)
            questions = [await reader.says("/help") for reader in crowd.readers]
            await asked.held(timeout=PATIENCE)
            await bot.is_killed()
            await asked.release(drop=True)
            await bot.starts()
            await bot.says(RUNNING, times=times, patience=PATIENCE)
            for reader, question in zip(crowd.readers, questions, strict=True):
                await reader.sees("New posts come by themselves", after=question, timeout=PATIENCE)
        await world.quiet(timeout=PATIENCE, settle=1)

        for number, reader in enumerate(crowd.readers):
            helped = [said for said in await reader.messages() if "New posts come" in said.get("text", "")]
            assert len(helped) == (3 if number == 0 else 2)
        assert await bot.is_asked_to_end() == 0


async def test_two_bots_with_one_token_say_so_mark_nobody_and_one_goes_on_when_the_other_has_ended(
    tmp_path: Path, database_url: str, sqlite_template: Path
) -> None:
    (tmp_path / "other").mkdir()
    shutil.copy(sqlite_template, tmp_path / "other" / "other.db")
    other_url = sqlite_url(tmp_path / "other" / "other.db")
    async with (
        Sandbox() as sandbox,
        World(sandbox.url) as world,
        ForkedBot(sandbox, database_url, tmp_path, send_rate="50") as bot,
        ForkedBot(sandbox, other_url, tmp_path / "other") as other,
    ):
        now = datetime.now(UTC)
        crowd = await Crowd.gathers(sandbox, world, database_url, 60, now)
        campaign = await begins(database_url, crowd.olga, PAGES, now)
        await bot.starts()
        await crowd.readers[5].sees(PAGES[0], timeout=PATIENCE)
        await other.starts()
        await bot.says(CONFLICT, patience=PATIENCE)
        await other.says(CONFLICT, patience=PATIENCE)
        await crowd.olga.sees("went out", timeout=PATIENCE)
        polls = [call for call in await world.calls("getUpdates") if call["status"] == 409]
        assert len(polls) < 30, "both back off"
        assert await other.is_asked_to_end() == 0

        said = await crowd.readers[0].says("/help")
        await crowd.readers[0].sees("New posts come by themselves", after=said, timeout=PATIENCE)
        assert await extra_copies(crowd, PAGES) == {}
        assert await bot.is_asked_to_end() == 0
        async with opened(database_url) as database:
            books = await Books.of(database, campaign.id)
        books.add_up()
        assert set(books.rows.values()) == {(DeliveryState.SENT, 0)}
