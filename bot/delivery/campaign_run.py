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
from dataclasses import replace

from bot.core.calls import Call, Lane
from bot.core.campaigns import FIRST_READERS, REFUSALS_THAT_PAUSE, Campaign
from bot.core.deliveries import DeliveryState, Due, OnUncertain, Result, after
from bot.core.halting import Halted
from bot.core.outcomes import Blocked, Gone, Halt, Ignored, Outcome, Rejected, Sent, Uncertain, Unsent, Wait
from bot.core.recalling import SAMPLED_EVERY
from bot.core.waiting import CHAT_INTERVAL
from bot.delivery.errands import Errand, Errands
from bot.delivery.ports import Clock, Courier, Ledger
from bot.delivery.reach import FIRST_PAUSE, Reach
from bot.delivery.reading_ahead import ReadAhead

CLAIM_AHEAD = 0.1
"""Seconds of the schedule that may be claimed at a time, and between two commits."""

FORGETS = 0.9
"""What is left after each claim of the time that an earlier one took: one that took long is seldom the only one."""

AT_ONCE = 192
"""Messages of a campaign that may be under way when more are claimed. At Telegram's usual 0.1 s for a call they are
enough for the 1,000 a second of a paid broadcast; the transport's other connections are left to answers."""

UNCALLED = {DeliveryState.BLOCKED: DeliveryState.BLOCKED, DeliveryState.FAILED: DeliveryState.FAILED}
"""What the rest of a reader's pages becomes, uncalled, after one that ended so. After an uncertain one that is held
the rest is sent: most likely it has arrived, and a post without its end is worse than one without its middle."""


REPEATED = 8
"""How often a call is repeated that can be made twice without harm, while Telegram gives no answer to it."""


