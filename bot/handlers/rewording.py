"""Rewording: the writer of a comment changes what it says.

By editing one of its messages in Telegram, by the next piece of a long paste or an album, or by a new message that was
asked for. A new text goes the way that a new comment goes: the old one stays visible until it has passed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.core.cases import Act, Appeal, CommentState, Why
from bot.core.comments import Body, Comment, body_of, checked_body
from bot.core.judging import judge
from bot.core.parts import Part
from bot.core.people import Person, Profile
from bot.core.posts import Post
from bot.core.prompts import Prompt, PromptKind
from bot.core.refusals import Refusal, RefusalKey
from bot.core.submissions import Submission
from bot.handlers.answers import Answer, Say
from bot.handlers.blog import Blog
from bot.handlers.bubbles import bubble_of, slot_of
from bot.handlers.copies import published
from bot.handlers.following_up import FollowingUp
from bot.rendering.bubble import moved_bubble, new_text_prompt
from bot.storage import comment_pieces, commenters, comments, prompts, slots
from bot.storage.engine import Transaction


class Rewording:
    """What the writer of a comment does to have it say something else."""

    def __init__(self, blog: Blog, following_up: FollowingUp) -> None:
        self._blog = blog
        self._following_up = following_up

    async def edited(
        self, tx: Transaction, now: datetime, person: Person, submission: Submission, comment_id: int
    ) -> Answer:
        """One of its messages was edited in Telegram."""
        pieces = await comment_pieces.of_comment(tx, comment_id)
        known = next((piece for piece in pieces if piece.message_id == submission.message_id), None)
        if known is None:
            raise Refusal(RefusalKey.COMMENT_REWRITTEN)
        if known.says_the_same(submission.piece()):
            return Answer()
        return await self._changed(tx, now, person, submission, comment_id, pieces)

    async def joined(
        self, tx: Transaction, now: datetime, person: Person, submission: Submission, comment_id: int
    ) -> Answer:
        """Another piece of what it was written in has come."""
        pieces = await comment_pieces.of_comment(tx, comment_id)
        return await self._changed(tx, now, person, submission, comment_id, pieces)

    async def asked(self, tx: Transaction, now: datetime, by: Profile, comment_id: int) -> Answer:
        """Edit on the bubble: the next message is the new text, also when Telegram lets nobody edit the old one."""
        person = await self._blog.person(tx, by.id)
        comment = await own_comment(tx, person, comment_id)
        (await commenters.get(tx, person.id)).must_not_be_silenced(now)
        must_be_open_to_change(comment)
        post = await published(tx, comment.post_id)
        await prompts.ask(tx, person.id, Prompt(PromptKind.NEW_TEXT, comment.id), now)
        return Answer((Say(person.id, new_text_prompt(self._blog.texts, post)),))

    async def answered(
        self, tx: Transaction, now: datetime, person: Person, submission: Submission, prompt: Prompt
    ) -> Answer:
        """The new text: its message is all that the comment consists of, and its bubble stands below that one."""
        comment = await own_comment(tx, person, prompt.subject_id)
        piece = submission.comment(photos=self._blog.rules.photos)
        await comment_pieces.supersede(tx, comment.id)
        said = await self._reworded(tx, now, person, comment, [piece])
        await prompts.drop(tx, person.id)
        slot_id = await slots.ensure(tx, slot_of(comment))
        before = await slots.message_in(tx, slot_id)
        moved = moved_bubble(self._blog.texts)
        old = () if before is None else (Say(person.id, moved, changes=before),)
        changed = await comments.get(tx, comment.id)
        below = await bubble_of(tx, self._blog.texts, changed, anew=True)
        return Answer((*old, below, *(say for say in said if say.slot != below.slot)))

    async def _changed(
        self,
        tx: Transaction,
        now: datetime,
        person: Person,
        submission: Submission,
        comment_id: int,
        pieces: Sequence[Part],
    ) -> Answer:
        """The message takes its place among the others."""
        comment = await own_comment(tx, person, comment_id)
        piece = submission.comment(photos=self._blog.rules.photos)
        others = [each for each in pieces if each.message_id != piece.message_id]
        return Answer(await self._reworded(tx, now, person, comment, [*others, piece]))

    async def _reworded(
        self, tx: Transaction, now: datetime, person: Person, comment: Comment, pieces: Sequence[Part]
    ) -> tuple[Say, ...]:
        """The comment consists of these messages from now on."""
        commenter = await commenters.get(tx, person.id)
        commenter.must_not_be_silenced(now)
        must_be_open_to_change(comment)
        post = await published(tx, comment.post_id)
        body = checked_body(body_of(pieces))
        await comment_pieces.put(tx, comment.id, person.id, pieces)
        if body == await comments.body_of_revision(tx, comment.id, comment.revision):
            return ()
        act, why = await self._goes(tx, post, person, comment, body)
        changed = await comments.record(tx, comment, act, by=person.id, now=now, repaint_at=now, reason=why, body=body)
        if changed is None:
            raise Refusal(RefusalKey.COMMENT_CLOSED)
        return await self._following_up.edited(tx, now, changed)

    async def _goes(
        self, tx: Transaction, post: Post, person: Person, comment: Comment, body: Body
    ) -> tuple[Act, Why | None]:
        """Where the new text goes. What a visible comment says already has passed, whatever was proposed since."""
        if comment.state is CommentState.PENDING or (comment.visible and body == comment.body):
            return Act.REPLACED, None
        if not comment.visible:
            return Act.PROPOSED, Why.APPEAL
        approved, _ = await comments.judged_counts(tx, person.id)
        why = judge(self._blog.rules, post, person, await commenters.get(tx, person.id), approved)
        return (Act.REPLACED, None) if why is None else (Act.PROPOSED, why)


async def own_comment(tx: Transaction, person: Person, comment_id: int) -> Comment:
    """The person's own comment, which nobody else moves until the transaction ends; refused when it is no such."""
    comment = await comments.hold(tx, comment_id)
    if comment is None or comment.state is CommentState.ERASED:
        raise Refusal(RefusalKey.COMMENT_UNKNOWN)
    if comment.person_id != person.id:
        raise Refusal(RefusalKey.COMMENT_NOT_YOURS)
    return comment


def must_be_open_to_change(comment: Comment) -> None:
    """Refuses what a new text could not change any more."""
    if comment.state is CommentState.WITHDRAWN:
        raise Refusal(RefusalKey.COMMENT_WITHDRAWN)
    if comment.state is CommentState.SPAM:
        raise Refusal(RefusalKey.COMMENT_CLOSED)
    if comment.state is CommentState.REJECTED and comment.case.appeal is Appeal.USED:
        raise Refusal(RefusalKey.ALREADY_APPEALED)
