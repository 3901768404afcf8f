"""``python -m tests.bench.million``: what a million readers take on SQLite, in time, memory, processor and file."""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import text

from bot.core.campaigns import Campaign
from bot.core.deliveries import DeliveryState, Result
from bot.core.posts import Copy
from bot.storage import campaigns
from bot.storage.engine import Database, Transaction
from bot.storage.for_delivery import LedgerStore
from bot.storage.migrating import upgrade
from tests.bench.blog import page, subscribe, write_post
from tests.bench.claiming import Claimed, run_apart
from tests.bench.results import parser, present, promises

HEADING = "A million readers"

FEW = 1_000
"""Readers of the blog that the memory for all of them is compared with."""

BATCH = 100
"""Rows of one commit, as the engine has them at 1,000 a second."""

_AT_A_TIME = 50_000
_OF_FILE = text("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
_OF_COPIES = text("SELECT sum(pgsize) FROM dbstat WHERE name LIKE '%copies%'")


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds of freezing a post of one page and of three, what the engine takes with few readers and with all, and
    bytes of the file for each message while its row of the ledger is kept, and without."""

    one_page: float
    three_pages: float
    few: Claimed
    all: Claimed
    with_ledger: float
    copies: float


class Blog:
    """A SQLite file with so many readers, of whom the first is the author."""

    def __init__(self, folder: Path, readers: int) -> None:
        self.url = f"sqlite+aiosqlite:///{folder / f'{readers}.db'}"
        chance = random.Random(readers)
        self.chats = sorted(chance.sample(range(1_000_000_000, 9_999_999_999), readers))
        self.database = Database.open(self.url)

    async def make(self) -> None:
        """Makes the file."""
        now = datetime.now(UTC)
        await upgrade(self.url, now)
        for first in range(0, len(self.chats), _AT_A_TIME):
            some = self.chats[first : first + _AT_A_TIME]
            await self.database.write(partial(subscribe, chats=some, now=now))

    async def begin(self, pages: int) -> Campaign:
        """A campaign, due now."""
        now, author = datetime.now(UTC), self.chats[0]

        async def work(tx: Transaction) -> Campaign:
            post = await write_post(tx, author, [page()] * pages, now)
            return await campaigns.begin(tx, post.id, author, now)

        return await self.database.write(work)

    async def freeze(self, pages: int) -> tuple[Campaign, float]:
        """A campaign up to the moment at which its audience is frozen, and the seconds that this took."""
        store, now = LedgerStore(self.database), datetime.now(UTC)
        begun = await self.begin(pages)
        await store.begin(begun, now)
        (proving,) = [found for found in await store.active() if found.id == begun.id]
        began = time.perf_counter()
        await store.proved(proving, now)
        return proving, time.perf_counter() - began

    async def size(self) -> int:
        """Bytes of the file, once everything that was committed is written into it."""
        async with self.database.read() as tx:
            return int((await tx.execute(_OF_FILE)).scalar_one())


async def freezing(blog: Blog) -> tuple[float, float]:
    """Seconds for one page and for three."""
    one, three = [(await blog.freeze(pages))[1] for pages in (1, 3)]
    return one, three


async def filling(blog: Blog) -> tuple[float, float]:
    """Bytes of the file for each message of a post that all have got: with the ledger, and of the copies alone."""
    before = await blog.size()
    campaign, _ = await blog.freeze(pages=1)
    store, chance = LedgerStore(blog.database), random.Random(1)
    chats, message_id = blog.chats[1:], 10_000_000
    results: list[Result] = []
    for first in range(0, len(chats) + BATCH, BATCH):
        some = chats[first : first + BATCH]
        await store.settle(campaign.id, results, [(chat_id, 1) for chat_id in some])
        results = []
        for chat_id in chance.sample(some, len(some)):  # answers come back in no order
            message_id += chance.randint(1, 3)
            copy = Copy(campaign.post_id, chat_id, message_id, 1, 1, 0)
            results.append(Result(chat_id, 1, DeliveryState.SENT, 0, copy))
    async with blog.database.read() as tx:
        copies = int((await tx.execute(_OF_COPIES)).scalar_one())
    return (await blog.size() - before) / len(chats), copies / len(chats)


async def measure(readers: int, messages: int, delivered: int) -> Taken:
    """All of it."""
    with tempfile.TemporaryDirectory() as folder:
        few, many, filled = (Blog(Path(folder), count) for count in (min(FEW, readers - 1), readers, delivered))
        runs = []
        for blog in (few, many):
            await blog.make()
            await blog.begin(pages=1)
            runs.append(await asyncio.to_thread(run_apart, blog.url, min(messages, len(blog.chats))))
        one_page, three_pages = await freezing(many)
        await filled.make()
        with_ledger, copies = await filling(filled)
        for blog in (few, many, filled):
            await blog.database.close()
    return Taken(one_page, three_pages, runs[0], runs[1], with_ledger, copies)


def table(taken: Taken) -> str:
    """The result as a Markdown table."""
    growth = (taken.all.memory - taken.few.memory) / 1_000_000
    return promises(
        [
            ("freezing the readers of one page", f"{taken.one_page:.2f} s", "at most 2 s"),
            ("freezing the readers of three pages", f"{taken.three_pages:.2f} s", "at most 5 s"),
            (f"memory, more than for {FEW:,} readers", f"{growth:.1f} MB", "at most 30 MB"),
            ("memory of the whole process", f"{taken.all.memory / 1_000_000:.0f} MB", ""),
            ("the engine for a message, all but its call", f"{taken.all.cpu * 1_000_000:.0f} µs of CPU", ""),
            ("file for a message, with the ledger", f"{taken.with_ledger:.1f} bytes", "at most 80 bytes"),
            ("file for a message, copies alone", f"{taken.copies:.1f} bytes", "at most 45 bytes"),
        ]
    )


def main() -> None:
    """Measures, prints, and keeps the result where asked to."""
    arguments = parser("tests.bench.million", __doc__)
    arguments.add_argument("--readers", type=int, default=1_000_000, help="(default: %(default)s)")
    arguments.add_argument("--messages", type=int, default=20_000, help="that the engine sends (default: %(default)s)")
    arguments.add_argument("--delivered", type=int, default=100_000, help="for the file (default: %(default)s)")
    asked = arguments.parse_args()
    about = (
        f"{asked.readers:,} readers in SQLite. Memory is the most that was resident, and the processor's time that of"
        f" the whole process, in which the engine sends {asked.messages:,} messages at 1,000 a second by a courier that"
        " answers at once: all but the calls themselves. The file is that of"
        f" {asked.delivered:,} messages that have arrived."
    )
    taken = asyncio.run(measure(asked.readers, asked.messages, asked.delivered))
    present(HEADING, "tests.bench.million", about, table(taken), record=asked.record)


if __name__ == "__main__":
    main()
