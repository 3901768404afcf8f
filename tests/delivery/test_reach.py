"""Whether Telegram answers: one lost call is chance, three are an outage, and one call at a time asks for its end."""

from __future__ import annotations

import pytest

from bot.core.outcomes import Blocked, Halt, Outcome, Rejected, Sent, Uncertain, Unsent, Wait
from bot.delivery.reach import DOUBTS_IN_A_ROW, FIRST_PAUSE, LONGEST_PAUSE, Reach

LOST, NEVER_LEFT = Uncertain("timed out"), Unsent("refused")


def after(*outcomes: Outcome, now: float = 0.0) -> Reach:
    reach = Reach()
    for outcome in outcomes:
        reach.heard(outcome, now)
    return reach


def test_while_telegram_answers_all_that_is_wanted_may_be_made() -> None:
    assert after().room(25, under_way=7, now=0) == 25
    assert after(*[LOST] * (DOUBTS_IN_A_ROW - 1)).room(25, under_way=7, now=0) == 25


@pytest.mark.parametrize("silence", [[LOST] * DOUBTS_IN_A_ROW, [NEVER_LEFT], [Halt("conflict", conflict=True)]])
def test_while_it_is_away_one_call_at_a_time_asks_again(silence: list[Outcome]) -> None:
    reach = after(*silence)
    assert reach.away
    assert reach.room(25, under_way=0, now=FIRST_PAUSE - 0.1) == 0
    assert reach.room(25, under_way=0, now=FIRST_PAUSE) == 1
    assert reach.room(25, under_way=1, now=FIRST_PAUSE) == 0
    assert reach.room(0, under_way=0, now=FIRST_PAUSE) == 0


@pytest.mark.parametrize("answer", [Sent(1), Blocked(""), Rejected(""), Wait(3)])
def test_any_answer_ends_it_at_once(answer: Outcome) -> None:
    reach = after(NEVER_LEFT)
    reach.heard(answer, 1)
    assert not reach.away
    assert reach.room(25, under_way=3, now=1) == 25
    assert not after(LOST, LOST, answer, LOST, LOST).away


def test_each_question_in_vain_doubles_the_pause_and_calls_made_before_do_not() -> None:
    reach = after(NEVER_LEFT, NEVER_LEFT, NEVER_LEFT)
    now, pauses = 0.0, []
    for _ in range(7):
        asked_at = now
        while not reach.room(1, under_way=0, now=now):
            now += 1
        pauses.append(now - asked_at)
        reach.heard(LOST, now)
        reach.heard(LOST, now)
    assert pauses == [2, 4, 8, 16, 32, 60, LONGEST_PAUSE]
