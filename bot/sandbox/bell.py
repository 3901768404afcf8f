"""Waiting for something to change, without polling."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Bell:
    """Rings when something has changed; whoever waits looks again at what it waits for."""

    __slots__ = ("_waiting",)

    def __init__(self) -> None:
        self._waiting: list[asyncio.Future[None]] = []

    def ring(self) -> None:
        """Wake everyone who waits."""
        if self._waiting:
            waiting, self._waiting = self._waiting, []
            for future in waiting:
                if not future.done():
                    future.set_result(None)

    async def until(self, look: Callable[[], T | None], timeout: float) -> T | None:  # noqa: ASYNC109
        """The first value of ``look()`` that is not None, now or at a ring; None after ``timeout`` seconds."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout
        while True:
            found = look()
            if found is not None:
                return found
            left = deadline - loop.time()
            if left <= 0:
                return None
            future: asyncio.Future[None] = loop.create_future()
            self._waiting.append(future)
            try:
                async with asyncio.timeout(left):
                    await future
            except TimeoutError:
                pass
            finally:
                if future in self._waiting:
                    self._waiting.remove(future)
