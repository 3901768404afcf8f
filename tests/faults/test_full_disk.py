"""The disk runs full in the middle of a campaign: the bot waits without spinning, says so, and goes on."""

from __future__ import annotations

import asyncio
import os
import resource
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest

from bot.core.campaigns import Campaign
from bot.core.deliveries import DeliveryState
from bot.sandbox.client import PATIENCE, World
from bot.sandbox.server import Sandbox
from tests.databases import sqlite_url
from tests.faults.crowd import Books, Crowd, begins, extra_copies, opened, stands_still
from tests.stories.processes import ForkedBot

REAL_TIME = True

PAGES = ("First page", "Last page")

RATE = 100.0

WAITS = "The database cannot be written to"
GOES_ON = "The database can be written to again"

IDLE = 0.3
"""The share of a processor that a bot which waits takes at most, far more than it does: one that spins takes all."""


class Room(Protocol):
    """Where the database lies, and how it comes that there is no room there."""

    folder: Path

    def runs_out(self, bot: ForkedBot) -> None:
        """From now on nothing can be written there."""

    def comes_back(self, bot: ForkedBot) -> None:
        """There is room again."""


class SmallDisk:
    """A disk of four megabytes, which a file of no use fills."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def runs_out(self, bot: ForkedBot) -> None:
        """The file grows until there is no room for it."""
        with suppress(OSError), self._ballast.open("wb", buffering=0) as file:
            while True:
                file.write(b"\0" * 4096)

    def comes_back(self, bot: ForkedBot) -> None:
        """The file is deleted."""
        self._ballast.unlink()


class Quota:
    """A limit on the size of the bot's files, which whoever may not mount a disk can set, too."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def runs_out(self, bot: ForkedBot) -> None:
        """No file may grow beyond the largest one that there is."""
        largest = max(file.stat().st_size for file in self.folder.glob("broadsheet.db*"))
        resource.prlimit(_pid(bot), resource.RLIMIT_FSIZE, (largest, resource.RLIM_INFINITY))

    def comes_back(self, bot: ForkedBot) -> None:
        """The limit is taken back."""
        resource.prlimit(_pid(bot), resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def _pid(bot: ForkedBot) -> int:
    assert bot._forked is not None
    assert bot._forked.pid is not None
    return bot._forked.pid


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Room]:
    """A disk of the test's own; where none may be mounted, a limit in its place."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    mounted = (
        mount is not None
        and not subprocess.run(
            [mount, "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], capture_output=True, check=False
        ).returncode
    )
    if not mounted:
        yield Quota(folder)
        return
    yield SmallDisk(folder)
    subprocess.run(["umount", folder], check=True)


@pytest.fixture
def quota(tmp_path: Path) -> Room:
    """A limit on the size of files."""
    return Quota(tmp_path)


def database_in(room: Room, template: Path) -> str:
    """The address of a database whose file is there."""
    file = room.folder / "broadsheet.db"
    shutil.copy(template, file)
    return sqlite_url(file)


@asynccontextmanager
async def broadcast(url: str, folder: Path, *, readers: int) -> AsyncIterator[tuple[World, ForkedBot, Crowd, Campaign]]:
    """A bot in the middle of a post to so many readers: the eleventh has its first page."""
    async with (
        Sandbox() as sandbox,
        World(sandbox.url) as world,
        ForkedBot(sandbox, url, folder, send_rate=str(RATE)) as bot,
    ):
        now = datetime.now(UTC)
        crowd = await Crowd.gathers(sandbox, world, url, readers, now)
        campaign = await begins(url, crowd.olga, PAGES, now)
        await bot.starts()
        await crowd.readers[10].sees(PAGES[0], timeout=PATIENCE)
        yield world, bot, crowd, campaign


@pytest.mark.check
@pytest.mark.parametrize("kind", ["small_disk", "quota"])
async def test_a_bot_whose_disk_runs_full_waits_and_goes_on_when_there_is_room(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path, sqlite_template: Path
) -> None:
    room: Room = request.getfixturevalue(kind)
    url = database_in(room, sqlite_template)
    async with broadcast(url, tmp_path, readers=100) as (world, bot, crowd, campaign):
        room.runs_out(bot)
        await bot.says(WAITS, patience=PATIENCE)
        await crowd.olga.sees("Nothing is lost", timeout=PATIENCE)
        said = await crowd.readers[0].says("/help")
        await must_idle(bot, world)
        room.comes_back(bot)
        await bot.says(GOES_ON, patience=PATIENCE)
        await crowd.readers[0].sees("New posts come by themselves", after=said, timeout=PATIENCE)
        await crowd.olga.sees("went out", timeout=PATIENCE)
        await world.quiet(timeout=PATIENCE)
        assert await bot.is_asked_to_end() == 0
        assert bot.output.count(WAITS) == 1

        assert await extra_copies(crowd, PAGES) == {}
        async with opened(url) as database:
            books = await Books.of(database, campaign.id)
        books.add_up()
        assert set(books.rows.values()) == {(DeliveryState.SENT, 0)}


async def must_idle(bot: ForkedBot, world: World) -> None:
    """It comes to call Telegram for nothing but updates, and takes next to none of the processor."""
    await stands_still(world, 2)
    began, took = time.monotonic(), _seconds_of_cpu(bot)
    await asyncio.sleep(2)
    assert (_seconds_of_cpu(bot) - took) / (time.monotonic() - began) < IDLE


def _seconds_of_cpu(bot: ForkedBot) -> float:
    fields = Path(f"/proc/{_pid(bot)}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")  # utime and stime, in proc_pid_stat(5)


@pytest.mark.check
async def test_a_bot_that_is_killed_and_started_while_the_disk_is_full_goes_on_when_there_is_room(
    small_disk: Room, tmp_path: Path, sqlite_template: Path
) -> None:
    url = database_in(small_disk, sqlite_template)
    async with broadcast(url, tmp_path, readers=60) as (world, bot, crowd, campaign):
        small_disk.runs_out(bot)
        await bot.says(WAITS, patience=PATIENCE)
        await bot.is_killed()
        async with opened(url) as database:
            doubted = (await Books.of(database, campaign.id)).keys_in(DeliveryState.SENDING)
        await bot.starts()
        if isinstance(small_disk, SmallDisk):  # a limit is of the process that has ended
            await bot.says(WAITS, times=2, patience=PATIENCE)
            small_disk.comes_back(bot)
            await bot.says(GOES_ON, patience=PATIENCE)
        await crowd.olga.sees("went out", timeout=PATIENCE)
        await world.quiet(timeout=PATIENCE)
        assert await bot.is_asked_to_end() == 0

        assert (await extra_copies(crowd, PAGES)).keys() <= doubted
        async with opened(url) as database:
            books = await Books.of(database, campaign.id)
        books.add_up()
        assert {key for key, (_, doubts) in books.rows.items() if doubts} == doubted
