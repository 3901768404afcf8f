"""One campaign on its way: who is next, what is claimed, and what each answer makes of a row.

The ledger is read ahead without marking anything. A row becomes ``sending`` in the commit that also records the
answers of the last moments, and only as many rows as the gate lets through in the next 100 ms: a crash leaves a
moment's work in doubt, and Pause, Cancel and an unsubscription are obeyed at that commit (architecture, decision 6).
What is kept in memory is only a view of the ledger, and is read again after a restart.
"""

from __future__ import annotations

import asyncio
import heapq
import math
from collections import deque
from collections.abc import Callable
from itertools import groupby

from bot.core.calls import Call, Lane
from bot.core.campaigns import REFUSALS_THAT_PAUSE, Campaign
from bot.core.deliveries import DeliveryState, Due, OnUncertain, Result, after
from bot.core.halting import Halted
from bot.core.outcomes import Blocked, Halt, Outcome, Rejected, Sent, Uncertain, Unsent, Wait
from bot.core.posts import Copy, Edition
from bot.delivery.ports import Courier, KeyboardEncoder, Ledger
from bot.rendering.post_buttons import post_buttons
from bot.rendering.texts import Texts

CLAIM_AHEAD = 0.1
"""Seconds of the gate's schedule that may be claimed at a time."""

READ_AHEAD = 500
"""Readers whose rows are read at a time."""

PAGE_GAP = 1.0
"""Seconds between two messages to one chat (facts, "Rates")."""

NETWORK_PAUSE = 2.0
"""Seconds without a claim after Telegram could not be reached, and before a message in doubt is sent again."""

UNCALLED = {DeliveryState.BLOCKED: DeliveryState.BLOCKED, DeliveryState.FAILED: DeliveryState.FAILED}
"""What the rest of a reader's pages becomes, uncalled, after one that ended so. After an uncertain one that is held
the rest is sent: most likely it has arrived, and a post without its end is worse than one without its middle."""

Pages = deque[Due]
"""The pages that one reader is still to get, in order; never empty."""


