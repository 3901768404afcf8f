"""The status of a campaign: a query, shown by editing one message (architecture, "One update, one broadcast")."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from bot.core.campaigns import ACTIVE, Campaign, CampaignState, Progress
from bot.delivery.ports import Clock, Courier, MessageEncoder, Reports
from bot.rendering.status import status_message, status_signature
from bot.rendering.texts import Texts

INTERVAL = 2.0
"""Seconds between two looks: one edit in two seconds leaves the author's chat free for answers."""

SOONEST = 0.5
"""Seconds between two looks at least, however much happens."""

EFFORT = 10
"""A look reads all rows of a campaign; the next one comes no sooner than ten times as long as that took."""

SPAN = timedelta(seconds=16)
"""The time over which the shown pace is taken."""


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
        """A campaign may have changed its state."""
        self._news.set()

    async def run(self) -> None:
        """Until cancelled."""
        now = asyncio.get_running_loop().time
        while True:
            self._news.clear()
            began = now()
            await asyncio.sleep(max(SOONEST, EFFORT * await self.look()))
            with suppress(TimeoutError):
                async with asyncio.timeout_at(began + INTERVAL):
                    await self._news.wait()

    async def look(self) -> float:
        """Shows what has changed since the last look; gives the seconds that reading took.

        What is shown may wait long until it is written down, which is no effort.
        """
        seconds = asyncio.get_running_loop().time
        now, began = self._clock(), seconds()
        due = await self._reports.due_reports()
        took = seconds() - began
        running = {campaign.id for campaign, *_ in due if campaign.state is CampaignState.SENDING}
        self._samples = {id_: samples for id_, samples in self._samples.items() if id_ in running}
        for campaign, post, progress, shown in due:
            rate = self._pace(campaign, progress, now)
            message = status_message(self._texts, campaign, post, progress, rate, now)
            # The name of an end state says that nothing will change any more: not while an answer is still awaited.
            over = campaign.state not in ACTIVE and not progress.sending
            signature = campaign.state.value if over else status_signature(message)
            if signature != shown:
                await self._reports.show(campaign, post, self._encode(message), signature, now)
                self._told()
        return took

    def _pace(self, campaign: Campaign, progress: Progress, now: datetime) -> float:
        """Messages a second lately; what the gate lets through while that cannot be said."""
        if campaign.state is not CampaignState.SENDING:
            return self._courier.rate
        samples = self._samples.setdefault(campaign.id, deque())
        if samples and now < samples[-1][0]:  # the clock was set back: what it showed before says nothing any more
            samples.clear()
        samples.append((now, progress.settled))
        while len(samples) > 2 and now - samples[1][0] >= SPAN:
            samples.popleft()
        (first_at, first), (last_at, last) = samples[0], samples[-1]
        seconds = (last_at - first_at).total_seconds()
        return (last - first) / seconds if seconds > 0 and last > first else self._courier.rate
