"""Moderating: Approve, Reject, Spam and Undo. The first decision wins; whoever comes second is told who was first."""

from __future__ import annotations

from datetime import datetime

from bot.core.cases import Act, Event, Reason, possible, undoable
from bot.core.deciding import REASONS, meant, says_why
from bot.core.people import Person
from bot.core.prompts import Prompt, PromptKind
from bot.core.refusals import Refusal, RefusalKey
from bot.core.submissions import Submission
from bot.gateway.incoming import Pressed
from bot.handlers.answering import Answering
from bot.handlers.answers import Answer
from bot.handlers.blog import Blog
from bot.handlers.cards import Cards, Opened, Place
from bot.handlers.following_up import FollowingUp
from bot.handlers.in_words import noted, said
from bot.rendering.card import reasons
from bot.storage import comment_log, comments, prompts
from bot.storage.engine import Transaction

Seen = tuple[int, int, int]
"""What a card showed: comment, version, revision."""


class Moderating:
    """What a moderator decides on a card."""

    def __init__(self, blog: Blog, following_up: FollowingUp, answering: Answering) -> None:
        """``answering`` takes back the answer that a comment was approved with."""
        self._blog = blog
        self._following_up = following_up
        self._answering = answering
        self._cards = Cards(blog)

    async def decided(
        self, tx: Transaction, now: datetime, on: Pressed, act: Act, seen: Seen, reason: Reason | None = None
    ) -> Answer:
        """A press on a card: everything that follows commits together. What came too late is told, and repainted."""
        opened = await self._cards.opened(tx, on.by.id, seen[0])
        if _stale(opened, seen):
            return await self._cards.overtaken(tx, now, opened, Place.of(on), seen[2])
        return await self._decide(tx, now, opened, Place.of(on), act, reason)

    async def asked_why(self, tx: Transaction, now: datetime, on: Pressed, seen: Seen) -> Answer:
        """Reject: the reasons, in place of the other buttons; a new text beside a published one needs none."""
        opened = await self._cards.opened(tx, on.by.id, seen[0])
        case = opened.comment.case
        if _stale(opened, seen) or not possible(case, meant(case, Act.REJECTED)):
            return await self._cards.overtaken(tx, now, opened, Place.of(on), seen[2])
        if not says_why(case):
            return await self._decide(tx, now, opened, Place.of(on), Act.REJECTED, None)
        return Answer(await self._cards.paint(tx, now, opened.comment, opened.post, Place.of(on), reasons))

    async def rejected(self, tx: Transaction, now: datetime, on: Pressed, seen: Seen, number: int) -> Answer:
        """A reason: rejected for it. Other… asks for it in words."""
        if not 0 <= number < len(REASONS):
            raise Refusal(RefusalKey.UNKNOWN_BUTTON)
        if REASONS[number] is not Reason.OTHER:
            return await self.decided(tx, now, on, Act.REJECTED, seen, REASONS[number])
        opened = await self._cards.opened(tx, on.by.id, seen[0])
        if _stale(opened, seen):
            return await self._cards.overtaken(tx, now, opened, Place.of(on), seen[2])
        question = self._blog.texts.reason_prompt(opened.comment.id)
        return Answer((await self._cards.ask(tx, now, on, opened, PromptKind.REASON, question),))

    async def reason_given(
        self, tx: Transaction, now: datetime, person: Person, submission: Submission, prompt: Prompt
    ) -> Answer:
        """The answer to Other…; the comment that was read is rejected for it, and no other."""
        opened = await self._cards.opened(tx, person.id, prompt.subject_id)
        words = noted(submission)
        place = Place(submission.chat_id)
        await prompts.drop(tx, submission.chat_id, person_id=person.id)
        if opened.comment.version != prompt.seen:
            return said(submission, await self._cards.overtaken(tx, now, opened, place))
        answer = await self._decide(tx, now, opened, place, Act.REJECTED, Reason.OTHER, words)
        return said(submission, answer)

    async def undone(self, tx: Transaction, now: datetime, on: Pressed, comment_id: int, version: int) -> Answer:
        """Undo: the comment stands where it stood before the last decision, whoever made it; for ten minutes."""
        opened = await self._cards.opened(tx, on.by.id, comment_id)
        place, texts = Place.of(on), self._blog.texts
        if opened.comment.version != version:
            return await self._cards.overtaken(tx, now, opened, place)
        decision = undoable(await comment_log.of_comment(tx, comment_id), now)
        if decision is None:
            painted = await self._cards.paint(tx, now, opened.comment, opened.post, place)
            return Answer(painted, texts.undo_too_late(), alert=True)
        changed = await comments.undo(
            tx, opened.comment, decision.id, by=on.by.id, now=now, repaint_at=self._repaint_at(now, decision)
        )
        if changed is None:
            return await self._cards.overtaken(tx, now, await self._cards.opened(tx, on.by.id, comment_id), place)
        told = await self._following_up.undone(tx, now, changed, decision, place)
        if decision.batch is not None:
            told += await self._answering.taken_back(tx, now, on.by.id, decision.batch)
        return Answer(told, texts.undone_toast())

    async def _decide(
        self,
        tx: Transaction,
        now: datetime,
        opened: Opened,
        place: Place,
        act: Act,
        reason: Reason | None,
        words: str | None = None,
    ) -> Answer:
        comment = opened.comment
        does = meant(comment.case, act)
        changed = await comments.record(
            tx,
            comment,
            does,
            by=opened.moderator.id,
            now=now,
            repaint_at=now + self._blog.notice_delay,
            reason=reason,
            note=words,
        )
        if changed is None:
            opened = await self._cards.opened(tx, opened.moderator.id, comment.id)
            return await self._cards.overtaken(tx, now, opened, place, comment.revision)
        return Answer(await self._following_up.decided(tx, now, changed, place), self._blog.texts.decided_toast(does))

    def _repaint_at(self, now: datetime, decision: Event) -> datetime:
        """When copies show the count without the decision: never sooner than they would have shown it with it."""
        return max(now, decision.at + self._blog.notice_delay)


def _stale(opened: Opened, seen: Seen) -> bool:
    """Whether the comment is not what the card showed."""
    return (opened.comment.version, opened.comment.revision) != seen[1:]
