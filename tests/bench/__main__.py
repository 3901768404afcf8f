"""``python -m tests.bench``: every contender against one local Telegram in another process, in turns.

All send the same message to the same people. What is compared is measured in one run; between two runs or two machines
only the ratios mean anything.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bot.sandbox.client import World
from tests.bench.meter import Figures, median, table
from tests.bench.task import CONTENDERS, FASTEST, IN_FLIGHT

RESULTS = Path(__file__).with_name("RESULTS.md")


@asynccontextmanager
async def local_telegram() -> AsyncIterator[tuple[str, str]]:
    """The address and the bot's token of a sandbox in a process of its own."""
    server = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "sandbox", "--port", "0"), stdout=asyncio.subprocess.PIPE
    )
    assert server.stdout is not None
    try:
        while line := (await server.stdout.readline()).decode():
            if found := re.search(r"BROADSHEET_API_URL=(\S+) BROADSHEET_BOT_TOKEN=(\S+)", line):
                yield found[1], found[2]
                return
        raise RuntimeError("the sandbox did not start")
    finally:
        if server.returncode is None:
            server.terminate()
        await server.wait()


async def populate(api_url: str, people: int) -> list[int]:
    """The ids of new people who have all pressed Start."""
    ids = []
    async with World(api_url) as world:
        for number in range(people):
            person = await world.person(f"Reader {number}")
            await person.starts()
            ids.append(person.id)
    return ids


async def measure(contender: str, api_url: str, token: str, chats: list[int]) -> Figures:
    """What the contender takes to send to all chats, in a process of its own."""
    client = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.client"), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    task = {"module": CONTENDERS[contender], "api_url": api_url, "token": token, "chats": chats}
    answer, _ = await client.communicate(json.dumps(task).encode())
    if client.returncode:
        raise SystemExit(f"{contender} has failed")
    taken = json.loads(answer)
    return Figures(taken["cpu"] * 1000 / len(chats), len(chats) / taken["seconds"])


async def compare(people: int, rounds: int) -> dict[str, Figures]:
    """The median of all rounds for each contender; in every round each has its turn."""
    figures: dict[str, list[Figures]] = {name: [] for name in CONTENDERS}
    async with local_telegram() as (api_url, token):
        chats = await populate(api_url, people)
        for number in range(rounds):
            for name, taken in figures.items():
                taken.append(await measure(name, api_url, token, chats))
                print(f"round {number + 1} of {rounds} · {name}: {taken[-1].cpu_ms:.2f} ms", file=sys.stderr)
    return {name: median(taken) for name, taken in figures.items()}


def processor() -> str:
    """The processor's name, as Linux or Python knows it."""
    try:
        found = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
    except OSError:
        found = None
    return found[1] if found else platform.processor() or platform.machine()


def conditions(people: int, rounds: int) -> str:
    """What has to be known to read the table."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("python-telegram-bot", "aiogram", "aiohttp"))
    return (
        f"{datetime.now(UTC):%-d %B %Y} · {os.cpu_count()} cores, {processor()} · Python {platform.python_version()},"
        f" {platform.system()} · {packages}\n\n"
        f"{people:,} messages of 2,000 characters with ten entities and two buttons each, to as many chats of a local"
        f" sandbox in another process. The two libraries keep {IN_FLIGHT} calls under way; the bulk path is held to the"
        f" most that can be set, {FASTEST:,.0f} a second. The median of {rounds} rounds, each contender in a process of"
        " its own. The processor's time is that of the sending process alone."
    )


def main() -> None:
    """Measures, prints, and keeps the result where asked to."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--people", type=int, default=2000, help="messages in a round (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="(default: %(default)s)")
    parser.add_argument("--record", action="store_true", help=f"keep the result in {RESULTS.name}")
    asked = parser.parse_args()
    figures = asyncio.run(compare(asked.people, asked.rounds))
    result = f"{conditions(asked.people, asked.rounds)}\n\n{table(figures)}\n"
    print(result)
    if asked.record:
        opening = "Written by `make bench RECORD=1`; only the ratios carry over to other machines."
        _, mark, others = RESULTS.read_text(encoding="utf-8").partition("\n## ") if RESULTS.exists() else ("", "", "")
        RESULTS.write_text(f"# What a message costs\n\n{opening}\n\n{result}{mark}{others}", encoding="utf-8")


if __name__ == "__main__":
    main()
