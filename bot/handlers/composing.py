"""Composing: the author's messages become the parts of a draft, and the card shows what they make."""

from __future__ import annotations

from datetime import datetime

from bot.core.drafts import PARTS_LIMIT, WRITABLE, Draft, DraftState, checked_title
from bot.core.parts import Use
from bot.core.people import Person, Profile
from bot.core.refusals import Refusal, RefusalKey
from bot.core.submissions import Submission
from bot.handlers.answers import Answer, Say
from bot.handlers.blog import Blog
from bot.handlers.desk import Desk
from bot.handlers.late_photos import LatePhotos
from bot.handlers.published import Published
from bot.storage import desks, drafts, parts, prompts
from bot.storage.engine import Transaction


class Composing:
    """What an author does with a draft before it is published."""

    def __init__(self, blog: Blog, desk: Desk, published: Published, late: LatePhotos) -> None:
        """``published`` follows edits of what has gone out, ``late`` deals with the photos of albums."""
        self._blog = blog
        self._desk = desk
        self._published = published
        self._late = late

    async def received(self, tx: Transaction, now: datetime, author: Person, submission: Submission) -> Answer:
        """A message becomes a part of the draft on the desk; one is begun if there is none.

        A photo goes to the draft that its album is in. Has that gone out, its author is asked.
        """
        part = submission.part()
        draft = await self._late.draft_of_album(tx, part)
        if draft is not None and await self._late.is_out(tx, author, draft):
            return await self._late.asked(tx, draft, part)
        draft = draft or await self._desk.draft_to_write(tx, now, author)
        if await parts.count(tx, draft.id) >= PARTS_LIMIT:
            raise Refusal(RefusalKey.PARTS_FULL, limit=PARTS_LIMIT)
        await parts.add(tx, draft.id, part)
        return Answer(await self._desk.changed(tx, now, draft, author))

    async def edited(self, tx: Transaction, now: datetime, author: Person, submission: Submission) -> Answer:
        """The author edited a message that is a part: the drafts that it is in follow."""
        part = submission.part()
        found = await parts.drafts_with(tx, part.chat_id, part.message_id)
        following = [draft for draft in found if draft.follows_edits_of(author)]
        if not following:
            raise Refusal(RefusalKey.PART_TOO_LATE)
        said: list[Say] = []
        for before in following:
            draft = await drafts.hold(tx, before.id) or before
            if draft.state is DraftState.PUBLISHED:
                said += await self._published.edited(tx, now, draft, author, part)
                continue
            await parts.change(tx, draft.id, part)
            said += await self._desk.changed(tx, now, draft, author)
        return Answer(tuple(said))

    async def began(self, tx: Transaction, now: datetime, by: Profile) -> Answer:
        """/new: an empty draft, and the one before is put aside; an empty one is simply shown again."""
        author = await self._desk.author(tx, by)
        await prompts.drop(tx, author.id)
        draft = await desks.draft_on(tx, author.id)
        if draft is None or draft.state is not DraftState.OPEN or not await self._desk.is_empty(tx, draft):
            draft = await drafts.begin(tx, author.id, now)
        return Answer(await self._desk.take_up(tx, now, author, draft))

    async def titled(self, tx: Transaction, now: datetime, by: Profile, text: str) -> Answer:
        """/title: sets the headline, whatever the first line says."""
        author = await self._desk.author(tx, by)
        title = checked_title(text)
        draft = await self._desk.draft_to_write(tx, now, author)
        await drafts.set_title(tx, draft.id, title)
        await parts.drop_use(tx, draft.id, Use.HEADLINE)
        return Answer(await self._desk.changed(tx, now, draft, author))

    async def discarded(self, tx: Transaction, now: datetime, by: Profile, draft_id: int | None) -> Answer:
        """/discard or its button: given up, with Undo on the card."""
        draft = await self._desk.draft(tx, by, draft_id)
        draft.must_not_be_out()
        return Answer(await self._desk.closed(tx, now, draft, DraftState.DISCARDED))

    async def reopened(self, tx: Transaction, now: datetime, by: Profile, draft_id: int) -> Answer:
        """Undo or Open again: the draft is the one on the desk, whatever was there before."""
        author = await self._desk.author(tx, by)
        draft = await drafts.hold(tx, draft_id)
        if draft is None:
            raise Refusal(RefusalKey.UNKNOWN_BUTTON)
        draft.must_be_openable(author)
        return Answer(await self.open_again(tx, now, author, draft), toast=self._blog.texts.draft_begun())

    async def open_again(self, tx: Transaction, now: datetime, author: Person, draft: Draft) -> tuple[Say, ...]:
        """The draft can be written again, and is on the author's desk."""
        if draft.state not in WRITABLE:
            await drafts.set_state(tx, draft.id, draft.state, DraftState.OPEN)
        return await self._desk.take_up(tx, now, author, draft)
