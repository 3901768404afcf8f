"""What each outcome makes of a message on its way."""

from __future__ import annotations

import typing

import pytest

from bot.core.deliveries import CRASHES_BORNE, RESENDS, DeliveryState, OnUncertain, after, after_crash, after_doubt
from bot.core.outcomes import (
    Blocked,
    Gone,
    Halt,
    Ignored,
    Moved,
    Outcome,
    Rejected,
    Sent,
    Uncertain,
    Unsent,
    Wait,
)

CERTAIN: list[tuple[Outcome, DeliveryState]] = [
    (Sent(5), DeliveryState.SENT),
    (Ignored("query is too old"), DeliveryState.SENT),
    (Blocked("bot was blocked by the user"), DeliveryState.BLOCKED),
    (Gone("message to edit not found"), DeliveryState.FAILED),
    (Rejected("can't parse entities"), DeliveryState.FAILED),
    (Wait(3), DeliveryState.QUEUED),
    (Unsent("connection refused"), DeliveryState.QUEUED),
    (Moved(-100), DeliveryState.QUEUED),
    (Halt("Unauthorized"), DeliveryState.QUEUED),
]


@pytest.mark.parametrize(("outcome", "state"), CERTAIN)
@pytest.mark.parametrize("policy", OnUncertain)
@pytest.mark.parametrize("doubts", [0, RESENDS])
def test_a_certain_outcome_leads_to_its_state_whatever_came_before(
    outcome: Outcome, state: DeliveryState, policy: OnUncertain, doubts: int
) -> None:
    assert after(outcome, doubts, policy) is state


def test_every_outcome_has_a_state() -> None:
    covered = {type(outcome) for outcome, _ in CERTAIN} | {Uncertain}
    assert covered == set(typing.get_args(Outcome))


@pytest.mark.parametrize(
    ("policy", "doubts", "repeatable", "state"),
    [
        (OnUncertain.RESEND, 0, False, DeliveryState.QUEUED),
        (OnUncertain.RESEND, RESENDS, False, DeliveryState.UNCERTAIN),
        (OnUncertain.HOLD, 0, False, DeliveryState.UNCERTAIN),
        (OnUncertain.HOLD, 0, True, DeliveryState.QUEUED),
        (OnUncertain.RESEND, 9, True, DeliveryState.QUEUED),
    ],
)
def test_an_uncertain_send_is_repeated_once_or_held_and_an_edit_always_repeated(
    policy: OnUncertain, doubts: int, repeatable: bool, state: DeliveryState
) -> None:
    assert after(Uncertain("read timeout"), doubts, policy, repeatable) is state
    assert after_doubt(doubts, policy, repeatable) is state


@pytest.mark.parametrize(
    ("policy", "doubts", "state"),
    [
        (OnUncertain.RESEND, 0, DeliveryState.QUEUED),
        (OnUncertain.RESEND, RESENDS, DeliveryState.QUEUED),
        (OnUncertain.RESEND, CRASHES_BORNE, DeliveryState.UNCERTAIN),
        (OnUncertain.HOLD, 0, DeliveryState.UNCERTAIN),
    ],
)
def test_what_a_crash_leaves_is_sent_again_after_each_crash_but_not_for_ever(
    policy: OnUncertain, doubts: int, state: DeliveryState
) -> None:
    assert after_crash(doubts, policy) is state
