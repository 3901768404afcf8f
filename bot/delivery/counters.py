"""The counts on delivered copies: "No comments" becomes "1 comment" under every reader's post.

Whoever presses a button below a copy has it repainted by the answer (``bot.handlers.copies``). This is for all others:
a background job at the lowest priority, which keeps to a share of the rate, makes no call while posts or edits wait,
and leaves posts alone that are some days old.

What is to be done follows from the copies alone: each says which count its button shows, so that a restart goes on
where the work was. A post's copies are gone through in a circle, in the order of their keys; when the count changes
meanwhile, the way goes on from there with the new one. So changes in quick succession cost each copy one call, and a
post that is commented on all day is repainted for everybody.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from bot.core.calls import Call, Lane, Prepared
from bot.core.halting import Halted
from bot.core.outcomes import Blocked, Gone, Halt, Ignored, Outcome, Rejected, Sent, Wait
from bot.core.posts import Copy, Post
from bot.core.share import Share
from bot.delivery.ports import Clock, Counts, Courier
from bot.delivery.reach import Reach
from bot.rendering.message import Keyboard
from bot.rendering.post_buttons import post_buttons
from bot.rendering.texts import Texts

AT_ONCE = 8
"""Copies that are taken on at a time: what a crash repeats at most."""

LOOK = 1.0
"""Seconds between two looks at the table; whoever changes a count calls :meth:`Counters.wake`."""

AGAIN = 30.0
"""Seconds before copies are tried again that could not be painted; longer where Telegram asks for it. Finding them
means reading all copies of the post."""

BEGINNING = (-(2**62), 0)
"""A key (chat, message) before all others."""


@dataclass(slots=True)
class _Way:
    """How far a post's copies have been gone through, and with which count on the button."""

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
        share: float,
        days: timedelta,
    ) -> None:
        """``encode`` makes the call that gives a message new buttons.

        ``share`` of the rate, from 0 (never) to 1, is the most that is spent; posts published longer than ``days`` ago
        are left alone.
        """
        self._counts = counts
        self._courier = courier
        self._encode = encode
        self._texts = texts
        self._clock = clock
        self._share = Share(share)
        self._days = days
        self._reach = Reach()
        self._under_way = 0
        self._ways: dict[int, _Way] = {}
        self._news = asyncio.Event()

    def wake(self) -> None:
        """A count has changed."""
        self._news.set()

    async def run(self) -> None:
        """Until cancelled; raises :class:`Halted` when Telegram no longer takes the token."""
        while True:
            self._news.clear()
            opens_in = self._share.opens_at(self._courier.rate) - self._now()
            if opens_in <= 0 and self._may_go() and await self._step():
                continue
            with suppress(TimeoutError):
                async with asyncio.timeout(opens_in if 0 < opens_in < LOOK else LOOK):
                    await self._news.wait()

    def _may_go(self) -> bool:
        """Whether nothing else waits, and Telegram answers."""
        if self._courier.paused_until is not None or not self._reach.room(1, self._under_way, self._now()):
            return False
        return not any(map(self._courier.backlog, (Lane.POSTS, Lane.PAID_POSTS, Lane.EDITS)))

    async def _step(self) -> bool:
        """Paints a few copies of each post that needs it; False when there was nothing to paint."""
        now, moment = self._now(), self._clock()
        posts = await self._counts.to_repaint(moment, moment - self._days)
        self._ways = {post.id: self._way(post) for post in posts}
        more = False
        for post in posts:
            way = self._ways[post.id]
            if way.rests_until > now:
                continue
            copies = await self._counts.stale(post, way.after, AT_ONCE)
            if copies:
                await self._paint(post, copies, way)
                more = True
            elif way.again_in:
                self._ways[post.id] = _Way(post.comments, rests_until=now + way.again_in)
            elif way.after != BEGINNING:
                way.after = BEGINNING  # those before may show an older count
                more = True
            else:
                del self._ways[post.id]
                await self._counts.repainted(post)
        return more

    def _way(self, post: Post) -> _Way:
        way = self._ways.get(post.id, _Way(post.comments))
        return way if way.comments == post.comments else _Way(post.comments, way.after)

    async def _paint(self, post: Post, copies: list[Copy], way: _Way) -> None:
        """Paints them one by one, for as long as nobody else waits and no news has come."""
        calls: list[tuple[Copy, asyncio.Task[Outcome | None]]] = []
        async with asyncio.TaskGroup() as group:
            for copy in copies:
                await self._share_opens()
                if not self._may_go() or (calls and self._news.is_set()):
                    break
                went = asyncio.Event()
                calls.append((copy, group.create_task(self._change(post, copy, went))))
                await went.wait()
        if calls:
            await self._note(post, [(copy, call.result()) for copy, call in calls], way)

    async def _share_opens(self) -> None:
        opens_in = self._share.opens_at(self._courier.rate) - self._now()
        if opens_in > 0:
            await asyncio.sleep(opens_in)

    async def _change(self, post: Post, copy: Copy, went: asyncio.Event) -> Outcome | None:
        """Gives a copy new buttons. ``went`` is set when the call has its slot, or gets none: before, no other asks for
        one, since those that have waited together would also go together."""
        keyboard = post_buttons(self._texts, post, copy.leaf)

        async def claim() -> Call:
            self._share.took(self._now())
            went.set()
            return self._encode(keyboard, copy.message_id).to(copy.chat_id, Lane.COUNTERS)

        self._under_way += 1
        try:
            outcome = await self._courier.serve(Lane.COUNTERS, copy.chat_id, claim)
        finally:
            self._under_way -= 1
            went.set()
        if outcome is not None:
            self._reach.heard(outcome, self._now())
        return outcome

    async def _note(self, post: Post, outcomes: list[tuple[Copy, Outcome | None]], way: _Way) -> None:
        """Keeps what the copies show now, and how far the way has come."""
        painted: list[tuple[Copy, int | None]] = []
        for copy, outcome in outcomes:
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
        await self._counts.painted(painted)
        last = outcomes[-1][0]
        way.after = (last.chat_id, last.message_id)

    @staticmethod
    def _now() -> float:
        """Seconds on the loop's clock."""
        return asyncio.get_running_loop().time()
