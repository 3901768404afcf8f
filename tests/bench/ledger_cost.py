"""``python -m tests.bench.ledger_cost``: what the ledger costs for a message of a broadcast, without sending any.

Rows are read ahead, claimed and recorded as the engine does it at 1,000 a second: a hundred in a commit, each with the
copy that it leaves. Measured is the processor's time of this process, all threads together; where the database is
another process, its time is not in it.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import insert

from bot.core.campaigns import Campaign
from bot.core.deliveries import DeliveryState, Due, Result
from bot.core.posts import Copy
from bot.storage import campaigns, ledger
from bot.storage.engine import Database, Transaction
from bot.storage.for_delivery import LedgerStore
from bot.storage.migrating import upgrade
from bot.storage.tables import people
from tests.bench.blog import sqlite_url
from tests.bench.meter import Meter
from tests.bench.results import parser, present
from tests.databases import PostgresServer
from tests.storage import given
from tests.storage.given import AUTHOR, NOW

HEADING = "The ledger"

AT_A_TIME = 100
"""Rows in a commit: what 100 ms hold at 1,000 a second."""

READING = 500
"""Readers whose rows are read at a time (``bot.delivery.reading_ahead``)."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Microseconds of the processor for each message."""

    reading: float
    settling: float


@contextmanager
def new_database(postgresql: str | None) -> Iterator[str]:
    """The address of an empty database that is thrown away: a file, or one beside ``postgresql``."""
    if postgresql is None:
        with sqlite_url() as url:
            yield url
    else:
        with PostgresServer(postgresql).database() as url:
            yield url


def measure(readers: int, postgresql: str | None) -> Cost:
    """One campaign of a page, from its first row to its last."""
    with new_database(postgresql) as url:
        return asyncio.run(_measure(readers, url))


async def _measure(readers: int, url: str) -> Cost:
    await upgrade(url, datetime.now(UTC))
    database = Database.open(url)
    try:
        campaign = await database.write(lambda tx: _begin(tx, readers))
        return await _settle_all(LedgerStore(database), campaign, readers)
    finally:
        await database.close()


async def _begin(tx: Transaction, readers: int) -> Campaign:
    post = await given.post(tx)
    row = {"name": "Reader", "username": None, "subscribed": True, "reachable": True, "started_at": NOW}
    await tx.execute(insert(people), [{"id": 1_000_000_000 + 7919 * number, **row} for number in range(readers)])
    campaign = await given.campaign(tx, post)
    await ledger.freeze_audience(tx, campaign.id, post.id, 1, without=AUTHOR)
    found = await campaigns.find(tx, campaign.id)
    assert found is not None
    return found


async def _settle_all(store: LedgerStore, campaign: Campaign, readers: int) -> Cost:
    reading, settling = Meter(), Meter()
    read_for = settled_for = 0.0
    results: list[Result] = []
    until: int | None = None
    message_id = 1_000_000
    done = 0
    while True:
        with reading:
            rows, until = await store.due(campaign, until, READING)
        read_for += reading.cpu
        for first in range(0, len(rows), AT_A_TIME):
            claimed = rows[first : first + AT_A_TIME]
            with settling:
                await _settle(store, campaign, results, claimed)
            settled_for += settling.cpu
            results = []
            for due in claimed:
                message_id += 1
                copy = Copy(campaign.post_id, due.chat_id, message_id, due.page, 1, 0)
                results.append(Result(due.chat_id, due.page, DeliveryState.SENT, 0, copy))
            done += len(claimed)
        if until is None:
            break
    with settling:
        await _settle(store, campaign, results, [])
    settled_for += settling.cpu
    if done != readers or (await store.progress(campaign.id)).sent != readers:
        raise RuntimeError("not every row was settled")
    return Cost(read_for * 1e6 / readers, settled_for * 1e6 / readers)


async def _settle(store: LedgerStore, campaign: Campaign, results: list[Result], claimed: list[Due]) -> None:
    keys = [(due.chat_id, due.page) for due in claimed]
    if await store.settle(campaign.id, results, keys) != set(keys):
        raise RuntimeError("not every row was claimed")


def main() -> None:
    """Measures, prints, and keeps the result where asked to."""
    arguments = parser("tests.bench.ledger_cost", __doc__)
    arguments.add_argument("--readers", type=int, default=20_000, help="messages in a round (default: %(default)s)")
    arguments.add_argument("--rounds", type=int, default=3, help="(default: %(default)s)")
    asked = arguments.parse_args()
    places = {"SQLite": None, "PostgreSQL, in another process": os.environ.get("TEST_POSTGRES_URL")}
    lines = ["| database | reading ahead | claiming and recording | promised |", "| --- | ---: | ---: | ---: |"]
    for name, url in places.items():
        if name != "SQLite" and url is None:
            print("TEST_POSTGRES_URL names no server: PostgreSQL is left out", file=sys.stderr)
            continue
        costs = [measure(asked.readers, url) for _ in range(asked.rounds)]
        reading = statistics.median(cost.reading for cost in costs)
        settling = statistics.median(cost.settling for cost in costs)
        lines.append(f"| {name} | {reading:.0f} µs | {settling:.0f} µs | 60 µs |")
    about = (
        f"The processor's time for each of {asked.readers:,} messages, {AT_A_TIME} in a commit, all threads of this"
        f" process together, the median of {asked.rounds} rounds."
    )
    present(HEADING, "tests.bench.ledger_cost", about, "\n".join(lines), record=asked.record)


if __name__ == "__main__":
    main()
