"""What authors write, and when it means."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.local_time import Exactly, Skipped, Twice, moments
from bot.core.refusals import Refusal, RefusalKey
from bot.core.schedule import FURTHEST
from bot.core.time_reading import TEXT_LIMIT, read_time
from bot.core.time_words import ENGLISH
from tests.strategies import texts

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 27, 13, 0, 20, tzinfo=UTC)  # a Friday, 14:00:20 in Berlin
ZONES = ("Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu")
REFUSALS = {
    RefusalKey.SCHEDULE_UNREADABLE,
    RefusalKey.SCHEDULE_NO_TIME,
    RefusalKey.SCHEDULE_PAST,
    RefusalKey.SCHEDULE_TOO_FAR,
}


def read(text: str, now: datetime = NOW, zone: ZoneInfo = BERLIN) -> str:
    """The one moment that the text means, as the zone's clocks show it."""
    reading = read_time(text, now, zone, ENGLISH)
    assert isinstance(reading, Exactly)
    assert reading.moment.tzinfo is UTC
    return f"{reading.moment.astimezone(zone):%Y-%m-%d %H:%M}"


def refused(text: str, now: datetime = NOW, zone: ZoneInfo = BERLIN) -> Refusal:
    with pytest.raises(Refusal) as caught:
        read_time(text, now, zone, ENGLISH)
    return caught.value


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("tomorrow 8:00", "2026-03-28 08:00"),
        ("8:00 tomorrow", "2026-03-28 08:00"),
        ("TOMORROW AT 8:00.", "2026-03-28 08:00"),
        ("tomorrow8:00", "2026-03-28 08:00"),
        ("tomorrow noon", "2026-03-28 12:00"),
        ("today 18:30", "2026-03-27 18:30"),
        ("Friday 18:30", "2026-03-27 18:30"),
        ("fri 6:30 pm", "2026-03-27 18:30"),
        ("Friday at 18:30", "2026-03-27 18:30"),
        ("on Friday 18:30", "2026-03-27 18:30"),
        ("at 6:30 p.m. on Friday", "2026-03-27 18:30"),
        ("Friday 8:00", "2026-04-03 08:00"),
        ("Friday 14:00", "2026-04-03 14:00"),
        ("Thursday 14:00", "2026-04-02 14:00"),
        ("sun. 8:00", "2026-03-29 08:00"),
        ("8:00", "2026-03-28 08:00"),
        ("14:00", "2026-03-28 14:00"),
        ("14:01", "2026-03-27 14:01"),
        ("8 am", "2026-03-28 08:00"),
        ("8\u202fPM", "2026-03-27 20:00"),
        ("pm 8:15", "2026-03-27 20:15"),
        ("12 am", "2026-03-28 00:00"),
        ("12:30 pm", "2026-03-28 12:30"),
        ("18h30", "2026-03-27 18:30"),
        ("18 h", "2026-03-27 18:00"),
        ("9 o’clock", "2026-03-28 09:00"),
        ("18.30", "2026-03-27 18:30"),
        ("18:30:15", "2026-03-27 18:30"),
        ("１８：３０", "2026-03-27 18:30"),
        ("noon", "2026-03-28 12:00"),
        ("2026-03-28 08:00", "2026-03-28 08:00"),
        ("2026-03-28, 8:00", "2026-03-28 08:00"),
        ("2026-03-28T08:00", "2026-03-28 08:00"),
        ("2026-03-28T08:00:59.123456", "2026-03-28 08:00"),
        ("2026-03-28T08:00Z", "2026-03-28 09:00"),
        ("2026-03-28t08:00:00+02:00", "2026-03-28 07:00"),
        ("2026-03-28 08:00 -0330", "2026-03-28 12:30"),
        ("28 March 8:00", "2026-03-28 08:00"),
        ("8:00, 28th of March 2027", "2027-03-28 08:00"),
        ("March 28, 8:00 am", "2026-03-28 08:00"),
        ("Mar 28, 2027, 8:00", "2027-03-28 08:00"),
        ("28.3. 8:00", "2026-03-28 08:00"),
        ("28.3. 18.30", "2026-03-28 18:30"),
        ("28.03.2027 8:00", "2027-03-28 08:00"),
        ("Saturday, March 28, at 8:00 AM", "2026-03-28 08:00"),
        ("Saturday, March 28, 2026, 8:00\u202fAM", "2026-03-28 08:00"),
        ("in 2 hours", "2026-03-27 16:01"),
        ("in an hour", "2026-03-27 15:01"),
        ("in 0 minutes", "2026-03-27 14:01"),
        ("in 30min", "2026-03-27 14:31"),
        ("in 3 days", "2026-03-30 14:01"),
        ("in one week", "2026-04-03 14:01"),
        ("in 3 days at 8:00", "2026-03-30 08:00"),
        ("8:00 in 3 days", "2026-03-30 08:00"),
    ],
)
def test_what_authors_write_means_a_moment(text: str, moment: str) -> None:
    assert read(text) == moment


