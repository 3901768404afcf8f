"""The sandbox's clock: real time, moved forward by whoever wants to see what happens after two days."""

from __future__ import annotations

import time


class Clock:
    """Seconds since 1970, as Telegram's servers would have them."""

    __slots__ = ("_ahead",)

    def __init__(self) -> None:
        self._ahead = 0.0

    def now(self) -> float:
        """The time in seconds since 1970, with fractions."""
        return time.time() + self._ahead

    def date(self) -> int:
        """The time as messages carry it: whole seconds."""
        return int(self.now())

    def move(self, seconds: float) -> None:
        """Let so many seconds pass at once. Time never goes back: a negative number is a ValueError."""
        if seconds < 0:
            raise ValueError("the clock only moves forward")
        self._ahead += seconds
