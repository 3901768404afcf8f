"""The engine: moves every campaign through its states, each run in a task of its own."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.core.calls import Lane
from bot.core.campaigns import ON_THEIR_WAY, Campaign, CampaignEvent, CampaignKind, CampaignState
from bot.core.deliveries import OnUncertain
from bot.core.halting import Halted
from bot.core.parking import parked_until
from bot.delivery.campaign_run import CampaignRun
from bot.delivery.errands import Errands
from bot.delivery.ports import Clock, Courier, Encoder, Ledger
from bot.delivery.posting import Posting
from bot.delivery.updating import Updating
from bot.delivery.withdrawing import Withdrawing
from bot.rendering.texts import Texts

LOOK = timedelta(seconds=1)
"""How often the engine looks at the table by itself; whoever changes it calls :meth:`Engine.wake`."""

LATER = 10.0
"""Seconds until changes are looked through again that had to be left: the post itself was on its way, but paused."""


class Engine:
    """Runs campaigns until cancelled."""

    def __init__(
        self,
        ledger: Ledger,
        courier: Courier,
        encoder: Encoder,
        texts: Texts,
        clock: Clock,
        policy: OnUncertain,
    ) -> None:
        self._ledger = ledger
        self._courier = courier
        self._encoder = encoder
        self._texts = texts
        self._clock = clock
        self._policy = policy
        self._news = asyncio.Event()
        self._runs: dict[int, CampaignRun] = {}
        self._rests: dict[int, float] = {}
        self._stopping = False

    def wake(self) -> None:
        """A campaign was begun, stopped, paused, resumed or cancelled."""
        self._news.set()

    def stop(self) -> None:
        """Claims nothing more; :meth:`run` returns when what is under way has been recorded."""
        self._stopping = True
        for run in self._runs.values():
            run.stop()
        self.wake()

    async def run(self) -> None:
        """Looks after all campaigns; raises :class:`Halted` when Telegram no longer takes the token."""
        try:
            async with asyncio.TaskGroup() as group:
                while not self._stopping:
                    self._news.clear()
                    next_due = await self._look(group)
                    try:
                        async with asyncio.timeout(next_due.total_seconds()):
                            await self._news.wait()
                    except TimeoutError:
                        pass
        except* Halted as halted:
            raise halted.exceptions[0] from None

    async def _look(self, group: asyncio.TaskGroup) -> timedelta:
        """Does what is due, and says when to look again."""
        wait = LOOK
        before = dict(self._runs)
        campaigns = await self._ledger.active()
        on_their_way = {campaign.id for campaign in campaigns if campaign.state in ON_THEIR_WAY}
        for campaign_id, run in before.items():
            if campaign_id not in on_their_way:
                run.stop()
        for campaign in campaigns:
            if campaign.id in on_their_way:
                await self._park(campaign)
            now = self._clock()
            if campaign.state is CampaignState.WAITING:
                if campaign.due_at > now:
                    wait = min(wait, campaign.due_at - now)
                    continue
                await self._ledger.begin(campaign, now)
                wait = timedelta(0)
            # One whose run has just ended may have moved on since the table was read.
            elif campaign.id in on_their_way and campaign.id not in before and self._may_run(campaign, campaigns):
                errands = self._errands(campaign)
                goes_first = _nobody if campaign.kind is CampaignKind.POST else self._posts_could_go
                run = CampaignRun(campaign, errands, self._ledger, self._courier, self._clock, self._policy, goes_first)
                self._runs[campaign.id] = run
                group.create_task(self._follow(campaign, run))
        return wait

    def _posts_could_go(self) -> bool:
        """Changes come behind posts: what would be claimed for them and then wait for hours is a doubt for hours."""
        return any(run.lane in (Lane.POSTS, Lane.PAID_POSTS) and run.could_go for run in self._runs.values())

    async def _park(self, campaign: Campaign) -> None:
        """A long pause that Telegram asks for is kept: it is shown, and a restart does not send into it."""
        pause = timedelta(seconds=self._courier.paused_for)
        until = parked_until(campaign.parked_until, pause, self._clock())
        if until != campaign.parked_until:
            await self._ledger.park(campaign, until)

    def _may_run(self, campaign: Campaign, others: list[Campaign]) -> bool:
        """Changes come behind the post that they change, and are not looked through again and again meanwhile."""
        if self._stopping or self._rests.get(campaign.id, _seconds()) > _seconds():
            return False
        return campaign.kind is CampaignKind.POST or not any(
            other.post_id == campaign.post_id and other.kind is CampaignKind.POST and other.state in ON_THEIR_WAY
            for other in others
        )

    def _errands(self, campaign: Campaign) -> Errands:
        """What a campaign of its kind has to do."""
        match campaign.kind:
            case CampaignKind.POST:
                return Posting(campaign, self._ledger, self._encoder, self._texts)
            case CampaignKind.UPDATE:
                return Updating(campaign, self._ledger, self._encoder, self._texts)
            case CampaignKind.WITHDRAWAL:
                return Withdrawing(campaign, self._ledger, self._encoder, self._texts, self._clock)

    async def _follow(self, campaign: Campaign, run: CampaignRun) -> None:
        """Runs a campaign, and draws the conclusion."""
        try:
            await run.run()
            self._rests.pop(campaign.id, None)
            if await self._conclude(campaign, run):
                self.wake()
            elif campaign.kind is not CampaignKind.POST:
                self._rests[campaign.id] = _seconds() + LATER
        finally:
            del self._runs[campaign.id]

    async def _conclude(self, campaign: Campaign, run: CampaignRun) -> bool:
        """Proved, refused, paused or finished: whether the campaign has moved on. Otherwise there is more to send."""
        progress = await self._ledger.progress(campaign.id)
        reason = run.rejections[0] if run.rejections else None
        now = self._clock()
        if campaign.state is CampaignState.PROVING:
            if progress.failed or progress.blocked:
                return await self._ledger.happened(campaign, CampaignEvent.REFUSE, now, reason) is not None
            return progress.settled == progress.planned and await self._ledger.proved(campaign, now)
        if progress.settled == progress.planned:
            return await self._ledger.happened(campaign, CampaignEvent.FINISH, now, reason) is not None
        if run.refused:
            return await self._ledger.happened(campaign, CampaignEvent.REFUSE, now, reason) is not None
        return False


def _nobody() -> bool:
    """Nothing goes before posts but answers to people, and that is the gate's matter."""
    return False


def _seconds() -> float:
    """By a clock that never runs backwards."""
    return asyncio.get_running_loop().time()