@pytest.mark.parametrize(
    ("now", "text", "moment"),
    [
        ("2026-12-20", "5 January 8:00", "2027-01-05 08:00"),
        ("2026-02-01", "28 August 8:00", "2026-08-28 08:00"),
        ("2027-06-01", "29 February 8:00", "2028-02-29 08:00"),
    ],
)
def test_a_date_without_a_year_is_the_next_one(now: str, text: str, moment: str) -> None:
    assert read(text, datetime.fromisoformat(now).replace(tzinfo=UTC)) == moment


def test_today_is_the_day_that_the_authors_clocks_show() -> None:
    late = datetime(2026, 3, 27, 23, 30, tzinfo=UTC)  # in Berlin it is Saturday
    assert read("tomorrow 8:00", late) == "2026-03-29 08:00"
    assert read("today 8:00", late) == "2026-03-28 08:00"
    assert read("Saturday 8:00", late) == "2026-03-28 08:00"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "whenever you like",
        "8",
        "25:00",
        "8:60",
        "13:00 pm",
        "0 am",
        "am 8 pm",
        "tomorrow 8:00 sharp",
        "x 8:00",
        "3/4 8:00",
        "10.11. 12.10.",
        "28.3.26 8:00",
        "Friday midnight",
        "next Friday 8:00",
        "Sunday, March 28, 8:00",
        "31 June 8:00",
        "29 February 2027 8:00",
        "29 February 8:00",
        "0000-01-01 8:00",
        "Friday 10:30-12:00",
        "2026-03-28 08:00+24:00",
        "in 2 hours 8:00",
        "in two hours",
        "in 2 fortnights",
        "in",
        "tomorrow today 8:00",
        "x" * (TEXT_LIMIT + 1),
    ],
)
def test_what_could_mean_anything_or_nothing_is_not_guessed(text: str) -> None:
    assert refused(text).key is RefusalKey.SCHEDULE_UNREADABLE


@pytest.mark.parametrize(
    "text", ["tomorrow", "Friday", "on Friday", "28 March", "2026-03-28", "28.3.", "Friday at 8", "8 tomorrow"]
)
def test_a_day_without_a_time_is_asked_for_the_time(text: str) -> None:
    assert refused(text).key is RefusalKey.SCHEDULE_NO_TIME


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("today 14:00", "2026-03-27 14:00:00"),
        ("27 March 8:00", "2026-03-27 08:00:00"),
        ("5 January 8:00", "2026-01-05 08:00:00"),
        ("2026-03-27T13:00Z", "2026-03-27 14:00:00"),
        ("2016-03-27 8:00", "2016-03-27 08:00:00"),
        ("0001-01-01 00:00", "0001-01-01 00:00:00"),
    ],
)
def test_a_date_that_has_passed_is_refused_by_its_name(text: str, local: str) -> None:
    refusal = refused(text)
    assert refusal.key is RefusalKey.SCHEDULE_PAST
    assert str(refusal.facts["local"]) == local


@pytest.mark.parametrize(
    "text",
    [
        "9999-12-31 23:59",
        "9999-12-31T23:59-12:00",
        "2027-03-29 8:00",
        "28 March 2027 15:01",
        "in 367 days",
        "in 99999999999999999999 minutes",
        "in 99999999999999999999 weeks",
        "in 99999999999999999999 days at 8:00",
    ],
)
def test_more_than_a_year_ahead_is_too_far(text: str) -> None:
    assert refused(text).key is RefusalKey.SCHEDULE_TOO_FAR


def test_a_time_that_the_clocks_jump_over_is_asked_about() -> None:
    reading = read_time("Sunday 2:30", NOW, BERLIN, ENGLISH)
    assert reading == Skipped(datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 3, 29, 1, 30, tzinfo=UTC))


