"""The counts on delivered copies: "No comments" becomes "1 comment" under every reader's post.

A background job at the lowest priority. What is to be done follows from the copies alone: each says which count its
button shows.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot.core.calls import Lane, Prepared
from bot.core.halting import Halted
from bot.core.outcomes import Blocked, Gone, Halt, Outcome, Rejected, Sent
from bot.core.posts import Copy, Post
from bot.delivery.ports import Clock, Counts, Courier
from bot.rendering.message import Keyboard
from bot.rendering.post_buttons import post_buttons
from bot.rendering.texts import Texts

AT_ONCE = 8
"""Copies that are repainted at the same time."""

LOOK = 1.0
"""Seconds between two looks at the table; whoever changes a count calls :meth:`Counters.wake`."""


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
        self._news = asyncio.Event()

    def wake(self) -> None:
        """A count has changed."""
        self._news.set()

    async def run(self) -> None:
        """Until cancelled; raises :class:`Halted` when Telegram no longer takes the token."""
        while True:
            self._news.clear()
            for post in await self._counts.to_repaint(self._clock()):
                await self._repaint(post)
            try:
                async with asyncio.timeout(LOOK):
                    await self._news.wait()
            except TimeoutError:
                pass

    async def _repaint(self, post: Post) -> None:
        """Paints the copies of one post; what could not be painted now is found again at the next look."""
        keyboard = post_buttons(self._texts, post)
        complete = True
        after = (-(2**62), 0)
        while copies := await self._counts.stale(post, after, AT_ONCE):
            outcomes = await asyncio.gather(*(self._paint(copy, keyboard) for copy in copies))
            painted: list[tuple[Copy, int | None]] = []
            for copy, outcome in zip(copies, outcomes, strict=True):
                if isinstance(outcome, Sent):
                    painted.append((copy, post.comments))
                elif isinstance(outcome, Gone | Rejected | Blocked):
                    painted.append((copy, None))
                elif isinstance(outcome, Halt):
                    raise Halted(outcome.reason)
                else:
                    complete = False
            await self._counts.painted(painted)
            after = (copies[-1].chat_id, copies[-1].message_id)
        if complete:
            await self._counts.repainted(post)

    async def _paint(self, copy: Copy, keyboard: Keyboard) -> Outcome:
        return await self._courier.deliver(self._encode(keyboard, copy.message_id).to(copy.chat_id, Lane.COUNTERS))
