"""Moderating: Approve and Reject. The first decision wins, and whoever comes second is told who was first."""

from __future__ import annotations

from datetime import datetime

from bot.core.cases import Act, Reason
from bot.core.comments import Comment
from bot.core.people import Profile, let
from bot.core.refusals import Refusal, RefusalKey
from bot.handlers.answers import Answer
from bot.handlers.blog import Blog
from bot.handlers.following_up import FollowingUp
from bot.storage import comments, posts
from bot.storage.engine import Transaction


class Moderating:
    """What a moderator does with a card."""

    def __init__(self, blog: Blog, following_up: FollowingUp) -> None:
        self._blog = blog
        self._following_up = following_up

    async def decided(
        self,
        tx: Transaction,
        now: datetime,
        by: Profile,
        act: Act,
        seen: tuple[int, int, int],
        reason: Reason | None = None,
    ) -> Answer:
        """A press on a card that showed this (comment, version, revision): everything that follows commits together."""
        moderator = await self._blog.person(tx, by.id)
        comment = await comments.find(tx, seen[0])
        if comment is None:
            raise Refusal(RefusalKey.COMMENT_UNKNOWN)
        post = await posts.get(tx, comment.post_id)
        let(moderator.may_moderate(post.author_id))
        if not comment.case.waits:
            raise await self._too_late(tx, comment)
        if (comment.version, comment.revision) != seen[1:]:
            raise Refusal(RefusalKey.COMMENT_CHANGED)
        repaint_at = now + self._blog.notice_delay
        changed = await comments.record(
            tx, comment, act, by=moderator.id, now=now, reason=reason, repaint_at=repaint_at
        )
        if changed is None:
            raise await self._too_late(tx, await comments.get(tx, comment.id))
        return Answer(await self._following_up.decided(tx, now, changed), self._blog.texts.decided_toast(changed.state))

    async def _too_late(self, tx: Transaction, comment: Comment) -> Refusal:
        case = comment.case
        by = await self._blog.people.find(tx, case.decided_by) if case.decided_by else None
        return Refusal(
            RefusalKey.COMMENT_DECIDED,
            state=comment.state,
            who=by.name if by is not None else "",
            at=case.decided_at or comment.created_at,
        )
