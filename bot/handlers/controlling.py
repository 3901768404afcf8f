"""Controlling: what can be done to a campaign from its time with Stop on, by its buttons or on the command line."""

from __future__ import annotations

from datetime import datetime

from bot.core.campaigns import ACTIVE, EVENT_OF, Campaign, CampaignEvent, CampaignKind, Control, moved
from bot.core.deliveries import DeliveryState
from bot.core.people import Profile, let
from bot.core.refusals import Refusal, RefusalKey
from bot.core.slots import Slot, SlotKind
from bot.handlers.answers import Answer, shown
from bot.handlers.blog import Blog
from bot.handlers.composing import Composing
from bot.handlers.desk import Desk
from bot.rendering.status import resend_question
from bot.storage import accounts, campaigns, drafts, ledger, posts
from bot.storage.engine import Transaction

AGAIN = {Control.RETRY: DeliveryState.FAILED, Control.RESEND: DeliveryState.UNCERTAIN}
"""What is sent once more by which control."""


class Controlling:
    """The buttons below a status message."""

    def __init__(self, blog: Blog, desk: Desk, composing: Composing) -> None:
        """``composing`` opens a draft again whose campaign was stopped."""
        self._blog = blog
        self._desk = desk
        self._composing = composing

    async def stopped(self, tx: Transaction, now: datetime, by: Profile, campaign_id: int) -> Answer:
        """Stop in time: nobody gets the post, and the draft is open again."""
        campaign = await self._campaign(tx, by, campaign_id)
        if campaign.kind is not CampaignKind.POST:
            raise Refusal(RefusalKey.UNKNOWN_BUTTON)
        await _move(tx, now, campaign, CampaignEvent.STOP)
        post = await posts.get(tx, campaign.post_id)
        await posts.stop(tx, post.id)
        await drafts.give_back(tx, post.draft_id)
        draft = await drafts.hold(tx, post.draft_id)
        if draft is None:
            return Answer()
        author = await self._desk.author(tx, by)
        return Answer(await self._composing.open_again(tx, now, author, draft))

    async def done(self, tx: Transaction, now: datetime, by: Profile, campaign_id: int, control: Control) -> Answer:
        """Pause, Resume, Cancel, Retry failed, and Resend on its question: the status says what has become of it."""
        await controlled(tx, now, await self._campaign(tx, by, campaign_id), control)
        return Answer()

    async def asked_to_resend(self, tx: Transaction, _now: datetime, by: Profile, campaign_id: int) -> Answer:
        """Resend uncertain: the question, in the place of the status."""
        campaign = await self._campaign(tx, by, campaign_id)
        await _must_be_repeatable(tx, campaign)
        account = await accounts.of_campaign(tx, campaign)
        if not account.may_resend:
            raise Refusal(RefusalKey.NOTHING_TO_REPEAT)
        return Answer((shown(_slot(campaign), resend_question(self._blog.texts, account)),))

    async def thought_better(self, tx: Transaction, _now: datetime, by: Profile, campaign_id: int) -> Answer:
        """◀ on a question: the status, as it is now."""
        campaign = await self._campaign(tx, by, campaign_id)
        await campaigns.report_anew(tx, campaign.id)
        return Answer()

    async def _campaign(self, tx: Transaction, by: Profile, campaign_id: int) -> Campaign:
        """The campaign of a press; refused for whoever did not begin it and does not own the blog."""
        person = await self._blog.person(tx, by.id)
        campaign = await campaigns.find(tx, campaign_id)
        if campaign is None:
            raise Refusal(RefusalKey.UNKNOWN_BUTTON)
        let(person.may_manage_team() or (person.may_compose() and campaign.started_by == person.id))
        return campaign


async def controlled(tx: Transaction, now: datetime, campaign: Campaign, control: Control) -> None:
    """Does it to a campaign, whoever asks; refused when it is too late, and when there is nothing to send again."""
    if control in AGAIN:
        await _must_be_repeatable(tx, campaign)
    await _move(tx, now, campaign, EVENT_OF[control])
    if control is Control.CANCEL:
        await ledger.cancel(tx, campaign.id)
    if control in AGAIN:
        held = await campaigns.find(tx, campaign.id)  # which nobody else changes now, nor deletes its ledger
        if held is None or not held.has_ledger or not await ledger.queue_again(tx, campaign.id, AGAIN[control]):
            raise Refusal(RefusalKey.NOTHING_TO_REPEAT)


async def _must_be_repeatable(tx: Transaction, campaign: Campaign) -> None:
    """Refuses what has not ended, and what nobody is to get any more: the post was withdrawn or updated since."""
    moved(campaign.state, CampaignEvent.RETRY)
    post = await posts.hold(tx, campaign.post_id)
    if campaign.kind is not CampaignKind.WITHDRAWAL:
        post.must_not_be_withdrawn()
    if not campaign.makes_sense_for(post):
        raise Refusal(RefusalKey.NOTHING_TO_REPEAT)


async def _move(tx: Transaction, now: datetime, campaign: Campaign, event: CampaignEvent) -> None:
    after = moved(campaign.state, event)
    finished = None if after in ACTIVE else now
    if not await campaigns.move(tx, campaign.id, campaign.state, after, finished_at=finished):
        found = await campaigns.find(tx, campaign.id)
        raise Refusal(RefusalKey.CAMPAIGN_PAST, state=found.state if found is not None else campaign.state)


def _slot(campaign: Campaign) -> Slot:
    """Where its status stands."""
    return Slot(SlotKind.STATUS, campaign.id, campaign.started_by)
