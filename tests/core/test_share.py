"""A share of the rate is kept in every second, whoever asks how often."""

from __future__ import annotations

from math import isinf

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.share import Share

EPSILON = 1e-9
"""Seconds that sums of floats may be off."""


@given(
    share=st.floats(0.01, 1),
    rates=st.lists(st.floats(0.5, 1000), min_size=1, max_size=50),
    lateness=st.lists(st.floats(0, 0.5), min_size=1, max_size=7),
)
@example(share=0.2, rates=[25.0] * 50, lateness=[0.0])
def test_no_sliding_second_holds_more_than_the_share_and_one(
    share: float, rates: list[float], lateness: list[float]
) -> None:
    """The rate changes as it does after a 429; what counts is the highest that was in force."""
    kept, now = Share(share), 0.0
    went: list[float] = []
    for number in range(200):
        now = max(now, kept.opens_at(rates[number % len(rates)])) + lateness[number % len(lateness)]
        kept.took(now)
        went.append(now)
    for index, began in enumerate(went):
        within = sum(at < began + 1 - EPSILON for at in went[index:])
        assert within <= share * max(rates) + 1


@given(share=st.floats(0.01, 1), rate=st.floats(0.5, 1000))
def test_all_of_the_share_is_used_by_whoever_is_never_late(share: float, rate: float) -> None:
    kept = Share(share)
    kept.took(0.0)
    for _ in range(10):
        kept.took(kept.opens_at(rate))
    assert kept.opens_at(rate) == pytest.approx(11 / (share * rate))


def test_the_first_call_may_go_at_once_and_idleness_is_not_made_up_for() -> None:
    kept = Share(0.2)
    assert kept.opens_at(25) == float("-inf")
    kept.took(100.0)
    assert kept.opens_at(25) == pytest.approx(100.2)


def test_a_share_of_nothing_is_never() -> None:
    assert isinf(Share(0).opens_at(25))
    assert Share(0).opens_at(25) > 0


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_a_share_is_between_nothing_and_all(share: float) -> None:
    with pytest.raises(ValueError, match="a share is from 0 to 1"):
        Share(share)
