"""Commenting: a reply or an answer becomes a comment, with a bubble for its writer and cards for the moderators."""

from __future__ import annotations

from datetime import datetime

from bot.core.cases import Act, Why
from bot.core.comments import Comment, body_of, checked_body
from bot.core.judging import judge
from bot.core.people import Person, Profile
from bot.core.posts import Post
from bot.core.prompts import Prompt, PromptKind
from bot.core.refusals import Refusal, RefusalKey
from bot.core.submissions import Submission
from bot.handlers.answers import Answer, Say
from bot.handlers.blog import Blog
from bot.handlers.copies import pressed_on, published
from bot.handlers.following_up import FollowingUp
from bot.rendering.bubble import comment_prompt
from bot.storage import commenters, comments, prompts
from bot.storage.engine import Transaction


class Commenting:
    """What a reader does to say something about a post."""

    def __init__(self, blog: Blog, following_up: FollowingUp) -> None:
        self._blog = blog
        self._following_up = following_up

    async def asked(self, tx: Transaction, now: datetime, by: Profile, post_id: int, message_id: int) -> Answer:
        """Post a comment: the next message is one."""
        person = await self._blog.person(tx, by.id)
        post = await published(tx, post_id)
        self._blog.rules.must_be_open(post, now)
        repainted = await pressed_on(tx, self._blog.texts, post, person.id, message_id)
        await prompts.ask(tx, person.id, Prompt(PromptKind.COMMENT, post.id), now)
        return Answer((Say(person.id, comment_prompt(self._blog.texts, post)), *repainted))

    async def answered(
        self, tx: Transaction, now: datetime, person: Person, submission: Submission, prompt: Prompt
    ) -> Answer:
        """The message that was asked for."""
        return await self.received(tx, now, person, submission, prompt.subject_id)

    async def received(
        self, tx: Transaction, now: datetime, person: Person, submission: Submission, post_id: int
    ) -> Answer:
        """A message is a comment on the post: it waits, or is shown at once if the rules say so."""
        post = await published(tx, post_id)
        self._blog.rules.must_be_open(post, now)
        piece = submission.comment()
        comment = await comments.receive(
            tx,
            post_id=post.id,
            person_id=person.id,
            name=submission.sender.name,
            body=checked_body(body_of([piece])),
            pieces=[piece],
            why=await self._why(tx, post, person),
            now=now,
        )
        await prompts.drop(tx, person.id)
        return Answer(await self._following_up.received(tx, now, comment))

    async def edited(self, tx: Transaction, now: datetime, comment: Comment, submission: Submission) -> Answer:
        """The reader edited the message: a waiting comment gets a new revision, which older cards cannot decide on."""
        body = checked_body(body_of([submission.comment()]))
        if body == comment.body:
            return Answer()
        changed = await comments.record(
            tx, comment, Act.REPLACED, by=comment.person_id, now=now, repaint_at=now, body=body
        )
        if changed is None:
            raise Refusal(RefusalKey.COMMENT_CLOSED)
        return Answer(await self._following_up.edited(tx, now, changed))

    async def _why(self, tx: Transaction, post: Post, person: Person) -> Why | None:
        approved, _ = await comments.judged_counts(tx, person.id)
        return judge(self._blog.rules, post, person, await commenters.get(tx, person.id), approved)
