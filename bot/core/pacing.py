"""How fast messages may go out: the one rule for all of them (architecture, decision 7).

A ``Gate`` is told what waits and what Telegram said, and answers which call may go now. It holds no clock, no task
and no network: ``now`` is an argument, in seconds of any clock that never runs backwards. Acting on its answers is
the courier's work.

The rules, in the order in which a call meets them:

1. The bot as a whole sends on a strict schedule, one message every ``1 / rate`` seconds, without bursts. An album is
   one call and several messages: it goes once there is room for all of them, and nothing else goes before it.
2. Lanes go in their order, but while a post could go, answers take at most four slots of five.
3. A chat gets one message a second; answers may burst by three, bulk and albums may not. A group gets 20 in any minute
   besides.
4. Within one chat and lane calls go in the order in which they were put in, each after the one before has returned.
5. A 429 pauses its chat; coming from two chats within five seconds it pauses the bulk lanes, slows answers to one a
   second meanwhile, and lowers the pace for a while.
6. Where posts can be paid for, everything that is not keeps together to the rate that is free.
"""

from __future__ import annotations

import math
from collections import deque
from typing import Any

from bot.core.calls import Lane
from bot.core.waiting import CHAT_INTERVAL, ChatPace, LaneQueue, LastSecond, Line, Ticket

ANSWERS_IN_A_ROW = 4
"""Answers that may go one after the other while a post could go: four slots of five."""

LATE = 0.05
"""Seconds of lateness that are made up for where an interval is shorter; otherwise one interval is. Timers are late by
a millisecond, and by several while the process is busy: at 1,000 a second that would be a fifth of the slots."""

SCOPE_WINDOW = 5.0
"""A 429 names no scope. When two chats get one within this many seconds, it is taken to mean the whole bot."""

SLOW_ANSWER_INTERVAL = 1.0
"""Seconds between answers while the bulk lanes are paused: calls made during a 429 lengthen it."""

FALL = 0.8
"""What is left of the pace after a 429 that means the whole bot: a fifth less, enough to get below a limit that has
moved a little, and little enough that a false alarm costs minutes, not hours."""

LOWEST_PACE = 0.2
"""The share of the full pace below which it never falls: a limit that low is not one of pace."""

RECOVERY = 1 / 3000
"""The share of the full pace that comes back each second: a fifth in ten minutes, so that a limit that stays low is
met again a few times an hour rather than all the time."""

PATIENCE = 5.0
"""A ticket whose chat or lane is paused for longer than this is handed back rather than kept: waits of hours have been
seen, and they belong into a row with a due time, not into a task."""

_IN_ORDER = tuple(Lane)


