"""Workers are woken at once where it is quiet, and now and then where it is not."""

from __future__ import annotations

import asyncio

from bot.delivery.waking import Waking


class Woken:
    """Counts how often it was woken; :meth:`times` waits for that."""

    def __init__(self) -> None:
        self.count = 0
        self._again = asyncio.Event()

    def wake(self) -> None:
        self.count += 1
        self._again.set()

    async def times(self, count: int) -> None:
        while self.count < count:
            self._again.clear()
            await self._again.wait()


async def test_whoever_rests_is_woken_at_once_and_once_more_for_all_that_came_meanwhile() -> None:
    woken = Woken()
    waking = Waking(woken.wake)

    waking.wake()
    assert woken.count == 1
    for _ in range(50):
        waking.wake()
    assert woken.count == 1

    await woken.times(2)
    assert woken.count == 2


async def test_what_comes_while_it_is_woken_is_not_lost() -> None:
    woken = Woken()
    waking = Waking(woken.wake)
    waking.wake()
    waking.wake()
    await woken.times(2)
    waking.wake()
    await woken.times(3)
    assert woken.count == 3
