"""Presses of inline buttons that wait for answerCallbackQuery."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.bell import Bell
from bot.sandbox.world.clock import Clock

ANSWERABLE = 150
"""Seconds for which a callback query can be answered; the open server drops unread ones after as many."""


@dataclass(slots=True)
class Press:
    """One press: the query's id, who pressed, when (seconds since 1970), and the answer once there is one."""

    id: str
    person_id: int
    pressed: float
    answer: dict[str, Any] | None = None
    bell: Bell = field(default_factory=Bell)


class Presses:
    """The presses that can still be answered."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._open: dict[str, Press] = {}
        self._count = 0

    def begin(self, person_id: int) -> Press:
        """A new press. Query ids are 64-bit numbers in a string, as at Telegram."""
        now = self._clock.now()
        while self._open:
            oldest = next(iter(self._open.values()))
            if now - oldest.pressed <= ANSWERABLE:
                break
            del self._open[oldest.id]
        self._count += 1
        press = Press(str((person_id << 24) + self._count), person_id, now)
        self._open[press.id] = press
        return press

    def find(self, query_id: str) -> Press | None:
        """The press with that query id, if it can still be answered."""
        press = self._open.get(query_id)
        if press is None or self._clock.now() - press.pressed > ANSWERABLE:
            return None
        return press
