"""What claiming and recording take: the engine at 1,000 a second, before a courier that answers and makes no call.

It runs in a process of its own, so that its memory and its processor's time are its own.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from gettext import NullTranslations
from multiprocessing.connection import Connection
from pathlib import Path

from bot.core.calls import Call, Lane
from bot.core.campaigns import Campaign
from bot.core.deliveries import OnUncertain
from bot.core.outcomes import Outcome, Sent
from bot.delivery.engine import Engine
from bot.gateway.encoder import Encoder
from bot.rendering.texts import Texts
from bot.storage.engine import Database
from bot.storage.for_delivery import LedgerStore
from tests.bench.task import FASTEST


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a run took: the most bytes that were resident, and seconds of the processor for each message."""

    memory: int
    cpu: float


def run_apart(database_url: str, messages: int) -> Claimed:
    """Runs the campaign that is due in the database until so many messages are sent, in a new process."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_run, args=(database_url, messages, theirs))
    process.start()
    theirs.close()
    try:
        memory, cpu = ours.recv()
    finally:
        process.join()
    return Claimed(memory, cpu)


def _run(database_url: str, messages: int, answer: Connection) -> None:
    answer.send(asyncio.run(_measure(database_url, messages)))


async def _measure(database_url: str, messages: int) -> tuple[int, float]:
    database = Database.open(database_url)
    courier, store = AnsweringCourier(messages), _FrozenStore(database)
    texts = Texts(NullTranslations(), "en", UTC, "Bench")
    engine = Engine(store, courier, Encoder(), texts, lambda: datetime.now(UTC), OnUncertain.HOLD)
    courier.finished = engine.stop
    await engine.run()
    cpu = (time.process_time() - store.frozen_at) / (courier.answered - 1)
    await database.close()
    return peak_memory(), cpu


class _FrozenStore(LedgerStore):
    """Notes what the processor's clock said when the audience was frozen; the own copy alone comes before."""

    frozen_at: float

    async def proved(self, campaign: Campaign, now: datetime) -> bool:
        """As its parent."""
        done = await super().proved(campaign, now)
        self.frozen_at = time.process_time()
        return done


class AnsweringCourier:
    """Every call has arrived as soon as it is made; ``finished`` is called with the last of so many."""

    rate = free_rate = FASTEST
    paused_until = None
    paused_for = 0.0
    finished: Callable[[], None]

    def __init__(self, messages: int) -> None:
        self._messages = messages
        self.answered = 0

    def backlog(self, lane: Lane) -> int:
        """Nobody waits here."""
        return 0

    async def deliver(self, call: Call) -> Outcome:
        """Answers."""
        self.answered += 1
        if self.answered == self._messages:
            self.finished()
        return Sent(self.answered, {"message_id": self.answered})

    async def serve(
        self, lane: Lane, chat_id: int, claim: Callable[[], Awaitable[Call | None]], messages: int = 1
    ) -> Outcome | None:
        """Asks at once, and answers."""
        call = await claim()
        return None if call is None else await self.deliver(call)


def peak_memory() -> int:
    """The most bytes that this process has had in memory (Linux)."""
    found = re.search(r"^VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"), re.MULTILINE)
    assert found is not None
    return int(found[1]) * 1024
