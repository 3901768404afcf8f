"""One campaign on its way: what is claimed, when, and what each answer makes of a row.

A row becomes ``sending`` in the commit that also records the answers of the last moments, and only as many rows as the
schedule has room for in the next 100 ms: a crash leaves a moment's work in doubt, and Pause, Cancel and an
unsubscription are obeyed at that commit (architecture, decision 6).
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from contextlib import suppress

from bot.core.calls import Call, Lane, Prepared
from bot.core.campaigns import REFUSALS_THAT_PAUSE, Campaign
from bot.core.deliveries import DeliveryState, Due, OnUncertain, Result, after
from bot.core.halting import Halted
from bot.core.outcomes import Blocked, Halt, Outcome, Rejected, Sent, Uncertain, Unsent, Wait
from bot.core.posts import Copy, Edition
from bot.core.waiting import CHAT_INTERVAL
from bot.delivery.ports import Courier, KeyboardEncoder, Ledger
from bot.delivery.reach import FIRST_PAUSE, Reach
from bot.delivery.reading_ahead import Pages, ReadAhead
from bot.rendering.post_buttons import post_buttons
from bot.rendering.texts import Texts

CLAIM_AHEAD = 0.1
"""Seconds of the schedule that may be claimed at a time, and between two commits."""

AT_ONCE = 192
"""Calls of a campaign that may be under way when more are claimed. At Telegram's usual 0.1 s for a call they are
enough for the 1,000 a second of a paid broadcast; the transport's other connections are left to answers."""

