"""Late photos: an album arrives as separate messages, seconds apart, and its post may have gone out in between."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.core.drafts import Draft, DraftState
from bot.core.parts import Part, Standing
from bot.core.people import Person, Profile, let
from bot.core.refusals import Refusal, RefusalKey
from bot.core.richtext import RichText
from bot.core.slots import Slot, SlotKind
from bot.handlers.answers import Answer, shown
from bot.handlers.blog import Blog
from bot.handlers.desk import Desk
from bot.handlers.published import Published
from bot.rendering.message import Message
from bot.rendering.update_sheet import late_question
from bot.storage import desks, drafts, parts
from bot.storage.engine import Transaction


class LatePhotos:
    """What becomes of a photo whose album is known."""

    def __init__(self, blog: Blog, desk: Desk, published: Published) -> None:
        self._blog = blog
        self._desk = desk
        self._published = published

    async def draft_of_album(self, tx: Transaction, part: Part) -> Draft | None:
        """The draft that holds other photos of the part's album, wherever it is; None for any other part.

        Nobody else changes it until the transaction ends.
        """
        if part.album_id is None:
            return None
        found = await parts.draft_with_album(tx, part.chat_id, part.album_id, part.message_id)
        return None if found is None else await drafts.hold(tx, found.id)

    async def is_out(self, tx: Transaction, author: Person, draft: Draft) -> bool:
        """Whether its readers have the album without the photo. Who is changing the post just adds to it."""
        if draft.state is not DraftState.REVISING:
            return draft.state is DraftState.PUBLISHED
        on_desk = await desks.draft_on(tx, author.id)
        return on_desk is None or on_desk.id != draft.id

    async def asked(self, tx: Transaction, draft: Draft, part: Part) -> Answer:
        """The photo is kept beside the post, and its author is asked whether to add it."""
        post = await self._published.of_draft(tx, draft)
        post.must_not_be_withdrawn()
        await parts.add(tx, draft.id, replace(part, standing=Standing.REMOVED))
        question = late_question(self._blog.texts, post.headline, draft.id, part.chat_id, part.message_id)
        return Answer((shown(_slot(part.message_id, part.chat_id), question),))

    async def added(
        self, tx: Transaction, now: datetime, by: Profile, draft_id: int, chat_id: int, message_id: int
    ) -> Answer:
        """Add: the photo is in its album, and the card offers to update the post."""
        draft, part = await self._kept(tx, by, draft_id, chat_id, message_id)
        told = shown(_slot(message_id, by.id), Message(RichText(self._blog.texts.late_added())))
        if part.present:
            return Answer((told,))
        draft = await self._published.to_revise(tx, draft)
        await parts.set_standing(tx, draft.id, [part.key], Standing.PRESENT)
        await drafts.touch(tx, draft.id, now)
        return Answer((told, *await self._desk.cards(tx, now, draft.id, anew_for=by.id)))

    async def ignored(
        self, tx: Transaction, _now: datetime, by: Profile, draft_id: int, chat_id: int, message_id: int
    ) -> Answer:
        """Ignore: the photo stays out; it is still among the parts that can be put back."""
        await self._kept(tx, by, draft_id, chat_id, message_id)
        told = Message(RichText(self._blog.texts.late_ignored()))
        return Answer((shown(_slot(message_id, by.id), told),))

    async def _kept(
        self, tx: Transaction, by: Profile, draft_id: int, chat_id: int, message_id: int
    ) -> tuple[Draft, Part]:
        """The draft and the photo that a press is about; refused when they are somebody else's, or gone."""
        author = await self._desk.author(tx, by)
        draft = await drafts.hold(tx, draft_id)
        part = await parts.find(tx, draft_id, (chat_id, message_id, 0))
        if draft is None or part is None:
            raise Refusal(RefusalKey.UNKNOWN_BUTTON)
        let(draft.may_be_written_by(author))
        return draft, part


def _slot(message_id: int, chat_id: int) -> Slot:
    """One question for each photo, known by its message."""
    return Slot(SlotKind.LATE, message_id, chat_id)
