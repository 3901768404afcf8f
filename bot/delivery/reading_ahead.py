"""Who is next in a campaign: the ledger read ahead, without marking anything.

What is kept is only a view of the ledger, the size of one reading and of the moment's schedule, and is read again
after a restart.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable
from itertools import groupby

from bot.core.campaigns import Campaign
from bot.core.deliveries import Due
from bot.delivery.ports import Ledger

AT_A_TIME = 500
"""Readers whose rows are read at a time."""

Pages = deque[Due]
"""The pages that one reader is still to get, in order; never empty."""


class ReadAhead:
    """The readers of one campaign, in waves: those who have begun and may go on come before those who have not.

    So a reader gets a post of many pages at a chat's pace, and the others fill the time in between.
    """

    def __init__(self, ledger: Ledger, campaign: Campaign) -> None:
        self._ledger = ledger
        self._campaign = campaign
        self._fresh: deque[Pages] = deque()
        self._resting: list[tuple[float, int, Pages]] = []
        self._read_until: int | None = None
        self._read_all = False

    def __len__(self) -> int:
        """Readers who are kept in memory."""
        return len(self._fresh) + len(self._resting)

    async def take(self, limit: int, now: float, weigh: Callable[[int], int]) -> list[Pages]:
        """Readers whose first page may be claimed now, until they make up ``limit`` messages.

        ``weigh`` says how many the call for a page makes; the last album may have more than there is room for.
        """
        taken: list[Pages] = []
        messages = 0
        while messages < limit:
            if self._resting and self._resting[0][0] <= now:
                taken.append(heapq.heappop(self._resting)[2])
            elif self._fresh or await self._read_on():
                taken.append(self._fresh.popleft())
            else:
                break
            messages += weigh(taken[-1][0].page)
        return taken

    async def top_up(self) -> None:
        """Reads on when few are left, in a moment in which nobody waits for it."""
        if len(self._fresh) < AT_A_TIME // 2:
            await self._read_on()

    def ready(self, now: float) -> bool:
        """Whether somebody need not wait any longer, as far as is known without reading on."""
        return bool(self._fresh) or not self._read_all or (bool(self._resting) and self._resting[0][0] <= now)

    def rest(self, pages: Pages, until: float) -> None:
        """This reader's next page is not to be claimed before."""
        heapq.heappush(self._resting, (until, pages[0].chat_id, pages))

    async def exhausted(self) -> bool:
        """Whether there is nobody left, not even somebody who rests."""
        return not (self._resting or self._fresh or await self._read_on())

    @property
    def opens_at(self) -> float | None:
        """When the next reader has rested; None while there are others who need not wait, or none at all."""
        return self._resting[0][0] if self._resting and not self._fresh and self._read_all else None

    async def _read_on(self) -> bool:
        """Reads the next readers' rows in the campaign's order; False when there are none."""
        if self._read_all:
            return False
        rows, self._read_until = await self._ledger.due(self._campaign, self._read_until, AT_A_TIME)
        for _, pages in groupby(rows, key=lambda row: row.chat_id):
            self._fresh.append(deque(pages))
        self._read_all = self._read_until is None
        return bool(rows)
