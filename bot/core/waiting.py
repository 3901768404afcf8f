"""Who waits for the gate: tickets, in lines of one chat and lane each, in one queue for each lane.

The pace of a chat is kept here, since it decides when the chat's lines may move; that of the bot is the gate's.
"""

from __future__ import annotations

from collections import deque
from heapq import heappop, heappush, heapreplace
from typing import Any

from bot.core.calls import Lane

CHAT_INTERVAL = 1.0
"""Seconds between messages in one chat (Bot API FAQ: "avoid sending more than one message per second")."""

ANSWER_BURST = 3
"""Answers that one chat may get at once; Telegram lets short bursts pass, and a press often changes three messages."""

CLOSER = 0.02
"""Seconds by which two messages can arrive closer together than they were sent: what a busy machine is late by with the
first and not with the second. Where a full pace leaves less room between its messages, half of that has to do."""

GROUP_LIMIT = 20
GROUP_WINDOW = 60.0
"""A group gets at most 20 messages in any minute (Bot API FAQ)."""


class Ticket:
    """One call's place in the queue. ``key`` is whatever the caller knows it by.

    ``messages`` is how many the call makes: an album is one call, and each of its items counts.
    """

    __slots__ = ("chat_id", "key", "lane", "line", "messages", "number")

    def __init__(self, lane: Lane, chat_id: int | None, key: Any, number: int, line: Line, messages: int) -> None:
        self.lane = lane
        self.chat_id = chat_id
        self.key = key
        self.number = number
        self.line = line
        self.messages = messages


class ChatPace:
    """What one chat was sent lately, and until when it is paused."""

    __slots__ = ("due", "last_minute", "lines", "paused_until")

    def __init__(self, chat_id: int | None) -> None:
        self.due = float("-inf")
        self.paused_until = float("-inf")
        self.last_minute: deque[float] | None = None
        if chat_id is not None and chat_id < 0:  # groups and channels (Bot API, Chat)
            self.last_minute = deque(maxlen=GROUP_LIMIT)
        self.lines: dict[Lane, Line] = {}

    def free_at(self, lane: Lane, messages: int = 1) -> float:
        """When the next call of that lane may go to this chat, one that makes so many messages (20 at most)."""
        burst = max(0, ANSWER_BURST - messages) if lane is Lane.ANSWERS else 0
        at = max(self.paused_until, self.due - burst * CHAT_INTERVAL)
        if self.last_minute is not None and (over := len(self.last_minute) + messages - GROUP_LIMIT) > 0:
            at = max(at, self.last_minute[over - 1] + GROUP_WINDOW)
        return at

    def took(self, now: float, messages: int) -> None:
        """A call went to this chat: the next has to wait as if they had gone one by one."""
        self.due = max(self.due, now) + messages * CHAT_INTERVAL
        if self.last_minute is not None:
            self.last_minute.extend([now] * messages)

    def in_use(self) -> bool:
        """Whether a call waits here, or is under way."""
        return any(line.tickets or line.under_way is not None for line in self.lines.values())

    def idle_at(self) -> float:
        """When nothing of the past matters any more."""
        at = max(self.due, self.paused_until)
        if self.last_minute:
            at = max(at, self.last_minute[-1] + GROUP_WINDOW)
        return at


class LastSecond:
    """The messages that went out within the last second: never more than ``most``, but for a call that has more.

    The second is a little longer here, so that it holds there as well, where messages arrive closer together.
    """

    __slots__ = ("_count", "_most", "_span", "_went")

    def __init__(self, most: int) -> None:
        self._most = most
        self._span = 1 + min(CLOSER, 0.5 / most)
        self._went: deque[tuple[float, int]] = deque()
        self._count = 0

    def room_at(self, messages: int, now: float) -> float:
        """When so many more may go at once; in the past if they may now."""
        while self._went and self._went[0][0] + self._span <= now:
            self._count -= self._went.popleft()[1]
        over = self._count + messages - self._most
        room_at = float("-inf")
        for at, went in self._went:
            if over <= 0:
                break
            over -= went
            room_at = at + self._span
        return room_at

    def took(self, messages: int, now: float) -> None:
        """So many went."""
        self._went.append((now, messages))
        self._count += messages


class Line:
    """The tickets of one chat in one lane, oldest first, and the one that is under way."""

    __slots__ = ("chat", "lane", "listed", "paced", "tickets", "under_way")

    def __init__(self, chat: ChatPace, lane: Lane, paced: bool) -> None:
        self.chat = chat
        self.lane = lane
        self.paced = paced
        self.tickets: deque[Ticket] = deque()
        self.listed = False
        self.under_way: Ticket | None = None


class LaneQueue:
    """The lines of one lane: those that may go, by their oldest ticket, and those that must wait, by when they may.

    A line stands in at most one of the two heaps, once. What is said of it there can be out of date (a ticket was
    withdrawn, the chat was sent something from another lane) and is checked when the line comes up.
    """

    __slots__ = ("ready", "waiting", "waiting_tickets")

    def __init__(self) -> None:
        self.ready: list[tuple[int, Line]] = []
        self.waiting: list[tuple[float, int, Line]] = []
        self.waiting_tickets = 0

    def admit(self, line: Line) -> None:
        """Bring in a line that has tickets and none under way."""
        if line.tickets and not line.listed and line.under_way is None:
            line.listed = True
            heappush(self.ready, (line.tickets[0].number, line))

    def first(self, now: float) -> Line | None:
        """The line whose turn it is, left in its place on top of ``ready``."""
        while self.waiting and self.waiting[0][0] <= now:
            _, number, line = heappop(self.waiting)
            heappush(self.ready, (number, line))
        while self.ready:
            number, line = self.ready[0]
            if not line.tickets:
                heappop(self.ready)
                line.listed = False
            elif line.tickets[0].number != number:
                heapreplace(self.ready, (line.tickets[0].number, line))
            elif line.paced and (free_at := line.chat.free_at(line.lane, line.tickets[0].messages)) > now:
                heappop(self.ready)
                heappush(self.waiting, (free_at, number, line))
            else:
                return line
        return None

    def messages_of_first(self) -> int:
        """How many messages the call makes that ``take`` would give."""
        return self.ready[0][1].tickets[0].messages

    def take(self) -> Ticket:
        """The oldest ticket of the line that ``first`` has just found."""
        _, line = heappop(self.ready)
        line.listed = False
        line.under_way = line.tickets.popleft()
        self.waiting_tickets -= 1
        return line.under_way

    def opens_at(self) -> float | None:
        """When ``first`` may find something: never too late, sometimes too early. None when nothing waits here."""
        if self.ready:
            return float("-inf")
        return self.waiting[0][0] if self.waiting else None
