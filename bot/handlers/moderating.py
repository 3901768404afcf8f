"""Moderating: Approve and Reject. The first decision wins, and whoever comes second is told who was first."""

from __future__ import annotations

from datetime import datetime

from bot.core.comments import Comment, CommentState, Decision, decided
from bot.core.people import Profile, let
from bot.core.refusals import Refusal, RefusalKey
from bot.core.slots import Slot, SlotKind
from bot.handlers.answers import Answer, Say, shown
from bot.handlers.blog import Blog
from bot.rendering.comment_views import bubble, card
from bot.storage import comments, posts, slots
from bot.storage.engine import Transaction


class Moderating:
    """What a moderator does with a card."""

    def __init__(self, blog: Blog) -> None:
        self._blog = blog

    async def decided(
        self, tx: Transaction, now: datetime, by: Profile, decision: Decision, comment_id: int, version: int
    ) -> Answer:
        """A press on a card that showed ``version``: decision, event, count and messages commit together."""
        moderator = await self._blog.person(tx, by.id)
        comment = await comments.find(tx, comment_id)
        if comment is None:
            raise Refusal(RefusalKey.COMMENT_UNKNOWN)
        post = await posts.get(tx, comment.post_id)
        let(moderator.may_moderate(post.author_id))
        after = decided(comment, decision)
        if after is None:
            raise await self._too_late(tx, comment)
        if comment.version != version:
            raise Refusal(RefusalKey.COMMENT_CHANGED)
        if not await comments.decide(tx, comment, after, decision, moderator.id, now):
            raise await self._too_late(tx, await comments.get(tx, comment.id))
        if after is CommentState.APPROVED:
            await posts.count_comment(tx, post.id, +1, now + self._blog.notice_delay)
        return Answer(await self._views(tx, now, comment.id, moderator.name), self._blog.texts.decided_toast(after))

    async def _views(self, tx: Transaction, now: datetime, comment_id: int, who: str) -> tuple[Say, ...]:
        """All cards at once, and the reader's bubble when the time for second thoughts has passed."""
        comment = await comments.get(tx, comment_id)
        post = await posts.get(tx, comment.post_id)
        view = card(self._blog.texts, comment, post, who)
        said = [shown(slot, view) for slot in await slots.showing(tx, SlotKind.CARD, comment_id)]
        own = Slot(SlotKind.BUBBLE, comment_id, comment.person_id)
        said.append(shown(own, bubble(self._blog.texts, comment, post), due_at=now + self._blog.notice_delay))
        return tuple(said)

    async def _too_late(self, tx: Transaction, comment: Comment) -> Refusal:
        by = await self._blog.people.find(tx, comment.decided_by) if comment.decided_by is not None else None
        who = by.name if by is not None else comment.name
        at = comment.decided_at or comment.created_at
        return Refusal(RefusalKey.COMMENT_DECIDED, state=comment.state, who=who, at=at)
