"""The log of all calls that the bot made, with what it was told."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any

from bot.sandbox.bell import Bell


@dataclass(slots=True)
class Call:
    """One call: ``number`` counts all but getUpdates (which has None) from 1; times are seconds since 1970.

    ``unknown`` are the parameters that the method does not have. ``status`` is the HTTP status, 0 while the call is
    under way and when the connection was dropped; ``answer`` the JSON object of the answer, or its HTML text.
    """

    number: int | None
    method: str
    parameters: dict[str, Any]
    began: float
    unknown: tuple[str, ...] = ()
    ended: float | None = None
    status: int = 0
    answer: Any = None

    def shape(self) -> dict[str, Any]:
        """The call as JSON."""
        return {
            "number": self.number,
            "method": self.method,
            "parameters": self.parameters,
            "unknown": list(self.unknown),
            "began": self.began,
            "ended": self.ended,
            "status": self.status,
            "answer": self.answer,
        }


class CallLog:
    """The newest calls, and how many are under way."""

    def __init__(self, keep: int, activity: Bell) -> None:
        self._calls: deque[Call] = deque(maxlen=keep)
        self._activity = activity
        self.count = 0
        self.in_flight = 0

    def begin(self, method: str, parameters: dict[str, Any], unknown: tuple[str, ...], now: float) -> Call:
        """Note that a call has arrived."""
        counted = method != "getupdates"
        if counted:
            self.count += 1
            self.in_flight += 1
        call = Call(self.count if counted else None, method, parameters, now, unknown)
        self._calls.append(call)
        return call

    def end(self, call: Call, now: float) -> None:
        """Note that a call is over, answered or not."""
        call.ended = now
        if call.number is not None:
            self.in_flight -= 1
        self._activity.ring()

    def all(self) -> list[Call]:
        """The calls that are kept, oldest first."""
        return list(self._calls)
