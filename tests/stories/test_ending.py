"""A bot that is asked to end in the middle of a broadcast: what is under way is finished, the rest goes on later."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.app import GRACE
from bot.core.deliveries import DeliveryState
from bot.sandbox.client import Person, World
from bot.sandbox.server import Sandbox
from bot.storage.engine import Database
from bot.storage.tables import deliveries
from tests.faults.crowd import Crowd, begins
from tests.stories.processes import BotProcess
from tests.stories.stage import copies_of

pytestmark = pytest.mark.check

REAL_TIME = True

TEXT = "The barrier held"
READERS = 150
"""So many that far from all are called while the bot is asked to end: at 20 a second that would take seven seconds."""


@asynccontextmanager
async def broadcast(database_url: str, folder: Path) -> AsyncIterator[tuple[World, BotProcess, Crowd]]:
    """A post that is about to be sent to many readers, as soon as the bot starts."""
    async with (
        Sandbox() as sandbox,
        World(sandbox.url) as world,
        BotProcess(sandbox, database_url, folder, send_rate="20") as bot,
    ):
        now = datetime.now(UTC)
        crowd = await Crowd.gathers(sandbox, world, database_url, READERS, now)
        await begins(database_url, crowd.olga, [TEXT], now)
        yield world, bot, crowd


async def goes_on(bot: BotProcess, olga: Person) -> None:
    """It is started again, and sends the rest at a higher pace, so that nobody waits for what is not looked at."""
    bot.environment["BROADSHEET_SEND_RATE"] = "200"
    await bot.starts()
    await olga.sees(f"{READERS + 1} messages to {READERS + 1} readers")


async def states(database_url: str) -> list[DeliveryState]:
    """What the ledger says when nobody works with it."""
    database = Database.open(database_url)
    try:
        async with database.read() as tx:
            return [DeliveryState(state) for state in (await tx.execute(select(deliveries.c.state))).scalars()]
    finally:
        await database.close()


async def reached(readers: Sequence[Person]) -> int:
    """How many copies the readers have, doubles included."""
    return sum([await copies_of(reader, TEXT) for reader in readers])


async def test_slow_calls_come_back_before_it_ends_and_nobody_gets_the_post_twice(
    database_url: str, tmp_path: Path
) -> None:
    async with broadcast(database_url, tmp_path) as (world, bot, crowd):
        readers = crowd.readers
        await world.delays(1.5)
        await bot.starts()
        while await world.count() < 15:  # noqa: ASYNC110 — a call has no event here
            await asyncio.sleep(0.02)
        assert await bot.is_asked_to_end() == 0

        found = await states(database_url)
        assert DeliveryState.SENDING not in found, "what was under way was waited for"
        assert DeliveryState.QUEUED in found
        assert await reached(readers) == found.count(DeliveryState.SENT) - 1

        await world.delays(0)
        await goes_on(bot, crowd.olga)
        assert [await copies_of(reader, TEXT) for reader in readers] == [1] * READERS
        assert await bot.is_asked_to_end() == 0


async def test_a_call_that_never_comes_back_is_given_ten_seconds_and_is_in_doubt(
    database_url: str, tmp_path: Path
) -> None:
    async with broadcast(database_url, tmp_path) as (world, bot, crowd):
        readers = crowd.readers
        held = await world.faults("sendMessage", chat=readers[0], hold="after")
        await bot.starts()
        await held.held()
        began = time.monotonic()
        assert await bot.is_asked_to_end() == 0
        assert time.monotonic() - began > GRACE - 1

        found = await states(database_url)
        assert found.count(DeliveryState.SENDING) == 1
        await held.release()
        await goes_on(bot, crowd.olga)
        assert "are in doubt" in bot.output
        assert [await copies_of(reader, TEXT) for reader in readers] == [2] + [1] * (READERS - 1)
        assert await bot.is_asked_to_end() == 0
