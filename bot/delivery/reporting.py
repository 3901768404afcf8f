"""The status of a campaign: a query, shown by editing one message (architecture, "One update, one broadcast")."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from bot.core.campaigns import ACTIVE, Campaign, CampaignState, Progress
from bot.core.speed import Speed
from bot.delivery.ports import Clock, Courier, MessageEncoder, Reports
from bot.rendering.status import status_message, status_signature
from bot.rendering.texts import Texts

INTERVAL = 2.0
"""Seconds between two looks: one edit in two seconds leaves the author's chat free for answers."""

SOONEST = 0.5
"""Seconds between two looks at least, however much happens."""

EFFORT = 10
"""A look reads all rows of a campaign; the next one comes no sooner than ten times as long as that took."""


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
        self._speeds: dict[int, Speed] = {}

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
        running = {account.campaign.id for account, _ in due if account.campaign.state is CampaignState.SENDING}
        self._speeds = {id_: speed for id_, speed in self._speeds.items() if id_ in running}
        for account, shown in due:
            campaign = account.campaign
            message = status_message(self._texts, account, self._pace(campaign, account.progress, now), now)
            # The name of an end state says that nothing will change any more: not while an answer is still awaited.
            over = campaign.state not in ACTIVE and not account.progress.sending
            signature = campaign.state.value if over else status_signature(message)
            if signature != shown:
                await self._reports.show(account, self._encode(message), signature, now)
                self._told()
        return took

    def _pace(self, campaign: Campaign, progress: Progress, now: datetime) -> float:
        """Messages a second lately; what the gate lets through while that cannot be said."""
        if campaign.state is not CampaignState.SENDING:
            return self._courier.rate
        speed = self._speeds.setdefault(campaign.id, Speed())
        return speed.at(now, progress.settled) or self._courier.rate
