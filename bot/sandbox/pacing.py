"""Telegram's limits on how fast a bot may send, for those who want to see 429s without ordering each.

The numbers are those of the Bot FAQ ("How can I avoid hitting limits"): about 30 messages a second in all, one a second
in a chat with short bursts, 20 a minute in a group; and 1,000 a second for calls with ``allow_paid_broadcast`` (Bot
API, sendMessage), which are counted apart. Sends and edits share them; an album counts as its items.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

from bot.sandbox.refusals import too_many_requests

SLACK = 1
"""Messages above a limit that a sliding window lets through.

Whoever sends exactly 30 a second has 31 within a second that begins and ends with one.
"""


ROUNDING = 1e-9
"""Seconds that mean nothing: what is left of sums of fractions."""

SHORTEST = 0.001
"""Seconds to wait at least: a message that is exactly as old as the window is long still counts."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What is allowed: messages a second in all, paid and in a chat; at once in a chat; a minute in a group.

    None stands for no such limit. 30 in all means that no sliding second holds more than 31.
    """

    all_per_second: int | None = 30
    paid_per_second: int | None = 1000
    chat_per_second: float | None = 1.0
    chat_burst: int = 3
    group_per_minute: int | None = 20


class Window:
    """At most ``most`` messages within any ``span`` seconds."""

    __slots__ = ("count", "most", "span", "taken")

    def __init__(self, most: int, span: float) -> None:
        self.most = most
        self.span = span
        self.count = 0
        self.taken: deque[tuple[float, int]] = deque()

    def lacks(self, amount: int, now: float) -> float:
        """Seconds until ``amount`` may be taken, 0 for now. An amount above the limit waits for an empty window."""
        while self.taken and self.taken[0][0] < now - self.span:
            self.count -= self.taken.popleft()[1]
        over = self.count + min(amount, self.most) - self.most
        wait = 0.0
        for at, taken in self.taken:
            if over <= 0:
                break
            over -= taken
            wait = max(at + self.span - now, SHORTEST)
        return wait

    def take(self, amount: int, now: float) -> None:
        """Count so many messages."""
        self.taken.append((now, amount))
        self.count += amount


class Bucket:
    """Allowance that fills at ``rate`` a second up to ``size``: a steady pace with bursts."""

    __slots__ = ("at", "level", "rate", "size")

    def __init__(self, rate: float, size: float, now: float) -> None:
        self.rate = rate
        self.size = size
        self.level = size
        self.at = now

    def lacks(self, amount: int, now: float) -> float:
        """Seconds until ``amount`` may be taken, 0 for now. An amount above the size waits for a full bucket."""
        self.level = min(self.size, self.level + (now - self.at) * self.rate)
        self.at = now
        return max(0.0, (min(amount, self.size) - self.level) / self.rate)

    def take(self, amount: int, now: float) -> None:
        """Count so many messages."""
        self.level -= amount


class Pacing:
    """Keeps count and refuses what comes too fast. Off while ``pace`` is None."""

    def __init__(self, pace: Pace | None = None) -> None:
        self.set(pace)

    def set(self, pace: Pace | None) -> None:
        """Begin anew with these limits, or with none."""
        self.pace = pace
        self._chats: dict[int, list[Window | Bucket]] = {}
        self._all = _window(None if pace is None else pace.all_per_second, 1.0, SLACK)
        self._paid = _window(None if pace is None else pace.paid_per_second, 1.0, SLACK)

    def take(self, chat_id: int, messages: int, now: float, *, paid: bool = False) -> None:
        """Count so many messages to a chat, or refuse them with 429 and count none."""
        pace = self.pace
        if pace is None:
            return
        limits = self._chats.get(chat_id)
        if limits is None:
            limits = _window(pace.group_per_minute if chat_id < 0 else None, 60.0, 0)
            if pace.chat_per_second is not None:
                limits.append(Bucket(pace.chat_per_second, pace.chat_burst, now))
            self._chats[chat_id] = limits
        limits = [*(self._paid if paid else self._all), *limits]
        wait = max((limit.lacks(messages, now) for limit in limits), default=0.0)
        if wait > ROUNDING:
            raise too_many_requests(max(1, math.ceil(wait)))
        for limit in limits:
            limit.take(messages, now)


def _window(most: int | None, span: float, slack: int) -> list[Window | Bucket]:
    return [] if most is None else [Window(most + slack, span)]
