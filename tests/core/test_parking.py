"""A long pause is kept with the campaign until it is over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.core.parking import WORTH_SAYING, parked_until

NOW = datetime(2026, 3, 27, 20, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


def test_a_long_pause_parks_a_campaign_and_a_short_one_does_not() -> None:
    assert parked_until(None, HOUR, NOW) == NOW + HOUR
    assert parked_until(None, WORTH_SAYING, NOW) == NOW + WORTH_SAYING
    assert parked_until(None, WORTH_SAYING - SECOND, NOW) is None


def test_what_is_kept_stays_the_same_until_the_pause_is_over() -> None:
    known = NOW + HOUR
    assert parked_until(known, HOUR - 3 * SECOND, NOW) == known
    assert parked_until(known, 10 * SECOND, known - 9 * SECOND) == known
    assert parked_until(known, timedelta(0), known) is None


def test_a_pause_that_has_grown_is_kept_anew() -> None:
    assert parked_until(NOW + HOUR, 2 * HOUR, NOW) == NOW + 2 * HOUR