UNCALLED = {DeliveryState.BLOCKED: DeliveryState.BLOCKED, DeliveryState.FAILED: DeliveryState.FAILED}
"""What the rest of a reader's pages becomes, uncalled, after one that ended so. After an uncertain one that is held
the rest is sent: most likely it has arrived, and a post without its end is worse than one without its middle."""


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
        self._readers = ReadAhead(ledger, campaign.id)
        self._reach = Reach()
        self._waiting = 0
        self._under_way = 0
        self._all_back = asyncio.Event()
        self._all_back.set()
        self._results: list[Result] = []
        self._commit_took = 0.0
        self._stopping = asyncio.Event()
        self._halted: Halted | None = None
        self.rejections: list[str] = []

    def stop(self) -> None:
        """Claims nothing more; what is under way is finished and recorded."""
        self._stopping.set()

    async def run(self) -> None:
        """Returns when nothing is left to do. Raises :class:`Halted` when Telegram no longer takes the token.

        Cancelled, it records what has come back and gives back what never left; what is under way stays ``sending``.
        """
        try:
            async with asyncio.TaskGroup() as calls:
                while not await self._done():
                    began = self._now()
                    picks = await self._choose()
                    if picks or self._results:
                        await self._commit(picks, calls)
                    await self._tick(began)
        finally:
            if self._results:
                await self._ledger.settle(self._campaign.id, self._results, ())
        if self._halted is not None:
            raise self._halted

    async def _done(self) -> bool:
        if self._under_way or self._results:
            return False
        return self._stopping.is_set() or await self._readers.exhausted()

    async def _choose(self) -> list[Pages]:
        """Readers whose first page is to be claimed now."""
        if self._stopping.is_set() or self._courier.paused_until is not None:
            return []
        # what goes out while the commit lasts is claimed, too, or each commit would leave a gap in the schedule
        ahead = math.ceil(self._courier.rate * (CLAIM_AHEAD + min(self._commit_took, CLAIM_AHEAD)))
        room = min(ahead - self._waiting, AT_ONCE - (self._under_way - self._waiting))
        return await self._readers.take(self._reach.room(room, self._under_way, self._now()), self._now())

    async def _commit(self, picks: list[Pages], calls: asyncio.TaskGroup) -> None:
        """One transaction: the answers of the last moment, and the rows of the next one."""
        began = self._now()
        results, self._results = self._results, []
        keys = [(pages[0].chat_id, pages[0].page) for pages in picks]
        claimed = await self._ledger.settle(self._campaign.id, results, keys)
        if claimed is None:
            self.stop()
            return
        if claimed:
            edition = await self._ledger.edition(self._campaign.post_id)
            messages = self._messages(edition)
            for pages, key in zip(picks, keys, strict=True):
                if key in claimed:
                    self._waiting += 1
                    self._under_way += 1
                    self._all_back.clear()
                    calls.create_task(self._deliver(pages, edition, messages))
        self._commit_took = self._now() - began

    def _messages(self, edition: Edition) -> tuple[Prepared, ...]:
        """The pages as they go out at this moment: the last with the present count on its button."""
        *before, last = edition.pages
        return (*before, self._keyboards(last, post_buttons(self._texts, edition.post)))

    async def _deliver(self, pages: Pages, edition: Edition, messages: tuple[Prepared, ...]) -> None:
        """Sends a reader's next page, and notes what became of it."""
        due = pages.popleft()
        call = messages[due.page - 1].to(due.chat_id, Lane.POSTS)
        waits = True

        async def leaves() -> Call:
            nonlocal waits
            waits = False
            self._waiting -= 1
            return call

        try:
            outcome = await self._courier.serve(Lane.POSTS, due.chat_id, leaves)
            assert outcome is not None, "there is a call"
            copy = _copy(due, edition, outcome)
            self._note(due, pages, outcome, copy)
        except asyncio.CancelledError:
            if waits:
                self._results.append(Result(due.chat_id, due.page, DeliveryState.QUEUED, due.doubts))
            raise
        finally:
            self._waiting -= int(waits)
            self._under_way -= 1
            if not self._under_way:
                self._all_back.set()

    def _note(self, due: Due, pages: Pages, outcome: Outcome, copy: Copy | None) -> None:
        """Draws the conclusions from an outcome: for the row, for the reader's other pages, and for all."""
        doubts = due.doubts + int(isinstance(outcome, Uncertain))
        state = after(outcome, due.doubts, self._policy)
        self._results.append(
            Result(due.chat_id, due.page, state, doubts, copy, UNCALLED.get(state), isinstance(outcome, Blocked))
        )
        if state is DeliveryState.QUEUED:
            pages.appendleft(Due(due.chat_id, due.page, doubts))
        if pages and state not in UNCALLED:
            self._readers.rest(pages, self._now() + _rest_after(outcome))
        self._reach.heard(outcome, self._now())
        if isinstance(outcome, Rejected):
            self.rejections.append(outcome.reason)
            if len(self.rejections) >= REFUSALS_THAT_PAUSE:
                self.stop()
        if isinstance(outcome, Halt) and not outcome.conflict:
            self._halted = Halted(outcome.reason)
            self.stop()

    async def _tick(self, began: float) -> None:
        """Waits for the next tick of the schedule, or for somebody who rests; while stopping, for what is under way."""
        until = began + CLAIM_AHEAD
        opens_at = self._readers.opens_at
        if opens_at is not None and not self._under_way and not self._results:
            until = max(until, opens_at)
        awaited = self._all_back if self._stopping.is_set() else self._stopping
        with suppress(TimeoutError):
            async with asyncio.timeout_at(until):
                await awaited.wait()


def _copy(due: Due, edition: Edition, outcome: Outcome) -> Copy | None:
    """Where the message stands now; only a post's last page has buttons, and shows a count."""
    if not isinstance(outcome, Sent) or outcome.message_id is None:
        return None
    post = edition.post
    shown = post.comments if due.page == len(edition.pages) else None
    return Copy(post.id, due.chat_id, outcome.message_id, due.page, post.revision, shown)


def _rest_after(outcome: Outcome) -> float:
    """Seconds until a reader's next message."""
    match outcome:
        case Wait(seconds):
            return seconds
        case Unsent() | Uncertain():
            return FIRST_PAUSE
        case _:
            return CHAT_INTERVAL
