"""Following up: what people see of a comment that is new or has changed.

Its writer has one bubble, and is told in a message of what is worth one; moderators have cards; and whoever looks at
the post sees how many comments it has. Everything is queued in the transaction that makes it true.
"""

from __future__ import annotations

from datetime import datetime

from bot.core.comments import Comment
from bot.core.posts import Post
from bot.core.slots import Slot, SlotKind
from bot.handlers.answers import Say, shown
from bot.handlers.blog import Blog
from bot.handlers.bubbles import bubble_of
from bot.handlers.copies import counted_for
from bot.rendering.card import card
from bot.rendering.message import Message
from bot.storage import posts, slots
from bot.storage.engine import Transaction


class FollowingUp:
    """Shows a comment to whoever is to see that it has changed."""

    def __init__(self, blog: Blog) -> None:
        self._blog = blog

    async def received(self, tx: Transaction, comment: Comment) -> tuple[Say, ...]:
        """A new comment: its writer's bubble, and cards if it waits."""
        post = await posts.get(tx, comment.post_id)
        own = await bubble_of(tx, self._blog.texts, comment)
        if comment.visible:
            return (own, *await counted_for(tx, self._blog.texts, post, comment.person_id))
        return (own, *await self._cards_for_all(tx, comment, post))

    async def edited(self, tx: Transaction, comment: Comment) -> tuple[Say, ...]:
        """Its writer has changed it: cards for all where somebody has to decide, else those that stand somewhere."""
        post = await posts.get(tx, comment.post_id)
        own = await bubble_of(tx, self._blog.texts, comment)
        cards = self._cards_for_all if comment.case.waits else self._cards
        counted = await counted_for(tx, self._blog.texts, post, comment.person_id)
        return (own, *counted, *await cards(tx, comment, post))

    async def decided(self, tx: Transaction, now: datetime, comment: Comment) -> tuple[Say, ...]:
        """A moderator has decided: all cards at once, and the bubble when the time for second thoughts has passed."""
        post = await posts.get(tx, comment.post_id)
        cards = await self._cards(tx, comment, post)
        due_at = now + self._blog.notice_delay
        return (*cards, await bubble_of(tx, self._blog.texts, comment, due_at=due_at))

    async def _cards(self, tx: Transaction, comment: Comment, post: Post) -> list[Say]:
        """The cards that stand somewhere."""
        view = await self._card(tx, comment, post)
        return [shown(slot, view) for slot in await slots.showing(tx, SlotKind.CARD, comment.id)]

    async def _cards_for_all(self, tx: Transaction, comment: Comment, post: Post) -> list[Say]:
        """One card in the moderators' group; without one, a card for everyone who may decide."""
        view = await self._card(tx, comment, post)
        chats = [self._blog.moderators_chat_id]
        if self._blog.moderators_chat_id is None:
            team = await self._blog.people.team(tx)
            chats = [member.id for member in team if member.may_moderate(post.author_id) and member.reachable]
        return [shown(Slot(SlotKind.CARD, comment.id, chat), view) for chat in chats if chat is not None]

    async def _card(self, tx: Transaction, comment: Comment, post: Post) -> Message:
        by = comment.case.decided_by
        moderator = await self._blog.people.find(tx, by) if by else None
        return card(self._blog.texts, comment, post, moderator.name if moderator is not None else None)
