"""The status of a campaign: a query, shown by editing one message (architecture, "One update, one broadcast")."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from datetime import datetime

from bot.core.campaigns import ACTIVE, Campaign, Progress
from bot.delivery.ports import Clock, Courier, MessageEncoder, Reports
from bot.rendering.status import status_message, status_signature
from bot.rendering.texts import Texts

INTERVAL = 2.0
"""Seconds between two looks: one edit in two seconds leaves the author's chat free for answers."""

_SAMPLES = 8
"""Looks over which the shown pace is taken: 16 seconds."""


class Reporter:
    """Keeps every status message up to date, for ever."""

    def __init__(
        self,
        reports: Reports,
        courier: Courier,
        encode: MessageEncoder,
        texts: Texts,
        clock: Clock,
        told: Callable[[], None],
    ) -> None:
        """``told`` is called when something was put into the outbox."""
        self._reports = reports
        self._courier = courier
        self._encode = encode
        self._texts = texts
        self._clock = clock
        self._told = told
        self._news = asyncio.Event()
        self._samples: dict[int, deque[tuple[datetime, int]]] = {}

    def wake(self) -> None:
        """A campaign has changed its state."""
        self._news.set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self._news.clear()
            await self.look()
            try:
                async with asyncio.timeout(INTERVAL):
                    await self._news.wait()
            except TimeoutError:
                pass

    async def look(self) -> None:
        """Shows what has changed since the last look."""
        now = self._clock()
        due = await self._reports.due_reports()
        running = {campaign.id for campaign, *_ in due}
        self._samples = {id_: samples for id_, samples in self._samples.items() if id_ in running}
        for campaign, post, progress, shown in due:
            rate = self._pace(campaign, progress, now)
            message = status_message(self._texts, campaign, post, progress, rate, now)
            signature = campaign.state.value if campaign.state not in ACTIVE else status_signature(message)
            if signature != shown:
                await self._reports.show(campaign, post, self._encode(message), signature, now)
                self._told()

    def _pace(self, campaign: Campaign, progress: Progress, now: datetime) -> float:
        """Messages a second over the last looks; what the gate lets through while there are too few."""
        samples = self._samples.setdefault(campaign.id, deque(maxlen=_SAMPLES))
        samples.append((now, progress.settled))
        (first_at, first), (last_at, last) = samples[0], samples[-1]
        span = (last_at - first_at).total_seconds()
        return (last - first) / span if span > 0 and last > first else self._courier.rate
