"""Withdrawing: a post is taken back, after one question that says what it means."""

from __future__ import annotations

from datetime import datetime

from bot.core.campaigns import ACTIVE, CampaignKind, Control
from bot.core.drafts import DraftState
from bot.core.people import Profile
from bot.core.posts import Post
from bot.core.refusals import Refusal, RefusalKey
from bot.handlers.answers import Answer
from bot.handlers.blog import Blog
from bot.handlers.controlling import controlled
from bot.handlers.desk import Desk
from bot.handlers.published import Published
from bot.rendering.posts_view import withdraw_question, withdrawn
from bot.storage import campaigns, changes, copies, posts
from bot.storage.engine import Transaction


class Withdrawing:
    """What an author does to have a post no longer out."""

    def __init__(self, blog: Blog, desk: Desk, published: Published) -> None:
        self._blog = blog
        self._desk = desk
        self._published = published

    async def asked(self, tx: Transaction, _now: datetime, by: Profile, post_id: int, pressed_on: int) -> Answer:
        """Withdraw: the question."""
        post = await self._published.post(tx, by, post_id)
        view = withdraw_question(
            self._blog.texts,
            post,
            readers=await copies.readers(tx, post.id),
            going_out=any(campaign.state in ACTIVE for campaign in await campaigns.of_post(tx, post.id)),
        )
        return Answer((await self._published.shown(tx, by, view, pressed_on),))

    async def done(self, tx: Transaction, now: datetime, by: Profile, post_id: int, pressed_on: int) -> Answer:
        """Withdraw on the question: the post is gone, also for those to whom it was still on its way.

        A campaign takes the copies back; its status is a new message below.
        """
        post = await self._published.post(tx, by, post_id)
        draft = await self._published.draft_of(tx, post)
        if not await posts.withdraw(tx, post.id):
            raise Refusal(RefusalKey.POST_WITHDRAWN)
        await self._cancel(tx, now, post)
        await changes.begin_withdrawal(tx, post, by.id, now)
        said = [await self._published.shown(tx, by, withdrawn(self._blog.texts, post), pressed_on)]
        if draft.state is DraftState.REVISING:
            said += await self._desk.closed(tx, now, draft, DraftState.PUBLISHED)
        return Answer(tuple(said))

    async def _cancel(self, tx: Transaction, now: datetime, post: Post) -> None:
        """Ends the campaigns that still bring the post to readers; the others' statuses lose their buttons."""
        for campaign in await campaigns.of_post(tx, post.id):
            if campaign.state not in ACTIVE:
                await campaigns.report_anew(tx, campaign.id)
            elif campaign.kind is CampaignKind.POST:
                await controlled(tx, now, campaign, Control.CANCEL)
