"""``python -m tests.bench``: every contender against one local Telegram in another process, in turns.

All send the same message to the same people. What is compared is measured in one run; between two runs or two machines
only the ratios mean anything.
"""

from __future__ import annotations

import asyncio
import sys
from importlib.metadata import version
from importlib.util import find_spec

from tests.bench.client import run_apart
from tests.bench.local_telegram import local_telegram
from tests.bench.meter import Figures, median, table
from tests.bench.results import parser, present
from tests.bench.task import CONTENDERS, FASTEST, IN_FLIGHT, Task

HEADING = "A message, and what other libraries take for it"


async def compare(people: int, rounds: int) -> dict[str, Figures]:
    """The median of all rounds for each contender; in every round each has its turn."""
    figures: dict[str, list[Figures]] = {name: [] for name in CONTENDERS}
    with local_telegram(people) as telegram:
        task = Task(telegram.url, telegram.token, telegram.chats)
        for number in range(rounds):
            for name, taken in figures.items():
                taken.append(await run_apart(CONTENDERS[name], task))
                print(f"round {number + 1} of {rounds} · {name}: {taken[-1].cpu_ms:.2f} ms", file=sys.stderr)
    return {name: median(taken) for name, taken in figures.items()}


def conditions(people: int, rounds: int) -> str:
    """What has to be known to read the table."""
    loops = ["uvloop"] if find_spec("uvloop") else []
    packages = ", ".join(f"{name} {version(name)}" for name in ("python-telegram-bot", "aiogram", "aiohttp", *loops))
    return (
        f"{people:,} messages of 2,000 characters with ten entities and two buttons each, to as many chats of a local"
        f" sandbox in another process; {packages}. The two libraries keep {IN_FLIGHT} calls under way; the bulk path is"
        f" held to the most that can be set, {FASTEST:,.0f} a second, and alone takes uvloop where that is installed,"
        f" as `broadsheet run` does. The median of {rounds} rounds, each contender in a process of its own. The"
        " processor's time is that of the sending process alone."
    )


def main() -> None:
    """Measures, prints, and keeps the result where asked to."""
    arguments = parser("tests.bench", __doc__)
    arguments.add_argument("--people", type=int, default=2000, help="messages in a round (default: %(default)s)")
    arguments.add_argument("--rounds", type=int, default=3, help="(default: %(default)s)")
    asked = arguments.parse_args()
    figures = asyncio.run(compare(asked.people, asked.rounds))
    present(HEADING, "tests.bench", conditions(asked.people, asked.rounds), table(figures), record=asked.record)


if __name__ == "__main__":
    main()
