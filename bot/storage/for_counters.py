"""What the counters ask of storage, each in a transaction of its own (``bot.delivery.ports``)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.core.campaigns import ON_THEIR_WAY
from bot.core.posts import Copy, Post
from bot.storage import campaigns, copies, posts
from bot.storage.engine import Database
from bot.storage.for_delivery import AsShown, as_it_is


class CountStore:
    """Copies whose button shows an old count, as the counters use them."""

    def __init__(self, database: Database, as_shown: AsShown = as_it_is) -> None:
        self._database = database
        self._as_shown = as_shown

    async def to_repaint(self, now: datetime, published_after: datetime) -> list[Post]:
        """Posts with such copies, but for those of an earlier day; none while a campaign is on its way."""
        async with self._database.read() as tx:
            if await campaigns.in_states(tx, ON_THEIR_WAY):
                return []
            return [self._as_shown(post) for post in await posts.to_repaint(tx, now, published_after)]

    async def stale(self, post: Post, after: tuple[int, int], limit: int) -> list[Copy]:
        """Such copies, after a key (chat, message)."""
        async with self._database.read() as tx:
            return await copies.showing_other_count(tx, post.id, post.comments, after, limit)

    async def painted(self, done: Sequence[tuple[Copy, int | None]]) -> None:
        """What they show now; None for those that can be painted no more."""
        await self._database.write(lambda tx: copies.painted(tx, done))

    async def repainted(self, post: Post) -> None:
        """No copy is left."""
        await self._database.write(lambda tx: posts.repainted(tx, post))
