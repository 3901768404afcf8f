"""A comment of one's own: its bubble, withdrawing it after one question, and asking to look at it again."""

from __future__ import annotations

from datetime import datetime

from bot.core.cases import Act, CommentState, Why
from bot.core.people import Profile
from bot.core.refusals import Refusal, RefusalKey
from bot.handlers.answers import Answer, shown
from bot.handlers.blog import Blog
from bot.handlers.bubbles import bubble_of, slot_of
from bot.handlers.copies import published
from bot.handlers.following_up import FollowingUp
from bot.handlers.rewording import must_be_open_to_change, own_comment
from bot.rendering.bubble import withdraw_comment_question
from bot.storage import commenters, comments, posts
from bot.storage.engine import Transaction


class OwnComments:
    """What the writer of a comment does with it, beside changing what it says."""

    def __init__(self, blog: Blog, following_up: FollowingUp) -> None:
        self._blog = blog
        self._following_up = following_up

    async def shown(self, tx: Transaction, _now: datetime, by: Profile, comment_id: int) -> Answer:
        """Back from the question: the bubble as it is."""
        comment = await own_comment(tx, await self._blog.person(tx, by.id), comment_id)
        return Answer((await bubble_of(tx, self._blog.texts, comment),))

    async def asked_to_withdraw(self, tx: Transaction, _now: datetime, by: Profile, comment_id: int) -> Answer:
        """Withdraw: the question, in place of the bubble."""
        comment = await own_comment(tx, await self._blog.person(tx, by.id), comment_id)
        if comment.state is CommentState.WITHDRAWN:
            return Answer((await bubble_of(tx, self._blog.texts, comment),))
        post = await posts.get(tx, comment.post_id)
        return Answer((shown(slot_of(comment), withdraw_comment_question(self._blog.texts, comment, post)),))

    async def withdrawn(self, tx: Transaction, now: datetime, by: Profile, comment_id: int) -> Answer:
        """Withdraw on the question: nobody sees it any more, and nobody has to decide on it."""
        comment = await own_comment(tx, await self._blog.person(tx, by.id), comment_id)
        changed = await comments.record(tx, comment, Act.WITHDRAWN, by=by.id, now=now, repaint_at=now)
        if changed is None:
            return Answer((await bubble_of(tx, self._blog.texts, comment),))
        return Answer(await self._following_up.edited(tx, now, changed))

    async def appealed(self, tx: Transaction, now: datetime, by: Profile, comment_id: int) -> Answer:
        """Ask again: moderators look at a rejected comment once more."""
        person = await self._blog.person(tx, by.id)
        comment = await own_comment(tx, person, comment_id)
        (await commenters.get(tx, person.id)).must_not_be_silenced(now)
        must_be_open_to_change(comment)
        if comment.state is not CommentState.REJECTED:
            raise Refusal(RefusalKey.NOT_REJECTED)
        await published(tx, comment.post_id)
        changed = await comments.record(
            tx, comment, Act.APPEALED, by=person.id, now=now, repaint_at=now, reason=Why.APPEAL
        )
        if changed is None:
            raise Refusal(RefusalKey.ALREADY_APPEALED)
        return Answer(await self._following_up.edited(tx, now, changed), self._blog.texts.asked_again())
