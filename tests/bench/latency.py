"""``python -m tests.bench.latency``: how long a reader waits for the answer to a press in the middle of a broadcast.

The whole bot runs as ``broadsheet run`` in a process of its own. Readers who have the post press below it, at moments
that chance chooses and each of them once: one half turns it to another leaf, which edits the message, and the other
half wants to comment, which sends one. The time is that from the press to the arrival of the bot's call.
"""

from __future__ import annotations

import asyncio
import math
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.core.richtext import RichText
from bot.gateway.encoding import encode_revision
from bot.rendering.message import Message
from bot.sandbox.actor import Person
from bot.sandbox.client import World
from bot.storage.engine import Database
from bot.storage.migrating import upgrade
from tests.bench.blog import STOP, begin_campaign, page, running_bot, sqlite_url
from tests.bench.local_telegram import LocalTelegram, local_telegram
from tests.bench.message import TEXT
from tests.bench.results import parser, present

HEADING = "A press in the middle of a broadcast"

RATE = 25
PRESSES_A_SECOND = 5.0
"""A fifth of the rate: as many slots as answers may need in the long run without slowing the broadcast by more."""

APART = 3
"""Every third reader presses: readers are reached in the order of their ids, and so get the post before they do."""

RESTED = 4.0
"""Seconds between a reader's copy and the press, at the least."""

LONGEST = 2.0
"""Seconds after which a press that has come to nothing counts as lost."""

TURN, COMMENT = "▶", "Post a comment"
ANSWERS = {TURN: "editmessagetext", COMMENT: "sendmessage"}
"""The call that a press on each button comes to, beside the answer to the press itself."""


@dataclass(frozen=True, slots=True)
class Press:
    """Somebody pressed that button at that moment, in seconds since 1970."""

    chat_id: int
    label: str
    at: float
    query_id: str


@dataclass(frozen=True, slots=True)
class Waited:
    """Seconds from each press to the answer that stops the client's waiting sign, and to the message."""

    answers: Sequence[float]
    messages: Sequence[float]


async def measure(presses: int) -> Waited:
    """So many presses, in a broadcast that lasts longer than they do."""
    span = presses / PRESSES_A_SECOND
    readers = int((span + RESTED + LONGEST) * 1.5 * RATE) + 100
    with sqlite_url() as url, local_telegram(readers) as telegram:
        await upgrade(url, datetime.now(UTC))
        database = Database.open(url)
        leaves = [encode_revision(Message(RichText(f"{number}: {TEXT}"))) for number in (1, 2)]
        async with World(telegram.url) as world, running_bot(telegram, url, send_rate=str(RATE)):
            await database.write(
                lambda tx: begin_campaign(tx, telegram.chats, [page()], datetime.now(UTC), leaves=leaves, after=STOP)
            )
            second = Person(world, {"id": telegram.chats[1], "first_name": "Reader"})
            await second.sees(TEXT[:50], timeout=60)
            made = await press_all(world, telegram, presses)
            await asyncio.sleep(LONGEST)
            calls = await world.calls()
        await database.close()
    return waited(made, calls)


async def press_all(world: World, telegram: LocalTelegram, presses: int) -> list[Press]:
    """Presses by as many readers, of whom the first has just got the post."""
    chance = random.Random(presses)
    began, due = time.monotonic(), RESTED
    pending: list[asyncio.Task[Press]] = []
    async with asyncio.TaskGroup() as group:
        for number in range(presses):
            due += chance.expovariate(PRESSES_A_SECOND)
            await asyncio.sleep(max(0.0, began + due - time.monotonic()))
            reader = telegram.chats[1 + number * APART]
            pending.append(group.create_task(press(world, reader, (TURN, COMMENT)[number % 2])))
    return [task.result() for task in pending]


async def press(world: World, chat_id: int, label: str) -> Press:
    """One press; the answer is looked for afterwards, in the log."""
    at = time.time()
    answer = await world.post(f"people/{chat_id}/wait/press", label=label, wait=False)
    return Press(chat_id, label, at, answer["query_id"])


def waited(presses: Sequence[Press], calls: Sequence[dict[str, Any]]) -> Waited:
    """How long each press had to wait for its answers.

    ``RuntimeError`` if one never came, or there was no broadcast left at the last of the presses.
    """
    last_page = max(call["began"] for call in calls if call["parameters"].get("text") == TEXT)
    if last_page < max(each.at for each in presses):
        raise RuntimeError("the broadcast was over before the last press")
    answered = {
        call["parameters"]["callback_query_id"]: call["began"]
        for call in calls
        if call["method"] == "answercallbackquery"
    }
    said: dict[tuple[int, str], list[float]] = {}
    for call in calls:
        if call["status"] == 200 and call["method"] in ANSWERS.values():
            said.setdefault((call["parameters"]["chat_id"], call["method"]), []).append(call["began"])
    answers, messages = [], []
    for each in presses:
        later = [at for at in said.get((each.chat_id, ANSWERS[each.label]), []) if at >= each.at]
        if each.query_id not in answered or not later:
            raise RuntimeError(f"nothing came of {each}")
        answers.append(answered[each.query_id] - each.at)
        messages.append(min(later) - each.at)
    return Waited(answers, messages)


def at_share(share: float, seconds: Sequence[float]) -> float:
    """The time within which that share of them was over."""
    return sorted(seconds)[math.ceil(share * len(seconds)) - 1]


def table(found: Waited) -> str:
    """The result as a Markdown table, in milliseconds."""
    lines = ["| from the press to | half within | 99 of 100 within | longest |", "| --- | ---: | ---: | ---: |"]
    for name, seconds in (("answerCallbackQuery", found.answers), ("the edited or sent message", found.messages)):
        figures = (at_share(0.5, seconds), at_share(0.99, seconds), max(seconds))
        lines.append(f"| {name} | {' | '.join(f'{figure * 1000:.0f} ms' for figure in figures)} |")
    return "\n".join([*lines, "| promised | | at most 150 ms | |"])


def main() -> None:
    """Measures, prints, and keeps the result where asked to."""
    arguments = parser("tests.bench.latency", __doc__)
    arguments.add_argument("--presses", type=int, default=300, help="(default: %(default)s)")
    asked = arguments.parse_args()
    about = (
        f"{asked.presses} presses by as many readers, {PRESSES_A_SECOND:g} a second at moments of chance, while"
        f" `broadsheet run` sends a post at {RATE} a second on SQLite; half of them turn it and half want to comment."
    )
    present(HEADING, "tests.bench.latency", about, table(asyncio.run(measure(asked.presses))), record=asked.record)


if __name__ == "__main__":
    main()