class Gate:
    """The schedule of one bot. ``rate`` is the messages a second for everything together, and the most there will be.

    A caller puts a ticket in, is told by ``next`` when it may go, and gives it back with ``release`` once its call has
    returned, or earlier if it has lost interest. No sliding second holds more than ``rate + 1`` messages, but for an
    album of more, which has it for itself.
    """

    def __init__(self, rate: float, *, free_rate: float | None = None) -> None:
        """``free_rate`` is that of all lanes but the paid posts' together; None: no other than ``rate``."""
        if not rate > 0:
            raise ValueError(f"the rate must be above 0, not {rate}")
        self._full_rate = rate
        self._free_interval = 0.0 if free_rate is None else 1 / free_rate
        self._free_slot_at = float("-inf")
        self._pace = rate
        self._pace_since = float("-inf")
        self._slot_at = float("-inf")
        self._lately = LastSecond(math.ceil(rate) + 1)
        self._room_at = float("-inf")
        self._nothing_before = float("inf")
        self._numbers = 0
        self._lanes = {lane: LaneQueue() for lane in Lane}
        self._chats: dict[int, ChatPace] = {}
        self._expiries: deque[tuple[float, int]] = deque()
        self._answers_since = dict.fromkeys((Lane.POSTS, Lane.PAID_POSTS), 0)
        self._answered_at = float("-inf")
        self._bulk_paused_until = float("-inf")
        self._fell_at = float("-inf")
        self._recent_waits: dict[int, tuple[float, float]] = {}

    def put(self, lane: Lane, chat_id: int | None, key: Any, now: float, messages: int = 1) -> Ticket:
        """Queue a call. ``chat_id`` None is for calls that no chat gets: they have a slot, but no chat's pace."""
        chat = ChatPace(None) if chat_id is None else self._chat(chat_id, now)
        line = chat.lines.get(lane)
        if line is None:
            line = chat.lines[lane] = Line(chat, lane, paced=chat_id is not None)
        self._numbers += 1
        ticket = Ticket(lane, chat_id, key, self._numbers, line, messages)
        line.tickets.append(ticket)
        queue = self._lanes[lane]
        queue.waiting_tickets += 1
        queue.admit(line)
        self._nothing_before = min(self._nothing_before, now)
        return ticket

    def next(self, now: float) -> Ticket | None:
        """The ticket whose call goes now, or None: then look again at ``wakes_at`` or when something has changed."""
        self._forget_idle_chats(now)
        self._room_at = float("-inf")
        lane = None if now < self._slot_at else self._choose(now)
        if lane is not None:
            self._room_at = self._lately.room_at(self._lanes[lane].messages_of_first(), now)
        if lane is None or now < self._room_at:
            wakes_at = self.wakes_at(now)
            self._nothing_before = float("inf") if wakes_at is None else wakes_at
            return None
        ticket = self._lanes[lane].take()
        ticket.line.chat.took(now, ticket.messages)
        self._lately.took(ticket.messages, now)
        interval = 1 / self.rate(now)
        # a late timer is made up for; time in which nothing could go is not
        began = max(self._slot_at, now - max(interval, LATE), min(self._nothing_before, now))
        self._slot_at = began + ticket.messages * interval
        if lane is not Lane.PAID_POSTS:
            self._free_slot_at = max(self._free_slot_at, now) + ticket.messages * self._free_interval
        self._count_answers(lane, now)
        return ticket

    def wakes_at(self, now: float) -> float | None:
        """When ``next`` may have something, if nothing changes before; None while nothing waits for the time.

        Asked after ``next`` has returned None, the answer lies in the future.
        """
        openings = [
            max(opens_at, self._lane_opens_at(lane, now))
            for lane, queue in self._lanes.items()
            if queue.waiting_tickets and (opens_at := queue.opens_at()) is not None
        ]
        return max(self._slot_at, self._room_at, min(openings)) if openings else None

    def release(self, ticket: Ticket, now: float) -> None:
        """The caller is done with its ticket: the call has returned, or nobody wants it any more. Repeating is safe."""
        self._nothing_before = min(self._nothing_before, now)
        line = ticket.line
        if line.under_way is ticket:
            line.under_way = None
            self._lanes[ticket.lane].admit(line)
        elif ticket in line.tickets:
            line.tickets.remove(ticket)
            self._lanes[ticket.lane].waiting_tickets -= 1

    def wait(self, chat_id: int, seconds: float, now: float) -> list[Ticket]:
        """Telegram answered a call to that chat with 429 and ``retry_after`` = ``seconds``.

        Returns the tickets that would now stand still for longer than ``PATIENCE``: they have left the queue, and
        their callers are to be told (``pause`` says how long).
        """
        chat = self._chat(chat_id, now)
        chat.paused_until = max(chat.paused_until, now + seconds)
        self._recent_waits = {
            other: (at, until) for other, (at, until) in self._recent_waits.items() if now - at < SCOPE_WINDOW
        }
        self._recent_waits[chat_id] = (now, chat.paused_until)
        if len(self._recent_waits) < 2 and now >= self._bulk_paused_until:
            stuck = list(chat.lines.values())
        else:
            self._pause_bulk(now)
            stuck = self._lines()
        return [
            ticket
            for line in stuck
            for ticket in tuple(line.tickets)
            if self.pause(ticket.lane, ticket.chat_id, now) > PATIENCE and self._drop(ticket, now)
        ]

    def hold(self, seconds: float, now: float) -> None:
        """The bulk lanes stand still for so long at least: a pause that is known from before a restart."""
        self._bulk_paused_until = max(self._bulk_paused_until, now + seconds)

    def pause(self, lane: Lane, chat_id: int | None, now: float) -> float:
        """For how many seconds 429s keep that lane from that chat; 0 when they do not."""
        chat = None if chat_id is None else self._chats.get(chat_id)
        until = now if chat is None else chat.paused_until
        if lane is not Lane.ANSWERS:
            until = max(until, self._bulk_paused_until)
        return max(0.0, until - now)

    def paused_until(self, now: float) -> float | None:
        """Until when the bulk lanes stand still because of 429s, or None when they do not."""
        return self._bulk_paused_until if now < self._bulk_paused_until else None

    def rate(self, now: float) -> float:
        """The messages a second in force: below the full rate for a while after a 429 that meant the whole bot."""
        if self._pace >= self._full_rate:
            return self._full_rate
        recovered = max(0.0, now - self._pace_since) * RECOVERY * self._full_rate
        return min(self._full_rate, self._pace + recovered)

    def free_rate(self, now: float) -> float:
        """The same for what is not paid for."""
        return min(self.rate(now), 1 / self._free_interval if self._free_interval else math.inf)

    def backlog(self, lane: Lane) -> int:
        """How many tickets wait in that lane."""
        return self._lanes[lane].waiting_tickets

    def clear(self, now: float) -> list[Ticket]:
        """Empty the queues, and return the tickets that waited."""
        return [ticket for line in self._lines() for ticket in tuple(line.tickets) if self._drop(ticket, now)]

    def _lines(self) -> list[Line]:
        """All lines that may hold tickets."""
        lines = [line for chat in self._chats.values() for line in chat.lines.values()]
        # those of calls without a chat are known to their lane only, and are never paced, so never in ``waiting``
        lines += [line for queue in self._lanes.values() for _, line in queue.ready if not line.paced]
        return lines

    def _choose(self, now: float) -> Lane | None:
        """The lane whose first ticket goes now."""
        owed = [lane for lane, answers in self._answers_since.items() if answers >= ANSWERS_IN_A_ROW]
        for lane in (*owed, *_IN_ORDER):
            queue = self._lanes[lane]
            if queue.waiting_tickets and self._lane_opens_at(lane, now) <= now and queue.first(now):
                return lane
        return None

    def _count_answers(self, lane: Lane, now: float) -> None:
        """A call of that lane goes. One that is paid for makes up for nothing to those that are not: it takes no slot
        of theirs."""
        since = self._answers_since
        if lane is Lane.ANSWERS:
            self._answered_at = now
            for posts in since:
                since[posts] += 1
            return
        since[Lane.PAID_POSTS] = 0
        if lane is not Lane.PAID_POSTS:
            since[Lane.POSTS] = 0

    def _lane_opens_at(self, lane: Lane, now: float) -> float:
        """Until when that lane is held back: by a 429 that meant the whole bot, or because it is not paid for."""
        free = float("-inf") if lane is Lane.PAID_POSTS else self._free_slot_at
        return max(free, self._lane_paused_until(lane, now))

    def _lane_paused_until(self, lane: Lane, now: float) -> float:
        if now >= self._bulk_paused_until:
            return float("-inf")
        if lane is Lane.ANSWERS:
            return min(self._bulk_paused_until, self._answered_at + SLOW_ANSWER_INTERVAL)
        return self._bulk_paused_until

    def _pause_bulk(self, now: float) -> None:
        """The 429s mean the whole bot. One incident lowers the pace once, however many calls were under way in it."""
        same_incident = now < self._bulk_paused_until or now - self._fell_at < SCOPE_WINDOW
        pace = self._pace if same_incident else max(self.rate(now) * FALL, self._full_rate * LOWEST_PACE)
        if not same_incident:
            self._fell_at = now
        self._bulk_paused_until = max(self._bulk_paused_until, *(until for _, until in self._recent_waits.values()))
        self._pace = pace
        self._pace_since = self._bulk_paused_until

    def _drop(self, ticket: Ticket, now: float) -> bool:
        """Take a waiting ticket out of its line."""
        self.release(ticket, now)
        return True

    def _chat(self, chat_id: int, now: float) -> ChatPace:
        """What is known of a chat, from now on if it is nothing yet."""
        chat = self._chats.get(chat_id)
        if chat is None:
            chat = self._chats[chat_id] = ChatPace(chat_id)
            self._expiries.append((now + CHAT_INTERVAL, chat_id))
        return chat

    def _forget_idle_chats(self, now: float) -> None:
        """Drop chats for which nothing waits and in which nothing lately happened; each is looked at once a second."""
        while self._expiries and self._expiries[0][0] <= now:
            _, chat_id = self._expiries.popleft()
            chat = self._chats[chat_id]
            if chat.idle_at() <= now and not chat.in_use():
                del self._chats[chat_id]
            else:
                self._expiries.append((now + CHAT_INTERVAL, chat_id))
