"""The speed of a campaign is that of its last moments."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.core.speed import SPAN, Speed

NOW = datetime(2026, 3, 27, 20, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_the_first_look_cannot_tell() -> None:
    assert Speed().at(NOW, 100) is None


def test_it_is_what_was_settled_since() -> None:
    speed = Speed()
    speed.at(NOW, 100)
    assert speed.at(NOW + 4 * SECOND, 200) == 25.0


def test_what_does_not_move_or_goes_back_has_none() -> None:
    speed = Speed()
    speed.at(NOW, 100)
    assert speed.at(NOW + SECOND, 100) is None
    assert speed.at(NOW + 2 * SECOND, 90) is None
    assert speed.at(NOW, 110) is None


def test_what_is_long_past_does_not_count() -> None:
    speed = Speed()
    speed.at(NOW, 0)
    speed.at(NOW + SECOND, 1000)
    speed.at(NOW + SECOND + SPAN, 1000)
    assert speed.at(NOW + SECOND + 2 * SPAN, 1032) == 2.0


def test_a_clock_that_is_set_back_begins_anew() -> None:
    speed = Speed()
    speed.at(NOW, 0)
    speed.at(NOW + SECOND, 10)
    assert speed.at(NOW - 3600 * SECOND, 20) is None
    assert speed.at(NOW - 3599 * SECOND, 30) == 10
