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
from typing import Any

import aiohttp
from rich.console import Console
from rich.text import Text

from bot.demo import second_post
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
            try:
                await _while_running(stage, _act(console, conversation, stage), following, within=LONGEST)
            except (AssertionError, ImpossibleError, aiohttp.ClientError) as error:
                return _failed(console, f"{error}\n\nThe bot's last words:\n{stage.bot.last_words()}")
            console.print(f"\nPlayed in {monotonic() - began:.0f} s.")
            if keep:
                await _wait_for_interrupt(console, stage)
    except EndedEarlyError as error:
        return _failed(console, str(error))
    return 0


async def _act(console: Console, conversation: Conversation, stage: Stage) -> None:
    sample = read_sample()
    cast = await perform(stage.world, stage.claim_link, sample, conversation)
    await pronounce(console, cast, sample, stage.database_url)


def _failed(console: Console, why: str) -> int:
    console.print()
    console.print(Text(f"The demo has failed. {why}", "bold red"))
    return FAILED


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
                "BROADSHEET_SEND_DELAY": "2",
                "BROADSHEET_NOTICE_DELAY": "0",
            }
            async with running("The bot", "run", folder=folder, settings=settings) as bot:
                claim_link = await bot.says(r"(https://t\.me/\S+)")
                async with World(url) as world:
                    yield Stage(sandbox, bot, world, claim_link, f"sqlite+aiosqlite:///{folder}/broadsheet.db")


async def _while_running(stage: Stage, *works: Coroutine[Any, Any, Any], within: float | None = None) -> None:
    """Waits for the first of ``works`` to end; a process that ends before it, or ``within`` seconds, is an error."""
    tasks = [asyncio.create_task(work) for work in (*works, stage.sandbox.ends_early(), stage.bot.ends_early())]
    try:
        done, _ = await asyncio.wait(tasks, timeout=within, return_when=asyncio.FIRST_COMPLETED)
        assert done, f"It has not come to its end within {within:g} seconds."
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _wait_for_interrupt(console: Console, stage: Stage) -> None:
    """Hands the chat page something to play, and says where it is."""
    await stage.world.post("script", title=second_post.TITLE, steps=second_post.steps())
    console.print("\nBoth keep running until Ctrl-C:")
    console.print(f"  the Telegram   {stage.world.url}/, process {stage.sandbox.pid}")
    console.print(f"  the bot        process {stage.bot.pid}")
    console.print("Open the address in a browser to play every role yourself, or press Play there to watch")
    console.print("another post being written, sent, commented on and moderated.")
    with suppress(asyncio.CancelledError):
        await _while_running(stage, asyncio.Event().wait())
