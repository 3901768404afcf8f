"""The most important promise: whatever the bot is doing when it dies, nobody is left out and nothing is lost.

The play is run once undisturbed, and its calls to Telegram are counted. Then it is run twenty times more, and in each
run the bot is killed during another call: before Telegram has done what it asks, or after that and before the answer.
The people go on as if nothing had happened, the bot is started again, and the end must be the same. The runs are
played at the same time: they wait nearly always, for a chat takes one message a second.
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
from tests.stories.crash_ending import Doubts, doubled_in_chats, doubts_in, must_be_settled
from tests.stories.crash_play import PATIENCE, Cast, play
from tests.stories.processes import ForkedBot

REAL_TIME = True

pytestmark = [pytest.mark.check, pytest.mark.timeout(900)]

POINTS = 20
"""Runs in which the bot is killed."""


@dataclass(frozen=True, slots=True)
class Kill:
    """When the bot is killed: during the call with that number, "before" or "after" its effect."""

    call: int
    moment: str


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


async def dies(world: World, bot: ForkedBot, database_url: str, kill: Kill | None) -> Doubts:
    """Kill the bot during that call, and start it again; gives what was in doubt in between."""
    if kill is None:
        return Doubts()
    fault = await world.faults(call=kill.call, hold=kill.moment)
    await fault.held(timeout=4 * PATIENCE)
    await bot.is_killed()
    await fault.release(drop=True)
    doubts = await doubts_in(database_url)
    await bot.starts()
    return doubts


async def test_a_bot_that_is_killed_during_any_call_goes_on_as_if_nothing_had_happened(tmp_path: Path) -> None:
    undisturbed = await run(tmp_path / "undisturbed.db", None)
    assert undisturbed.doubled == 0
    kills = [
        Kill(1 + number * undisturbed.calls // POINTS, "before" if number % 2 else "after") for number in range(POINTS)
    ]
    endings = await asyncio.gather(*(run(tmp_path / f"{kill.call}.db", kill) for kill in kills), return_exceptions=True)
    failures = []
    for kill, ending in zip(kills, endings, strict=True):
        print(kill, ending)
        if isinstance(ending, Exception):
            ending.add_note(f"killed {kill.moment} the effect of call {kill.call} of {undisturbed.calls}")
            failures.append(ending)
    if failures:
        raise ExceptionGroup(f"{len(failures)} of {POINTS} runs ended otherwise", failures)
