"""The most important promise: whatever the bot is doing when it dies, nobody is left out and nothing is lost.

The play is run once undisturbed, and its calls to Telegram are counted. Then it is run twenty times more, and in each
run the bot is killed during another call: before Telegram has done what it asks, or after that and before the answer.
The people go on as if nothing had happened, the bot is started again, and the end must be the same.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.demo.sample import read_sample
from bot.sandbox.client import World
from bot.sandbox.server import Sandbox
from tests.databases import sqlite_url
from tests.stories.crash_ending import Doubts, doubled_in_chats, must_be_settled
from tests.stories.crash_play import PATIENCE, Cast, play
from tests.stories.killing import Kill, all_end_alike, dies, kills
from tests.stories.processes import ForkedBot

REAL_TIME = True

pytestmark = [pytest.mark.check, pytest.mark.timeout(900)]

POINTS = 20
"""Runs in which the bot is killed."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run went: the calls that the bot made, the messages in doubt when it was killed, and those doubled."""

    calls: int
    doubts: Doubts
    doubled: int


async def run(database: Path, kill: Kill | None) -> Ending:
    """Plays once in a new world, and looks at everything."""
    url, media = sqlite_url(database), str(database.with_suffix(".media"))
    async with (
        Sandbox() as sandbox,
        World(sandbox.url) as world,
        ForkedBot(sandbox, url, database.parent, media_dir=media) as bot,
    ):
        cast = await Cast.of(world)
        death = asyncio.create_task(dies(world, bot, url, kill))
        try:
            await bot.starts()
            claim = await bot.says("no owner yet", patience=PATIENCE)
            await play(cast, read_sample(), claim.split()[-1])
            async with asyncio.timeout(PATIENCE):  # or else its call was never made
                doubts = await death
        finally:
            death.cancel()
        await world.quiet(timeout=PATIENCE, settle=0.5)
        doubled = await doubled_in_chats(cast, doubts)
        assert await bot.is_asked_to_end() == 0
        await must_be_settled(url)
        return Ending(await world.count(), doubts, doubled)


async def test_a_bot_that_is_killed_during_any_call_goes_on_as_if_nothing_had_happened(tmp_path: Path) -> None:
    undisturbed = await run(tmp_path / "undisturbed.db", None)
    assert undisturbed.doubled == 0
    await all_end_alike(lambda kill: run(tmp_path / f"{kill.call}.db", kill), kills(undisturbed.calls, POINTS))