def test_a_time_that_the_clocks_show_twice_is_asked_about() -> None:
    october = datetime(2026, 10, 24, 12, 0, tzinfo=UTC)
    first, second = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert read_time("tomorrow 2:30", october, BERLIN, ENGLISH) == Twice(first, second)
    assert read_time("2026-10-25T02:30+01:00", october, BERLIN, ENGLISH) == Exactly(second)
    assert read_time("2:30", first + timedelta(minutes=1), BERLIN, ENGLISH) == Exactly(second)


def test_a_day_that_is_left_out_is_asked_about_and_a_bare_time_goes_on_to_the_day_after() -> None:
    apia = ZoneInfo("Pacific/Apia")
    thursday = datetime(2011, 12, 29, 19, 0, tzinfo=UTC)  # the 29th, 9:00; after it comes the 31st
    evening = read_time("tomorrow 18:00", thursday, apia, ENGLISH)
    assert evening == Skipped(datetime(2011, 12, 30, 4, 0, tzinfo=UTC), datetime(2011, 12, 31, 4, 0, tzinfo=UTC))
    assert read("8:00", thursday, apia) == "2011-12-31 08:00"


def test_days_ahead_keep_the_time_that_the_clocks_show() -> None:
    before_the_change = datetime(2026, 3, 28, 7, 0, tzinfo=UTC)  # 8:00 in Berlin
    assert read("in 1 day", before_the_change) == "2026-03-29 08:00"
    assert read("in 24 hours", before_the_change) == "2026-03-29 09:00"
    assert isinstance(read_time("in 1 day", datetime(2026, 3, 28, 1, 30, tzinfo=UTC), BERLIN, ENGLISH), Skipped)


PIECES = st.sampled_from(
    [
        *(
            "tomorrow",
            "friday",
            "today",
            "at",
            "on",
            "in",
            "an",
            "march",
            "mar",
            "am",
            "pm",
            "noon",
            "hours",
            "days",
            "h",
        ),
        *(
            "8",
            "28",
            "31",
            "2026",
            "9999",
            "0",
            "99999999999",
            ":",
            ".",
            "/",
            "-",
            "+",
            ",",
            " ",
            "t",
            "z",
            "8:00",
            "٨",
        ),
        *("2026-03-28", "9999-12-31", "0001-01-01", "28.3.", "+23:59", "-23:59", "²", "½", "ﷺ", "İ"),
    ]
)


@given(
    st.one_of(
        st.lists(PIECES, max_size=8).map(" ".join), st.lists(PIECES, max_size=12).map("".join), texts(), st.text()
    ),
    st.sampled_from(ZONES),
)
def test_any_text_is_read_or_refused(text: str, zone: str) -> None:
    found: tuple[datetime, ...] = ()
    key = None
    try:
        found = moments(read_time(text, NOW, ZoneInfo(zone), ENGLISH))
    except Refusal as refusal:
        key = refusal.key
    assert (key in REFUSALS) is (not found)
    assert list(found) == sorted(found)
    assert all(NOW <= moment <= NOW + FURTHEST for moment in found)


@given(
    st.datetimes(datetime(2011, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 — bounds are naive
    st.integers(1, 365 * 24 * 60),
    st.sampled_from(ZONES),
    st.sampled_from(["%Y-%m-%dT%H:%M", "%H:%M %d.%m.%Y", "%A, %B %d, %Y, %I:%M %p"]),
)
def test_what_the_clocks_show_at_a_moment_is_read_as_that_moment(
    now: datetime, minutes: int, name: str, form: str
) -> None:
    zone = ZoneInfo(name)
    moment = now.replace(second=0, microsecond=0) + timedelta(minutes=minutes)
    reading = read_time(moment.astimezone(zone).strftime(form), now, zone, ENGLISH)
    assert not isinstance(reading, Skipped)
    assert moment in moments(reading)


@given(st.integers(1, 365 * 24 * 60), st.sampled_from(ZONES))
def test_an_iso_time_with_its_offset_is_never_asked_about(minutes: int, name: str) -> None:
    moment = NOW.replace(second=0) + timedelta(minutes=minutes)
    assert read_time(moment.astimezone(ZoneInfo(name)).isoformat(), NOW, BERLIN, ENGLISH) == Exactly(moment)
