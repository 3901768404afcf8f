"""Publishing: the send sheet, and Send now. What can be done to a post on its way stands in ``controlling``."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.core.article_json import article_to_json
from bot.core.campaigns import Account, Progress
from bot.core.draft_json import draft_to_json
from bot.core.drafts import Draft, DraftState
from bot.core.links import links_of
from bot.core.people import Profile
from bot.core.richtext import RichText
from bot.core.slots import Slot, SlotKind
from bot.handlers.answers import Answer, Say, shown
from bot.handlers.blog import Blog
from bot.handlers.desk import Desk
from bot.rendering.message import Message
from bot.rendering.outlook import warnings
from bot.rendering.status import send_sheet, status_message
from bot.storage import campaigns, media, parts, post_links, posts
from bot.storage.engine import Transaction


class Publishing:
    """From the draft to the campaign."""

    def __init__(self, blog: Blog, desk: Desk) -> None:
        self._blog = blog
        self._desk = desk

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
            cost=outlook.cost(mode),
        )
        return Answer((shown(_slot(draft.id, by.id), sheet, anew=True),))

    async def thought_better(self, tx: Transaction, _now: datetime, by: Profile, draft_id: int) -> Answer:
        """Cancel on the send sheet, or on the update sheet of a post that is out."""
        draft = await self._desk.draft(tx, by, draft_id)
        texts = self._blog.texts
        closed = texts.update_closed() if draft.state is DraftState.REVISING else texts.sheet_closed()
        return Answer((shown(_slot(draft.id, by.id), Message(RichText(closed))),))

    async def sent(self, tx: Transaction, now: datetime, by: Profile, draft_id: int, *, paid: bool = False) -> Answer:
        """Send now: the draft becomes a post, and its campaign waits for the time with Stop to pass.

        ``paid``: where it was pressed, the cost in Stars was shown.
        """
        draft = await self._desk.draft(tx, by, draft_id)
        return Answer(await self.publish(tx, now, draft, by.id, self._blog.send_delay, paid=paid))

    async def publish(
        self,
        tx: Transaction,
        now: datetime,
        draft: Draft,
        person_id: int,
        delay: timedelta,
        *,
        paid: bool = False,
        anew: bool = False,
    ) -> tuple[Say, ...]:
        """The draft, which is held, becomes a post whose campaign waits for ``delay``; refused for an empty one, and
        for one that is a post already.

        The status goes to ``person_id``, in the place of the sheet, or as a new message. ``paid`` says that what it
        costs was seen; where posts are not paid for (any more), it is sent for nothing.
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
        paid = paid and self._blog.paid_rate is not None
        campaign = await campaigns.begin(tx, post.id, person_id, now + delay, paid=paid)
        status = status_message(self._blog.texts, Account(campaign, post, Progress()), self._blog.rate(), now)
        return (shown(_slot(draft.id, person_id), status, anew=anew), *cards)


def _slot(draft_id: int, chat_id: int) -> Slot:
    """The sheet before, and the status during and after the campaign, are one message: the first status that the
    reporter shows makes it the campaign's own (``SlotKind.STATUS``)."""
    return Slot(SlotKind.SENDING, draft_id, chat_id)
