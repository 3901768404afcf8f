"""``python -m tests.bench.long_desk``: what readers and moderators wait for where there are very many comments.

10,000 comments stand under a post, and 10,000 more wait. Each turn is the handler's with its transaction and all that
it says, as an update takes it; what Telegram's answer takes is not counted.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from gettext import NullTranslations

from sqlalchemy import Table, insert, select

from bot.core.cases import CommentState
from bot.core.comments import Comment
from bot.core.listing import PAGE_LENGTH, ListOrder
from bot.core.people import Profile, Role
from bot.gateway.incoming import Pressed
from bot.handlers.answers import put_into_outbox
from bot.handlers.blog import Blog
from bot.handlers.bootstrap import Handlers
from bot.handlers.presses import buttons
from bot.rendering.message import Press, Verb
from bot.rendering.texts import Texts
from bot.storage import comment_queue, people, posts
from bot.storage.engine import Database, Transaction
from bot.storage.migrating import upgrade
from bot.storage.people import People
from bot.storage.tables import comment_events, comment_pieces, comment_revisions, comments
from tests.bench.blog import sqlite_url, subscribe
from tests.bench.latency import at_share
from tests.bench.results import parser, present, promises
from tests.databases import PostgresServer
from tests.storage import given

HEADING = "A post with very many comments"

NOW = given.NOW
MIA = Profile(2, "Mia")
FIRST_READER = 1000

SAMPLE = 200
"""How often each thing is done; pages of the queue, which are five cards each, a tenth as often."""

LIST_PROMISED, DECISION_PROMISED = 0.1, 0.05
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds that each turn took: opening the list and paging it, deciding, and the queue's first and last pages."""

    lists: Sequence[float]
    decisions: Sequence[float]
    first_pages: Sequence[float]
    last_pages: Sequence[float]


async def fill(tx: Transaction, size: int) -> tuple[Comment, Comment]:
    """A post with so many comments, and as many that wait: the first of both kinds."""
    post = await given.post(tx)
    await people.subscribe(tx, MIA, NOW)
    await people.give_role(tx, MIA.id, Role.MODERATOR, NOW)
    await subscribe(tx, range(FIRST_READER + 1, FIRST_READER + 2 * size), NOW)
    shown = await given.comment(tx, post, by=FIRST_READER, state=CommentState.APPROVED)
    waits = await given.comment(tx, post, by=FIRST_READER, message=size)
    await _multiply(tx, shown, range(1, size), 10)
    await _multiply(tx, waits, range(size, 2 * size - 1), 10)
    await posts.count_comment(tx, post.id, size - 1, NOW)
    return shown, waits


async def _multiply(tx: Transaction, comment: Comment, times: range, base: int) -> None:
    """Others like it, with ids from ``base`` on."""
    everything: tuple[tuple[Table, str], ...] = (
        (comments, "id"),
        (comment_revisions, "comment_id"),
        (comment_pieces, "comment_id"),
        (comment_events, "comment_id"),
    )
    for table, key in everything:
        rows = [dict(row._mapping) for row in await tx.execute(select(table).where(table.c[key] == comment.id))]
        made = []
        for number in times:
            for row in rows:
                copy = row | {key: base + number}
                if table is comments:
                    copy |= {"thread_id": base + number, "person_id": FIRST_READER + number}
                if table is comment_pieces:
                    copy |= {"person_id": FIRST_READER + number}
                if table is comment_events:
                    del copy["id"]
                made.append(copy)
        await tx.execute(insert(table), made)


