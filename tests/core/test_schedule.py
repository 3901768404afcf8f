"""Schedules: what being due and late means, how far ahead they may lie, and which times are offered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.refusals import Refusal, RefusalKey
from bot.core.schedule import FURTHEST, LATE, Punctuality, checked_moment, found, usual_times

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 27, 13, 2, tzinfo=UTC)  # a Friday, 14:02 in Berlin
SECOND = timedelta(seconds=1)


def offered(now: datetime, zone: ZoneInfo) -> list[str]:
    return [f"{moment.astimezone(zone):%a %d %H:%M}" for moment in usual_times(now, zone)]


@pytest.mark.parametrize(
    ("late", "punctuality"),
    [
        (-SECOND, Punctuality.EARLY),
        (timedelta(), Punctuality.DUE),
        (LATE, Punctuality.DUE),
        (LATE + SECOND, Punctuality.LATE),
    ],
)
def test_a_schedule_is_due_until_it_is_a_quarter_of_an_hour_late(late: timedelta, punctuality: Punctuality) -> None:
    assert found(NOW, NOW + late) is punctuality


def test_a_moment_may_be_now_and_at_most_a_year_ahead() -> None:
    assert checked_moment(NOW, NOW, BERLIN) == NOW
    assert checked_moment(NOW + FURTHEST, NOW, BERLIN) == NOW + FURTHEST
    with pytest.raises(Refusal) as refused:
        checked_moment(NOW + FURTHEST + SECOND, NOW, BERLIN)
    assert refused.value.key is RefusalKey.SCHEDULE_TOO_FAR


def test_the_past_is_refused_as_the_zone_has_it() -> None:
    with pytest.raises(Refusal) as refused:
        checked_moment(NOW - SECOND, NOW, BERLIN)
    assert refused.value.key is RefusalKey.SCHEDULE_PAST
    assert str(refused.value.facts["local"]) == "2026-03-27 14:01:59"


@pytest.mark.parametrize(
    ("now", "times"),
    [
        (NOW, ["Fri 27 15:05", "Fri 27 18:00", "Sat 28 08:00", "Sat 28 18:00", "Mon 30 08:00"]),
        (NOW.replace(minute=5), ["Fri 27 15:05", "Fri 27 18:00", "Sat 28 08:00", "Sat 28 18:00", "Mon 30 08:00"]),
        (
            NOW.replace(hour=16, minute=30),
            ["Fri 27 18:00", "Fri 27 18:30", *["Sat 28 08:00", "Sat 28 18:00"], "Mon 30 08:00"],
        ),
        (NOW.replace(hour=16, minute=31), ["Fri 27 18:35", "Sat 28 08:00", "Sat 28 18:00", "Mon 30 08:00"]),
        (NOW.replace(day=29), ["Sun 29 16:05", "Sun 29 18:00", "Mon 30 08:00", "Mon 30 18:00"]),
        (NOW.replace(day=30), ["Mon 30 16:05", "Mon 30 18:00", "Tue 31 08:00", "Tue 31 18:00", "Mon 06 08:00"]),
    ],
    ids=["afternoon", "a full five minutes", "half past five", "too late for the evening", "Sunday", "Monday"],
)
def test_the_usual_times_are_soon_this_evening_tomorrow_and_monday(now: datetime, times: list[str]) -> None:
    assert offered(now, BERLIN) == times


def test_a_day_that_is_left_out_is_not_offered() -> None:
    apia = ZoneInfo("Pacific/Apia")
    now = datetime(2011, 12, 30, 8, 0, tzinfo=UTC)  # Thursday the 29th, 22:00; Friday the 30th does not come
    assert offered(now, apia) == ["Thu 29 23:00", "Sat 31 08:00", "Sat 31 18:00", "Mon 02 08:00"]


@given(
    st.datetimes(datetime(2010, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 — bounds are naive
    st.sampled_from(["Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu"]),
)
def test_whatever_is_offered_can_be_scheduled(now: datetime, zone: str) -> None:
    times = usual_times(now, ZoneInfo(zone))
    assert list(times) == sorted(set(times))
    assert 3 <= len(times) <= 5
    for moment in times:
        assert checked_moment(moment, now, UTC) - now >= timedelta(minutes=30)
        assert (moment.minute % 5, moment.second, moment.microsecond) == (0, 0, 0)
