"""Campaigns move only as their table says."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest

from bot.core.campaigns import ACTIVE, NEXT, CampaignEvent, CampaignState, Progress, delivery_span, moved
from bot.core.refusals import Refusal, RefusalKey
from bot.core.waiting import CHAT_INTERVAL

S, E = CampaignState, CampaignEvent

MOVES = {
    S.WAITING: {E.STOP: S.STOPPED, E.DUE: S.PROVING},
    S.PROVING: {E.PROVED: S.SENDING, E.REFUSE: S.REFUSED, E.SUPERSEDE: S.SUPERSEDED},
    S.SENDING: {
        E.PAUSE: S.PAUSED,
        E.REFUSE: S.PAUSED,
        E.CANCEL: S.CANCELLED,
        E.FINISH: S.DONE,
        E.SUPERSEDE: S.SUPERSEDED,
    },
    S.PAUSED: {E.RESUME: S.SENDING, E.CANCEL: S.CANCELLED, E.SUPERSEDE: S.SUPERSEDED},
    S.DONE: {E.RETRY: S.SENDING},
    S.STOPPED: {},
    S.CANCELLED: {},
    S.REFUSED: {},
    S.SUPERSEDED: {},
}
"""What the author, the clock and Telegram can do to a campaign, written down a second time."""


@pytest.mark.parametrize(("state", "event"), list(itertools.product(CampaignState, CampaignEvent)))
def test_every_cell_of_the_table_leads_where_it_should_or_is_refused(
    state: CampaignState, event: CampaignEvent
) -> None:
    if event in MOVES[state]:
        assert moved(state, event) is MOVES[state][event]
    else:
        with pytest.raises(Refusal) as refused:
            moved(state, event)
        assert refused.value.key is RefusalKey.CAMPAIGN_PAST
        assert refused.value.facts == {"state": state}


def test_what_is_over_cannot_be_moved_but_for_what_is_tried_again_and_what_is_active_can() -> None:
    movable = {state for state, event in NEXT if event is not E.RETRY}
    assert movable == set(ACTIVE)


def test_every_state_can_be_reached_from_the_first() -> None:
    reached = {S.WAITING}
    while further := {after for (before, _), after in NEXT.items() if before in reached} - reached:
        reached |= further
    assert reached == set(CampaignState)


def test_progress_adds_up() -> None:
    progress = Progress(queued=1, sending=2, sent=4, blocked=8, failed=16, uncertain=32, cancelled=64)
    assert progress.planned == 127
    assert progress.settled == 124


@pytest.mark.parametrize(
    ("readers", "messages", "seconds"), [(1204, 3, 144.48), (5, 3, 2 * CHAT_INTERVAL), (0, 0, 0), (0, 1, 0)]
)
def test_a_post_takes_as_long_as_everyone_together_or_one_chat_alone(
    readers: int, messages: int, seconds: float
) -> None:
    assert delivery_span(readers, messages, 25.0) == timedelta(seconds=seconds)
