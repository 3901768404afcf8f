"""``python -m tests.bench.takeover``: how long nobody works when the process that works is killed, hangs, or ends.

Two processes share a PostgreSQL, and the first is in the middle of a campaign. The time is that from the signal to the
moment at which the second says that it runs. Afterwards every reader must have the post once, but for those whose row
was in doubt; anything else ends the benchmark.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

from bot.sandbox.client import PATIENCE, World
from bot.sandbox.server import Sandbox
from bot.storage.migrating import upgrade
from tests.bench.results import parser, present
from tests.databases import PostgresServer
from tests.stories.house import READERS, RUNNING, TAKEN_OVER, House

HEADING = "A takeover in mid-campaign"

ENDS = {
    "killed (SIGKILL)": signal.SIGKILL,
    "hangs (SIGSTOP)": signal.SIGSTOP,
    "asked to end (SIGTERM)": signal.SIGTERM,
}


async def takeover(url: str, how: signal.Signals) -> float:
    """Seconds from the signal to the second process at work."""
    await upgrade(url, datetime.now(UTC))
    with tempfile.TemporaryDirectory() as folder:
        async with Sandbox() as sandbox, World(sandbox.url) as world, AsyncExitStack() as stack:
            house = House(sandbox, world, url, Path(folder), stack)
            (first, _), (second, _) = await house.opens()
            await house.is_in_the_middle()
            began = time.monotonic()
            os.kill(first.pid, how)
            await second.says(RUNNING, patience=PATIENCE)
            took = time.monotonic() - began
            if how is signal.SIGSTOP:
                first.goes_on()
            await house.all_have_it()
            return took


def table(seconds: dict[str, list[float]]) -> str:
    """The result as a Markdown table."""
    lines = ["| the process that works | shortest | longest | promised |", "| --- | ---: | ---: | ---: |"]
    lines += [
        f"| {name} | {min(took):.1f} s | {max(took):.1f} s | {TAKEN_OVER:.0f} s |" for name, took in seconds.items()
    ]
    return "\n".join(lines)


def main() -> None:
    """Measures, prints, and keeps the result where asked to."""
    arguments = parser("tests.bench.takeover", __doc__)
    arguments.add_argument("--rounds", type=int, default=2, help="(default: %(default)s)")
    asked = arguments.parse_args()
    server = os.environ.get("TEST_POSTGRES_URL")
    if not server:
        print("There is no PostgreSQL: TEST_POSTGRES_URL names none; `.ci/with-postgres make bench`", file=sys.stderr)
        return
    seconds: dict[str, list[float]] = {name: [] for name in ENDS}
    for _ in range(asked.rounds):
        for name, how in ENDS.items():
            with PostgresServer(server).database() as url:
                seconds[name].append(asyncio.run(takeover(url, how)))
    about = (
        f"Two processes and one PostgreSQL, in the middle of a campaign to {READERS + 1} readers, {asked.rounds} times."
        " Every reader had the post once, but for those named as uncertain."
    )
    present(HEADING, "tests.bench.takeover", about, table(seconds), record=asked.record)


if __name__ == "__main__":
    main()
