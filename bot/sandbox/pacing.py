"""Telegram's limits on how fast a bot may send, for those who want to see 429s without ordering each.

The numbers are those of the Bot FAQ ("How can I avoid hitting limits"): about 30 messages a second in all, one a second
in a chat with short bursts, 20 a minute in a group. Sends and edits share them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from bot.sandbox.refusals import too_many_requests


@dataclass(frozen=True, slots=True)
class Pace:
    """What is allowed: messages a second in all and in a chat, at once in a chat, and a minute in a group."""

    all_per_second: float = 30.0
    chat_per_second: float = 1.0
    chat_burst: int = 3
    group_per_minute: float = 20.0


class Bucket:
    """Allowance that fills at ``rate`` a second up to ``size``."""

    __slots__ = ("at", "level", "rate", "size")

    def __init__(self, rate: float, size: float, now: float) -> None:
        self.rate = rate
        self.size = size
        self.level = size
        self.at = now

    def lacks(self, amount: float, now: float) -> float:
        """Seconds until ``amount`` may be taken, 0 for now. An amount above the size waits for a full bucket."""
        self.level = min(self.size, self.level + (now - self.at) * self.rate)
        self.at = now
        return max(0.0, (min(amount, self.size) - self.level) / self.rate)


class Pacing:
    """Keeps count and refuses what comes too fast. Off while ``pace`` is None."""

    def __init__(self) -> None:
        self.pace: Pace | None = None
        self._buckets: dict[int, list[Bucket]] = {}
        self._all: Bucket | None = None

    def set(self, pace: Pace | None) -> None:
        """Begin anew with these limits, or with none."""
        self.pace = pace
        self._buckets.clear()
        self._all = None

    def take(self, chat_id: int, messages: int, now: float) -> None:
        """Count so many messages to a chat, or refuse them with 429."""
        pace = self.pace
        if pace is None:
            return
        if self._all is None:
            self._all = Bucket(pace.all_per_second, pace.all_per_second, now)
        buckets = self._buckets.get(chat_id)
        if buckets is None:
            buckets = [Bucket(pace.chat_per_second, pace.chat_burst, now)]
            if chat_id < 0:
                buckets.append(Bucket(pace.group_per_minute / 60, pace.group_per_minute, now))
            self._buckets[chat_id] = buckets
        buckets = [self._all, *buckets]
        wait = max(bucket.lacks(messages, now) for bucket in buckets)
        if wait > 1e-9:
            raise too_many_requests(max(1, math.ceil(wait)))
        for bucket in buckets:
            bucket.level -= messages
