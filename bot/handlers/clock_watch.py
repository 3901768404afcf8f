"""The clock's watch: where the time of day is set back, what waits for it is brought forward."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.storage.clock_set_back import SLACK, bring_forward
from bot.storage.engine import Database, Transaction

LOOK = 1.0
"""Seconds between two comparisons of the time of day with the time that has passed."""

_log = logging.getLogger(__name__)


class ClockWatch:
    """Watches the clock until cancelled."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
        send_delay: timedelta,
        notice_delay: timedelta,
        committed: Callable[[], None],
    ) -> None:
        """``clock`` is watched by ``monotonic``, in seconds. ``committed`` is called when something is due sooner."""
        self._database = database
        self._clock = clock
        self._monotonic = monotonic
        self._send_delay = send_delay
        self._notice_delay = notice_delay
        self._committed = committed

    async def bring_forward(self, tx: Transaction) -> None:
        """What a clock that was set back puts off for longer than anything is put off."""
        await bring_forward(tx, self._clock(), self._send_delay, self._notice_delay)

    async def run(self) -> None:
        """Where the time of day falls behind the time that has passed, the clock was set back."""
        ahead = self._ahead()
        while True:
            await asyncio.sleep(LOOK)
            before, ahead = ahead, self._ahead()
            if before - ahead > SLACK.total_seconds():
                _log.warning("the clock was set back by %.0f s; what waited for it is brought forward", before - ahead)
                await self._database.write(self.bring_forward)
                self._committed()

    def _ahead(self) -> float:
        return self._clock().timestamp() - self._monotonic()