class CampaignRun:
    """Does what is queued for one campaign until nothing is left, the campaign is halted, or :meth:`stop`."""

    def __init__(
        self,
        campaign: Campaign,
        errands: Errands,
        ledger: Ledger,
        courier: Courier,
        clock: Clock,
        policy: OnUncertain,
        goes_first: Callable[[], bool],
    ) -> None:
        """``campaign`` is proving or sending. Needs a running event loop.

        Nothing is claimed while ``goes_first`` says that others could go at once.
        """
        self._campaign = campaign
        self._errands = errands
        self._ledger = ledger
        self._courier = courier
        self._clock = clock
        self._policy = policy
        self._goes_first = goes_first
        self._now: Callable[[], float] = asyncio.get_running_loop().time
        self._readers = ReadAhead(ledger, campaign)
        self._reach = Reach()
        self._waiting = 0
        self._under_way = 0
        self._all_back = asyncio.Event()
        self._all_back.set()
        self._results: list[Result] = []
        self._claiming_took = 0.0
        self._sample_at = float("-inf")
        self._newest_message = 0
        self._first: set[int] = set()
        self._stopping = asyncio.Event()
        self._halted: Halted | None = None
        self.rejections: list[str] = []
        self.refused = False
        """Telegram does not take the content: the rest is not to be tried."""

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
                    errands = await self._choose()
                    if errands or self._results:
                        await self._commit(errands, calls)
                        self._claiming_took = max(self._now() - began, self._claiming_took * FORGETS)
                        await self._readers.top_up()
                    await self._sample()
                    await self._tick(began)
        finally:
            if self._results:
                await self._ledger.settle(self._campaign.id, self._results, ())
        if self._halted is not None:
            raise self._halted

    @property
    def lane(self) -> Lane:
        """In which it sends."""
        return self._errands.lane

    @property
    def could_go(self) -> bool:
        """Whether there is somebody for whom something could be claimed now."""
        return not self._stopping.is_set() and self._readers.ready(self._now())

    async def _done(self) -> bool:
        if self._under_way or self._results:
            return False
        return self._stopping.is_set() or await self._readers.exhausted()

    async def _choose(self) -> list[Errand]:
        """What is to be claimed now."""
        if self._stopping.is_set() or self._courier.paused_until is not None or self._goes_first():
            return []
        rate = self._courier.rate if self._campaign.paid else self._courier.free_rate
        # what goes out while the next claim lasts is claimed, too, or each would leave a gap in the schedule
        ahead = math.ceil(rate * (CLAIM_AHEAD + min(self._claiming_took, CLAIM_AHEAD)))
        room = min(ahead - self._waiting, AT_ONCE - (self._under_way - self._waiting))
        room = self._reach.room(room, self._under_way, self._now())
        if room <= 0:
            return []
        await self._errands.refresh()
        return await self._errands.of(await self._readers.take(room, self._now(), self._errands.weigh))

    async def _commit(self, errands: list[Errand], calls: asyncio.TaskGroup) -> None:
        """One transaction: the answers of the last moment, and the rows of the next one."""
        results, self._results = self._results, []
        keys = [(due.chat_id, due.page) for errand in errands for due in errand.due]
        claimed = await self._ledger.settle(self._campaign.id, results, keys)
        if claimed is None:
            self.stop()
            return
        for errand in errands:
            if (errand.chat_id, errand.due[0].page) not in claimed:
                continue
            if errand.call is None:
                self._note_uncalled(errand)
                continue
            if len(self._first) < FIRST_READERS:
                self._first.add(errand.chat_id)
            self._waiting += errand.messages
            self._under_way += errand.messages
            self._all_back.clear()
            calls.create_task(self._deliver(errand, errand.call))

    async def _deliver(self, errand: Errand, call: Call) -> None:
        """Makes a call, and notes what became of it."""
        waits = True

        async def leaves() -> Call | None:
            nonlocal waits
            waits = False
            self._waiting -= call.messages
            return call if errand.until is None or self._clock() < errand.until else None

        try:
            outcome = await self._courier.serve(self.lane, errand.chat_id, leaves, call.messages)
            if outcome is None:
                self._think_over(errand)
            else:
                self._note(errand, outcome)
        except asyncio.CancelledError:
            if waits:
                self._give_back(errand)
            raise
        finally:
            if waits:
                self._waiting -= call.messages
            self._under_way -= call.messages
            if not self._under_way:
                self._all_back.set()

    def _note(self, errand: Errand, outcome: Outcome) -> None:
        """Draws the conclusions from an outcome: for the call's rows, for the reader's other pages, and for all."""
        self._reach.heard(outcome, self._now())
        if errand.otherwise is not None and isinstance(outcome, Gone | Rejected):
            errand.otherwise()
            self._think_over(errand)
        elif isinstance(outcome, Sent | Ignored) or (errand.repeatable and isinstance(outcome, Gone)):
            self._note_success(errand, outcome.message_ids if isinstance(outcome, Sent) else ())
        else:
            self._note_failure(errand, outcome)
        if isinstance(outcome, Rejected) and errand.otherwise is None:
            self.rejections.append(outcome.reason)
            self.refused |= errand.chat_id in self._first or len(self.rejections) >= REFUSALS_THAT_PAUSE
            if self.refused:
                self.stop()
        if isinstance(outcome, Halt) and not outcome.conflict:
            self._halted = Halted(outcome.reason)
            self.stop()

    def _note_success(self, errand: Errand, message_ids: tuple[int, ...]) -> None:
        """What the call was for is done; the reader's next rows come after a rest."""
        copies = errand.copies(message_ids)
        self._newest_message = max([self._newest_message, *(copy.message_id for copy in copies.values())])
        state = DeliveryState.SENT if errand.finished else DeliveryState.QUEUED
        for due in errand.due:
            self._results.append(Result(due.chat_id, due.page, state, due.doubts, copies.get(due.page)))
        self._changed(errand)
        if not errand.finished:
            errand.rest.extendleft(Due(due.chat_id, due.page, 0) for due in reversed(errand.due))
        assert errand.call is not None, "it was made"
        self._rest(errand, CHAT_INTERVAL * errand.call.messages)

    def _note_uncalled(self, errand: Errand) -> None:
        """There was nothing to do."""
        for due in errand.due:
            self._results.append(Result(due.chat_id, due.page, errand.uncalled, due.doubts))
        self._changed(errand)
        self._rest(errand, 0.0)

    def _changed(self, errand: Errand) -> None:
        """With the last of the errand's results goes what it says of copies and of further pages."""
        if errand.stand or errand.gone or errand.then:
            last = self._results[-1]
            self._results[-1] = replace(last, stand=errand.stand, gone=errand.gone, then=errand.then)
        errand.rest.extendleft(Due(errand.chat_id, page, 0) for page in reversed(errand.then))

    def _note_failure(self, errand: Errand, outcome: Outcome) -> None:
        before = max(due.doubts for due in errand.due)
        state = after(outcome, before, self._policy, errand.repeatable and before < REPEATED)
        again = [Due(due.chat_id, due.page, before + int(isinstance(outcome, Uncertain))) for due in errand.due]
        for due in again:
            give_up, unreachable = UNCALLED.get(state), isinstance(outcome, Blocked)
            self._results.append(
                Result(due.chat_id, due.page, state, due.doubts, give_up=give_up, unreachable=unreachable)
            )
        if state is DeliveryState.QUEUED:
            errand.rest.extendleft(reversed(again))
        if state not in UNCALLED:
            self._rest(errand, _rest_after(outcome))

    def _think_over(self, errand: Errand) -> None:
        """The call is not the right one any more: the next errand for the reader will be another."""
        self._give_back(errand)
        errand.rest.extendleft(reversed(errand.due))
        self._rest(errand, 0.0)

    def _give_back(self, errand: Errand) -> None:
        """The rows are as they were before they were claimed."""
        self._results += [Result(due.chat_id, due.page, DeliveryState.QUEUED, due.doubts) for due in errand.due]

    def _rest(self, errand: Errand, seconds: float) -> None:
        """The reader's next row may be claimed after so many seconds."""
        if errand.rest:
            self._readers.rest(errand.rest, self._now() + seconds)

    async def _sample(self) -> None:
        """Keeps from time to time which message is the newest: by that the age of copies is known later."""
        if self._newest_message and self._now() >= self._sample_at:
            await self._ledger.sample(self._newest_message, self._clock())
            self._sample_at = self._now() + SAMPLED_EVERY.total_seconds()

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


def _rest_after(outcome: Outcome) -> float:
    """Seconds until a reader's next try."""
    match outcome:
        case Wait(seconds):
            return seconds
        case Unsent() | Uncertain():
            return FIRST_PAUSE
        case _:
            return CHAT_INTERVAL
