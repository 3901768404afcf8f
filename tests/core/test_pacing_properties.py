"""What the gate promises, whatever comes: random arrivals, slow calls, late timers and 429s on a simulated clock."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import pairwise
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.calls import Lane
from bot.core.pacing import LATE, Gate
from bot.core.waiting import Ticket

EPSILON = 1e-6
"""Seconds that sums of floats may be off."""

GROUPS = (-1, -2)
CHATS = (1, 2, 3, 4, 5, 6, 7, 8, *GROUPS, None)


@dataclass(frozen=True)
class Arrival:
    """A call that is put in, and what becomes of it: how long it takes, and whether Telegram says 429 to it.

    An album makes several ``messages``.
    """

    at: float
    lane: Lane
    chat: int | None
    takes: float
    retry_after: float | None
    gives_up_after: float | None
    messages: int = 1


@dataclass
class Run:
    """What happened: grants, refusals and pauses, by time."""

    gone: list[tuple[float, Arrival]] = field(default_factory=list)
    returned: list[tuple[float, Arrival]] = field(default_factory=list)
    handed_back: list[Arrival] = field(default_factory=list)
    given_up: list[Arrival] = field(default_factory=list)
    pauses: list[tuple[float, int, float]] = field(default_factory=list)
    bulk_pauses: list[tuple[float, float]] = field(default_factory=list)
    order: dict[tuple[Lane, int | None], list[Arrival]] = field(default_factory=lambda: defaultdict(list))


seconds = st.floats(0, 5).map(lambda value: round(value, 3))

arrivals = st.lists(
    st.builds(
        Arrival,
        at=st.one_of(st.just(0.0), st.floats(0, 20).map(lambda value: round(value, 3))),
        lane=st.sampled_from(Lane),
        chat=st.sampled_from(CHATS),
        takes=st.one_of(st.just(0.0), seconds),
        retry_after=st.one_of(st.none(), st.none(), st.none(), st.floats(1, 40)),
        gives_up_after=st.one_of(st.none(), st.none(), seconds),
        messages=st.one_of(st.just(1), st.just(1), st.integers(2, 10)),
    ),
    max_size=80,
)


def simulate(rate: float, arriving: list[Arrival], lateness: list[float]) -> Run:
    """Drive a gate as the courier does: look whenever something changes, and when it said it would have something."""
    gate, run = Gate(rate), Run()
    events: list[tuple[float, int, str, Arrival]] = []
    tickets: dict[int, Ticket] = {}
    settled: set[int] = set()
    numbers = iter(range(10**9))
    for arrival in arriving:
        heappush(events, (arrival.at, next(numbers), "arrives", arrival))
    looks = 0
    wake: float | None = None
    while events or wake is not None:
        if wake is not None and (not events or wake <= events[0][0]):
            now = wake
        else:
            now, _, kind, arrival = heappop(events)
            if kind == "arrives":
                tickets[id(arrival)] = gate.put(arrival.lane, arrival.chat, arrival, now, arrival.messages)
                run.order[arrival.lane, arrival.chat].append(arrival)
                if arrival.gives_up_after is not None:
                    heappush(events, (now + arrival.gives_up_after, next(numbers), "gives up", arrival))
            elif kind == "gives up" and id(arrival) not in settled:
                settled.add(id(arrival))
                run.given_up.append(arrival)
                gate.release(tickets[id(arrival)], now)
            elif kind == "returns":
                run.returned.append((now, arrival))
                if arrival.retry_after is not None and arrival.chat is not None:
                    run.pauses.append((now, arrival.chat, now + arrival.retry_after))
                    for stuck in gate.wait(arrival.chat, arrival.retry_after, now):
                        settled.add(id(stuck.key))
                        run.handed_back.append(stuck.key)
                    if (until := gate.paused_until(now)) is not None:
                        run.bulk_pauses.append((now, until))
                gate.release(tickets[id(arrival)], now)
        while ticket := gate.next(now):
            settled.add(id(ticket.key))
            run.gone.append((now, ticket.key))
            heappush(events, (now + ticket.key.takes, next(numbers), "returns", ticket.key))
        wake = gate.wakes_at(now)
        if wake is not None:
            assert wake > now, "this would be a hot loop"
            wake += lateness[looks % len(lateness)]
        looks += 1
    assert not any(gate.backlog(lane) for lane in Lane)
    gate.next(10**6)
    assert gate._chats == {}, "all chats are forgotten in the end"
    return run


runs = given(
    rate=st.sampled_from([1.0, 2.5, 5.0, 30.0]),
    arriving=arrivals,
    lateness=st.lists(st.sampled_from([0.0, 0.001, 0.02, 0.3]), min_size=1, max_size=5),
)


def most_within(times: list[float], window: float) -> int:
    """The most events in any half-open window of that many seconds."""
    return max((sum(at <= other < at + window - EPSILON for other in times) for at in times), default=0)


def messages_of(gone: list[tuple[float, Arrival]]) -> list[float]:
    """When each message went: those of an album at once."""
    return [at for at, arrival in gone for _ in range(arrival.messages)]


def largest_of(gone: list[tuple[float, Arrival]]) -> int:
    """The messages of the largest call."""
    return max((arrival.messages for _, arrival in gone), default=1)


@runs
@settings(max_examples=150)
def test_every_promise_holds_for_any_run(rate: float, arriving: list[Arrival], lateness: list[float]) -> None:
    run = simulate(rate, arriving, lateness)

    # Nothing is lost, and nothing goes twice
    assert len(run.gone) + len(run.handed_back) + len(run.given_up) == len(arriving)
    assert len({id(arrival) for _, arrival in run.gone}) == len(run.gone)

    # The bot as a whole
    assert most_within(messages_of(run.gone), 1.0) <= max(ceil(rate) + 1, largest_of(run.gone))
    for window in (5.0, 20.0):
        assert most_within(messages_of(run.gone), window) <= window * rate + 1 + largest_of(run.gone)

    by_chat: dict[int, list[tuple[float, Arrival]]] = defaultdict(list)
    for at, arrival in run.gone:
        if arrival.chat is not None:
            by_chat[arrival.chat].append((at, arrival))
    for chat, calls in by_chat.items():
        # A second for each message before a bulk one, three answers at most, and one a second in the long run
        for (before, earlier), (at, arrival) in pairwise(calls):
            assert arrival.lane is Lane.ANSWERS or at - before >= earlier.messages - EPSILON
        for window in (1.0, 5.0, 20.0):
            assert most_within(messages_of(calls), window) <= max(2, largest_of(calls) - 1) + window
        if chat in GROUPS:
            assert most_within(messages_of(calls), 60.0) <= 20

    # Order within one chat and lane, each call after the one before has returned
    returned = {id(arrival): at for at, arrival in run.returned}
    for place, line in run.order.items():
        gone = [(at, arrival) for at, arrival in run.gone if (arrival.lane, arrival.chat) == place]
        kept = {id(arrival) for _, arrival in gone}
        if place[1] is not None:
            assert [arrival for _, arrival in gone] == [arrival for arrival in line if id(arrival) in kept]
            for (_, earlier), (at, _) in pairwise(gone):
                assert at >= returned[id(earlier)]

    # Pauses
    for start, paused, until in run.pauses:
        assert not any(start < at < until - EPSILON for at, _ in by_chat[paused])
    for start, until in run.bulk_pauses:
        during = [(at, arrival) for at, arrival in run.gone if start < at < until - EPSILON]
        assert all(arrival.lane is Lane.ANSWERS for _, arrival in during)
        assert most_within([at for at, _ in during], 1.0) <= 1


@given(
    rate=st.sampled_from([1, 5, 25]),
    group=st.booleans(),
    lane=st.sampled_from(Lane),
    lateness=st.lists(st.floats(0, 3), min_size=1, max_size=7),
)
@settings(max_examples=50)
def test_a_crowd_at_one_moment_makes_no_burst(rate: int, group: bool, lane: Lane, lateness: list[float]) -> None:
    chats = [-1] * 45 if group else range(1, 5 * rate)
    crowd = [Arrival(0.0, lane, chat, 0.0, None, None) for chat in chats]
    sent = [at for at, _ in simulate(rate, crowd, lateness).gone]
    assert most_within(sent, 1.0) <= rate + 1
    if group:
        assert most_within(sent, 60.0) <= 20


@given(
    rate=st.sampled_from([1, 5, 25, 30, 200]),
    spare=st.integers(0, 20),
    lateness=st.lists(st.floats(0, 0.9), min_size=1, max_size=7),
)
@settings(max_examples=50)
def test_the_full_rate_is_reached_with_as_many_chats_as_go_in_a_second(
    rate: int, spare: int, lateness: list[float]
) -> None:
    chats = range(1, rate + 1 + spare)
    late = [share / rate for share in lateness]  # of less than one interval, so that it can be made up for
    arriving = [Arrival(0.0, Lane.POSTS, chat, 0.0, None, None) for chat in chats for _ in range(4)]
    run = simulate(rate, arriving, late)
    full = [at for at, _ in run.gone][: 3 * rate]
    assert full[-1] <= (len(full) - 1) / rate + 2 * max(late) + 1 / rate


@given(rate=st.sampled_from([300, 1000]), lateness=st.lists(st.floats(0, LATE * 0.9), min_size=1, max_size=7))
@settings(max_examples=25)
def test_a_high_rate_is_reached_though_timers_are_late_and_no_second_holds_more(
    rate: int, lateness: list[float]
) -> None:
    arriving = [Arrival(0.0, Lane.POSTS, chat, 0.0, None, None) for chat in range(1, 2 * rate)]
    sent = [at for at, _ in simulate(rate, arriving, lateness).gone]
    assert sent[-1] <= len(sent) / rate + 2 * max(lateness)
    assert max(sum(at <= other < at + 1.0 - EPSILON for other in sent) for at in sent[:: rate // 20]) <= rate + 1


@given(rate=st.sampled_from([5, 25, 30]), size=st.integers(2, 10), albums=st.integers(1, 8))
@settings(max_examples=50)
def test_an_album_is_not_kept_waiting_by_messages_that_need_less_room(rate: int, size: int, albums: int) -> None:
    posts = [Arrival(0.0, Lane.POSTS, chat, 0.0, None, None, size) for chat in range(1, 1 + albums)]
    answers = [Arrival(0.0, Lane.ANSWERS, 100 + chat, 0.0, None, None) for chat in range(30 * rate)]
    run = simulate(rate, answers + posts, [0.0])
    last = max(at for at, arrival in run.gone if arrival.lane is Lane.POSTS)
    # for each album four answers, the album, and at most as much again in which the second makes room for it
    assert last <= albums * (4 + size + max(size, rate)) / rate + 1


@given(rate=st.sampled_from([10, 25, 30, 200]), size=st.integers(2, 10))
@settings(max_examples=50)
def test_albums_lose_little_of_the_rate(rate: int, size: int) -> None:
    arriving = [Arrival(0.0, Lane.POSTS, chat, 0.0, None, None, size) for chat in range(1, 4 * rate // size)]
    sent = messages_of(simulate(rate, arriving, [0.0]).gone)
    in_a_second = (rate + 1) // size * size
    assert sent[-1] <= len(sent) / min(rate, in_a_second) + 1


@pytest.mark.parametrize("rate", [5, 25])
def test_posts_get_a_fifth_of_the_slots_however_many_answers_wait(rate: int) -> None:
    answers = [Arrival(0.0, Lane.ANSWERS, chat, 0.05, None, None) for chat in range(1, 30 * rate)]
    posts = [Arrival(0.0, Lane.POSTS, 10_000 + chat, 0.05, None, None) for chat in range(4 * rate)]
    run = simulate(rate, answers + posts, [0.0])
    slots = [arrival.lane for _, arrival in run.gone]
    last_post = max(i for i, lane in enumerate(slots) if lane is Lane.POSTS)
    assert all(Lane.POSTS in slots[i : i + 5] for i in range(last_post - 4))
    assert slots[:last_post].count(Lane.ANSWERS) >= 3 * slots[:last_post].count(Lane.POSTS)
