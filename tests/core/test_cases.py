"""Where a comment stands: every cell of the table, and the log that replays to it."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.cases import (
    DECISIONS,
    NEXT,
    REMARKS,
    RULES,
    UNDO_LASTS,
    VISIBLE,
    Act,
    Appeal,
    Case,
    CommentState,
    Event,
    Reason,
    Why,
    after,
    replay,
    undoable,
)

NOW = datetime(2026, 3, 27, 20, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ANN, MIA = 2, 31
S = CommentState

MOVES = {
    S.SCREENING: {Act.HELD: S.PENDING, Act.PASSED: S.LIVE, Act.REJECTED: S.REJECTED, Act.SPAM: S.SPAM},
    S.PENDING: {Act.APPROVED: S.APPROVED, Act.REJECTED: S.REJECTED, Act.SPAM: S.SPAM},
    S.LIVE: {Act.APPROVED: S.APPROVED, Act.REJECTED: S.REJECTED, Act.SPAM: S.SPAM, Act.REPORTED: S.PENDING},
    S.APPROVED: {Act.REJECTED: S.REJECTED, Act.SPAM: S.SPAM},
    S.REJECTED: {Act.APPROVED: S.APPROVED},
    S.SPAM: {Act.APPROVED: S.APPROVED},
    S.WITHDRAWN: {},
    S.ERASED: {},
}
"""What is promised: the moves from one state to another, but for withdrawing and erasing, which there are from any."""


@pytest.mark.parametrize(("state", "act"), list(itertools.product(CommentState, Act)))
def test_every_cell_leads_where_it_is_promised_to_or_stays(state: CommentState, act: Act) -> None:
    leads_to = NEXT.get((state, act))
    if act is Act.WITHDRAWN:
        assert leads_to is (None if state in (S.WITHDRAWN, S.ERASED) else S.WITHDRAWN)
    elif act is Act.ERASED:
        assert leads_to is (None if state is S.ERASED else S.ERASED)
    elif act in MOVES[state]:
        assert leads_to is MOVES[state][act]
    else:
        assert leads_to in (None, state), "whatever else can happen leaves a comment in its state"


@pytest.mark.parametrize(("state", "act"), list(itertools.product(CommentState, Act)))
def test_an_act_is_done_where_the_table_has_a_cell_and_it_makes_sense(state: CommentState, act: Act) -> None:
    """Of a comment with a new text that waits, unpinned, which was not asked about before."""
    case = Case(state, proposed=2, waiting_since=NOW, why=Why.FIRST)
    done = after(case, act, MIA, NOW + SECOND, revision=2)
    pins = act is Act.UNPINNED
    assert (done is not None) is ((state, act) in NEXT and not pins)
    if done is not None:
        assert done.state is NEXT[(state, act)]


@pytest.mark.parametrize("state", CommentState)
def test_others_see_what_was_let_through_or_approved(state: CommentState) -> None:
    assert Case(state).visible is (state in (S.LIVE, S.APPROVED))
    assert {S.LIVE, S.APPROVED} == VISIBLE


def test_a_decision_names_whoever_made_it_and_ends_the_waiting() -> None:
    waits = after(Case(S.SCREENING), Act.HELD, RULES, NOW, revision=1, reason=Why.PERSON)
    assert waits == Case(S.PENDING, waiting_since=NOW, why=Why.PERSON)
    rejected = after(waits, Act.REJECTED, MIA, NOW + SECOND, revision=1, reason=Reason.OTHER, note="Not here.")
    assert rejected == Case(
        S.REJECTED,
        decision=Act.REJECTED,
        decided_by=MIA,
        decided_at=NOW + SECOND,
        reason=Reason.OTHER,
        words="Not here.",
    )
    approved = after(rejected, Act.APPROVED, MIA, NOW + SECOND, revision=1)
    assert approved is not None
    assert (approved.reason, approved.words, approved.waits) == (None, None, False)


def test_words_are_kept_for_a_reason_of_no_known_kind_alone() -> None:
    rejected = after(Case(S.PENDING), Act.REJECTED, MIA, NOW, revision=1, reason=Reason.RUDE, note="Between us.")
    assert rejected is not None
    assert (rejected.reason, rejected.words) == (Reason.RUDE, None)


@pytest.mark.parametrize("state", [S.LIVE, S.APPROVED])
def test_a_new_text_of_a_published_comment_waits_while_the_old_one_is_shown(state: CommentState) -> None:
    waits = after(Case(state, pinned=True), Act.PROPOSED, ANN, NOW, revision=2, reason=Why.FIRST)
    assert waits == Case(state, proposed=2, pinned=True, waiting_since=NOW, why=Why.FIRST)
    newer = after(waits, Act.PROPOSED, ANN, NOW + SECOND, revision=3, reason=Why.FIRST)
    assert newer == replace(waits, proposed=3)

    approved = after(newer, Act.APPROVED, MIA, NOW, revision=3)
    assert approved is not None
    assert (approved.state, approved.shown, approved.proposed) == (S.APPROVED, 3, None)
    declined = after(newer, Act.DECLINED, MIA, NOW, revision=3, reason=Reason.RUDE)
    assert declined is not None
    assert (declined.state, declined.shown, declined.proposed, declined.reason) == (state, 1, None, None)
    gone = after(newer, Act.REJECTED, MIA, NOW, revision=3, reason=Reason.RUDE)
    assert gone is not None
    assert (gone.state, gone.shown, gone.proposed, gone.pinned) == (S.REJECTED, 1, None, False)


def test_an_approved_comment_is_approved_again_only_with_a_new_text() -> None:
    assert after(Case(S.APPROVED), Act.APPROVED, MIA, NOW, revision=1) is None
    assert after(Case(S.LIVE), Act.APPROVED, MIA, NOW, revision=1) is not None


def test_nothing_is_declined_that_does_not_wait() -> None:
    assert after(Case(S.APPROVED), Act.DECLINED, MIA, NOW, revision=1) is None


def test_a_text_takes_the_place_of_one_that_waited() -> None:
    pending = Case(S.PENDING, waiting_since=NOW, why=Why.FIRST)
    assert after(pending, Act.REPLACED, ANN, NOW + SECOND, revision=2) == replace(pending, shown=2)
    proposed = Case(S.LIVE, proposed=2, waiting_since=NOW, why=Why.FIRST)
    assert after(proposed, Act.REPLACED, ANN, NOW, revision=3) == Case(S.LIVE, shown=3)


@pytest.mark.parametrize("act", [Act.APPEALED, Act.PROPOSED])
def test_a_rejected_comment_is_looked_at_once_more_and_no_third_time(act: Act) -> None:
    rejected = Case(S.REJECTED, decision=Act.REJECTED, decided_by=MIA, decided_at=NOW, reason=Reason.RUDE)
    asked = after(rejected, act, ANN, NOW + SECOND, revision=2, reason=Why.FIRST)
    assert asked is not None
    assert (asked.state, asked.appeal, asked.why, asked.waiting_since) == (
        S.REJECTED,
        Appeal.OPEN,
        Why.APPEAL,
        NOW + SECOND,
    )
    assert after(asked, Act.APPEALED, ANN, NOW, revision=2) is None
    other_words = after(asked, Act.PROPOSED, ANN, NOW + 2 * SECOND, revision=3, reason=Why.FIRST)
    assert other_words == replace(asked, proposed=3)
    stays = after(asked, Act.DECLINED, MIA, NOW + 2 * SECOND, revision=2, reason=Reason.OFF_TOPIC)
    assert stays is not None
    assert (stays.state, stays.appeal, stays.reason, stays.waits) == (S.REJECTED, Appeal.USED, Reason.OFF_TOPIC, False)
    for again in (Act.APPEALED, Act.PROPOSED):
        assert after(stays, again, ANN, NOW, revision=3) is None
    passed = after(asked, Act.APPROVED, MIA, NOW, revision=2)
    assert passed is not None
    assert (passed.state, passed.appeal, passed.shown) == (
        S.APPROVED,
        Appeal.USED,
        2 if act is Act.PROPOSED else 1,
    )


def test_what_readers_complain_of_waits_and_is_pinned_no_longer() -> None:
    reported = after(Case(S.LIVE, pinned=True), Act.REPORTED, 5, NOW, revision=1, reason=Why.REPORTS)
    assert reported == Case(S.PENDING, waiting_since=NOW, why=Why.REPORTS)


def test_a_pin_is_put_on_once_and_taken_off_once() -> None:
    pinned = after(Case(S.LIVE), Act.PINNED, MIA, NOW, revision=1)
    assert pinned == Case(S.LIVE, pinned=True)
    assert after(pinned, Act.PINNED, MIA, NOW, revision=1) is None
    assert after(pinned, Act.UNPINNED, MIA, NOW, revision=1) == Case(S.LIVE)


def test_what_its_writer_takes_back_neither_waits_nor_is_pinned() -> None:
    case = Case(S.APPROVED, proposed=2, pinned=True, waiting_since=NOW, why=Why.FIRST)
    assert after(case, Act.WITHDRAWN, ANN, NOW, revision=2) == Case(S.WITHDRAWN)


def event(number: int, act: Act, to: CommentState, **more: object) -> Event:
    """The event with that number, a second after the one before."""
    return replace(Event(number, 1, NOW + number * SECOND, MIA, act, None, to, 1), **more)  # type: ignore[arg-type]


RECEIVED = [event(1, Act.RECEIVED, S.SCREENING), event(2, Act.HELD, S.PENDING, reason="first")]


def test_a_log_from_before_the_rules_had_a_line_of_their_own_replays_too() -> None:
    assert replay([event(1, Act.RECEIVED, S.PENDING)]) == Case(S.PENDING, waiting_since=NOW + SECOND, why=Why.FIRST)
    assert replay([event(1, Act.RECEIVED, S.LIVE)]) == Case(S.LIVE)


def test_an_undone_decision_is_left_out_of_the_replay_and_so_are_remarks() -> None:
    log = [*RECEIVED, event(3, Act.APPROVED, S.APPROVED), event(4, Act.NOTED, S.APPROVED)]
    assert replay(log).state is S.APPROVED
    undone = [*log, event(5, Act.UNDONE, S.PENDING, undoes=3)]
    assert replay(undone) == replay(RECEIVED)


@pytest.mark.parametrize(
    "log", [[], [event(1, Act.NOTED, S.PENDING)], [*RECEIVED, event(3, Act.PINNED, S.PENDING)], RECEIVED[1:]]
)
def test_a_log_that_cannot_be_is_a_bug(log: list[Event]) -> None:
    with pytest.raises(ValueError, match=r"log|event"):
        replay(log)


def test_the_last_thing_that_moved_it_can_be_undone_for_ten_minutes() -> None:
    decision = event(3, Act.REJECTED, S.REJECTED)
    log = [*RECEIVED, decision, event(4, Act.NOTED, S.REJECTED)]
    assert undoable(log, decision.at) == decision
    assert undoable(log, decision.at + UNDO_LASTS - SECOND) == decision
    assert undoable(log, decision.at + UNDO_LASTS) is None


@pytest.mark.parametrize(
    "then",
    [
        event(4, Act.UNDONE, S.PENDING, undoes=3),
        event(4, Act.APPEALED, S.REJECTED),
        event(4, Act.WITHDRAWN, S.WITHDRAWN),
    ],
)
def test_what_came_after_a_decision_calls_for_another_one(then: Event) -> None:
    assert undoable([*RECEIVED, event(3, Act.REJECTED, S.REJECTED), then], NOW) is None


def test_what_the_rules_have_done_and_what_nobody_did_cannot_be_undone() -> None:
    assert undoable([RECEIVED[0], event(2, Act.SPAM, S.SPAM, actor_id=RULES)], NOW) is None
    assert undoable(RECEIVED, NOW) is None
    assert undoable([], NOW) is None


@given(st.lists(st.tuples(st.sampled_from(sorted(set(Act) - {Act.RECEIVED, Act.UNDONE})), st.booleans()), max_size=12))
def test_any_log_replays_to_where_its_acts_have_led_and_undo_restores_exactly(acts: list[tuple[Act, bool]]) -> None:
    """Each act that can be done is, and each decision is undone or not."""
    log = [event(1, Act.RECEIVED, S.SCREENING)]
    case = replay(log)
    revision = 1
    for act, undone in acts:
        number = len(log) + 1
        at = NOW + number * SECOND
        newer = revision + (act in (Act.REPLACED, Act.PROPOSED))
        reason = Why.FIRST if act in (Act.HELD, Act.PROPOSED, Act.APPEALED, Act.REPORTED) else Reason.RUDE
        moved = after(case, act, MIA, at, revision=newer, reason=reason) if act not in REMARKS else case
        if moved is None:
            continue
        before, case, revision = case, moved, newer
        log.append(event(number, act, case.state, revision=revision, reason=reason))
        assert replay(log) == case
        if undone and act in DECISIONS:
            assert undoable(log, at) == log[-1]
            log.append(event(number + 1, Act.UNDONE, before.state, revision=revision, undoes=number))
            assert replay(log) == before
            case = before
    assert case.proposed is None or case.waits
    assert case.visible or not case.pinned