class Turns:
    """Presses, each in a transaction of its own as an update is; how long each takes."""

    def __init__(self, database: Database) -> None:
        texts = Texts(NullTranslations(), "en", UTC, "The Long View")
        delay = timedelta(seconds=15)
        blog = Blog(texts, People(), "long_view_bot", None, delay, delay, lambda: 25.0, lambda: "code")
        self._buttons = buttons(Handlers(blog))
        self._database = database

    async def press(self, verb: Verb, *ids: int) -> float:
        """What the press took, in seconds. ``Refusal`` if it may not be."""
        on = Pressed("query", MIA, MIA.id, 1, Press(verb, ids), on_copy=False)

        async def work(tx: Transaction) -> None:
            answer = await self._buttons[verb].does(tx, NOW, on, ids)
            await put_into_outbox(tx, answer.messages, NOW)

        began = time.perf_counter()
        await self._database.write(work)
        return time.perf_counter() - began


async def measure(url: str, size: int) -> Taken:
    """Every kind of turn on a new database at that address."""
    await upgrade(url, datetime.now(UTC))
    database = Database.open(url)
    shown, waits = await database.write(lambda tx: fill(tx, size))
    turns = Turns(database)
    chance = random.Random(size)
    last = (size - 1) // PAGE_LENGTH
    pages = [chance.randint(0, last) for _ in range(SAMPLE)]
    lists = [await turns.press(Verb.COMMENTS, shown.post_id) for _ in range(SAMPLE)]
    lists += [await turns.press(Verb.COMMENTS_PAGE, shown.post_id, ListOrder.NEWEST, page) for page in pages]
    queue = [await _key(database, place) for place in (0, size - 10)]
    first, end = [[await turns.press(Verb.QUEUE, *key) for _ in range(SAMPLE // 10)] for key in queue]
    undecided = chance.sample(range(size, 2 * size - 1), SAMPLE)
    decisions = [await turns.press(Verb.APPROVE, 10 + one, waits.version, waits.revision) for one in undecided]
    await database.close()
    return Taken(lists, decisions, first, end)


async def _key(database: Database, place: int) -> tuple[int, int]:
    """What a press names to go on behind that many comments of the queue."""
    async with database.read() as tx:
        found = await comment_queue.next_after(tx, datetime.fromtimestamp(0, UTC), 0, place + 1, None)
    since = found[-1].case.waiting_since
    assert since is not None
    return (since - datetime.fromtimestamp(0, UTC)) // timedelta(microseconds=1), found[-1].id


def table(found: dict[str, Taken]) -> str:
    """The result as a Markdown table, with what is promised."""
    rows = []
    for name, taken in found.items():
        for what, seconds, promised in (
            ("the list opens, and is paged", taken.lists, f"at most {LIST_PROMISED * 1000:.0f} ms"),
            ("a decision", taken.decisions, f"at most {DECISION_PROMISED * 1000:.0f} ms"),
            ("five cards of the queue, at its beginning", taken.first_pages, ""),
            ("five cards of the queue, at its end", taken.last_pages, "as at its beginning"),
        ):
            measured = f"{at_share(0.5, seconds) * 1000:.0f} ms, 99 of 100 {at_share(0.99, seconds) * 1000:.0f} ms"
            rows.append((f"{name}: {what}", measured, promised))
    return promises(rows)


def main() -> None:
    """Measures, prints, and keeps the result where asked to."""
    arguments = parser("tests.bench.long_desk", __doc__)
    arguments.add_argument("--comments", type=int, default=10_000, help="of each kind (default: %(default)s)")
    asked = arguments.parse_args()
    server = os.environ.get("TEST_POSTGRES_URL")
    with ExitStack() as stack:
        databases = {"SQLite": stack.enter_context(sqlite_url())}
        if server:
            databases["PostgreSQL"] = stack.enter_context(PostgresServer(server).database())
        else:
            print("PostgreSQL is left out: TEST_POSTGRES_URL names none", file=sys.stderr)
        found = {name: asyncio.run(measure(url, asked.comments)) for name, url in databases.items()}
    about = (
        f"{asked.comments:,} comments that others see under one post and as many that wait; {SAMPLE} turns of each"
        " kind, each with its transaction and all that it says, half within and 99 of 100 within."
    )
    present(HEADING, "tests.bench.long_desk", about, table(found), record=asked.record)


if __name__ == "__main__":
    main()
