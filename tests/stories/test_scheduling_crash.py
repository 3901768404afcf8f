"""A scheduled post whose time comes just as the bot starts, and the bot is killed at each of its calls from then on.

Before the calls lies the commit that makes the post; so in some of the runs it is killed before that commit, in some
after it. In the end there is one post, and every reader has it.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.core.schedule import Schedule, ScheduleState
from bot.sandbox.client import PATIENCE, Person, World
from bot.sandbox.server import Sandbox
from bot.storage import schedules
from bot.storage.engine import Database, Transaction
from bot.storage.tables import campaigns, desks, posts
from bot.storage.tables import schedules as schedule_table
from tests.databases import sqlite_url
from tests.stories.crash_ending import Doubts, doubts_in
from tests.stories.processes import ForkedBot
from tests.stories.stage import copies_of

REAL_TIME = True

pytestmark = pytest.mark.check

TEXT = "For the whole night."
RUNNING = "Broadsheet is running"


async def run(database: Path, kill: int | None) -> int:
    """Plays it in a new world; the bot is killed at its call of that number after the start. Gives how many it made."""
    url, media = sqlite_url(database), str(database.with_suffix(".media"))
    async with (
        Sandbox() as sandbox,
        World(sandbox.url) as world,
        ForkedBot(sandbox, url, database.parent, media_dir=media) as bot,
    ):
        olga, ann = await world.person("Olga"), await world.person("Ann")
        await bot.starts()
        await olga.follows((await bot.says("no owner yet", patience=PATIENCE)).split()[-1])
        await ann.starts()
        await ann.sees("You will get new posts", timeout=PATIENCE)
        await olga.says(f"The barrier held\n\n{TEXT}")
        await olga.sees("Draft · “The barrier held”", timeout=PATIENCE)
        await world.quiet(timeout=PATIENCE)
        assert await bot.is_asked_to_end() == 0
        await comes_due(url, olga)

        before = await world.count()
        doubts = Doubts()
        if kill is not None:
            fault = await world.faults(call=before + kill, hold="after" if kill % 2 else "before")
            await bot.starts()
            await fault.held(timeout=PATIENCE)
            await bot.is_killed()
            await fault.release(drop=True)
            doubts = await doubts_in(url)
        announced = bot.output.count(RUNNING)
        await bot.starts()
        # everybody may have everything already, and a bot that is asked to end before it has come up just dies
        await bot.says(RUNNING, times=announced + 1, patience=PATIENCE)
        await ann.sees(TEXT, timeout=PATIENCE)
        await olga.sees("“The barrier held” went out", timeout=PATIENCE)
        await world.quiet(timeout=PATIENCE, settle=0.5)
        for person in (olga, ann):
            assert 1 <= await copies_of(person, TEXT) <= 1 + doubts.chats.count(person.id)
        assert await bot.is_asked_to_end() == 0
        await must_have_gone_out_once(url)
        return await world.count() - before


async def comes_due(url: str, olga: Person) -> None:
    """The draft on Olga's desk is scheduled for this moment."""

    async def put(tx: Transaction) -> None:
        draft_id = (await tx.execute(select(desks.c.draft_id))).scalar_one()
        await schedules.put(tx, Schedule(draft_id, olga.id, datetime.now(UTC), ScheduleState.WAITING))

    database = Database.open(url)
    try:
        await database.write(put)
    finally:
        await database.close()


async def must_have_gone_out_once(url: str) -> None:
    """One post, one campaign, and no schedule is left."""
    database = Database.open(url)
    try:
        async with database.read() as tx:
            counts = [len((await tx.execute(select(table))).all()) for table in (posts, campaigns, schedule_table)]
            assert counts == [1, 1, 0]
    finally:
        await database.close()


async def test_a_scheduled_post_goes_out_once_at_whichever_call_the_bot_is_killed(tmp_path: Path) -> None:
    calls = await run(tmp_path / "undisturbed.db", None)
    assert calls > 4
    kills = range(1, calls)
    endings = await asyncio.gather(*(run(tmp_path / f"{kill}.db", kill) for kill in kills), return_exceptions=True)
    failures = []
    for kill, ending in zip(kills, endings, strict=True):
        if isinstance(ending, Exception):
            ending.add_note(f"killed at call {kill} of {calls}")
            failures.append(ending)
    if failures:
        raise ExceptionGroup(f"{len(failures)} of {len(kills)} runs ended otherwise", failures)
