"""How fast a campaign goes: messages a second over the last moments, from what was settled at each look."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

SPAN = timedelta(seconds=16)
"""The time over which a speed is taken."""


class Speed:
    """That of one campaign, told at each look how far it is."""

    def __init__(self) -> None:
        self._samples: deque[tuple[datetime, int]] = deque()

    def at(self, now: datetime, settled: int) -> float | None:
        """The present speed; None while it cannot be said: at the first look, and while nothing moves."""
        samples = self._samples
        if samples and now < samples[-1][0]:  # the clock was set back: what it showed before says nothing any more
            samples.clear()
        samples.append((now, settled))
        while len(samples) > 2 and now - samples[1][0] >= SPAN:
            samples.popleft()
        (first_at, first), (last_at, last) = samples[0], samples[-1]
        seconds = (last_at - first_at).total_seconds()
        return (last - first) / seconds if seconds > 0 and last > first else None
