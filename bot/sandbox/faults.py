"""Faults to order: the calls that are to go wrong, and how.

A fault waits for calls that fit it. It can answer with an error, break the connection before or after the call's
effect, hold the call at that moment until it is released (which is when a test kills the bot's process), or stall in
the middle of the answer.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.sandbox.bell import Bell
from bot.sandbox.refusals import MisusedError

Moment = Literal["before", "after"]

WORDS = {
    400: "Bad Request: fault to order",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    429: "Too Many Requests: retry after {retry_after}",
    500: "Internal Server Error",
}
"""What an ordered error says, unless it is told."""

HTML = (
    "<html>\r\n<head><title>{code} {reason}</title></head>\r\n<body>\r\n<center><h1>{code} {reason}</h1></center>\r\n"
    "<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n"
)
"""The page with which Telegram's front servers answer when those behind them do not."""

REASONS = {502: "Bad Gateway", 503: "Service Temporarily Unavailable", 504: "Gateway Time-out"}


@dataclass(slots=True)
class Fault:
    """One order.

    It fits a call if ``method`` (lower case; None: every method but getUpdates) and ``chat_id`` (None: every chat)
    do, and, if ``call`` is given, only the call with that number in the log. Of the fitting calls it lets ``skip``
    pass, then strikes every ``every``-th, ``times`` times (None: always).
    """

    id: int
    method: str | None = None
    chat_id: int | None = None
    call: int | None = None
    skip: int = 0
    every: int = 1
    times: int | None = 1
    code: int | None = None
    description: str | None = None
    retry_after: int | None = None
    drop: Moment | None = None
    hold: Moment | None = None
    stall: bool = False
    delay: float = 0.0
    seen: int = 0
    struck: list[int | None] = field(default_factory=list)
    held: dict[int, asyncio.Future[bool]] = field(default_factory=dict)
    bell: Bell = field(default_factory=Bell)

    def fits(self, number: int | None, method: str, chat_id: int | None) -> bool:
        """Whether it strikes this call; counts the call if it fits."""
        if self.times == 0 or (method == "getupdates" if self.method is None else method != self.method):
            return False
        if self.chat_id is not None and chat_id != self.chat_id:
            return False
        if self.call is not None and number != self.call:
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        self.seen += 1
        if self.seen % self.every:
            return False
        if self.times is not None:
            self.times -= 1
        self.struck.append(number)
        self.bell.ring()
        return True

    async def holds(self, number: int) -> bool:
        """Keep a call until it is released; whether its connection is then to be dropped."""
        future: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self.held[number] = future
        self.bell.ring()
        try:
            return await future
        finally:
            del self.held[number]
            self.bell.ring()

    def release(self, *, drop: bool) -> int:
        """Let all held calls go on, or drop their connections; how many they were."""
        waiting = [future for future in self.held.values() if not future.done()]
        for future in waiting:
            future.set_result(drop)
        return len(waiting)

    def answer(self) -> dict[str, Any] | str | None:
        """The answer that it gives instead of Telegram's: a JSON object, an HTML page, or None."""
        if self.code is None:
            return None
        if self.code in REASONS:
            return self.description or HTML.format(code=self.code, reason=REASONS[self.code])
        words = self.description or WORDS.get(self.code, "Internal Server Error")
        answer: dict[str, Any] = {"ok": False, "error_code": self.code, "description": words}
        if self.code == 429:
            seconds = 1 if self.retry_after is None else self.retry_after
            answer["description"] = words.format(retry_after=seconds)
            answer["parameters"] = {"retry_after": seconds}
        return answer

    def shape(self) -> dict[str, Any]:
        """The fault as JSON: what is left of it, and the numbers of the calls that it struck and holds."""
        return {
            "id": self.id,
            "method": self.method,
            "chat_id": self.chat_id,
            "call": self.call,
            "skip": self.skip,
            "every": self.every,
            "times": self.times,
            "struck": self.struck,
            "held": sorted(self.held),
        }


class Faults:
    """All orders that stand."""

    def __init__(self) -> None:
        self._faults: dict[int, Fault] = {}
        self._count = 0

    def order(self, calls_so_far: int, **fields: Any) -> Fault:
        """Add a fault. ``in_calls=n`` means the n-th call from now; ``call=n`` the n-th from the start.

        With ``every`` it strikes for ever, unless ``times`` says otherwise.
        """
        in_calls = fields.pop("in_calls", None)
        if in_calls is not None:
            fields["call"] = calls_so_far + in_calls
        if fields.get("method"):
            fields["method"] = fields["method"].lower()
        if "every" in fields:
            if fields["every"] < 1:
                raise MisusedError("every is 1 or more")
            fields.setdefault("times", None)
        acts = sum(bool(fields.get(act)) for act in ("code", "drop", "hold", "stall"))
        if acts > 1 or (acts == 0 and not fields.get("delay")):
            raise MisusedError("a fault needs one of code, drop, hold and stall, or a delay")
        for act in ("drop", "hold"):
            if fields.get(act) not in (None, "before", "after"):
                raise MisusedError(f"{act} is before or after")
        self._count += 1
        try:
            fault = Fault(self._count, **fields)
        except TypeError as error:
            raise MisusedError(str(error)) from None
        self._faults[fault.id] = fault
        return fault

    def strike(self, number: int | None, method: str, chat_id: int | None) -> Fault | None:
        """The first fault that fits a call."""
        for fault in self._faults.values():
            if fault.fits(number, method, chat_id):
                return fault
        return None

    def get(self, fault_id: int) -> Fault:
        """The fault with that id."""
        fault = self._faults.get(fault_id)
        if fault is None:
            raise MisusedError(f"there is no fault {fault_id}")
        return fault

    def cancel(self, fault_id: int) -> None:
        """Take an order back; what it holds goes on."""
        fault = self.get(fault_id)
        fault.release(drop=False)
        del self._faults[fault_id]

    def close(self) -> None:
        """Drop whatever is held."""
        for fault in self._faults.values():
            fault.release(drop=True)

    def __bool__(self) -> bool:
        return bool(self._faults)
