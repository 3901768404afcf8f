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
from dataclasses import dataclass

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
"""Messages of a campaign that may be under way when more are claimed. At Telegram's usual 0.1 s for a call they are
enough for the 1,000 a second of a paid broadcast; the transport's other connections are left to answers."""

UNCALLED = {DeliveryState.BLOCKED: DeliveryState.BLOCKED, DeliveryState.FAILED: DeliveryState.FAILED}
"""What the rest of a reader's pages becomes, uncalled, after one that ended so. After an uncertain one that is held
the rest is sent: most likely it has arrived, and a post without its end is worse than one without its middle."""


@dataclass(frozen=True, slots=True)
class _Pick:
    """One call to one reader: the rows that it settles (several of an album), and the reader's rows after them."""

    due: tuple[Due, ...]
    rest: Pages
    edition: Edition
    pages: range
    call: Call

    @property
    def chat_id(self) -> int:
        return self.due[0].chat_id

    def copies(self, outcome: Outcome) -> dict[int, Copy]:
        """Where the messages stand now, by page; only a post's last one has buttons, and shows a count."""
        if not isinstance(outcome, Sent):
            return {}
        post, last = self.edition.post, len(self.edition.pages)
        return {
            page: Copy(post.id, self.chat_id, message_id, page, post.revision, post.comments if page == last else None)
            for page, message_id in zip(self.pages, outcome.message_ids, strict=False)
        }


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

    async def _choose(self) -> list[_Pick]:
        """What is to be claimed now."""
        if self._stopping.is_set() or self._courier.paused_until is not None:
            return []
        # what goes out while the commit lasts is claimed, too, or each commit would leave a gap in the schedule
        ahead = math.ceil(self._courier.rate * (CLAIM_AHEAD + min(self._commit_took, CLAIM_AHEAD)))
        room = min(ahead - self._waiting, AT_ONCE - (self._under_way - self._waiting))
        room = self._reach.room(room, self._under_way, self._now())
        if room <= 0:
            return []
        edition = await self._ledger.edition(self._campaign.post_id)
        messages = self._messages(edition)
        readers = await self._readers.take(room, self._now(), lambda page: len(edition.sent_with(page)))
        return [_pick(pages, edition, messages) for pages in readers]

    async def _commit(self, picks: list[_Pick], calls: asyncio.TaskGroup) -> None:
        """One transaction: the answers of the last moment, and the rows of the next one."""
        began = self._now()
        results, self._results = self._results, []
        keys = [(due.chat_id, due.page) for pick in picks for due in pick.due]
        claimed = await self._ledger.settle(self._campaign.id, results, keys)
        if claimed is None:
            self.stop()
            return
        for pick in picks:
            if (pick.chat_id, pick.due[0].page) in claimed:
                self._waiting += pick.call.messages
                self._under_way += pick.call.messages
                self._all_back.clear()
                calls.create_task(self._deliver(pick))
        self._commit_took = self._now() - began

    def _messages(self, edition: Edition) -> tuple[Prepared, ...]:
        """The pages as they go out at this moment: the last with the present count on its button."""
        *before, last = edition.pages
        return (*before, self._keyboards(last, post_buttons(self._texts, edition.post)))

    async def _deliver(self, pick: _Pick) -> None:
        """Makes a call, and notes what became of it."""
        waits = True

        async def leaves() -> Call:
            nonlocal waits
            waits = False
            self._waiting -= pick.call.messages
            return pick.call

        try:
            outcome = await self._courier.serve(Lane.POSTS, pick.chat_id, leaves, pick.call.messages)
            assert outcome is not None, "there is a call"
            self._note(pick, outcome)
        except asyncio.CancelledError:
            if waits:
                self._results += [Result(due.chat_id, due.page, DeliveryState.QUEUED, due.doubts) for due in pick.due]
            raise
        finally:
            if waits:
                self._waiting -= pick.call.messages
            self._under_way -= pick.call.messages
            if not self._under_way:
                self._all_back.set()

    def _note(self, pick: _Pick, outcome: Outcome) -> None:
        """Draws the conclusions from an outcome: for the call's rows, for the reader's other pages, and for all."""
        before = max(due.doubts for due in pick.due)
        state = after(outcome, before, self._policy)
        again = [Due(due.chat_id, due.page, before + int(isinstance(outcome, Uncertain))) for due in pick.due]
        copies = pick.copies(outcome)
        for due in again:
            copy, unreachable = copies.get(due.page), isinstance(outcome, Blocked)
            self._results.append(
                Result(due.chat_id, due.page, state, due.doubts, copy, UNCALLED.get(state), unreachable)
            )
        if state is DeliveryState.QUEUED:
            pick.rest.extendleft(reversed(again))
        if pick.rest and state not in UNCALLED:
            self._readers.rest(pick.rest, self._now() + _rest_after(outcome, pick.call.messages))
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


def _pick(pages: Pages, edition: Edition, messages: tuple[Prepared, ...]) -> _Pick:
    """A reader's next page, or the album that it belongs to; takes it from the reader's ``pages``."""
    album = edition.sent_with(pages[0].page)
    due = tuple(due for due in pages if due.page in album)
    for _ in due:
        pages.popleft()
    return _Pick(due, pages, edition, album, messages[album[0] - 1].to(due[0].chat_id, Lane.POSTS))


def _rest_after(outcome: Outcome, messages: int) -> float:
    """Seconds until a reader's next message."""
    match outcome:
        case Wait(seconds):
            return seconds
        case Unsent() | Uncertain():
            return FIRST_PAUSE
        case _:
            return CHAT_INTERVAL * messages
