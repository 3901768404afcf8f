"""``python -m tests.bench.commenting``: many comment at once, and each of them is kept and answered in time.

The whole bot runs as ``broadsheet run`` in a process of its own. Readers who have the post reply to it, at moments that
chance chooses and each of them once: while the post is still going out to others, and at a rate that has to be paid
for. What counts is that every message became a comment, and how long its bubble was waited for.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from bot.sandbox.actor import Person
from bot.sandbox.client import World
from bot.storage.engine import Database
from bot.storage.migrating import upgrade
from bot.storage.tables import comment_pieces
from tests.bench.blog import STOP, begin_campaign, ended, page, running_bot, sqlite_url
from tests.bench.latency import at_share
from tests.bench.local_telegram import LocalTelegram, local_telegram
from tests.bench.message import TEXT
from tests.bench.results import parser, present, promises

HEADING = "Many comment at once"

PROMISED = 2.0
"""Seconds within which 99 of 100 bubbles are there."""

AT_LEAST = 0.99

RESTED = 4.0
"""Seconds between the first copies and the first comment."""

PATIENCE = 60.0
"""Seconds after the last comment in which every bubble has come, or the measurement has failed."""

POLL = 0.5

BUBBLE = "Your comment on"


@dataclass(frozen=True, slots=True)
class Load:
    """So many comments, so many a second, at this rate of sending; ``during``: while the post is still going out."""

    name: str
    comments: int
    a_second: float
    rate: int
    during: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A reader's comment, and when it was sent, in seconds since 1970."""

    chat_id: int
    message_id: int
    at: float


@dataclass(frozen=True, slots=True)
class Found:
    """How many comments were written, how many of them were lost, and the seconds that each waited for its bubble."""

    written: int
    lost: int
    waited: Sequence[float]

    @property
    def in_time(self) -> float:
        """The share of bubbles that came in time."""
        return sum(seconds <= PROMISED for seconds in self.waited) / self.written


async def measure(load: Load) -> Found:
    """What becomes of the load on a blog with as many readers as it takes."""
    readers = load.comments + 1
    if load.during:
        readers += int((load.comments / load.a_second + RESTED + PROMISED) * load.rate)
    with sqlite_url() as url, local_telegram(readers) as telegram:
        await upgrade(url, datetime.now(UTC))
        database = Database.open(url)
        async with World(telegram.url) as world, running_bot(telegram, url, send_rate=str(load.rate)):
            campaign = await database.write(
                lambda tx: begin_campaign(tx, telegram.chats, [page()], datetime.now(UTC), after=STOP)
            )
            if load.during:
                await _person(world, telegram, 1).sees(TEXT[:50], timeout=60)
                await asyncio.sleep(RESTED)
            else:
                await ended(database, campaign)
            said = await comment(world, telegram, load)
            waited = await bubbles(world, said)
            if load.during and await _last_page(world) < said[-1].at:
                raise RuntimeError("the broadcast was over before the last comment")
        async with database.read() as tx:
            rows = await tx.execute(select(comment_pieces.c.person_id, comment_pieces.c.message_id))
            kept = {(row.person_id, row.message_id) for row in rows}
        await database.close()
    return Found(len(said), sum((each.chat_id, each.message_id) not in kept for each in said), waited)


async def comment(world: World, telegram: LocalTelegram, load: Load) -> list[Said]:
    """Comments by as many readers, in the order in which they got the post."""
    chance = random.Random(load.comments)
    began, due = time.monotonic(), 0.0
    async with asyncio.TaskGroup() as group:
        pending = []
        for number in range(1, load.comments + 1):
            due += chance.expovariate(load.a_second)
            await asyncio.sleep(max(0.0, began + due - time.monotonic()))
            pending.append(group.create_task(_comment(_person(world, telegram, number))))
    return [task.result() for task in pending]


async def _comment(person: Person) -> Said:
    post = await person.sees(TEXT[:50], timeout=60)
    at = time.time()
    message = await person.replies_to(post, "What happens to Holm now?")
    return Said(person.id, message["message_id"], at)


async def bubbles(world: World, said: Sequence[Said]) -> list[float]:
    """How long each had to wait for its bubble; ``RuntimeError`` if one never came."""
    until = time.monotonic() + PATIENCE
    while True:
        shown = {
            call["parameters"]["chat_id"]: call["began"]
            for call in await world.calls()
            if call["method"] == "sendmessage" and call["status"] == 200 and BUBBLE in call["parameters"]["text"]
        }
        missing = [each for each in said if each.chat_id not in shown]
        if not missing:
            return [shown[each.chat_id] - each.at for each in said]
        if time.monotonic() > until:
            raise RuntimeError(f"{len(missing)} bubbles never came, such as that for {missing[0]}")
        await asyncio.sleep(POLL)


async def _last_page(world: World) -> float:
    """When a page of the post was last sent."""
    return max(
        (float(call["began"]) for call in await world.calls() if call["parameters"].get("text") == TEXT), default=0
    )


def _person(world: World, telegram: LocalTelegram, number: int) -> Person:
    return Person(world, {"id": telegram.chats[number], "first_name": "Reader"})


def table(found: dict[str, Found]) -> str:
    """The result as a Markdown table, with what is promised."""
    rows = []
    for name, one in found.items():
        rows += [
            (f"{name}: lost", f"{one.lost} of {one.written:,}", "0"),
            (f"{name}: bubble within {PROMISED:g} s", f"{one.in_time:.1%}", f"at least {AT_LEAST:.0%}"),
            (f"{name}: half within", f"{at_share(0.5, one.waited) * 1000:.0f} ms", ""),
            (f"{name}: 99 of 100 within", f"{at_share(0.99, one.waited) * 1000:.0f} ms", ""),
        ]
    return promises(rows)


def main() -> None:
    """Measures, prints, and keeps the result where asked to."""
    arguments = parser("tests.bench.commenting", __doc__)
    arguments.add_argument("--seconds", type=int, default=60, help="of each load (default: %(default)s)")
    asked = arguments.parse_args()
    loads = (
        Load("8 a second in a broadcast at 25", 8 * asked.seconds, 8.0, 25, during=True),
        Load("50 a second at 1,000", 50 * asked.seconds, 50.0, 1000, during=False),
    )
    about = (
        f"{asked.seconds} seconds of comments by as many readers, at moments of chance, to `broadsheet run` on SQLite;"
        " from the moment at which a comment is sent to that at which the call with its bubble arrives. A comment is"
        " lost when its message is not in the database at the end."
    )
    found = {load.name: asyncio.run(measure(load)) for load in loads}
    present(HEADING, "tests.bench.commenting", about, table(found), record=asked.record)


if __name__ == "__main__":
    main()
