"""An event loop in which time runs faster: waiting for a slot, a pause or a delay takes a tenth of what it says.

Stories wait for conditions, but the bot waits for the clock, as it must: one message a second in a chat. Here the
clock is replaced, and nothing else. What takes real time (the database, the network, thinking) seems slower to the
bot by the same factor.
"""

from __future__ import annotations

import asyncio
import selectors
import time
from typing import Any

SPEED = 10.0
"""Seconds in the loop for each real one."""


class _Hurried(selectors.DefaultSelector):
    """Waits a tenth of the time that it is told to."""

    def select(self, timeout: float | None = None) -> Any:
        return super().select(timeout / SPEED if timeout is not None and timeout > 0 else timeout)


class FastLoop(asyncio.SelectorEventLoop):
    """The event loop of a story that runs in one process."""

    def __init__(self) -> None:
        super().__init__(_Hurried())

    def time(self) -> float:
        """The loop's clock, in seconds; it never runs backwards."""
        return fast_monotonic()


def fast_monotonic() -> float:
    """The same clock, for whoever counts seconds beside a loop."""
    return time.monotonic() * SPEED
