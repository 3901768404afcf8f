"""Composing: the author's messages become the parts of a draft, and the card shows what they make."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.core.arranging import put_behind
from bot.core.drafts import PARTS_LIMIT, WRITABLE, Draft, DraftState, checked_title, must_have_room
from bot.core.headlines import offered_headline
from bot.core.parts import Part, Standing, Use
from bot.core.people import Person, Profile
from bot.core.refusals import Refusal, RefusalKey
from bot.core.submissions import OVERTAKEN_FOR, Submission
from bot.handlers.answers import Answer, Say
from bot.handlers.blog import Blog
from bot.handlers.desk import Desk
from bot.handlers.late_photos import LatePhotos
from bot.handlers.published import Published
from bot.storage import desks, drafts, parts
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

        A photo goes to the draft that its album is in. Has that gone out, its author is asked. A message that replies
        to a part stands right behind that; the card then asks whether it takes its place.
        """
        part = submission.part()
        draft = await self._late.draft_of_album(tx, part)
        if draft is not None and await self._late.is_out(tx, author, draft):
            return await self._late.asked(tx, draft, part)
        draft = draft or await self._desk.draft_to_write(tx, now, author)
        # Thousands may come at once: those that cannot be taken must not cost a reading of all the others.
        if await parts.count(tx, draft.id) >= PARTS_LIMIT and await parts.find(tx, draft.id, part.key) is None:
            raise Refusal(RefusalKey.PARTS_FULL, limit=PARTS_LIMIT)
        held = await parts.of_draft(tx, draft.id)
        must_have_room(held, part)
        other = (submission.chat_id, submission.reply_to or 0, 0)
        if any(earlier.key == other and earlier.standing is Standing.PRESENT for earlier in held):
            part = replace(part, answers=submission.reply_to)
        await parts.add(tx, draft.id, part)
        if part.answers is not None:
            await parts.set_places(tx, draft.id, put_behind([*held, part], part.key, other))
        return Answer(await self._desk.changed(tx, now, draft, author))

    async def is_reply_to_part(self, tx: Transaction, author: Person, submission: Submission) -> bool:
        """Whether a message replies to a part of the draft on the author's desk, and so is meant for that draft."""
        draft = await desks.draft_on(tx, author.id)
        if draft is None or submission.reply_to is None:
            return False
        return draft in await parts.drafts_with(tx, submission.chat_id, submission.reply_to)

    async def edited(self, tx: Transaction, now: datetime, author: Person, submission: Submission) -> Answer:
        """The author edited a message that is a part: the drafts that it is in follow; refused if none of them can."""
        part = submission.part()
        found = await parts.drafts_with(tx, part.chat_id, part.message_id)
        following = [draft for draft in found if draft.follows_edits_of(author)]
        if not following:
            raise Refusal(RefusalKey.PART_TOO_LATE)
        said: list[Say] = []
        refusals: list[Refusal] = []
        for draft in following:
            try:
                said += await self._follow(tx, now, await drafts.hold(tx, draft.id) or draft, author, part)
            except Refusal as refusal:
                refusals.append(refusal)
        if len(refusals) == len(following):
            raise refusals[0]
        return Answer(tuple(said))

    async def _follow(
        self, tx: Transaction, now: datetime, draft: Draft, author: Person, part: Part
    ) -> tuple[Say, ...]:
        """One draft follows an edit; refused, before anything is changed, where it has no room or is a post that was
        taken back."""
        must_have_room(await parts.of_draft(tx, draft.id), part)
        if draft.state is DraftState.PUBLISHED:
            return await self._published.edited(tx, now, draft, author, part)
        await parts.change(tx, draft.id, part)
        return await self._desk.changed(tx, now, draft, author)

    async def edited_early(self, tx: Transaction, now: datetime, author: Person, submission: Submission) -> Answer:
        """An edit of a message that never came: it has overtaken that one, and is kept for it for as long as one can.

        Nothing is said, for most likely the author has edited something that was no part at all.
        """
        draft = await desks.draft_on(tx, author.id)
        is_recent = now - submission.sent_at <= OVERTAKEN_FOR
        if submission.odd or not is_recent or draft is None or draft.state not in WRITABLE:
            return Answer()
        part = replace(submission.part(), standing=Standing.EARLY)
        must_have_room(await parts.of_draft(tx, draft.id), part)
        await parts.add(tx, draft.id, part)
        return Answer()

    async def began(self, tx: Transaction, now: datetime, by: Profile) -> Answer:
        """/new: an empty draft, and the one before is put aside; an empty one is simply shown again."""
        author = await self._desk.author(tx, by)
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

    async def titled_as_offered(self, tx: Transaction, now: datetime, by: Profile, draft_id: int) -> Answer:
        """Use "…" as headline: the first sentence becomes the title. Where there is a headline by now, it stays."""
        draft = await self._desk.draft(tx, by, draft_id)
        offer = offered_headline((await self._desk.render(tx, now, draft)).assembly.article)
        if offer is not None:
            await drafts.set_title(tx, draft.id, checked_title(offer))
            await drafts.touch(tx, draft.id, now)
        return Answer(await self._desk.cards(tx, now, draft.id, for_=by.id))

    async def shown(self, tx: Transaction, now: datetime, by: Profile, draft_id: int) -> Answer:
        """◀ on a view that has taken the card's place."""
        draft = await self._desk.draft(tx, by, draft_id)
        return Answer(await self._desk.cards(tx, now, draft.id, for_=by.id))

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
