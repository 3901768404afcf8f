"""Loose texts: what a reader writes without saying which post it is about is asked about, and waits for a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.core.comments import body_of, checked_body
from bot.core.parts import Part
from bot.core.people import Person, Profile
from bot.core.posts import Post
from bot.core.refusals import Refusal, RefusalKey
from bot.core.slots import Slot, SlotKind
from bot.core.submissions import Submission
from bot.handlers.answers import Answer, Say, shown
from bot.handlers.blog import Blog
from bot.handlers.bubbles import slot_of
from bot.handlers.commenting import Commenting
from bot.rendering.which_post import CHOICES, which_post
from bot.storage import commenters, loose_messages, posts, slots
from bot.storage.engine import Transaction

NOTHING_YET = 0
"""In the place of the message that a press names, where none is written yet."""


class LooseTexts:
    """Asks which post is meant."""

    def __init__(self, blog: Blog, commenting: Commenting) -> None:
        self._blog = blog
        self._commenting = commenting

    async def commanded(self, tx: Transaction, now: datetime, submission: Submission) -> Answer:
        """/comment: the newest posts to choose from; a text behind it is the comment."""
        person = await self._blog.person(tx, submission.sender.id)
        if submission.text:
            return await self.received(tx, now, person, submission)
        (await commenters.get(tx, person.id)).must_not_be_silenced(now)
        view = which_post(self._blog.texts, await self._open_posts(tx, now), NOTHING_YET, None)
        return Answer((Say(person.id, view),))

    async def received(self, tx: Transaction, now: datetime, person: Person, submission: Submission) -> Answer:
        """A message that is about one of the posts, most likely."""
        (await commenters.get(tx, person.id)).must_not_be_silenced(now)
        return await self.changed(tx, now, submission, submission.message_id, ())

    async def changed(
        self, tx: Transaction, now: datetime, submission: Submission, message_id: int, pieces: Sequence[Part]
    ) -> Answer:
        """The message is, or takes its place among the ``pieces`` of, what is known by ``message_id``."""
        piece = submission.comment(photos=self._blog.rules.photos)
        written = [*(each for each in pieces if each.message_id != piece.message_id), piece]
        body = checked_body(body_of(written))
        view = which_post(self._blog.texts, await self._open_posts(tx, now), message_id, body)
        await loose_messages.keep(tx, submission.chat_id, message_id, written)
        return Answer((shown(_slot(submission.chat_id, message_id), view),))

    async def meant(self, tx: Transaction, now: datetime, by: Profile, post_id: int, message_id: int) -> Answer:
        """The post is chosen: what waits becomes a comment on it, and the question its bubble."""
        person = await self._blog.person(tx, by.id)
        if message_id == NOTHING_YET:
            return await self._commenting.asked(tx, now, by, post_id, 0)
        pieces = await loose_messages.find(tx, person.id, message_id)
        if pieces is None:
            raise Refusal(RefusalKey.LOOSE_GONE)
        comment, said = await self._commenting.wrote(tx, now, person, by, post_id, pieces)
        await loose_messages.forget(tx, person.id, message_id)
        await slots.become(tx, _slot(person.id, message_id), slot_of(comment))
        return Answer(said)

    async def _open_posts(self, tx: Transaction, now: datetime) -> list[Post]:
        """The newest posts that can be commented on; refused when there is none."""
        newest = await posts.listed(tx, None, 0, CHOICES)
        can_be_meant = [post for post in newest if not self._blog.rules.closed(post, now)]
        if not can_be_meant:
            raise Refusal(RefusalKey.NO_POST_MEANT)
        return can_be_meant


def _slot(chat_id: int, message_id: int) -> Slot:
    """One question for each, known by its first message."""
    return Slot(SlotKind.MEANT, message_id, chat_id)
