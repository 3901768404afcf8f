"""``broadsheet demo``: starts a local Telegram and the bot as two processes, plays a post's life, and ends both."""

from __future__ import annotations

import asyncio
import signal
import tempfile
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

import aiohttp
from rich.console import Console
from rich.text import Text

from bot.demo.drawing import draw
from bot.demo.printing import WIDTH, Conversation
from bot.demo.processes import EndedEarlyError, Program, running
from bot.demo.sample import read_sample
from bot.demo.script import PICTURED_FROM, perform
from bot.demo.verdict import pronounce
from bot.sandbox.client import ImpossibleError, World

BLOG = "The Long View"
"""The title of the demo's blog."""

LONGEST = 90.0
"""Seconds after which the play is given up; it takes less than twenty on two slow cores."""

FAILED = 1
INTERRUPTED = 130
"""Exit codes: something did not happen; Ctrl-C came first (128 + SIGINT, as shells have it)."""

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stage:
    """What the play needs: two running processes, the way into the sandbox, and the database for the ledger."""

    sandbox: Program
    bot: Program
    world: World
    claim_link: str
    database_url: str


async def play(*, keep: bool = False, picture: Path | None = None) -> int:
    """Plays the demo on the terminal; the exit code.

    ``keep`` leaves both processes running at the end, until Ctrl-C. ``picture`` is an SVG file to draw the end of the
    play into, from the act ``PICTURED_FROM`` on.
    """
    console = Console(width=WIDTH if picture else None, highlight=False)
    conversation = Conversation(
        console,
        BLOG,
        marked=not console.is_terminal and picture is None,
        recorded_from=PICTURED_FROM if picture else None,
    )
    work = asyncio.create_task(_play(console, conversation, keep=keep))

    def interrupt() -> None:
        if not work.cancelling():  # a second Ctrl-C does not keep the processes from being ended
            work.cancel()

    loop = asyncio.get_running_loop()
    for name in _SIGNALS:
        loop.add_signal_handler(name, interrupt)
    try:
        code = await work
    except asyncio.CancelledError:
        console.print("\nInterrupted. The sandbox and the bot have ended.")
        return INTERRUPTED
    finally:
        for name in _SIGNALS:
            loop.remove_signal_handler(name)
    if picture is not None:
        draw(console, picture)
    return code


async def _play(console: Console, conversation: Conversation, *, keep: bool) -> int:
    began = monotonic()
    try:
        async with _set() as stage:
            conversation.remark("A local Telegram and the bot are running, each in a process of its own.")
            following = conversation.follow(stage.world)
            sample = read_sample()
            cast = await _while_running(stage, perform(stage.world, stage.claim_link, sample, conversation), following)
            await pronounce(console, cast, sample, stage.database_url)
            console.print(f"\nPlayed in {monotonic() - began:.0f} s.")
            if keep:
                await _wait_for_interrupt(console, stage)
    except (AssertionError, ImpossibleError, EndedEarlyError, aiohttp.ClientError) as error:
        console.print()
        console.print(Text(f"The demo has failed. {error}", "bold red"))
        return FAILED
    return 0


@asynccontextmanager
async def _set() -> AsyncIterator[Stage]:
    """Both processes in a temporary folder that goes with them, without a setting from outside."""
    with tempfile.TemporaryDirectory(prefix="broadsheet-demo-") as name:
        folder = Path(name)
        async with running("The sandbox", "sandbox", "--port", "0", folder=folder, settings={}) as sandbox:
            url = await sandbox.says(r"BROADSHEET_API_URL=(\S+)")
            settings = {
                "BROADSHEET_API_URL": url,
                "BROADSHEET_BOT_TOKEN": await sandbox.says(r"BROADSHEET_BOT_TOKEN=(\S+)"),
                "BROADSHEET_DATABASE_URL": "sqlite+aiosqlite:///broadsheet.db",
                "BROADSHEET_BLOG_TITLE": BLOG,
                "BROADSHEET_TIMEZONE": "Europe/Berlin",
                "BROADSHEET_LANGUAGE": "en",
                "BROADSHEET_SEND_DELAY": "3",
                "BROADSHEET_NOTICE_DELAY": "0",
            }
            async with running("The bot", "run", folder=folder, settings=settings) as bot:
                claim_link = await bot.says(r"(https://t\.me/\S+)")
                async with World(url) as world:
                    yield Stage(sandbox, bot, world, claim_link, f"sqlite+aiosqlite:///{folder}/broadsheet.db")


async def _while_running(stage: Stage, work: Coroutine[Any, Any, T], following: Coroutine[Any, Any, None]) -> T:
    """The result of ``work``, unless one of the processes ends before it, or the time."""
    working = asyncio.create_task(work)
    others = [asyncio.create_task(each) for each in (stage.sandbox.ends_early(), stage.bot.ends_early(), following)]
    try:
        done, _ = await asyncio.wait({working, *others}, timeout=LONGEST, return_when=asyncio.FIRST_COMPLETED)
        assert done, f"It has not come to its end within {LONGEST:.0f} seconds.\n{stage.bot.last_words()}"
        for task in done:
            if task is not working:
                task.result()
        try:
            return working.result()
        except AssertionError as unseen:
            raise AssertionError(f"{unseen}\n\nThe bot's last words:\n{stage.bot.last_words()}") from None
    finally:
        for task in (working, *others):
            task.cancel()
        await asyncio.gather(working, *others, return_exceptions=True)


async def _wait_for_interrupt(console: Console, stage: Stage) -> None:
    console.print(
        f"\nBoth are still running: the Telegram at {stage.world.url} (process {stage.sandbox.pid}), the bot as process"
        f" {stage.bot.pid}.\nWhat can be asked of the Telegram stands in bot/sandbox/README.md. Ctrl-C ends both."
    )
    with suppress(asyncio.CancelledError):
        await _while_running(stage, asyncio.Event().wait(), stage.sandbox.ends_early())
