"""PostgreSQL is restarted under the bot, or is not there yet: the bot waits, and goes on where it was."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from bot.cli import WRONG_SETTING
from bot.sandbox.client import PATIENCE, World
from bot.sandbox.server import Sandbox
from bot.storage.migrating import upgrade
from tests.databases import MIGRATED_AT
from tests.stories.house import AWAY, LOST, RUNNING, House
from tests.stories.own_postgres import OwnPostgres, own_postgres

REAL_TIME = True

pytestmark = [pytest.mark.check, pytest.mark.postgres]


@asynccontextmanager
async def postgres_and_house(folder: Path) -> AsyncIterator[tuple[OwnPostgres, House]]:
    """A server of the test's own, which runs and has the tables, and a house on it."""
    async with (
        own_postgres() as postgres,
        Sandbox() as sandbox,
        World(sandbox.url) as world,
        AsyncExitStack() as stack,
    ):
        await postgres.starts()
        await upgrade(postgres.url, MIGRATED_AT)
        yield postgres, House(sandbox, world, postgres.url, folder, stack)


async def test_a_database_that_is_restarted_in_the_middle_of_a_campaign_costs_no_reader(tmp_path: Path) -> None:
    async with postgres_and_house(tmp_path) as (postgres, house):
        (first, _), (second, _) = await house.opens()
        await house.is_in_the_middle()

        await postgres.stops()
        await first.says(LOST)
        await second.says(AWAY)
        said = await house.olga.says("/help")
        await postgres.starts()

        await house.all_have_it()
        await house.olga.sees("/team", after=said, timeout=PATIENCE)
        for reader in house.readers:
            said = await reader.says("/help")  # nobody counts as gone
            await reader.sees("New posts come by themselves", after=said, timeout=PATIENCE)
        for process in (first, second):
            assert await process.is_asked_to_end() == 0


async def test_a_bot_that_starts_before_its_database_waits_for_it(tmp_path: Path) -> None:
    async with postgres_and_house(tmp_path) as (postgres, house):
        await postgres.stops()
        bot, _ = await house.process()
        await bot.starts()
        await bot.says(AWAY, patience=PATIENCE)

        await postgres.starts()
        await bot.says(RUNNING, patience=PATIENCE)
        await postgres.stops()
        await bot.says(AWAY, times=2)
        assert await bot.is_asked_to_end() == 0


@pytest.mark.parametrize("empty_database_url", ["postgresql"], indirect=True)
async def test_a_database_without_the_newest_tables_ends_the_bot_with_a_sentence(
    empty_database_url: str, tmp_path: Path
) -> None:
    async with Sandbox() as sandbox, World(sandbox.url) as world, AsyncExitStack() as stack:
        bot, _ = await House(sandbox, world, empty_database_url, tmp_path, stack).process()
        await bot.starts()
        assert await bot.ends() == WRONG_SETTING
        assert "run `broadsheet migrate` first" in bot.output
        assert "Traceback" not in bot.output
