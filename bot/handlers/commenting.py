"""Commenting: a reply or an answer becomes a comment, with a bubble for its writer and cards for the moderators."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.core.comments import Comment, body_of, checked_body
from bot.core.judging import judge
from bot.core.parts import Part
from bot.core.people import Person, Profile
from bot.core.prompts import Prompt, PromptKind
from bot.core.refusals import Refusal, RefusalKey
from bot.core.submissions import Submission
from bot.handlers.answers import Answer, Say
from bot.handlers.blog import Blog
from bot.handlers.cards import quoted_in_card
from bot.handlers.copies import pressed_on, published
from bot.handlers.following_up import FollowingUp
from bot.handlers.reading import visible_comment
from bot.rendering.bubble import comment_prompt
from bot.rendering.card import Facts
from bot.storage import commenters, comments, prompts
from bot.storage.engine import Transaction


class Commenting:
    """What a reader does to say something about a post."""

    def __init__(self, blog: Blog, following_up: FollowingUp) -> None:
        self._blog = blog
        self._following_up = following_up

    async def asked(self, tx: Transaction, now: datetime, by: Profile, post_id: int, message_id: int) -> Answer:
        """Post a comment: the next message is one. Where comments were closed, the button goes."""
        person = await self._blog.person(tx, by.id)
        post = self._blog.rules.as_of(await published(tx, post_id), now)
        (await commenters.get(tx, person.id)).must_not_be_silenced(now)
        closed = post.comments_closed
        repainted = await pressed_on(tx, self._blog.texts, post, person.id, message_id, anew=closed)
        if closed:
            return Answer(repainted, self._blog.texts.refusal(Refusal(RefusalKey.COMMENTS_CLOSED)), alert=True)
        await prompts.ask(tx, person.id, Prompt(PromptKind.COMMENT, post.id), now)
        return Answer((Say(person.id, comment_prompt(self._blog.texts, post)), *repainted))

    async def answered(
        self, tx: Transaction, now: datetime, person: Person, submission: Submission, prompt: Prompt
    ) -> Answer:
        """The message that was asked for."""
        return await self.received(tx, now, person, submission, prompt.subject_id)

    async def answered_reply(
        self, tx: Transaction, now: datetime, person: Person, submission: Submission, prompt: Prompt
    ) -> Answer:
        """The reply that was asked for."""
        return await self.replied(tx, now, person, submission, prompt.subject_id)

    async def received(
        self,
        tx: Transaction,
        now: datetime,
        person: Person,
        submission: Submission,
        post_id: int,
        quote: str | None = None,
    ) -> Answer:
        """A message is a comment on the post, perhaps on the passage that it quotes."""
        pieces = [submission.comment(photos=self._blog.rules.photos)]
        _, said = await self.wrote(tx, now, person, submission.sender, post_id, pieces, quote=quote)
        return Answer(said)

    async def replied(
        self, tx: Transaction, now: datetime, person: Person, submission: Submission, comment_id: int
    ) -> Answer:
        """A message answers a comment that others can read."""
        answered, _ = await visible_comment(tx, comment_id)
        pieces = [submission.comment(photos=self._blog.rules.photos)]
        _, said = await self.wrote(tx, now, person, submission.sender, answered.post_id, pieces, answers=answered)
        return Answer(said)

    async def continued(
        self, tx: Transaction, now: datetime, person: Person, submission: Submission, comment_id: int
    ) -> Answer:
        """A message replies to the bubble of a comment of one's own: it is a further one, in the same place."""
        own = await comments.find(tx, comment_id)
        if own is None:
            raise Refusal(RefusalKey.COMMENT_UNKNOWN)
        if own.answers_id is not None:
            return await self.replied(tx, now, person, submission, own.answers_id)
        return await self.received(tx, now, person, submission, own.post_id)

    async def wrote(
        self,
        tx: Transaction,
        now: datetime,
        person: Person,
        by: Profile,
        post_id: int,
        pieces: Sequence[Part],
        *,
        answers: Comment | None = None,
        quote: str | None = None,
    ) -> tuple[Comment, tuple[Say, ...]]:
        """These messages are a comment: it waits, or is shown at once if the rules say so."""
        commenter = await commenters.get(tx, person.id)
        commenter.must_not_be_silenced(now)
        post = await published(tx, post_id)
        self._blog.rules.must_be_open(post, now)
        approved, refused = await comments.judged_counts(tx, person.id)
        comment = await comments.receive(
            tx,
            post_id=post.id,
            person_id=person.id,
            name=commenter.name(by.first),
            body=checked_body(body_of(pieces)),
            pieces=pieces,
            why=judge(self._blog.rules, post, person, commenter, approved),
            now=now,
            answers=answers,
            quote=quote,
        )
        await prompts.drop(tx, person.id)
        if comment.visible:
            return comment, await self._following_up.received(tx, now, comment)
        answered = None if answers is None else quoted_in_card(answers)
        first = self._blog.rules.first
        facts = Facts(comment, post, person, commenter, approved, refused, first, now, answered=answered)
        return comment, await self._following_up.held(tx, facts)
