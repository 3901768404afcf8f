"""The rules of the gate, one by one, on a clock that stands still until it is told."""

from __future__ import annotations

from itertools import pairwise

import pytest

from bot.core import pacing
from bot.core.calls import Lane
from bot.core.pacing import ANSWERS_IN_A_ROW, Gate
from bot.core.waiting import CLOSER, Ticket

ANSWERS, POSTS, PAID_POSTS, EDITS, COUNTERS = Lane
BULK = [POSTS, PAID_POSTS, EDITS, COUNTERS]


def put(gate: Gate, lane: Lane, *chats: int | None, now: float = 0.0) -> list[Ticket]:
    """One ticket for each chat, named after it."""
    return [gate.put(lane, chat, chat, now) for chat in chats]


def run(gate: Gate, until: float, start: float = 0.0) -> list[tuple[float, Ticket]]:
    """What goes out from ``start`` until before ``until`` when every timer is on time and calls take none."""
    gone = []
    now = start
    while now < until:
        while ticket := gate.next(now):
            gone.append((now, ticket))
            gate.release(ticket, now)
        wakes_at = gate.wakes_at(now)
        if wakes_at is None:
            break
        assert wakes_at > now, "this would be a hot loop"
        now = wakes_at
    return gone


def times(gone: list[tuple[float, Ticket]]) -> list[float]:
    return [at for at, _ in gone]


def keys(gone: list[tuple[float, Ticket]]) -> list[object]:
    return [ticket.key for _, ticket in gone]


def test_calls_to_many_chats_go_one_interval_apart() -> None:
    gate = Gate(rate=10)
    put(gate, POSTS, *range(1, 6))
    assert times(run(gate, 60)) == pytest.approx([0.0, 0.1, 0.2, 0.3, 0.4])


def test_a_late_timer_is_made_up_for_by_one_interval_only() -> None:
    gate = Gate(rate=10)
    put(gate, POSTS, *range(1, 9))
    assert gate.next(0.0)
    assert [gate.next(0.75) is not None for _ in range(3)] == [True, True, False]
    assert gate.wakes_at(0.75) == pytest.approx(0.85)


def test_where_intervals_are_short_more_of_a_timers_lateness_is_made_up_for() -> None:
    gate = Gate(rate=1000)
    put(gate, POSTS, *range(1, 301))
    assert gate.next(0.0)
    assert sum(gate.next(0.0205) is not None for _ in range(30)) == 20
    assert sum(gate.next(0.2) is not None for _ in range(200)) == pytest.approx(pacing.LATE * 1000, abs=1)
    assert gate.wakes_at(0.2) == pytest.approx(0.2005, abs=0.0006)


def test_idleness_is_not_made_up_for() -> None:
    gate = Gate(rate=10)
    put(gate, POSTS, 1)
    assert keys(run(gate, 60)) == [1]
    put(gate, POSTS, 2, 3, now=60)
    assert [gate.next(60) is not None for _ in range(2)] == [True, False]


def test_one_chat_gets_one_bulk_message_a_second() -> None:
    gate = Gate(rate=30)
    put(gate, POSTS, 7, 7, 7)
    assert times(run(gate, 60)) == pytest.approx([0.0, 1.0, 2.0])


@pytest.mark.parametrize("lane", BULK)
def test_answers_in_one_chat_burst_by_three_and_bulk_does_not(lane: Lane) -> None:
    gate = Gate(rate=100)
    put(gate, ANSWERS, 7, 7, 7, 7, 7)
    assert times(run(gate, 60)) == pytest.approx([0.0, 0.01, 0.02, 1.0, 2.0])
    put(gate, lane, 7, now=2.0)
    assert times(run(gate, 60, start=2.0)) == pytest.approx([5.0]), "the burst is paid back before bulk goes on"


def test_a_group_gets_twenty_in_any_minute() -> None:
    gate = Gate(rate=100)
    put(gate, ANSWERS, *[-5] * 45)
    sent = times(run(gate, 600))
    assert len(sent) == 45
    assert sent[:3] == pytest.approx([0.0, 0.01, 0.02])
    assert [sum(at <= other < at + 60 for other in sent) for at in sent[:25]] == [20] * 25
    assert sent[20] == pytest.approx(60.0)


