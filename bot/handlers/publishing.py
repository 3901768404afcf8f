"""Publishing: the send sheet, Send now, Stop, and what can be done while a post is on its way."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.core.article_json import article_to_json
from bot.core.campaigns import ACTIVE, Campaign, CampaignEvent, CampaignState, Progress, moved
from bot.core.draft_json import draft_to_json
from bot.core.drafts import Draft, DraftState
from bot.core.links import links_of
from bot.core.people import Profile, let
from bot.core.refusals import Refusal, RefusalKey
from bot.core.richtext import RichText
from bot.core.slots import Slot, SlotKind
from bot.handlers.answers import Answer, Say, shown
from bot.handlers.blog import Blog
from bot.handlers.composing import Composing
from bot.handlers.desk import Desk
from bot.rendering.message import Message
from bot.rendering.outlook import warnings
from bot.rendering.status import send_sheet, status_message
from bot.storage import campaigns, drafts, ledger, media, parts, post_links, posts
from bot.storage.engine import Transaction


class Publishing:
    """From the draft to the campaign, and its controls."""

    def __init__(self, blog: Blog, desk: Desk, composing: Composing) -> None:
        """``composing`` opens a draft again whose campaign was stopped."""
        self._blog = blog
        self._desk = desk
        self._composing = composing

    async def asked(self, tx: Transaction, now: datetime, by: Profile, draft_id: int | None) -> Answer:
        """/publish or its button: the send sheet."""
        draft = await self._desk.draft(tx, by, draft_id)
        draft.must_not_be_out()
        rendered = await self._desk.rendered(tx, now, draft)
        outlook = await self._desk.outlook(tx, draft, rendered)
        mode = draft.options.mode
        sheet = send_sheet(
            self._blog.texts,
            draft.id,
            rendered.assembly.article.title or self._blog.texts.untitled(),
            readers=outlook.readers,
            messages=outlook.layout(mode).messages,
            rate=outlook.rate,
            warnings=warnings(self._blog.texts, mode, rendered.assembly, outlook),
        )
        return Answer((shown(_slot(draft.id, by.id), sheet, anew=True),))

    async def thought_better(self, tx: Transaction, _now: datetime, by: Profile, draft_id: int) -> Answer:
        """Cancel on the send sheet, or on the update sheet of a post that is out."""
        draft = await self._desk.draft(tx, by, draft_id)
        texts = self._blog.texts
        closed = texts.update_closed() if draft.state is DraftState.REVISING else texts.sheet_closed()
        return Answer((shown(_slot(draft.id, by.id), Message(RichText(closed))),))

    async def sent(self, tx: Transaction, now: datetime, by: Profile, draft_id: int) -> Answer:
        """Send now: the draft becomes a post, and its campaign waits for the time with Stop to pass."""
        draft = await self._desk.draft(tx, by, draft_id)
        return Answer(await self.publish(tx, now, draft, by.id, self._blog.send_delay))

    async def publish(
        self, tx: Transaction, now: datetime, draft: Draft, person_id: int, delay: timedelta, *, anew: bool = False
    ) -> tuple[Say, ...]:
        """The draft, which is held, becomes a post whose campaign waits for ``delay``; refused for an empty one, and
        for one that is a post already.

        The status goes to ``person_id``, in the place of the sheet, or as a new message.
        """
        draft.must_not_be_out()
        rendered = await self._desk.rendered(tx, now, draft)
        article = rendered.assembly.article
        cards = await self._desk.closed(tx, now, draft, DraftState.PUBLISHED)
        edition = rendered.encoded()
        post = await posts.add(
            tx,
            draft_id=draft.id,
            author_id=draft.author_id,
            headline=article.title,
            article=article_to_json(article),
            rendered=edition.pages,
            leaves=edition.leaves,
            options=draft.options,
            now=now,
            draft=draft_to_json(await parts.of_draft(tx, draft.id), draft.title, draft.options),
            made_by=person_id,
        )
        await post_links.keep(tx, post.id, links_of(article))
        await media.want(tx, article.media, now)
        campaign = await campaigns.begin(tx, post.id, person_id, now + delay)
        status = status_message(self._blog.texts, campaign, post, Progress(), self._blog.rate(), now)
        return (shown(_slot(draft.id, person_id), status, anew=anew), *cards)

    async def stopped(self, tx: Transaction, now: datetime, by: Profile, campaign_id: int) -> Answer:
        """Stop in time: nobody gets the post, and the draft is open again."""
        campaign = await self._move(tx, now, by, campaign_id, CampaignEvent.STOP)
        post = await posts.get(tx, campaign.post_id)
        await posts.stop(tx, post.id)
        await drafts.give_back(tx, post.draft_id)
        draft = await drafts.hold(tx, post.draft_id)
        if draft is None:
            return Answer()
        author = await self._desk.author(tx, by)
        return Answer(await self._composing.open_again(tx, now, author, draft))

    async def paused(self, tx: Transaction, now: datetime, by: Profile, campaign_id: int) -> Answer:
        """Pause: claims nothing more, keeps its place."""
        await self._move(tx, now, by, campaign_id, CampaignEvent.PAUSE)
        return Answer()

    async def resumed(self, tx: Transaction, now: datetime, by: Profile, campaign_id: int) -> Answer:
        """Resume: goes on where it paused."""
        await self._move(tx, now, by, campaign_id, CampaignEvent.RESUME)
        return Answer()

    async def cancelled(self, tx: Transaction, now: datetime, by: Profile, campaign_id: int) -> Answer:
        """Cancel: what is still queued is not sent."""
        campaign = await self._move(tx, now, by, campaign_id, CampaignEvent.CANCEL)
        await ledger.cancel(tx, campaign.id)
        return Answer()

    async def _move(
        self, tx: Transaction, now: datetime, by: Profile, campaign_id: int, event: CampaignEvent
    ) -> Campaign:
        """Moves a campaign on; refused for whoever did not begin it and does not own the blog, and when too late."""
        person = await self._blog.person(tx, by.id)
        campaign = await campaigns.find(tx, campaign_id)
        if campaign is None:
            raise Refusal(RefusalKey.UNKNOWN_BUTTON)
        let(person.may_manage_team() or (person.may_compose() and campaign.started_by == person.id))
        after = moved(campaign.state, event)
        finished = None if after in ACTIVE else now
        if not await campaigns.move(tx, campaign.id, campaign.state, after, finished_at=finished):
            raise Refusal(RefusalKey.CAMPAIGN_PAST, state=CampaignState.PROVING)
        return campaign


def _slot(draft_id: int, chat_id: int) -> Slot:
    """The sheet before, and the status during and after the campaign, are one message."""
    return Slot(SlotKind.SENDING, draft_id, chat_id)
