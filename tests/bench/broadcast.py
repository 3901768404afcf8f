"""``python -m tests.bench.broadcast``: a post on its way at Telegram's usual rate, with one page and with three.

The whole bot runs as ``broadsheet run`` in a process of its own, and everything is read from the log of a sandbox that
paces as strictly as Telegram: what it counts is when calls arrive.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.sandbox.client import World
from bot.storage.engine import Database
from bot.storage.migrating import upgrade
from tests.bench.blog import STOP, begin_campaign, ended, page, running_bot, sqlite_url
from tests.bench.local_telegram import local_telegram
from tests.bench.message import TEXT
from tests.bench.results import parser, present

HEADING = "A broadcast at 30 a second"

RATE = 30

PACED = ("sendmessage", "editmessagetext", "editmessagereplymarkup", "deletemessage")
"""What the bot calls in such a run and Telegram counts; setMyCommands, getMe and getUpdates are free."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a broadcast came to: all calls that count, seconds from the first page to the answer to the last one, those
    of them that went by with the author's own copy, 429s, and the most messages in any sliding second."""

    readers: int
    pages: int
    calls: int
    seconds: float
    proof: float
    refused: int
    most: int

    @property
    def ratio(self) -> float:
        """The time that it took by the time that its calls take at full rate."""
        return self.seconds / (self.calls / RATE)


async def measure(readers: int, pages: int) -> Taken:
    """One broadcast; the first reader is its author."""
    with sqlite_url() as url, local_telegram(readers) as telegram:
        await upgrade(url, datetime.now(UTC))
        database = Database.open(url)
        async with World(telegram.url) as world:
            await world.paces()
            async with running_bot(telegram, url, send_rate=str(RATE)):
                campaign = await database.write(
                    lambda tx: begin_campaign(tx, telegram.chats, [page()] * pages, datetime.now(UTC), after=STOP)
                )
                await ended(database, campaign)
            calls = [call for call in await world.calls() if call["method"] in PACED]
        await database.close()
    return taken(readers, pages, calls)


def taken(readers: int, pages: int, calls: list[dict[str, Any]]) -> Taken:
    """The figures of a log."""
    posts = [call for call in calls if call["parameters"].get("text") == TEXT]
    sent = sum(call["status"] == 200 for call in posts)
    if sent < readers * pages:
        raise RuntimeError(f"{sent} messages for {readers} readers of {pages} pages")
    first, last = min(call["began"] for call in posts), max(call["ended"] for call in posts)
    author = min(posts, key=lambda call: call["began"])["parameters"]["chat_id"]
    others = [call["began"] for call in posts if call["parameters"]["chat_id"] != author]
    during = [call["began"] for call in calls if first <= call["began"] <= last]
    refused = sum(call["status"] == 429 for call in calls)
    return Taken(readers, pages, len(during), last - first, min(others) - first, refused, most_in_a_second(during))


def most_in_a_second(moments: list[float]) -> int:
    """The most of the moments that lie within any second, its beginning included and its end not."""
    moments = sorted(moments)
    most = first = 0
    for index, moment in enumerate(moments):
        while moments[first] <= moment - 1:
            first += 1
        most = max(most, index - first + 1)
    return most


def table(results: list[Taken]) -> str:
    """The results as a Markdown table."""
    lines = [
        "| readers | pages | calls | seconds | own copy | × calls / 30 | 429s | most in a second |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {one.readers:,} | {one.pages} | {one.calls:,} | {one.seconds:.1f} | {one.proof:.1f} | {one.ratio:.3f}"
        f" | {one.refused} | {one.most} |"
        for one in results
    ]
    return "\n".join([*lines, "| promised | | | | | at most 1.02 | 0 | at most 31 |"])


def main() -> None:
    """Measures, prints, and keeps the result where asked to."""
    arguments = parser("tests.bench.broadcast", __doc__)
    arguments.add_argument("--readers", type=int, default=3000, help="of one page (default: %(default)s)")
    arguments.add_argument("--of-three", type=int, default=1000, help="readers of three pages (default: %(default)s)")
    asked = arguments.parse_args()
    results = [asyncio.run(measure(readers, pages)) for readers, pages in ((asked.readers, 1), (asked.of_three, 3))]
    about = (
        f"`broadsheet run` with a `SEND_RATE` of {RATE} on SQLite; a sandbox in another process that refuses what"
        " Telegram would. Calls are all that count for the rate, the author's status included; seconds are those from"
        " the first page of the author's own copy, which has to arrive before all others, to the answer to the last"
        " message, by the sandbox's log."
    )
    present(HEADING, "tests.bench.broadcast", about, table(results), record=asked.record)


if __name__ == "__main__":
    main()