def test_calls_without_a_chat_have_slots_but_no_chats_pace() -> None:
    gate = Gate(rate=10)
    put(gate, EDITS, None, None, None)
    assert times(run(gate, 60)) == pytest.approx([0.0, 0.1, 0.2])


def test_lanes_go_in_their_order() -> None:
    gate = Gate(rate=10)
    for lane in reversed(Lane):
        put(gate, lane, 10 + lane)
    assert [ticket.lane for _, ticket in run(gate, 60)] == list(Lane)


def test_while_posts_could_go_answers_take_four_slots_of_five() -> None:
    gate = Gate(rate=10)
    put(gate, ANSWERS, *range(1, 101))
    put(gate, POSTS, *range(201, 301))
    lanes = [ticket.lane for _, ticket in run(gate, 9.95)]
    assert len(lanes) == 100
    assert all(lanes[i : i + 5].count(POSTS) == 1 for i in range(96))


def test_answers_take_every_slot_while_no_post_could_go() -> None:
    gate = Gate(rate=10)
    put(gate, POSTS, 201)
    run(gate, 0.05)
    put(gate, POSTS, 201, now=0.05)
    put(gate, ANSWERS, *range(1, 21), now=0.05)
    lanes = [ticket.lane for at, ticket in run(gate, 0.95, start=0.05)]
    assert lanes == [ANSWERS] * 9


def test_a_chat_that_must_wait_holds_nobody_else_up() -> None:
    gate = Gate(rate=10)
    put(gate, POSTS, 1, 1, 1, 2, 3)
    assert keys(run(gate, 60)) == [1, 2, 3, 1, 1]


def test_the_next_call_of_a_chat_and_lane_goes_after_the_one_before_has_returned() -> None:
    gate = Gate(rate=10)
    first, second = put(gate, ANSWERS, 1, 1)
    put(gate, EDITS, 1)
    assert gate.next(0.0) is first
    assert [gate.next(now) for now in (0.1, 0.2)] == [None, None]
    edit = gate.next(5.0)
    assert edit
    assert edit.lane is EDITS, "another lane of the chat does not wait for it"
    assert gate.wakes_at(5.0) is None
    gate.release(first, now=0.0)
    assert gate.next(5.1) is second


def test_a_ticket_can_be_withdrawn_while_it_waits() -> None:
    gate = Gate(rate=10)
    _, second, _ = put(gate, POSTS, 1, 2, 3)
    gate.release(second, now=0.0)
    gate.release(second, now=0.0)
    assert gate.backlog(POSTS) == 2
    assert keys(run(gate, 60)) == [1, 3]


def test_who_withdraws_and_comes_again_stands_at_the_end() -> None:
    gate = Gate(rate=10)
    first, _ = put(gate, POSTS, 1, 2)
    gate.release(first, now=0.0)
    put(gate, POSTS, 1)
    assert keys(run(gate, 60)) == [2, 1]


def test_the_backlog_is_counted_by_lane() -> None:
    gate = Gate(rate=10)
    put(gate, POSTS, 1, 2)
    put(gate, EDITS, 1)
    assert [gate.backlog(lane) for lane in Lane] == [0, 2, 0, 1, 0]
    gate.next(0.0)
    assert [gate.backlog(lane) for lane in Lane] == [0, 1, 0, 1, 0]


def test_clear_empties_all_lanes_and_returns_what_waited() -> None:
    gate = Gate(rate=10)
    tickets = [*put(gate, POSTS, 1, 1, None), *put(gate, ANSWERS, 1)]
    under_way = gate.next(0.0)
    assert {id(t) for t in gate.clear(now=0.0)} == {id(t) for t in tickets if t is not under_way}
    assert not any(gate.backlog(lane) for lane in Lane)
    assert gate.next(10.0) is None
    assert gate.wakes_at(10.0) is None


@pytest.mark.parametrize("rate", [0, -1, float("nan")])
def test_a_rate_must_be_above_zero(rate: float) -> None:
    with pytest.raises(ValueError, match="rate"):
        Gate(rate)


# 429


