"""Killing a bot in the middle of a play, at a call that is told by its number."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from bot.sandbox.client import World
from tests.stories.crash_ending import Doubts, doubts_in
from tests.stories.crash_play import PATIENCE
from tests.stories.processes import ForkedBot

AT_ONCE = 25
"""Plays that share a machine: they wait nearly always, for a chat takes one message a second."""


@dataclass(frozen=True, slots=True)
class Kill:
    """When the bot is killed: during the call with that number, "before" or "after" its effect."""

    call: int
    moment: str


def kills(calls: int, points: int) -> list[Kill]:
    """So many points spread over the calls of a play, every second one after the effect."""
    return [Kill(1 + number * calls // points, "before" if number % 2 else "after") for number in range(points)]


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


async def all_end_alike(run: Callable[[Kill], Awaitable[object]], points: Iterable[Kill]) -> None:
    """Runs the play once for each kill, several at the same time; fails with every run that ended otherwise."""
    places = asyncio.Semaphore(AT_ONCE)

    async def one(kill: Kill) -> object:
        async with places:
            return await run(kill)

    tried = list(points)
    endings = await asyncio.gather(*(one(kill) for kill in tried), return_exceptions=True)
    failures = []
    for kill, ending in zip(tried, endings, strict=True):
        print(kill, ending)
        if isinstance(ending, Exception):
            ending.add_note(f"killed {kill.moment} the effect of call {kill.call}")
            failures.append(ending)
        elif isinstance(ending, BaseException):
            raise ending
    if failures:
        raise ExceptionGroup(f"{len(failures)} of {len(tried)} runs ended otherwise", failures)
