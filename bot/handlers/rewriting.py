"""Rewriting: a draft as one document, edited on a computer, that takes the draft's place when it is sent back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.core.article import Article
from bot.core.differences import differences
from bot.core.drafts import PARTS_LIMIT, Draft
from bot.core.manuscript import parts_of_article
from bot.core.parts import Standing
from bot.core.people import Person, Profile, let
from bot.core.refusals import Refusal, RefusalKey
from bot.core.slots import Slot, SlotKind
from bot.core.submissions import Submission
from bot.core.text_forms import TextForm, TextFormState
from bot.handlers.answers import Answer, Say, shown
from bot.handlers.blog import Blog
from bot.handlers.desk import Desk
from bot.rendering.canonical import canonical
from bot.rendering.document import write_document
from bot.rendering.message import Message
from bot.rendering.rewriting_views import document_message, drop_view, reading_view, replaced_view, rewriting_sheet
from bot.storage import drafts, parts, text_forms
from bot.storage.engine import Transaction


class Rewriting:
    """What an author does with a draft as one text."""

    def __init__(self, blog: Blog, desk: Desk) -> None:
        self._blog = blog
        self._desk = desk

    async def asked(self, tx: Transaction, now: datetime, by: Profile) -> Answer:
        """/text: the whole draft as a Markdown document."""
        draft = await self._desk.draft(tx, by)
        article = (await self._desk.rendered(tx, now, draft)).assembly.article
        document = write_document(article, draft.id, self._blog.texts.date_of(now))
        return Answer((Say(by.id, document_message(self._blog.texts, draft.id, article, document)),))

    async def received(self, tx: Transaction, now: datetime, author: Person, submission: Submission) -> Answer:
        """A Markdown file: it is fetched, and then its author sees what it would change."""
        draft = await self._desk.draft(tx, submission.sender)
        if submission.media is None:
            raise ValueError("a document is a medium")
        await text_forms.want(tx, draft.id, submission, submission.media.file_id, now)
        return Answer((self._shown(draft.id, author.id, reading_view(self._blog.texts), anew=True),))

    async def arrived(self, tx: Transaction, now: datetime, form: TextForm, read: Article | Refusal) -> Answer:
        """The document was fetched and read: what it would change, or why it cannot take the draft's place.

        It is the bot that begins this, not a press: a refusal is said in the place of the answer.
        """
        held = await text_forms.hold(tx, form.id)
        if held is None or held.state is not TextFormState.WANTED:
            return Answer()
        try:
            if isinstance(read, Refusal):
                raise read
            return Answer((await self._compare(tx, now, form, read),))
        except Refusal as refusal:
            await text_forms.end(tx, form.id, TextFormState.WANTED, TextFormState.DROPPED)
            sentence = drop_view(self._blog.texts.refusal(refusal))
            return Answer((self._shown(form.draft_id, form.person_id, sentence),))

    async def applied(self, tx: Transaction, now: datetime, by: Profile, form_id: int) -> Answer:
        """Replace the draft: what it was made of is taken out (Parts brings it back), and the document's blocks stand
        in its place. Has the draft changed since the difference was shown, that is shown anew first."""
        form = await self._shown_form(tx, by, form_id)
        draft = await self._desk.draft(tx, by, form.draft_id)
        author = await self._desk.author(tx, by)
        if await drafts.changed_at(tx, draft.id) > form.shown_at:
            again = await self._compare(tx, now, form, form.article)
            return Answer((again,), toast=self._blog.texts.rewriting_draft_changed(), alert=True)
        await self._replace(tx, draft, form)
        await text_forms.end(tx, form.id, TextFormState.SHOWN, TextFormState.APPLIED)
        view = self._shown(draft.id, by.id, replaced_view(self._blog.texts))
        return Answer((view, *await self._desk.changed(tx, now, draft, author)))

    async def dropped(self, tx: Transaction, _now: datetime, by: Profile, form_id: int) -> Answer:
        """Cancel: the draft stays as it is."""
        form = await self._shown_form(tx, by, form_id)
        await text_forms.end(tx, form.id, TextFormState.SHOWN, TextFormState.DROPPED)
        sentence = drop_view(self._blog.texts.rewriting_dropped())
        return Answer((self._shown(form.draft_id, by.id, sentence),))

    async def _compare(self, tx: Transaction, now: datetime, form: TextForm, article: Article) -> Say:
        """What the document would change, with the question whether it is to."""
        draft = await self._desk.draft(tx, await self._writer(tx, form), form.draft_id)
        before = (await self._desk.render(tx, now, draft)).assembly.article
        changes = differences(canonical(before), article)
        if not changes:
            raise Refusal(RefusalKey.TEXT_UNCHANGED)
        await text_forms.show(tx, form.id, article, now)
        return self._shown(draft.id, form.person_id, rewriting_sheet(self._blog.texts, form.id, changes))

    async def _replace(self, tx: Transaction, draft: Draft, form: TextForm) -> None:
        """The document's blocks are the draft from now on; what was there can be brought back."""
        present = await parts.of_draft(tx, draft.id)
        written = parts_of_article(form.article, form.person_id, form.message_id, form.sent_at)
        if len(present) + len(written) > PARTS_LIMIT:
            raise Refusal(RefusalKey.PARTS_FULL, limit=PARTS_LIMIT)
        shown_so_far = [part.key for part in present if part.standing is Standing.PRESENT]
        await parts.set_standing(tx, draft.id, shown_so_far, Standing.REMOVED)
        await parts.add_all(tx, draft.id, written)
        await drafts.set_title(tx, draft.id, None)
        await drafts.set_options(tx, draft.id, replace(draft.options, tags=form.article.tags))

    async def _shown_form(self, tx: Transaction, by: Profile, form_id: int) -> TextForm:
        """The document that a press is about; refused when it is somebody else's or was decided on."""
        form = await text_forms.hold(tx, form_id)
        if form is None:
            raise Refusal(RefusalKey.UNKNOWN_BUTTON)
        let(form.person_id == by.id)
        if form.state is not TextFormState.SHOWN:
            raise Refusal(RefusalKey.TEXT_DECIDED)
        return form

    async def _writer(self, tx: Transaction, form: TextForm) -> Profile:
        person = await self._blog.person(tx, form.person_id)
        return Profile(person.id, person.name, person.username)

    def _shown(self, draft_id: int, chat_id: int, view: Message, *, anew: bool = False) -> Say:
        return shown(Slot(SlotKind.TEXT, draft_id, chat_id), view, anew=anew)