@pytest.mark.parametrize("lane", Lane)
def test_a_429_pauses_its_chat_in_every_lane_and_no_other_chat(lane: Lane) -> None:
    gate = Gate(rate=10)
    assert gate.wait(1, 4.0, now=0.0) == []
    put(gate, lane, 1, 2)
    assert list(zip(times(run(gate, 60)), [2, 1], strict=True)) == [(0.0, 2), (4.0, 1)]
    assert gate.rate(60) == 10


def test_two_429s_of_one_chat_are_the_chats_own() -> None:
    gate = Gate(rate=10)
    gate.wait(1, 4.0, now=0.0)
    gate.wait(1, 4.0, now=1.0)
    assert gate.paused_until(1.0) is None
    assert gate.rate(1.0) == 10


def test_two_chats_429s_more_than_five_seconds_apart_are_the_chats_own() -> None:
    gate = Gate(rate=10)
    gate.wait(1, 60.0, now=0.0)
    gate.wait(2, 60.0, now=5.0)
    assert gate.paused_until(5.0) is None


@pytest.mark.parametrize("lane", BULK)
def test_429s_from_two_chats_within_five_seconds_pause_bulk_for_the_longest_of_them(lane: Lane) -> None:
    gate = Gate(rate=10)
    gate.wait(1, 9.0, now=0.0)
    gate.wait(2, 5.0, now=4.9)
    assert gate.paused_until(4.9) == pytest.approx(9.9)
    put(gate, lane, 3, now=5.0)
    assert times(run(gate, 60, start=5.0)) == pytest.approx([9.9])
    assert gate.paused_until(9.9) is None


def test_answers_to_other_chats_slow_to_one_a_second_meanwhile() -> None:
    gate = Gate(rate=10)
    put(gate, ANSWERS, *range(10, 20))
    assert gate.next(0.0)
    gate.wait(1, 3.0, now=0.0)
    gate.wait(2, 3.0, now=0.0)
    assert times(run(gate, 3.45)) == pytest.approx([1.0, 2.0, 3.0, 3.125, 3.25, 3.375], abs=2e-3)


def test_a_further_429_during_the_pause_lengthens_it_whichever_chat_it_comes_from() -> None:
    gate = Gate(rate=10)
    gate.wait(1, 20.0, now=0.0)
    gate.wait(2, 20.0, now=0.0)
    gate.wait(3, 20.0, now=15.0)
    assert gate.paused_until(15.0) == pytest.approx(35.0)


def test_one_incident_lowers_the_pace_by_a_fifth_once() -> None:
    gate = Gate(rate=10)
    for chat in range(1, 21):
        gate.wait(chat, 1.0, now=chat / 10)
    assert gate.rate(2.0) == pytest.approx(8)
    gate.wait(1, 1.0, now=50.0)
    gate.wait(2, 1.0, now=50.0)
    assert gate.rate(50.0) == pytest.approx((8 + (50 - 3.0) / 300) * 0.8)


def test_the_pace_keeps_to_what_is_in_force() -> None:
    gate = Gate(rate=10)
    gate.wait(1, 1.0, now=0.0)
    gate.wait(2, 1.0, now=0.0)
    put(gate, POSTS, *range(10, 20))
    sent = times(run(gate, 60))
    assert [b - a for a, b in pairwise(sent)] == pytest.approx([0.125] * 9, rel=0.01)


def test_the_pace_comes_back_in_ten_minutes_and_stays_at_the_rate() -> None:
    gate = Gate(rate=10)
    gate.wait(1, 1.0, now=0.0)
    gate.wait(2, 1.0, now=0.0)
    assert gate.rate(1.0) == pytest.approx(8)
    assert gate.rate(301.0) == pytest.approx(9)
    assert gate.rate(601.0) == pytest.approx(10)
    assert gate.rate(9000.0) == 10


def test_the_pace_never_falls_below_a_fifth() -> None:
    gate = Gate(rate=10)
    for incident in range(30):
        gate.wait(1, 1.0, now=incident * 7.0)
        gate.wait(2, 1.0, now=incident * 7.0)
    assert gate.rate(29 * 7.0) == pytest.approx(2)


