"""``python -m tests.bench.bare_calls``: what a prepared call costs, on aiohttp and as it is made here.

The same bytes, the same answers, ``IN_FLIGHT`` at a time; no gate, no ledger, and no answer is looked at.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable

import aiohttp

from bot.core.calls import Lane, Prepared
from bot.gateway.prepared_calls import PreparedCalls
from tests.bench.blog import page
from tests.bench.local_telegram import local_telegram
from tests.bench.meter import Figures, Meter, median, table
from tests.bench.results import parser, present
from tests.bench.task import IN_FLIGHT, Task, send_all

HEADING = "A call by itself"

HEADERS = {"Content-Type": "application/json"}


def body_for(message: Prepared, chat_id: int) -> bytes:
    """The message to one chat."""
    return message.to(chat_id, Lane.POSTS).body


async def as_here(url: str, message: Prepared, task: Task, meter: Meter) -> None:
    """``PreparedCalls``."""
    calls = PreparedCalls(HEADERS, most=IN_FLIGHT, words=repr, may_leave=lambda: True)

    async def send(chat_id: int) -> None:
        await calls.post(
            url, body_for(message, chat_id), connect_timeout=10, write_timeout=30, read_timeout=30, limit=1_000_000
        )

    with meter:
        await send_all(send, task.chats)
    calls.close()


async def on_aiohttp(url: str, message: Prepared, task: Task, meter: Meter) -> None:
    """``ClientSession.post``, spared what can be spared: cookies, compression and timeouts."""
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=IN_FLIGHT),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        skip_auto_headers=("Accept", "Accept-Encoding"),
        timeout=aiohttp.ClientTimeout(total=None),
        headers=HEADERS,
    ) as session:

        async def send(chat_id: int) -> None:
            async with session.post(url, data=body_for(message, chat_id), allow_redirects=False) as response:
                await response.read()

        with meter:
            await send_all(send, task.chats)


WAYS: dict[str, Callable[[str, Prepared, Task, Meter], Awaitable[None]]] = {
    "connections of our own": as_here,
    "aiohttp, ClientSession.post": on_aiohttp,
}


async def compare(people: int, rounds: int) -> dict[str, Figures]:
    """The median of all rounds for each way, in this process; in every round each has its turn."""
    figures: dict[str, list[Figures]] = {name: [] for name in WAYS}
    with local_telegram(people) as telegram:
        task = Task(telegram.url, telegram.token, telegram.chats)
        for number in range(rounds):
            for name, way in WAYS.items():
                meter = Meter()
                await way(f"{telegram.url}/bot{telegram.token}/sendMessage", page(), task, meter)
                figures[name].append(Figures(meter.cpu * 1000 / people, people / meter.seconds))
                print(f"round {number + 1} of {rounds} · {name}: {figures[name][-1].cpu_ms:.2f} ms", file=sys.stderr)
    return {name: median(taken) for name, taken in figures.items()}


def main() -> None:
    """Measures, prints, and keeps the result where asked to."""
    arguments = parser("tests.bench.bare_calls", __doc__)
    arguments.add_argument("--people", type=int, default=2000, help="calls in a round (default: %(default)s)")
    arguments.add_argument("--rounds", type=int, default=5, help="(default: %(default)s)")
    asked = arguments.parse_args()
    figures = asyncio.run(compare(asked.people, asked.rounds))
    about = (
        f"{asked.people:,} calls with the same bytes, {IN_FLIGHT} at a time, aiohttp {aiohttp.__version__};"
        f" the median of {asked.rounds} rounds."
    )
    present(HEADING, "tests.bench.bare_calls", about, table(figures), record=asked.record)


if __name__ == "__main__":
    main()
