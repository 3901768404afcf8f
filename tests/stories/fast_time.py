"""An event loop in which waiting is short: a slot, a pause or a delay takes a tenth of what it says.

Stories wait for conditions, but the bot waits for the clock, as it must: one message a second in a chat. Here the
clock is replaced, and nothing else. It runs fast only while the loop has nothing to do, so that to the bot a slow
machine seems no slower than it is.
"""

from __future__ import annotations

import asyncio
import selectors
import time
from typing import Any

SPEED = 10.0
"""Seconds on the loop's clock for each real one that it waits."""


class _Hurried(selectors.DefaultSelector):
    """Waits a tenth of the time that it is told to; ``gained`` is what that has saved so far, in seconds."""

    def __init__(self) -> None:
        super().__init__()
        self.gained = 0.0

    def select(self, timeout: float | None = None) -> Any:
        if timeout is not None and timeout <= 0:
            return super().select(timeout)
        longest = None if timeout is None else timeout / SPEED
        began = time.monotonic()
        ready = super().select(longest)
        waited = time.monotonic() - began
        self.gained += (waited if longest is None else min(waited, longest)) * (SPEED - 1)
        return ready


class FastLoop(asyncio.SelectorEventLoop):
    """The event loop of a story that runs in one process."""

    def __init__(self) -> None:
        self._hurried = _Hurried()
        super().__init__(self._hurried)

    def time(self) -> float:
        """The loop's clock, in seconds; it never runs backwards."""
        return super().time() + self._hurried.gained
