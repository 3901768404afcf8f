"""Who goes first at the gate, and how the pace falls and comes back, whatever comes: on a simulated clock."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.calls import Lane
from bot.core.pacing import ANSWERS_IN_A_ROW, FALL, LOWEST_PACE, PATIENCE, RECOVERY, SCOPE_WINDOW, Gate
from tests.core.test_pacing_properties import EPSILON, Arrival, simulate

RATES = st.sampled_from([5, 25, 30, 100])
BULK = (Lane.POSTS, Lane.PAID_POSTS, Lane.EDITS, Lane.COUNTERS)


def crowd(lane: Lane, count: int, first_chat: int, at: float = 0.0) -> list[Arrival]:
    """So many calls of a lane to as many chats, at one moment."""
    return [Arrival(at, lane, chat, 0.05, None, None) for chat in range(first_chat, first_chat + count)]


@given(
    rate=RATES,
    moment=st.floats(0.3, 1.5),
    answers=st.integers(1, ANSWERS_IN_A_ROW),
    others=st.sampled_from(BULK),
    lateness=st.sampled_from([0.0, 0.0005]),
)
@settings(max_examples=60)
def test_answers_in_the_middle_of_a_broadcast_go_out_next(
    rate: int, moment: float, answers: int, others: Lane, lateness: float
) -> None:
    run = simulate(rate, crowd(others, 3 * rate, 1) + crowd(Lane.ANSWERS, answers, 100_000, moment), [lateness])
    went = [at for at, arrival in run.gone if arrival.lane is Lane.ANSWERS]
    assert not any(moment < at < went[-1] for at, arrival in run.gone if arrival.lane is others)
    assert went[-1] - moment <= answers / rate + 2 * lateness + EPSILON


@given(
    rate=RATES,
    lane=st.sampled_from([Lane.POSTS, Lane.PAID_POSTS]),
    bursts=st.lists(st.tuples(st.floats(0, 4), st.integers(1, 100)), min_size=1, max_size=6),
    lateness=st.lists(st.sampled_from([0.0, 0.001, 0.02]), min_size=1, max_size=3),
)
@settings(max_examples=60)
def test_answers_never_starve_posts(
    rate: int, lane: Lane, bursts: list[tuple[float, int]], lateness: list[float]
) -> None:
    posts = crowd(lane, 2 * rate, 1)
    answers = [
        arrival
        for number, (at, share) in enumerate(bursts)
        for arrival in crowd(Lane.ANSWERS, rate * share // 20, 10_000 * (number + 1), at)
    ]
    lanes = [arrival.lane for _, arrival in simulate(rate, answers + posts, lateness).gone]
    last_post = max(index for index, went in enumerate(lanes) if went is lane)
    for index in range(last_post - 4):
        assert lane in lanes[index : index + 5]


@given(waiting=st.permutations([lane for lane in BULK for _ in range(6)]), answers=st.integers(0, 12))
@settings(max_examples=60)
def test_posts_go_before_edits_and_edits_before_counters(waiting: list[Lane], answers: int) -> None:
    gate, now = Gate(25), 0.0
    for chat, lane in enumerate([*waiting, *[Lane.ANSWERS] * answers]):
        gate.put(lane, chat, None, now)
    lanes: list[Lane] = []
    while any(map(gate.backlog, Lane)):
        if ticket := gate.next(now):
            lanes.append(ticket.lane)
        now = gate.wakes_at(now) or now
    bulk = [lane for lane in lanes if lane is not Lane.ANSWERS]
    assert bulk == sorted(bulk)
    assert Lane.ANSWERS not in lanes[lanes.index(Lane.EDITS) :], "only posts go before answers"


@given(
    rate=RATES,
    arriving=st.lists(st.tuples(st.floats(0, 3), st.sampled_from(BULK)), min_size=2, max_size=60),
)
@settings(max_examples=60)
def test_a_later_lane_goes_only_while_no_earlier_one_could(rate: int, arriving: list[tuple[float, Lane]]) -> None:
    """Every call to a chat of its own, so that each could go as soon as it is there."""
    calls = [Arrival(at, lane, chat, 0.05, None, None) for chat, (at, lane) in enumerate(arriving, start=1)]
    run = simulate(rate, calls, [0.0])
    went = {id(arrival): at for at, arrival in run.gone}
    for at, arrival in run.gone:
        waited = [other for other in calls if other.lane < arrival.lane and other.at < at - EPSILON]
        assert all(went[id(other)] <= at for other in waited)


# The pace

waits = st.lists(
    st.tuples(st.floats(0, 400), st.integers(1, 4), st.floats(1, 100)), min_size=1, max_size=25
)  # seconds since the one before, chat, retry_after


@given(rate=RATES, waits=waits)
@settings(max_examples=150)
def test_the_pace_falls_by_a_fifth_for_each_incident_and_recovers_slowly(
    rate: int, waits: list[tuple[float, int, float]]
) -> None:
    gate, now = Gate(rate), 0.0
    for pause, chat, retry_after in waits:
        for moment in (now + pause / 3, now + pause):
            before = gate.rate(now)
            assert before - EPSILON <= gate.rate(moment) <= before + (moment - now) * RECOVERY * rate + EPSILON
            now = moment
        before, paused = gate.rate(now), gate.paused_until(now)
        gate.wait(chat, retry_after, now)
        after = gate.rate(now)
        fallen = pytest.approx(max(before * FALL, rate * LOWEST_PACE))
        assert after in (pytest.approx(before), fallen)
        assert rate * LOWEST_PACE - EPSILON <= after <= rate
        if paused is not None:
            assert after == pytest.approx(before), "a pause is one incident"
        if paused is None and gate.paused_until(now) is None:
            assert after == before, "that of a single chat lowers nothing"
    now = max(now, gate.paused_until(now) or now)
    assert gate.rate(now + (1 - LOWEST_PACE) / RECOVERY) == rate


@given(rate=st.sampled_from([5, 25, 30]), retry_after=st.floats(1, 4))
@settings(max_examples=20)
def test_what_goes_out_keeps_to_the_pace_that_is_in_force(rate: int, retry_after: float) -> None:
    gate, now = Gate(rate), 0.0
    for chat in (1, 2):
        gate.wait(chat, retry_after, now)
    for chat in range(10, 10 + 4 * rate):
        gate.put(Lane.POSTS, chat, None, now)
    went: list[float] = []
    while gate.backlog(Lane.POSTS):
        if gate.next(now) is not None:
            went.append(now)
        else:
            wakes_at = gate.wakes_at(now)
            assert wakes_at is not None
            now = wakes_at
    assert went[0] >= retry_after
    for earlier, later in pairwise(went):
        assert later - earlier >= 1 / gate.rate(later) - EPSILON
    assert FALL * rate <= gate.rate(went[-1]) < (FALL + 0.02) * rate


@given(
    waiting=st.lists(st.tuples(st.sampled_from(Lane), st.integers(1, 4)), max_size=30),
    seconds=st.one_of(st.floats(0.1, PATIENCE), st.floats(PATIENCE + 0.1, 100_000)),
    whole_bot=st.booleans(),
)
@settings(max_examples=150)
def test_a_long_wait_hands_back_just_the_tickets_that_it_would_keep(
    waiting: list[tuple[Lane, int]], seconds: float, whole_bot: bool
) -> None:
    gate = Gate(25)
    tickets = [gate.put(lane, chat, None, 0.0) for lane, chat in waiting]
    if whole_bot:
        gate.wait(99, 1.0, 0.0)
    handed_back = gate.wait(1, seconds, SCOPE_WINDOW / 2)
    kept_long = [
        ticket
        for ticket in tickets
        if seconds > PATIENCE and (ticket.chat_id == 1 or (whole_bot and ticket.lane is not Lane.ANSWERS))
    ]
    assert sorted(map(id, handed_back)) == sorted(map(id, kept_long))
    assert sum(map(gate.backlog, Lane)) == len(tickets) - len(handed_back)