def test_a_chats_long_pause_hands_its_tickets_back() -> None:
    gate = Gate(rate=10)
    tickets = put(gate, POSTS, 1, 1, 2)
    assert gate.wait(1, 3600.0, now=0.0) == tickets[:2]
    assert keys(run(gate, 60)) == [2]
    assert gate.pause(POSTS, 1, 60.0) == pytest.approx(3540.0)
    assert gate.pause(ANSWERS, 1, 60.0) == pytest.approx(3540.0)
    assert gate.pause(POSTS, 2, 60.0) == 0


def test_a_long_pause_of_the_whole_bot_hands_all_bulk_tickets_back_and_no_answer() -> None:
    gate = Gate(rate=10)
    bulk = [ticket for lane in BULK for ticket in put(gate, lane, 10 + lane, None)]
    put(gate, ANSWERS, 20)
    gate.wait(1, 3600.0, now=0.0)
    assert {id(t) for t in gate.wait(2, 30.0, now=1.0)} == {id(t) for t in bulk}
    assert keys(run(gate, 60, start=1.0)) == [20]
    assert gate.pause(COUNTERS, None, 1.0) == pytest.approx(3599.0)
    assert gate.pause(ANSWERS, 20, 1.0) == 0


def test_a_pause_within_patience_keeps_the_tickets_in_their_order() -> None:
    gate = Gate(rate=10)
    put(gate, POSTS, 1, 1)
    assert gate.wait(1, pacing.PATIENCE, now=0.0) == []
    assert times(run(gate, 60)) == pytest.approx([5.0, 6.0])


# Albums


def test_an_album_takes_as_many_slots_as_it_has_messages() -> None:
    gate = Gate(rate=10)
    gate.put(POSTS, 1, 1, 0.0, messages=4)
    put(gate, POSTS, 2, 3)
    assert times(run(gate, 60)) == pytest.approx([0.0, 0.4, 0.5])


def test_an_album_waits_until_the_second_has_room_for_it_and_nothing_takes_that_away() -> None:
    gate = Gate(rate=10)
    put(gate, POSTS, *range(1, 11))
    assert times(run(gate, 1.0))[-1] == pytest.approx(0.9)
    gate.put(POSTS, 20, "album", 1.0, messages=4)
    put(gate, POSTS, 21, now=1.0)
    gone = run(gate, 60, start=1.0)
    assert keys(gone) == ["album", 21]
    assert times(gone) == pytest.approx([1.2 + CLOSER, 1.6 + CLOSER])


def test_an_album_of_more_than_a_seconds_messages_has_a_second_for_itself() -> None:
    gate = Gate(rate=2)
    put(gate, POSTS, 1)
    gate.put(POSTS, 2, "album", 0.0, messages=10)
    put(gate, POSTS, 3)
    assert times(run(gate, 60)) == pytest.approx([0.0, 1.0 + CLOSER, 6.0 + CLOSER])


@pytest.mark.parametrize("lane", [ANSWERS, POSTS])
def test_a_chat_rests_after_an_album_as_if_its_messages_had_come_one_by_one(lane: Lane) -> None:
    gate = Gate(rate=100)
    gate.put(lane, 1, "album", 0.0, messages=5)
    put(gate, lane, 1)
    assert times(run(gate, 60)) == pytest.approx([0.0, 3.0 if lane is ANSWERS else 5.0])


@pytest.mark.parametrize(("messages", "at"), [(1, 0.02), (2, 1.0), (3, 2.0), (10, 2.0)])
def test_an_album_is_no_part_of_a_burst(messages: int, at: float) -> None:
    gate = Gate(rate=100)
    put(gate, ANSWERS, 1, 1)
    gate.put(ANSWERS, 1, "album", 0.0, messages=messages)
    assert times(run(gate, 60))[-1] == pytest.approx(at)


def test_an_album_needs_room_in_a_groups_minute() -> None:
    gate = Gate(rate=100)
    for number in range(17):
        put(gate, POSTS, -1, now=float(number))
        run(gate, number + 0.5, start=float(number))
    gate.put(POSTS, -1, "album", 17.0, messages=5)
    assert times(run(gate, 100, start=17.0)) == pytest.approx([61.0])


# Memory


