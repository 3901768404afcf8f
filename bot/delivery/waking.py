"""Waking: workers look for something to do when there may be something, but not all the time.

After each commit there may be something for each of them, and each looks with a statement of its own. While updates
come fast, so much looking would take longer than what they ask for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

EVERY = 0.1
"""Seconds between two wakings, at the least. Nobody waits for what these workers do to the tenth of a second."""


class Waking:
    """Wakes at once where it is quiet, and then at most ten times a second."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self._resting = False
        self._wanted = False

    def wake(self) -> None:
        """There may be something to do. Needs a running loop."""
        if self._resting:
            self._wanted = True
            return
        self._resting = True
        asyncio.get_running_loop().call_later(EVERY, self._rested)
        self._wake()

    def _rested(self) -> None:
        self._resting = False
        if self._wanted:
            self._wanted = False
            self.wake()
