"""The counts on delivered copies: "No comments" becomes "1 comment" under every reader's post.

A background job at the lowest priority. What is to be done follows from the copies alone: each says which count its
button shows. A post's copies are gone through in the order of their keys, a few at a time; when the count changes
meanwhile, the way begins anew with the new one, so that changes in quick succession cost one call for each copy.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from bot.core.calls import Lane, Prepared
from bot.core.halting import Halted
from bot.core.outcomes import Blocked, Gone, Halt, Ignored, Outcome, Rejected, Sent, Wait
from bot.core.posts import Copy, Post
from bot.delivery.ports import Clock, Counts, Courier
from bot.rendering.message import Keyboard
from bot.rendering.post_buttons import post_buttons
from bot.rendering.texts import Texts

AT_ONCE = 8
"""Copies that are repainted at the same time."""

LOOK = 1.0
"""Seconds between two looks at the table; whoever changes a count calls :meth:`Counters.wake`."""

AGAIN = 30.0
"""Seconds before copies are tried again that could not be painted; longer where Telegram asks for it. Finding them
means reading all copies of the post."""

BEGINNING = (-(2**62), 0)
"""A key (chat, message) before all others."""


@dataclass(slots=True)
class _Way:
    """How far a post's copies have been gone through with one count on the button."""

    comments: int
    after: tuple[int, int] = BEGINNING
    again_in: float = 0.0
    rests_until: float = 0.0


class Counters:
    """Repaints copies, for ever."""

    def __init__(
        self,
        counts: Counts,
        courier: Courier,
        encode: Callable[[Keyboard, int], Prepared],
        texts: Texts,
        clock: Clock,
    ) -> None:
        """``encode`` makes the call that gives a message new buttons."""
        self._counts = counts
        self._courier = courier
        self._encode = encode
        self._texts = texts
        self._clock = clock
        self._ways: dict[int, _Way] = {}
        self._news = asyncio.Event()

    def wake(self) -> None:
        """A count has changed."""
        self._news.set()

    async def run(self) -> None:
        """Until cancelled; raises :class:`Halted` when Telegram no longer takes the token."""
        while True:
            self._news.clear()
            if self._courier.paused_until is None and await self._step():
                continue
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK):
                    await self._news.wait()

    async def _step(self) -> bool:
        """Paints a few copies of each post that needs it; False when there was nothing to paint."""
        now = asyncio.get_running_loop().time()
        posts = await self._counts.to_repaint(self._clock())
        self._ways = {post.id: self._way(post) for post in posts}
        painted = False
        for post in posts:
            way = self._ways[post.id]
            if way.rests_until > now:
                continue
            copies = await self._counts.stale(post, way.after, AT_ONCE)
            if copies:
                await self._paint(post, copies, way)
                painted = True
            elif way.again_in:
                self._ways[post.id] = _Way(post.comments, rests_until=now + way.again_in)
            else:
                del self._ways[post.id]
                await self._counts.repainted(post)
        return painted

    def _way(self, post: Post) -> _Way:
        way = self._ways.get(post.id)
        return way if way is not None and way.comments == post.comments else _Way(post.comments)

    async def _paint(self, post: Post, copies: list[Copy], way: _Way) -> None:
        outcomes = await asyncio.gather(*(self._change(post, copy) for copy in copies))
        painted: list[tuple[Copy, int | None]] = []
        unheard = 0
        for copy, outcome in zip(copies, outcomes, strict=True):
            match outcome:
                case Sent() | Ignored():
                    painted.append((copy, post.comments))
                case Gone() | Rejected() | Blocked():
                    painted.append((copy, None))
                case Halt(conflict=False, reason=reason):
                    raise Halted(reason)
                case Wait(seconds):
                    way.again_in = max(way.again_in, AGAIN, seconds)
                case _:
                    way.again_in = max(way.again_in, AGAIN)
                    unheard += 1
        await self._counts.painted(painted)
        if unheard == len(copies):  # Telegram is away: no use in asking for all the others
            way.rests_until = asyncio.get_running_loop().time() + AGAIN
        else:
            way.after = (copies[-1].chat_id, copies[-1].message_id)

    async def _change(self, post: Post, copy: Copy) -> Outcome:
        keyboard = post_buttons(self._texts, post, copy.leaf)
        return await self._courier.deliver(self._encode(keyboard, copy.message_id).to(copy.chat_id, Lane.COUNTERS))
