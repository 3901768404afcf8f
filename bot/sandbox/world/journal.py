"""What happened, in order, for whoever watches: a demo that prints the conversation, a test that waits."""

from __future__ import annotations

from collections import deque
from itertools import islice
from typing import Any

from bot.sandbox.bell import Bell


class Journal:
    """The newest events. Each has a number ``seq`` that grows by one, a ``time`` and an ``event``.

    Events: "message", "edited", "deleted", "reacted", "pressed", "answered", "blocked", "unblocked", "deactivated",
    "joined", "left".
    """

    def __init__(self, keep: int) -> None:
        self._events: deque[dict[str, Any]] = deque(maxlen=keep)
        self.last = 0
        self.bell = Bell()

    def write(self, event: str, time: float, **facts: Any) -> None:
        """Add an event and wake those who watch."""
        self.last += 1
        self._events.append({"seq": self.last, "event": event, "time": time, **facts})
        self.bell.ring()

    def after(self, seq: int) -> list[dict[str, Any]]:
        """The events later than number ``seq``, as far as they are kept."""
        wanted = min(self.last - seq, len(self._events))
        return list(islice(self._events, len(self._events) - wanted, None)) if wanted > 0 else []
