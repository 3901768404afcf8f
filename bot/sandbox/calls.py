"""The log of all calls that the bot made, with what it was told."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import islice
from typing import Any

from bot.sandbox.bell import Bell


@dataclass(slots=True)
class Call:
    """One call: ``serial`` counts all of them from 1, ``number`` all but getUpdates (which has None).

    Times are seconds since 1970. ``files`` are the names of the parts that held uploads, ``unknown`` the parameters
    that the method does not have. ``status`` is the HTTP status, 0 while the call is under way and when the connection
    was dropped; ``answer`` the JSON object of the answer, or its HTML text.
    """

    serial: int
    number: int | None
    method: str
    parameters: dict[str, Any]
    began: float
    files: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    ended: float | None = None
    status: int = 0
    answer: Any = None

    def shape(self) -> dict[str, Any]:
        """The call as JSON."""
        return {
            "serial": self.serial,
            "number": self.number,
            "method": self.method,
            "parameters": self.parameters,
            "files": list(self.files),
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
        self.last = 0
        self.count = 0
        self.in_flight = 0

    def begin(
        self,
        method: str,
        now: float,
        parameters: dict[str, Any],
        files: tuple[str, ...] = (),
        unknown: tuple[str, ...] = (),
    ) -> Call:
        """Note that a call has arrived."""
        counted = method != "getupdates"
        if counted:
            self.count += 1
            self.in_flight += 1
        self.last += 1
        call = Call(self.last, self.count if counted else None, method, parameters, now, files, unknown)
        self._calls.append(call)
        self._activity.ring()
        return call

    def end(self, call: Call, now: float) -> None:
        """Note that a call is over, answered or not."""
        call.ended = now
        if call.number is not None:
            self.in_flight -= 1
        self._activity.ring()

    def after(self, serial: int) -> list[Call]:
        """The calls later than that one, as far as they are kept, oldest first."""
        wanted = min(self.last - serial, len(self._calls))
        return list(islice(self._calls, len(self._calls) - wanted, None)) if wanted > 0 else []

    def all(self) -> list[Call]:
        """The calls that are kept, oldest first."""
        return list(self._calls)
