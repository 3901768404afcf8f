"""Following up: what people see of a comment that is new or has changed.

Its writer has one bubble, and is told in a message of what is worth one; moderators have cards; and whoever looks at
the post sees how many comments it has. Everything is queued in the transaction that makes it true.
"""

from __future__ import annotations

from datetime import datetime

from bot.core.cases import REMARKS, Event
from bot.core.comments import Comment
from bot.handlers.answers import Say
from bot.handlers.blog import Blog
from bot.handlers.bubbles import bubble_of, slot_of
from bot.handlers.cards import Cards, Place
from bot.handlers.copies import counted_for
from bot.handlers.telling import Telling
from bot.rendering.card import Facts
from bot.storage import comment_log, outbox, posts
from bot.storage.engine import Transaction


class FollowingUp:
    """Shows a comment to whoever is to see that it has changed."""

    def __init__(self, blog: Blog) -> None:
        self._blog = blog
        self._cards = Cards(blog)
        self._telling = Telling(blog)

    async def received(self, tx: Transaction, now: datetime, comment: Comment) -> tuple[Say, ...]:
        """A new comment that others see at once: its writer's bubble, and the count on the post."""
        post = self._blog.rules.as_of(await posts.get(tx, comment.post_id), now)
        own = await bubble_of(tx, self._blog.texts, comment, post)
        counted = await counted_for(tx, self._blog.texts, post, comment.person_id)
        return (own, *counted, *await self._telling.received(tx, now, comment, post))

    async def held(self, tx: Transaction, first: Facts) -> tuple[Say, ...]:
        """A new comment that waits, of which that is known: its writer's bubble, and cards."""
        own = await bubble_of(tx, self._blog.texts, first.comment, first.post)
        return (own, *await self._cards.first_dealt(tx, first))

    async def edited(self, tx: Transaction, now: datetime, comment: Comment) -> tuple[Say, ...]:
        """Its writer has changed it, asks again or has withdrawn it: what begins to wait by that gets new cards."""
        post = self._blog.rules.as_of(await posts.get(tx, comment.post_id), now)
        own = await bubble_of(tx, self._blog.texts, comment, post)
        counted = await counted_for(tx, self._blog.texts, post, comment.person_id)
        begins = comment.case.waiting_since is not None and comment.case.waiting_since >= now
        cards = self._cards.dealt if begins else self._cards.changed
        told = await self._telling.changed(tx, now, comment, post)
        return (own, *counted, *await cards(tx, now, comment, post), *told)

    async def decided(self, tx: Transaction, now: datetime, comment: Comment, place: Place) -> tuple[Say, ...]:
        """A moderator has decided: the card at once, and the rest when the time for second thoughts has passed."""
        post = await posts.get(tx, comment.post_id)
        painted = await self._cards.changed(tx, now, comment, post, place)
        own = await bubble_of(tx, self._blog.texts, comment, post, due_at=now + self._blog.notice_delay)
        return (*painted, own, *await self._telling.decided(tx, now, comment, post))

    async def undone(
        self, tx: Transaction, now: datetime, comment: Comment, decision: Event, place: Place
    ) -> tuple[Say, ...]:
        """A decision was taken back: the card at once. Its writer hears of it only where the decision was told."""
        post = await posts.get(tx, comment.post_id)
        painted = await self._cards.changed(tx, now, comment, post, place)
        told = await self._telling.undone(tx, now, comment, post)
        if await outbox.take_back(tx, slot_of(comment), await self._moved_before(tx, decision), decision.at):
            return (*painted, *told)
        return (*painted, await bubble_of(tx, self._blog.texts, comment, post), *told)

    async def _moved_before(self, tx: Transaction, decision: Event) -> datetime:
        """When the comment had last moved before that decision."""
        events = await comment_log.of_comment(tx, decision.comment_id)
        return max(event.at for event in events if event.id < decision.id and event.act not in REMARKS)
