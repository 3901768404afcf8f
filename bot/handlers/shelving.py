"""Shelving: an author has several drafts, looks through them, opens another one, renames and duplicates."""

from __future__ import annotations

from datetime import datetime

from bot.core.drafts import WRITABLE, Draft, checked_title
from bot.core.parts import Use
from bot.core.people import Person, Profile
from bot.core.prompts import Prompt, PromptKind
from bot.core.refusals import Refusal, RefusalKey
from bot.core.slots import Slot, SlotKind
from bot.core.submissions import Submission
from bot.core.summaries import DraftSummary, first_words_of
from bot.handlers.answers import Answer, Say, shown
from bot.handlers.blog import Blog
from bot.handlers.desk import Desk
from bot.rendering.shelf_view import PAGE, rename_prompt, shelf
from bot.storage import desks, drafts, parts, prompts
from bot.storage.engine import Transaction


class Shelving:
    """What an author does with drafts as a whole."""

    def __init__(self, blog: Blog, desk: Desk) -> None:
        self._blog = blog
        self._desk = desk

    async def asked(self, tx: Transaction, now: datetime, by: Profile) -> Answer:
        """/drafts: the list, as a new message."""
        author = await self._desk.author(tx, by)
        return Answer((await self._list(tx, now, author, 0, anew=True),))

    async def turned(self, tx: Transaction, now: datetime, by: Profile, page: int) -> Answer:
        """◀ ▶: another page of the list; one that there is no longer becomes the last."""
        author = await self._desk.author(tx, by)
        return Answer((await self._list(tx, now, author, page),))

    async def opened(self, tx: Transaction, now: datetime, by: Profile, draft_id: int) -> Answer:
        """Open: what is sent from now on goes there. What was on the desk is put aside; other writers keep theirs."""
        author = await self._desk.author(tx, by)
        draft = await self._openable(tx, author, draft_id)
        if draft.state not in WRITABLE:
            raise Refusal(RefusalKey.DRAFT_CLOSED, state=draft.state)
        return Answer(await self._desk.take_up(tx, now, author, draft))

    async def asked_to_rename(self, tx: Transaction, now: datetime, by: Profile, draft_id: int) -> Answer:
        """Rename: the next message is the headline."""
        author = await self._desk.author(tx, by)
        draft = await self._desk.draft(tx, by, draft_id)
        rendered = await self._desk.render(tx, now, draft)
        await prompts.ask(tx, author.id, Prompt(PromptKind.TITLE, draft.id), now)
        return Answer((Say(author.id, rename_prompt(self._blog.texts, first_words_of(rendered.assembly))),))

    async def renamed(
        self, tx: Transaction, now: datetime, author: Person, submission: Submission, prompt: Prompt
    ) -> Answer:
        """The headline that Rename has asked for; a message that can be none is refused, and asked for again."""
        title = checked_title(submission.text.text if submission.media is None else "")
        draft = await self._desk.draft(tx, submission.sender, prompt.subject_id)
        await prompts.drop(tx, author.id)
        await drafts.set_title(tx, draft.id, title)
        await parts.drop_use(tx, draft.id, Use.HEADLINE)
        return Answer(
            (*await self._desk.changed(tx, now, draft, author), await self._list(tx, now, author, 0)),
        )

    async def duplicated(self, tx: Transaction, now: datetime, by: Profile, draft_id: int) -> Answer:
        """Duplicate: a draft of the author's own with the same parts; it is not opened."""
        author = await self._desk.author(tx, by)
        draft = await self._openable(tx, author, draft_id)
        copy = await drafts.begin(tx, author.id, now)
        await drafts.set_title(tx, copy.id, draft.title)
        await drafts.set_options(tx, copy.id, draft.options)
        await parts.copy(tx, draft.id, copy.id)
        return Answer((await self._list(tx, now, author, 0),), toast=self._blog.texts.duplicated())

    async def _openable(self, tx: Transaction, author: Person, draft_id: int) -> Draft:
        draft = await drafts.hold(tx, draft_id)
        if draft is None:
            raise Refusal(RefusalKey.UNKNOWN_BUTTON)
        draft.must_be_openable(author)
        return draft

    async def _list(self, tx: Transaction, now: datetime, author: Person, page: int, *, anew: bool = False) -> Say:
        whose = None if author.may_manage_team() else author.id
        count = await drafts.count(tx, whose, WRITABLE)
        page = max(0, min(page, (count - 1) // PAGE))
        found = await drafts.listed(tx, whose, WRITABLE, page * PAGE, PAGE)
        lines = [await self._summary(tx, now, draft, changed_at) for draft, changed_at in found]
        view = shelf(self._blog.texts, page, lines, count, author.name)
        return shown(Slot(SlotKind.DRAFTS, author.id, author.id), view, anew=anew)

    async def _summary(self, tx: Transaction, now: datetime, draft: Draft, changed_at: datetime) -> DraftSummary:
        assembly = (await self._desk.render(tx, now, draft)).assembly
        return DraftSummary(
            draft,
            first_words_of(assembly),
            assembly.article.words,
            changed_at,
            await self._name(tx, draft.author_id),
            tuple([await self._name(tx, person_id) for person_id in await desks.writers(tx, draft.id)]),
        )

    async def _name(self, tx: Transaction, person_id: int) -> str:
        return (await self._blog.person(tx, person_id)).name