def test_idle_chats_are_forgotten() -> None:
    gate = Gate(rate=1000)
    put(gate, POSTS, *range(1, 2001))
    put(gate, ANSWERS, *range(-100, 0))
    run(gate, 10)
    gate.next(100.0)
    assert gate._chats == {}
    assert not gate._expiries


def test_a_chat_is_remembered_while_it_is_paused_or_a_call_is_under_way() -> None:
    gate = Gate(rate=10)
    gate.wait(1, 500.0, now=0.0)
    put(gate, POSTS, 2, 3)
    ticket = gate.next(0.0)
    assert ticket
    for now in range(1, 400):
        gate.next(now)
    assert gate.pause(POSTS, 1, 400.0) == pytest.approx(100.0)
    assert set(gate._chats) == {1, 2, 3}
    gate.release(ticket, now=0.0)
    gate.next(402.0)
    assert set(gate._chats) == {1, 3}


def test_where_posts_are_paid_for_everything_else_keeps_to_what_is_free() -> None:
    gate = Gate(rate=1000, free_rate=30)
    put(gate, PAID_POSTS, *range(1, 3001))
    put(gate, ANSWERS, *range(10_001, 10_100))
    put(gate, EDITS, *range(20_001, 20_100))

    gone = run(gate, 5.0)

    assert len([at for at in times(gone) if at < 2]) == pytest.approx(2000, abs=2)
    free = [(at, ticket.lane) for at, ticket in gone if ticket.lane is not PAID_POSTS]
    assert [lane for _, lane in free] == [ANSWERS] * 99 + [EDITS] * (len(free) - 99)
    assert all(1 / 30 - 1e-9 <= later - earlier < 1 / 30 + 0.002 for (earlier, _), (later, _) in pairwise(free))
    assert len(free) > 5 * 29


@pytest.mark.parametrize("paid", [0, 2000])
def test_posts_that_are_not_paid_for_keep_to_what_is_free_and_share_it_with_answers(paid: int) -> None:
    gate = Gate(rate=1000, free_rate=30)
    put(gate, PAID_POSTS, *range(1, paid + 1))
    put(gate, POSTS, *range(10_001, 10_100))
    put(gate, ANSWERS, *range(20_001, 20_100))

    gone = [(at, ticket.lane) for at, ticket in run(gate, 2.0)]

    free = [(at, lane) for at, lane in gone if lane is not PAID_POSTS]
    assert all(1 / 30 - 1e-9 <= later - earlier < 1 / 30 + 0.002 for (earlier, _), (later, _) in pairwise(free))
    assert [lane for _, lane in free[:25]] == ([ANSWERS] * ANSWERS_IN_A_ROW + [POSTS]) * 5
    assert len(gone) - len(free) == pytest.approx(min(paid, 2000 - len(free)), abs=2)


def test_an_album_that_is_not_paid_for_takes_the_slots_of_all_its_items() -> None:
    gate = Gate(rate=1000, free_rate=30)
    assert gate.rate(0.0) == 1000
    assert gate.free_rate(0.0) == pytest.approx(30)
    gate.put(ANSWERS, 1, 1, 0.0, messages=3)
    put(gate, ANSWERS, 2)
    assert times(run(gate, 60)) == pytest.approx([0.0, 0.1])


def test_where_nothing_is_paid_for_all_lanes_have_the_same_rate() -> None:
    gate = Gate(rate=1000)
    assert gate.rate(0.0) == gate.free_rate(0.0) == 1000
    put(gate, EDITS, 1, 2, 3)
    assert times(run(gate, 60)) == pytest.approx([0.0, 0.001, 0.002])


def test_a_pause_from_before_holds_the_bulk_and_slows_answers() -> None:
    gate = Gate(rate=10)
    gate.hold(60, 0.0)
    gate.hold(30, 0.0)
    put(gate, POSTS, 1)
    put(gate, ANSWERS, 7, 8, 9)
    assert gate.paused_until(0.0) == 60
    assert [(at, ticket.key) for at, ticket in run(gate, 100)] == [(0.0, 7), (1.0, 8), (2.0, 9), (60.0, 1)]
    assert gate.paused_until(60.0) is None
