"""A paid broadcast costs a tenth of a Star for each message above 30 a second, and nothing else costs anything."""

from __future__ import annotations

import pytest

from bot.core.stars import paid_rate, stars


@pytest.mark.parametrize(
    ("messages", "rate", "cost"),
    [
        (1_000_000, 1000.0, 97_000),
        (1_000_000, 30.0, 0),
        (1_000_000, 25.0, 0),
        (3_000, 60.0, 150),
        (3_001, 60.0, 151),
        (31, 1000.0, 4),
        (30, 1000.0, 0),
        (0, 1000.0, 0),
        (1_000_000, None, 0),
    ],
)
def test_what_goes_out_above_30_a_second_is_paid(messages: int, rate: float | None, cost: int) -> None:
    assert stars(messages, rate) == cost


@pytest.mark.parametrize(
    ("asked", "rate", "paid"), [(True, 1000.0, 1000.0), (True, 30.5, 30.5), (True, 30.0, None), (False, 1000.0, None)]
)
def test_posts_are_paid_for_where_that_is_asked_for_and_needed(asked: bool, rate: float, paid: float | None) -> None:
    assert paid_rate(asked, rate) == paid
