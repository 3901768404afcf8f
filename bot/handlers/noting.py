"""Noting: what moderators leave on a comment for each other, and which comments stand first under their post."""

from __future__ import annotations

from datetime import datetime

from bot.core.cases import Act
from bot.core.people import Person
from bot.core.prompts import Prompt, PromptKind
from bot.core.submissions import Submission
from bot.gateway.incoming import Pressed
from bot.handlers.answers import Answer
from bot.handlers.blog import Blog
from bot.handlers.cards import Cards, Place
from bot.handlers.in_words import noted, said
from bot.storage import comment_log, comments, prompts
from bot.storage.engine import Transaction


class Noting:
    """Note and Pin, behind More… on a card."""

    def __init__(self, blog: Blog) -> None:
        self._blog = blog
        self._cards = Cards(blog)

    async def asked(self, tx: Transaction, now: datetime, on: Pressed, comment_id: int) -> Answer:
        """Note: the next message is one."""
        opened = await self._cards.opened(tx, on.by.id, comment_id)
        question = self._blog.texts.note_prompt(comment_id)
        return Answer((await self._cards.ask(tx, now, on, opened, PromptKind.NOTE, question),))

    async def answered(
        self, tx: Transaction, now: datetime, person: Person, submission: Submission, prompt: Prompt
    ) -> Answer:
        """The note stands on all cards; it moves nothing, so it does not matter what has happened meanwhile."""
        opened = await self._cards.opened(tx, person.id, prompt.subject_id)
        comment, note = opened.comment, noted(submission)
        await comment_log.add(tx, comment_log.line(comment, Act.NOTED, comment.state, person.id, now, note=note))
        await prompts.drop(tx, submission.chat_id, person_id=person.id)
        painted = await self._cards.changed(tx, now, comment, opened.post, Place(submission.chat_id))
        return said(submission, Answer(painted, self._blog.texts.noted(comment.id)))

    async def pinned(
        self, tx: Transaction, now: datetime, on: Pressed, comment_id: int, version: int, wanted: int
    ) -> Answer:
        """Pin and Unpin: the thread stands first under its post, or in its order."""
        opened = await self._cards.opened(tx, on.by.id, comment_id)
        place, act = Place.of(on), Act.PINNED if wanted else Act.UNPINNED
        stale = opened.comment.version != version or opened.comment.thread_id != comment_id
        changed = (
            None if stale else await comments.record(tx, opened.comment, act, by=on.by.id, now=now, repaint_at=now)
        )
        if changed is None:
            return await self._cards.overtaken(tx, now, await self._cards.opened(tx, on.by.id, comment_id), place)
        painted = await self._cards.changed(tx, now, changed, opened.post, place)
        return Answer(painted, self._blog.texts.pin_toast(changed.case.pinned))
