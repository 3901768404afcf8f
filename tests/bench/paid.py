"""``python -m tests.bench.paid``: a minute at 1,000 messages a second, the most that Telegram sells, on both databases.

The engine with its ledger runs in a process of its own, against one sandbox in another, which has no limits on speed.
"""

from __future__ import annotations

import asyncio
import os
import sys

from tests.bench.client import run_apart
from tests.bench.local_telegram import local_telegram
from tests.bench.meter import Figures
from tests.bench.results import parser, present
from tests.bench.task import BULK_PATH, Task
from tests.databases import PostgresServer

HEADING = "A minute of a paid broadcast"


async def measure(messages: int, databases: dict[str, str | None]) -> dict[str, Figures]:
    """What one campaign takes on each of the databases, one after the other."""
    with local_telegram(messages) as telegram:
        return {
            name: await run_apart(BULK_PATH, Task(telegram.url, telegram.token, telegram.chats, url))
            for name, url in databases.items()
        }


def table(figures: dict[str, Figures]) -> str:
    """The result as a Markdown table; the ratio is to the first database."""
    (first, *_) = figures.values()
    lines = ["| database | messages a second | × | CPU for a message |", "| --- | ---: | ---: | ---: |"]
    lines += [
        f"| {name} | {one.rate:,.0f} | {one.rate / first.rate:.2f} | {one.cpu_ms:.2f} ms |"
        for name, one in figures.items()
    ]
    return "\n".join([*lines, "| promised | at least 950 | at least 0.80 | |"])


def main() -> None:
    """Measures, prints, and keeps the result where asked to."""
    arguments = parser("tests.bench.paid", __doc__)
    arguments.add_argument("--messages", type=int, default=60_000, help="on each database (default: %(default)s)")
    asked = arguments.parse_args()
    server = os.environ.get("TEST_POSTGRES_URL")
    if server:
        with PostgresServer(server).database() as url:
            figures = asyncio.run(measure(asked.messages, {"SQLite": None, "PostgreSQL": url}))
    else:
        print("PostgreSQL is left out: TEST_POSTGRES_URL names none; `.ci/with-postgres make bench`", file=sys.stderr)
        figures = asyncio.run(measure(asked.messages, {"SQLite": None}))
    about = (
        f"{asked.messages:,} messages as above to as many readers, at a rate of 1,000 a second; from the moment at"
        " which the campaign is due, the author's own copy included. The processor's time is that of the sending"
        " process alone, with all of its threads."
    )
    present(HEADING, "tests.bench.paid", about, table(figures), record=asked.record)


if __name__ == "__main__":
    main()
