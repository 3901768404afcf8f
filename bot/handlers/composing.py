"""Composing: the author's messages become the parts of a draft, and the card shows what they make."""

from __future__ import annotations

from datetime import datetime

from bot.core.drafts import PARTS_LIMIT, Draft, DraftState, checked_title
from bot.core.people import Person, Profile, let
from bot.core.refusals import Refusal, RefusalKey
from bot.core.slots import Slot, SlotKind
from bot.core.submissions import Submission
from bot.handlers.answers import Answer, Say, shown
from bot.handlers.blog import Blog
from bot.handlers.rendered import Rendered, render
from bot.rendering.composer_card import composer_card
from bot.rendering.message import Button, Message, Press, Verb
from bot.storage import drafts, prompts
from bot.storage.engine import Transaction


class Composing:
    """What an author does with a draft before it is published."""

    def __init__(self, blog: Blog) -> None:
        self._blog = blog

    async def received(self, tx: Transaction, now: datetime, author: Person, submission: Submission) -> Answer:
        """A message becomes a part of the open draft; one is opened if there is none."""
        part = submission.part()
        draft = await drafts.open_of(tx, author.id) or await drafts.begin(tx, author.id, now)
        if await drafts.count_parts(tx, draft.id) >= PARTS_LIMIT:
            raise Refusal(RefusalKey.PARTS_FULL, limit=PARTS_LIMIT)
        await drafts.add_part(tx, draft.id, part)
        return Answer((await self._card(tx, now, draft),))

    async def edited(self, tx: Transaction, now: datetime, draft: Draft, submission: Submission) -> Answer:
        """The author edited a message that is a part."""
        if draft.state not in (DraftState.OPEN, DraftState.SHELVED):
            raise Refusal(RefusalKey.PART_TOO_LATE)
        await drafts.change_part(tx, submission.part())
        return Answer((await self._card(tx, now, draft),))

    async def began(self, tx: Transaction, now: datetime, by: Profile) -> Answer:
        """/new: an empty draft, and the one before is put aside; an empty one is simply shown again."""
        author = await self._author(tx, by)
        await prompts.drop(tx, author.id)
        said: list[Say] = []
        draft = await drafts.open_of(tx, author.id)
        if draft is not None and (draft.title is not None or await drafts.count_parts(tx, draft.id)):
            said.append(await self._close(tx, now, draft, DraftState.SHELVED))
            draft = None
        draft = draft or await drafts.begin(tx, author.id, now)
        return Answer((*said, await self._card(tx, now, draft, anew=True)))

    async def titled(self, tx: Transaction, now: datetime, by: Profile, text: str) -> Answer:
        """/title: sets the headline, whatever the first line says."""
        author = await self._author(tx, by)
        title = checked_title(text)
        draft = await drafts.open_of(tx, author.id) or await drafts.begin(tx, author.id, now)
        await drafts.set_title(tx, draft.id, title)
        return Answer((await self._card(tx, now, Draft(draft.id, draft.author_id, title, draft.state)),))

    async def previewed(self, tx: Transaction, now: datetime, by: Profile, draft_id: int | None) -> Answer:
        """/preview or its button: the very messages that readers will get; only the buttons are others."""
        draft = await self.open_draft(tx, by, draft_id)
        rendered = await self.rendered(tx, now, draft)
        publish = (Button(self._blog.texts.button("Publish"), Press(Verb.PUBLISH, (draft.id,))),)
        said = tuple(Say(draft.author_id, page) for page in rendered.with_buttons((publish,)))
        return Answer(said, toast=self._blog.texts.preview_above())

    async def discarded(self, tx: Transaction, now: datetime, by: Profile, draft_id: int | None) -> Answer:
        """/discard or its button: given up, with Undo on the card."""
        draft = await self.open_draft(tx, by, draft_id)
        return Answer((await self._close(tx, now, draft, DraftState.DISCARDED),))

    async def reopened(self, tx: Transaction, now: datetime, by: Profile, draft_id: int) -> Answer:
        """Undo or Open again: the draft is the open one, if no other is."""
        author = await self._author(tx, by)
        draft = await drafts.find(tx, draft_id)
        if draft is None:
            raise Refusal(RefusalKey.UNKNOWN_BUTTON)
        draft.must_be_reopenable(author.id)
        said = await self.open_again(tx, now, draft)
        if said is None:
            raise Refusal(RefusalKey.DRAFT_IN_THE_WAY)
        return Answer((said,), toast=self._blog.texts.draft_begun())

    async def open_again(self, tx: Transaction, now: datetime, draft: Draft) -> Say | None:
        """Opens a draft and shows its card; None when another one of its author's is open."""
        other = await drafts.open_of(tx, draft.author_id)
        if other is not None and await drafts.count_parts(tx, other.id):
            return None
        if other is not None:
            await drafts.set_state(tx, other.id, DraftState.OPEN, DraftState.DISCARDED)
        await drafts.set_state(tx, draft.id, draft.state, DraftState.OPEN)
        return await self._card(tx, now, Draft(draft.id, draft.author_id, draft.title, DraftState.OPEN), anew=True)

    async def open_draft(self, tx: Transaction, by: Profile, draft_id: int | None) -> Draft:
        """The draft that a press (``draft_id``) or a command (None) is about; refused unless it is open."""
        author = await self._author(tx, by)
        if draft_id is None:
            draft = await drafts.open_of(tx, author.id)
            if draft is None:
                raise Refusal(RefusalKey.NO_DRAFT)
            return draft
        draft = await drafts.find(tx, draft_id)
        if draft is None:
            raise Refusal(RefusalKey.UNKNOWN_BUTTON)
        draft.must_be_open(author.id)
        return draft

    async def rendered(self, tx: Transaction, now: datetime, draft: Draft) -> Rendered:
        """What readers would get; refused for an empty draft."""
        rendered = await self._render(tx, now, draft)
        if not rendered.assembly.roles:
            raise Refusal(RefusalKey.DRAFT_EMPTY)
        return rendered

    async def closed_card(self, tx: Transaction, now: datetime, draft: Draft, state: DraftState) -> Say:
        """The card of a draft that is ``state`` from now on; it keeps its place in the chat."""
        return await self._card(tx, now, Draft(draft.id, draft.author_id, draft.title, state))

    async def _close(self, tx: Transaction, now: datetime, draft: Draft, state: DraftState) -> Say:
        await drafts.set_state(tx, draft.id, draft.state, state)
        return await self.closed_card(tx, now, draft, state)

    async def _card(self, tx: Transaction, now: datetime, draft: Draft, *, anew: bool = False) -> Say:
        rendered = await self._render(tx, now, draft)
        card: Message = composer_card(self._blog.texts, draft, rendered.assembly, len(rendered.pages))
        return shown(Slot(SlotKind.DRAFT, draft.id, draft.author_id), card, anew=anew)

    async def _render(self, tx: Transaction, now: datetime, draft: Draft) -> Rendered:
        parts = await drafts.parts_of(tx, draft.id)
        return render(parts, draft.title, self._blog.texts.dateline(now))

    async def _author(self, tx: Transaction, by: Profile) -> Person:
        person = await self._blog.person(tx, by.id)
        let(person.may_compose())
        return person
