"""The alarm: waits until a schedule comes due, and has it seen to, each in a transaction of its own.

A schedule is a row, and the transaction that publishes its draft drops it: whenever the process dies, the post has
been published once, or will be. One that is refused goes in a second transaction, for the first is rolled back.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.core.refusals import Refusal
from bot.core.schedule import Schedule
from bot.core.updates import TRIES
from bot.handlers.answers import Say, put_into_outbox
from bot.handlers.coming_due import ComingDue
from bot.storage import schedules
from bot.storage.engine import Database, Transaction

LOOK = timedelta(seconds=1)
"""How often the table is looked at by itself; whoever changes it calls :meth:`Alarm.wake`."""

_log = logging.getLogger(__name__)

Step = Callable[[Transaction, datetime, Schedule], Awaitable[tuple[Say, ...]]]


class Alarm:
    """Watches the schedules until cancelled."""

    def __init__(self, database: Database, clock: Callable[[], datetime], committed: Callable[[], None]) -> None:
        """``committed`` is called after each commit: there may be something to send."""
        self._database = database
        self._clock = clock
        self._committed = committed
        self._news = asyncio.Event()
        # Only so that a failure which passes by itself costs no post; a restart may as well count anew.
        self._failures: Counter[Schedule] = Counter()

    def wake(self) -> None:
        """A schedule was made, changed or dropped."""
        self._news.set()

    async def run(self, coming_due: ComingDue) -> None:
        """Has everything seen to that comes due."""
        while True:
            self._news.clear()
            wait = await self._look(coming_due)
            try:
                async with asyncio.timeout(wait.total_seconds()):
                    await self._news.wait()
            except TimeoutError:
                pass

    async def _look(self, coming_due: ComingDue) -> timedelta:
        """Does what is due, and says when to look again."""
        now = self._clock()
        async with self._database.read() as tx:
            due, next_due = await schedules.due(tx, now), await schedules.next_due(tx, now)
        for schedule in due:
            await self._see_to(coming_due, schedule)
        return LOOK if next_due is None else max(timedelta(0), min(LOOK, next_due - self._clock()))

    async def _see_to(self, coming_due: ComingDue, schedule: Schedule) -> None:
        """One schedule; a failure leaves the others alone."""
        try:
            try:
                await self._commit(schedule, coming_due.came)
            except Refusal as refusal:
                reason = refusal
                await self._commit(schedule, lambda tx, now, it: coming_due.refused(tx, now, it, reason))
        except Exception as error:  # noqa: BLE001 — whatever it is, it must not hold up the others
            await self._fail(coming_due, schedule, error)
        else:
            del self._failures[schedule]

    async def _fail(self, coming_due: ComingDue, schedule: Schedule, error: Exception) -> None:
        """It is tried again at the next look; after three tries it is given up, and that is said."""
        error_id = secrets.token_hex(4)
        _log.error("the schedule of draft %d failed, error %s", schedule.draft_id, error_id, exc_info=error)
        self._failures[schedule] += 1
        if self._failures[schedule] >= TRIES:
            await self._commit(schedule, lambda tx, _now, it: coming_due.failed(tx, it, error_id))
            del self._failures[schedule]

    async def _commit(self, schedule: Schedule, step: Step) -> None:
        async def work(tx: Transaction) -> None:
            now = self._clock()
            await put_into_outbox(tx, await step(tx, now, schedule), now)

        await self._database.write(work)
        self._committed()
