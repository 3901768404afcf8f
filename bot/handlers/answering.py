"""Answering: the team's word to a comment, from its card. It is published, and with it what it answers.

Whatever follows is one transaction and one batch of the log, so that Undo takes all of it back.
"""

from __future__ import annotations

from datetime import datetime

from bot.core.cases import Act
from bot.core.comments import Comment, body_of, checked_body
from bot.core.deciding import answerable
from bot.core.people import Person
from bot.core.prompts import Prompt, PromptKind
from bot.core.refusals import Refusal, RefusalKey
from bot.core.submissions import Submission
from bot.gateway.incoming import Pressed
from bot.handlers.answers import Answer, Say
from bot.handlers.blog import Blog
from bot.handlers.cards import Cards, Opened, Place
from bot.handlers.copies import published
from bot.handlers.following_up import FollowingUp
from bot.handlers.in_words import said
from bot.storage import comment_log, commenters, comments, prompts
from bot.storage.engine import Transaction


class Answering:
    """What a moderator says to a comment."""

    def __init__(self, blog: Blog, following_up: FollowingUp) -> None:
        self._blog = blog
        self._following_up = following_up
        self._cards = Cards(blog)

    async def asked(self, tx: Transaction, now: datetime, on: Pressed, comment_id: int, version: int) -> Answer:
        """Reply on a card: the next message is the answer."""
        opened = await self._cards.opened(tx, on.by.id, comment_id)
        if opened.comment.version != version:
            return await self._cards.overtaken(tx, now, opened, Place.of(on))
        _must_be_answerable(opened)
        question = self._blog.texts.answer_prompt(comment_id)
        return Answer((await self._cards.ask(tx, now, on, opened, PromptKind.ANSWER, question),))

    async def answered(
        self, tx: Transaction, now: datetime, person: Person, submission: Submission, prompt: Prompt
    ) -> Answer:
        """The message that was asked for."""
        return await self._answer(tx, now, person, submission, prompt.subject_id, prompt.seen)

    async def swiped(
        self, tx: Transaction, now: datetime, person: Person, submission: Submission, comment_id: int
    ) -> Answer:
        """A reply to a card; what the card showed stands in the reply."""
        return await self._answer(tx, now, person, submission, comment_id, submission.reply_to_version)

    async def _answer(
        self, tx: Transaction, now: datetime, person: Person, submission: Submission, comment_id: int, seen: int | None
    ) -> Answer:
        await comments.hold(tx, comment_id)
        opened = await self._cards.opened(tx, person.id, comment_id)
        await published(tx, opened.post.id)
        place = Place(submission.chat_id)
        if opened.comment.version != seen:
            return said(submission, await self._cards.overtaken(tx, now, opened, place))
        _must_be_answerable(opened)
        answer = await self._write(tx, now, opened, submission)
        if opened.comment.case.waits:
            told = await self._approve(tx, now, opened.comment, answer, place)
        else:
            told = await self._cards.changed(tx, now, opened.comment, opened.post, place)
        await prompts.drop(tx, submission.chat_id, person_id=person.id)
        confirmed = said(submission, Answer((), self._blog.texts.answered(comment_id)))
        return Answer((*confirmed.messages, *told, *await self._following_up.received(tx, now, answer)))

    async def _write(self, tx: Transaction, now: datetime, opened: Opened, submission: Submission) -> Comment:
        piece = submission.answer()
        answer = await comments.receive(
            tx,
            post_id=opened.post.id,
            person_id=opened.moderator.id,
            name=(await commenters.get(tx, opened.moderator.id)).name(submission.sender.first),
            body=checked_body(body_of([piece])),
            pieces=[piece],
            why=None,
            now=now,
            answers=opened.comment,
            repaint_at=now + self._blog.notice_delay,
        )
        seen, by = opened.comment, opened.moderator.id
        await comment_log.add(tx, comment_log.line(seen, Act.ANSWERED, seen.state, by, now, batch=answer.id))
        return answer

    async def _approve(
        self, tx: Transaction, now: datetime, comment: Comment, answer: Comment, place: Place
    ) -> tuple[Say, ...]:
        changed = await comments.record(
            tx,
            comment,
            Act.APPROVED,
            by=answer.person_id,
            now=now,
            repaint_at=now + self._blog.notice_delay,
            batch=answer.id,
        )
        if changed is None:
            raise ValueError(f"comment {comment.id} is held, waits, and cannot be approved")
        return await self._following_up.decided(tx, now, changed, place)

    async def taken_back(self, tx: Transaction, now: datetime, by: int, answer_id: int) -> tuple[Say, ...]:
        """The approval that came with an answer is undone: nobody reads the answer any more."""
        answer = await comments.find(tx, answer_id)
        if answer is None or not answer.visible:
            return ()
        gone = await comments.record(tx, answer, Act.WITHDRAWN, by=by, now=now, repaint_at=now, batch=answer_id)
        return () if gone is None else await self._following_up.edited(tx, now, gone)


def _must_be_answerable(opened: Opened) -> None:
    if not answerable(opened.comment.case):
        raise Refusal(RefusalKey.NOT_ANSWERABLE)
