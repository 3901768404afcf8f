"""Which moments a local time stands for, where the clocks are changed by an hour, by half of one, or by a day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.local_time import Exactly, Reading, Skipped, Twice, moments, one_moment, reading_of, still_to_come

ZONES = ("Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu", "UTC")


def utc(said: str) -> datetime:
    return datetime.fromisoformat(said).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "local", "reading"),
    [
        ("Europe/Berlin", "2026-03-28 08:00", Exactly(utc("2026-03-28 07:00"))),
        ("Europe/Berlin", "2026-03-29 01:59", Exactly(utc("2026-03-29 00:59"))),
        ("Europe/Berlin", "2026-03-29 02:00", Skipped(utc("2026-03-29 00:00"), utc("2026-03-29 01:00"))),
        ("Europe/Berlin", "2026-03-29 02:30", Skipped(utc("2026-03-29 00:30"), utc("2026-03-29 01:30"))),
        ("Europe/Berlin", "2026-03-29 03:00", Exactly(utc("2026-03-29 01:00"))),
        ("Europe/Berlin", "2026-10-25 02:00", Twice(utc("2026-10-25 00:00"), utc("2026-10-25 01:00"))),
        ("Europe/Berlin", "2026-10-25 03:00", Exactly(utc("2026-10-25 02:00"))),
        ("America/Sao_Paulo", "2018-11-04 00:30", Skipped(utc("2018-11-04 02:30"), utc("2018-11-04 03:30"))),
        ("America/Sao_Paulo", "2018-02-17 23:30", Twice(utc("2018-02-18 01:30"), utc("2018-02-18 02:30"))),
        ("Australia/Lord_Howe", "2026-10-04 02:15", Skipped(utc("2026-10-03 15:15"), utc("2026-10-03 15:45"))),
        ("Australia/Lord_Howe", "2026-04-05 01:45", Twice(utc("2026-04-04 14:45"), utc("2026-04-04 15:15"))),
        ("Pacific/Apia", "2011-12-30 08:00", Skipped(utc("2011-12-29 18:00"), utc("2011-12-30 18:00"))),
        ("Asia/Kathmandu", "2026-03-28 08:00", Exactly(utc("2026-03-28 02:15"))),
    ],
)
def test_a_local_time_stands_for_one_moment_for_two_or_for_none(zone: str, local: str, reading: Reading) -> None:
    assert reading_of(datetime.fromisoformat(local), ZoneInfo(zone)) == reading


def test_a_zone_without_changes_is_a_zone_too() -> None:
    zone = timezone(timedelta(hours=-3))
    assert reading_of(datetime.fromisoformat("2026-03-28 08:00"), zone) == Exactly(utc("2026-03-28 11:00"))


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Europe/Berlin", "2026-03-29 02:30"),
        ("America/Sao_Paulo", "2018-11-04 00:30"),
        ("Australia/Lord_Howe", "2026-10-04 02:15"),
        ("Pacific/Apia", "2011-12-30 08:00"),
    ],
)
def test_a_time_that_is_skipped_is_known_from_its_neighbours(zone: str, said: str) -> None:
    local = datetime.fromisoformat(said)
    reading = reading_of(local, ZoneInfo(zone))
    assert isinstance(reading, Skipped)
    assert reading.meant(ZoneInfo(zone)) == local


def test_where_nobody_can_be_asked_it_is_the_first_or_the_one_after_the_jump() -> None:
    early, late = utc("2026-03-29 00:30"), utc("2026-03-29 01:30")
    assert [one_moment(reading) for reading in (Exactly(late), Skipped(early, late), Twice(early, late))] == [
        late,
        late,
        early,
    ]


def test_nobody_is_asked_about_a_choice_that_is_gone() -> None:
    early, late = utc("2026-03-29 00:30"), utc("2026-03-29 01:30")
    for reading in (Skipped(early, late), Twice(early, late)):
        assert still_to_come(reading, early) == reading
        assert still_to_come(reading, late) == Exactly(late)
        assert still_to_come(reading, late + timedelta(seconds=1)) is None
    assert still_to_come(Exactly(late), late) == Exactly(late)
    assert still_to_come(Exactly(early), late) is None


@given(st.datetimes(datetime(2005, 1, 1), datetime(2030, 1, 1)), st.sampled_from(ZONES))  # noqa: DTZ001 — naive on purpose
def test_what_exists_shows_on_the_clocks_and_what_does_not_lies_between(local: datetime, name: str) -> None:
    zone: tzinfo = ZoneInfo(name)
    reading = reading_of(local, zone)
    shown = [moment.astimezone(zone).replace(tzinfo=None, fold=0) for moment in moments(reading)]
    if isinstance(reading, Skipped):
        assert shown[0] < local < shown[1]
    else:
        assert set(shown) == {local}


@given(st.datetimes(datetime(2005, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)), st.sampled_from(ZONES))  # noqa: DTZ001
def test_every_moment_is_among_those_that_its_local_time_stands_for(moment: datetime, name: str) -> None:
    local = moment.astimezone(ZoneInfo(name)).replace(tzinfo=None)
    assert moment in moments(reading_of(local, ZoneInfo(name)))
