"""A blog to measure with: a database with readers in it, and a post that is about to go out to them."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import insert

from bot.core.calls import Prepared
from bot.core.campaigns import Campaign, CampaignState
from bot.core.posts import Post
from bot.core.richtext import Entity, RichText
from bot.gateway.encoding import encode
from bot.rendering.message import Message
from bot.storage import campaigns, drafts, posts
from bot.storage.engine import Database, Transaction
from bot.storage.tables import people
from tests.bench.local_telegram import LocalTelegram
from tests.bench.message import BOLD, TEXT

STOP = timedelta(seconds=4)
"""The time with Stop of a campaign that a running bot is to find: its status stands before the first page is due."""

POLL = 0.2
"""Seconds between two looks at whether a campaign has ended."""


@contextmanager
def sqlite_url() -> Iterator[str]:
    """The address of a SQLite file that is not there yet, in a folder that is gone at the end."""
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}"


def page() -> Prepared:
    """The message that every contender sends, without its buttons."""
    return encode(Message(RichText(TEXT, tuple(Entity("bold", offset, length) for offset, length in BOLD))))


async def subscribe(tx: Transaction, chats: Sequence[int], now: datetime) -> None:
    """So many readers, who have pressed Start."""
    row = {"name": "Reader", "username": None, "subscribed": True, "reachable": True, "started_at": now}
    await tx.execute(insert(people), [{"id": chat_id, **row} for chat_id in chats])


async def write_post(
    tx: Transaction, author: int, pages: Sequence[Prepared], now: datetime, leaves: Sequence[Prepared] = ()
) -> Post:
    """A post that waits to be sent."""
    draft = await drafts.begin(tx, author, now)
    return await posts.add(
        tx,
        draft_id=draft.id,
        author_id=author,
        headline="Bench",
        article={},
        rendered=pages,
        leaves=leaves,
        now=now,
    )


async def begin_campaign(
    tx: Transaction,
    chats: Sequence[int],
    pages: Sequence[Prepared],
    now: datetime,
    *,
    leaves: Sequence[Prepared] = (),
    after: timedelta = timedelta(0),
) -> Campaign:
    """Readers, a post by the first of them, and its campaign, with a time with Stop."""
    await subscribe(tx, chats, now)
    post = await write_post(tx, chats[0], pages, now, leaves)
    return await campaigns.begin(tx, post.id, chats[0], now + after)


async def ended(database: Database, campaign: Campaign) -> None:
    """Waits until the campaign has ended; ``RuntimeError`` if it did not come to its good end."""
    while True:
        async with database.read() as tx:
            found = await campaigns.find(tx, campaign.id)
        if found is None or found.state in (CampaignState.PAUSED, CampaignState.REFUSED):
            raise RuntimeError(f"the campaign has come to nothing: {found}")
        if found.state is CampaignState.DONE:
            return
        await asyncio.sleep(POLL)


@asynccontextmanager
async def running_bot(telegram: LocalTelegram, database_url: str, **settings: str) -> AsyncIterator[None]:
    """``broadsheet run`` in a process of its own, from the moment at which it is there; the first person owns the blog.

    ``settings`` are named as the variables, in small letters and without the prefix.
    """
    with tempfile.TemporaryDirectory() as folder:
        given = {
            "api_url": telegram.url,
            "bot_token": telegram.token,
            "database_url": database_url,
            "owner_ids": str(telegram.chats[0]),
            "media_dir": folder,
            **settings,
        }
        others = {name: value for name, value in os.environ.items() if not name.startswith("BROADSHEET_")}
        path = os.pathsep.join(filter(None, (str(Path.cwd()), others.get("PYTHONPATH"))))
        bot = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"),
            cwd=folder,
            env=others | {"PYTHONPATH": path} | {f"BROADSHEET_{name.upper()}": value for name, value in given.items()},
            stdout=asyncio.subprocess.PIPE,
        )
        assert bot.stdout is not None
        try:
            while line := (await bot.stdout.readline()).decode():
                if "Broadsheet is running" in line:
                    break
            else:
                raise RuntimeError("the bot did not start")
            yield
        finally:
            if bot.returncode is None:
                bot.send_signal(signal.SIGTERM)
            await bot.wait()