class CampaignRun:
    """Sends the queued rows of one campaign until none is left, the campaign is halted, or :meth:`stop`."""

    def __init__(
        self,
        campaign: Campaign,
        ledger: Ledger,
        courier: Courier,
        keyboards: KeyboardEncoder,
        texts: Texts,
        policy: OnUncertain,
    ) -> None:
        """``campaign`` is proving or sending. Needs a running event loop."""
        self._campaign = campaign
        self._ledger = ledger
        self._courier = courier
        self._keyboards = keyboards
        self._texts = texts
        self._policy = policy
        self._now: Callable[[], float] = asyncio.get_running_loop().time
        self._fresh: deque[Pages] = deque()
        self._resting: list[tuple[float, int, Pages]] = []
        self._last_chat: int | None = None
        self._read_all = False
        self._under_way: set[asyncio.Task[None]] = set()
        self._results: list[Result] = []
        self._quiet_until = float("-inf")
        self._stopping = asyncio.Event()
        self._halted: Halted | None = None
        self.rejections: list[str] = []

    def stop(self) -> None:
        """Claims nothing more; what is under way is finished and recorded."""
        self._stopping.set()

    async def run(self) -> None:
        """Returns when nothing is left to do. Raises :class:`Halted` when Telegram no longer takes the token."""
        while not await self._done():
            picks = [] if self._stopping.is_set() else await self._choose()
            if picks or self._results:
                await self._commit(picks)
            await self._tick()
        if self._halted is not None:
            raise self._halted

    async def _done(self) -> bool:
        if self._under_way or self._results:
            return False
        return self._stopping.is_set() or not (self._resting or self._fresh or await self._read_on())

    async def _choose(self) -> list[Pages]:
        """Readers whose first page is to be claimed now: those who have begun before those who have not."""
        if self._courier.paused_until is not None or self._now() < self._quiet_until:
            return []
        room = math.ceil(self._courier.rate * CLAIM_AHEAD) - self._courier.backlog(Lane.POSTS)
        picks: list[Pages] = []
        while len(picks) < room:
            if self._resting and self._resting[0][0] <= self._now():
                picks.append(heapq.heappop(self._resting)[2])
            elif self._fresh or await self._read_on():
                picks.append(self._fresh.popleft())
            else:
                break
        return picks

    async def _read_on(self) -> bool:
        """Reads the next readers' rows in key order; False when there are none."""
        if self._read_all:
            return False
        rows = await self._ledger.due(self._campaign.id, self._last_chat, READ_AHEAD)
        for chat_id, pages in groupby(rows, key=lambda row: row.chat_id):
            self._fresh.append(deque(pages))
            self._last_chat = chat_id
        self._read_all = not rows
        return bool(rows)

    async def _commit(self, picks: list[Pages]) -> None:
        """One transaction: the answers of the last moment, and the rows of the next one."""
        results, self._results = self._results, []
        keys = [(pages[0].chat_id, pages[0].page) for pages in picks]
        claimed = await self._ledger.settle(self._campaign.id, results, keys)
        if claimed is None:
            self.stop()
            return
        if claimed:
            edition = await self._ledger.edition(self._campaign.post_id)
            for pages, key in zip(picks, keys, strict=True):
                if key in claimed:
                    task = asyncio.create_task(self._deliver(pages, edition))
                    self._under_way.add(task)
                    task.add_done_callback(self._under_way.discard)
        if len(claimed) < len(picks):
            await self._ledger.drop_departed(self._campaign.id)

    async def _deliver(self, pages: Pages, edition: Edition) -> None:
        """Sends a reader's next page, and notes what became of it."""
        due = pages.popleft()
        call, shown = self._call(due, edition)
        outcome = await self._courier.deliver(call)
        doubts = due.doubts + int(isinstance(outcome, Uncertain))
        state = after(outcome, due.doubts, self._policy)
        copy = None
        if isinstance(outcome, Sent) and outcome.message_id is not None:
            post = edition.post
            copy = Copy(post.id, due.chat_id, outcome.message_id, due.page, post.revision, shown)
        self._results.append(
            Result(due.chat_id, due.page, state, doubts, copy, UNCALLED.get(state), isinstance(outcome, Blocked))
        )
        if state is DeliveryState.QUEUED:
            pages.appendleft(Due(due.chat_id, due.page, doubts))
        if pages and state not in UNCALLED:
            heapq.heappush(self._resting, (self._now() + _rest_after(outcome), due.chat_id, pages))
        if isinstance(outcome, Unsent):
            self._quiet_until = self._now() + NETWORK_PAUSE
        if isinstance(outcome, Rejected):
            self.rejections.append(outcome.reason)
            if len(self.rejections) >= REFUSALS_THAT_PAUSE:
                self.stop()
        if isinstance(outcome, Halt):
            self._halted = Halted(outcome.reason)
            self.stop()

    def _call(self, due: Due, edition: Edition) -> tuple[Call, int | None]:
        """The call for a page, and the count that its button shows; only the last page has buttons."""
        page = edition.pages[due.page - 1]
        if due.page < len(edition.pages):
            return page.to(due.chat_id, Lane.POSTS), None
        page = self._keyboards(page, post_buttons(self._texts, edition.post))
        return page.to(due.chat_id, Lane.POSTS), edition.post.comments

    async def _tick(self) -> None:
        """Waits for a tick of the schedule; while stopping, for what is under way."""
        if self._stopping.is_set():
            if self._under_way:
                await asyncio.wait(self._under_way, return_when=asyncio.FIRST_COMPLETED)
            return
        try:
            async with asyncio.timeout(CLAIM_AHEAD):
                await self._stopping.wait()
        except TimeoutError:
            pass


def _rest_after(outcome: Outcome) -> float:
    """Seconds until a reader's next message."""
    match outcome:
        case Wait(seconds):
            return seconds
        case Unsent() | Uncertain():
            return NETWORK_PAUSE
        case _:
            return PAGE_GAP
