"""Finding out by a message alone which comment it is, belongs to, or answers."""

from __future__ import annotations

from datetime import datetime

from bot.core.parts import Part
from bot.core.passages import belong_together
from bot.core.people import Person
from bot.core.posts import PostState
from bot.core.slots import SlotKind
from bot.core.submissions import Submission
from bot.handlers.answers import Answer
from bot.handlers.commenting import Commenting
from bot.handlers.copies import adopt
from bot.handlers.loose_texts import LooseTexts
from bot.handlers.rewording import Rewording
from bot.storage import comment_pieces, comments, copies, loose_messages, posts, slots
from bot.storage.engine import Transaction


class ByMessage:
    """Each of these gives None where the message is no such."""

    def __init__(self, commenting: Commenting, rewording: Rewording, loose_texts: LooseTexts) -> None:
        self._rewording = rewording
        self.commenting = commenting
        self.loose_texts = loose_texts

    async def known(self, tx: Transaction, now: datetime, person: Person, submission: Submission) -> Answer | None:
        """A message that was edited is a comment, or waits to become one."""
        comment = await comments.of_message(tx, person.id, submission.message_id)
        if comment is not None:
            return await self._rewording.edited(tx, now, person, submission, comment.id)
        loose = await loose_messages.with_message(tx, submission.chat_id, submission.message_id)
        return None if loose is None else await self.loose_texts.changed(tx, now, submission, *loose)

    async def overtaken(self, tx: Transaction, submission: Submission) -> bool:
        """Whether a new message is known already: its edit, which says more than it, has come before it."""
        comment = await comments.of_message(tx, submission.chat_id, submission.message_id)
        if comment is not None:
            return True
        return await loose_messages.with_message(tx, submission.chat_id, submission.message_id) is not None

    async def joined(self, tx: Transaction, now: datetime, person: Person, submission: Submission) -> Answer | None:
        """A message is another piece of what the person has just written: of a long paste, or of an album."""
        if submission.odd or (submission.reply_to is not None and submission.album_id is None):
            return None
        piece = submission.piece()
        newest = await comment_pieces.newest(tx, person.id)
        if newest is not None and _are_one(newest[1], piece):
            return await self._rewording.joined(tx, now, person, submission, newest[0])
        loose = await loose_messages.newest(tx, submission.chat_id)
        if loose is not None and _are_one(loose[1][-1], piece):
            return await self.loose_texts.changed(tx, now, submission, *loose)
        return None

    async def replied(self, tx: Transaction, now: datetime, person: Person, submission: Submission) -> Answer | None:
        """A message replies to a post, to somebody's answer, or to what the person sees of a comment of their own."""
        if submission.reply_to is None:
            return None
        copy = await copies.find(tx, submission.chat_id, submission.reply_to)
        if copy is not None:
            return await self.commenting.received(tx, now, person, submission, copy.post_id, submission.quote)
        slot = await slots.standing_in(tx, person.id, submission.reply_to)
        if slot is not None and slot.kind is SlotKind.ANSWER:
            return await self.commenting.replied(tx, now, person, submission, slot.subject_id)
        if slot is not None and slot.kind in (SlotKind.BUBBLE, SlotKind.WORD):
            return await self.commenting.continued(tx, now, person, submission, slot.subject_id)
        if submission.reply_to_comment is not None:
            return await self.commenting.replied(tx, now, person, submission, submission.reply_to_comment)
        post_id = await self._by_buttons(tx, submission, submission.reply_to)
        if post_id is None:
            return None
        quote = submission.quote if submission.on_copy else None
        return await self.commenting.received(tx, now, person, submission, post_id, quote)

    async def _by_buttons(self, tx: Transaction, submission: Submission, reply_to: int) -> int | None:
        """The post whose buttons stand below the message that it replies to: a copy that was not known, or a list."""
        if submission.reply_to_post is None:
            return None
        post = await posts.find(tx, submission.reply_to_post)
        if post is None or post.state not in (PostState.PUBLISHED, PostState.WITHDRAWN):
            return None
        if submission.on_copy:
            await adopt(tx, post, submission.chat_id, reply_to)
        return post.id


def _are_one(known: Part, piece: Part) -> bool:
    """Whether the two belong together, whichever of them was sent first."""
    earlier, later = sorted((known, piece), key=lambda part: part.key)
    return known.message_id != piece.message_id and belong_together(earlier, later)
