"""Choosing: how a draft is delivered and commented on, and its tags."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.core.choosing import with_choice
from bot.core.drafts import Draft
from bot.core.people import Person, Profile
from bot.core.prompts import Prompt, PromptKind
from bot.core.refusals import Refusal
from bot.core.submissions import Submission
from bot.core.tags import AS_WRITTEN, tags_in
from bot.handlers.answers import Answer, Say
from bot.handlers.blog import Blog
from bot.handlers.composing import Composing
from bot.handlers.desk import Desk
from bot.rendering.message import Message
from bot.rendering.options_view import options_page, tags_prompt
from bot.storage import drafts, prompts
from bot.storage.engine import Transaction


class Choosing:
    """What an author chooses for a draft beside its words."""

    def __init__(self, blog: Blog, desk: Desk, composing: Composing) -> None:
        """``composing`` gets what turns out to be no answer to the question for tags."""
        self._blog = blog
        self._desk = desk
        self._composing = composing

    async def opened(self, tx: Transaction, now: datetime, by: Profile, draft_id: int) -> Answer:
        """Options: what is chosen, in place of the card."""
        draft = await self._desk.draft(tx, by, draft_id)
        view = await self._page(tx, now, draft)
        return Answer((self._desk.in_place_of_card(draft, by.id, view),))

    async def chosen(
        self, tx: Transaction, now: datetime, by: Profile, draft_id: int, choice: int, value: int
    ) -> Answer:
        """A button of the options: chosen, and the page shows it."""
        draft = await self._desk.draft(tx, by, draft_id)
        draft = replace(draft, options=with_choice(draft.options, choice, value))
        await drafts.set_options(tx, draft.id, draft.options)
        return Answer(await self._desk.worked_on(tx, now, draft, by.id, await self._page(tx, now, draft)))

    async def asked_for_tags(self, tx: Transaction, now: datetime, by: Profile, draft_id: int | None) -> Answer:
        """Tags, or /tags alone: says which they are; the next message names others."""
        draft = await self._desk.draft(tx, by, draft_id)
        await prompts.ask(tx, by.id, Prompt(PromptKind.TAGS, draft.id), now)
        tags = (await self._desk.render(tx, now, draft)).assembly.article.tags
        return Answer((Say(by.id, tags_prompt(self._blog.texts, tags)),))

    async def tagged(self, tx: Transaction, now: datetime, by: Profile, words: str) -> Answer:
        """/tags with words: these are the tags, whatever the text's last line says."""
        if not words.strip():
            return await self.asked_for_tags(tx, now, by, None)
        return await self._tag(tx, now, by, None, words)

    async def answered(
        self, tx: Transaction, now: datetime, author: Person, submission: Submission, prompt: Prompt
    ) -> Answer:
        """The message after the question for tags. One that cannot be the answer, and is no reply, is a part."""
        await prompts.drop(tx, author.id)
        try:
            return await self._tag(tx, now, submission.sender, prompt.subject_id, submission.words())
        except Refusal:
            if submission.reply_to is not None or not author.may_compose():
                raise
        return await self._composing.received(tx, now, author, submission)

    async def _tag(self, tx: Transaction, now: datetime, by: Profile, draft_id: int | None, words: str) -> Answer:
        draft = await self._desk.draft(tx, by, draft_id)
        tags = None if words.strip() == AS_WRITTEN else tags_in(words)
        await drafts.set_options(tx, draft.id, replace(draft.options, tags=tags))
        await drafts.touch(tx, draft.id, now)
        return Answer(await self._desk.cards(tx, now, draft.id, for_=by.id))

    async def _page(self, tx: Transaction, now: datetime, draft: Draft) -> Message:
        rendered = await self._desk.render(tx, now, draft)
        outlook = await self._desk.outlook(tx, draft, rendered)
        return options_page(self._blog.texts, draft, rendered.assembly.article, outlook)
