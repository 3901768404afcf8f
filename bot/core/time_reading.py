"""Reading the words in which an author says when a post is to go out.

Written here since the libraries for it (dateparser, parsedatetime) guess: an absent time, the order of 3/4, which of
two 2:30 is meant. A post goes to everyone, so here a text has one meaning or is refused: every way to cut it into a day
and a time is tried, and where two make sense, none is taken. Schedules are to the minute; seconds are read over.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from bot.core.local_time import Exactly, Reading, moments, reading_of, still_to_come
from bot.core.refusals import Refusal, RefusalKey
from bot.core.schedule import FURTHEST, checked_moment
from bot.core.time_words import TimeWords, folded

TEXT_LIMIT = 100
"""Characters in which a time can be said; longer texts are something else."""

_LAST_YEAR = timedelta(days=183)
"""A date without a year that passed this long ago means next year's; one that passed lately is most likely a slip."""

_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})[t ](\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)? ?(z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)?")
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DOTTED_DATE = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})?")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)? ?(\D+?)(?:[, ]+(\d{4}))?")
_MONTH_DAY = re.compile(r"(\D+?) ?(\d{1,2})(?:st|nd|rd|th|\.)?(?:[, ]+(\d{4}))?")
_CLOCK = re.compile(r"(\D*?) ?(\d{1,2})(?: ?[:.h] ?(\d{2}))?(?::[0-5]\d)? ?(\D*)")
_SPAN = re.compile(r"(?:(\d+) ?|(\D+?) )(\D+)")


@dataclass(frozen=True, slots=True)
class _Day:
    """A date; where that has passed, the same again ``every`` so many days, or never (0)."""

    date: date
    every: int = 0


@dataclass(frozen=True, slots=True)
class _Span:
    """A length of time; that of days and weeks goes by the calendar, not by the hours."""

    length: timedelta
    days_only: bool


def read_time(text: str, now: datetime, zone: tzinfo, words: TimeWords) -> Reading:
    """What the text says, as the zone's clocks have it; ``now`` is aware. Any text is read or refused.

    A bare time is the next one, a weekday without a date the next on which that time is still to come. Whatever names
    its date and has passed is refused, were it by seconds. An offset behind an ISO date and time counts instead of the
    zone; anywhere else it is refused, for "Friday 10:30-12:00" is not about an offset.
    """
    said = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    if len(said) > TEXT_LIMIT:
        raise Refusal(RefusalKey.SCHEDULE_UNREADABLE)
    words = words.with_english()
    if span := _span(said, words):
        return _after(span, now, zone)
    said_in = zone
    if iso := _ISO.fullmatch(said):
        said, said_in = f"{iso[1]} {iso[2]}", _offset(iso[3]) if iso[3] else zone
    today = now.astimezone(said_in).date()
    meanings = {*_meanings(said, today, words)}
    if len(meanings) == 1:
        return _resolved(*meanings.pop(), now, said_in, zone)
    if not meanings and _names_a_day(said, today, words):
        raise Refusal(RefusalKey.SCHEDULE_NO_TIME)
    raise Refusal(RefusalKey.SCHEDULE_UNREADABLE)


# ── From a text to what it may mean ──────────────────────────────────────────────────────────────────────────────────


def _meanings(said: str, today: date, words: TimeWords) -> Iterator[tuple[_Day, time]]:
    """Every way to take the text for a time, or for a day and a time in either order."""
    if (clock := _clock(said, words)) is not None:
        yield _Day(today, every=1), clock
    for day_said, clock_said in _cuts(said):
        if (clock := _clock(clock_said, words)) is not None:
            for day in _days(day_said, today, words):
                yield day, clock


def _names_a_day(said: str, today: date, words: TimeWords) -> bool:
    """Whether there is a day in it, alone or with a bare number, which could be an hour of either half of the day."""
    if any(_days(said, today, words)):
        return True
    cuts = _cuts(said)
    return any(_bare(rest, words).isdecimal() and any(_days(day_said, today, words)) for day_said, rest in cuts)


def _cuts(said: str) -> Iterator[tuple[str, str]]:
    """The text in two, in both orders, wherever that splits neither a word nor a number."""
    for place in range(1, len(said)):
        before, behind = said[place - 1], said[place]
        if not (before.isalnum() and behind.isalnum() and before.isdecimal() == behind.isdecimal()):
            yield said[:place], said[place:]
            yield said[place:], said[:place]


def _bare(said: str, words: TimeWords) -> str:
    """The piece without what links it to others: commas and spaces around it, and words such as "at" before it."""
    said = said.strip(" ,")
    for link in words.links:
        if said.startswith(f"{link} "):
            return _bare(said.removeprefix(f"{link} "), words)
    return said


def _clock(said: str, words: TimeWords) -> time | None:
    """The time of day that the piece says, if it says one: "8:00", "6.30 pm", "18h30", "8 o'clock", "08:00+02:00"."""
    said = _bare(said, words)
    if folded(said) in words.hours:
        return words.hours[folded(said)]
    match = _CLOCK.fullmatch(said)
    if match is None:
        return None
    before, hour, minute, behind = folded(match[1]), int(match[2]), int(match[3] or 0), folded(match[4])
    half = words.halves.get(before or behind)
    if half is not None and not (before and behind) and 1 <= hour <= 12:
        return _time(hour % 12 + half, minute)
    if before or not (match[3] or behind) or not (behind == "" or behind in words.oclock):
        return None
    return _time(hour, minute)


def _time(hour: int, minute: int) -> time | None:
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _offset(said: str) -> tzinfo:
    """ "z", "+02:00" or "-0330" as a zone."""
    if said == "z":
        return UTC
    ahead = timedelta(hours=int(said[1:3]), minutes=int(said[-2:]))
    return timezone(-ahead if said[0] == "-" else ahead)


def _days(said: str, today: date, words: TimeWords) -> Iterator[_Day]:
    """The days that the piece may name: one of this week, so many days from now, or a date and perhaps its weekday."""
    said = _bare(said, words)
    if folded(said) in words.days:
        yield _Day(today + timedelta(days=words.days[folded(said)]))
    if folded(said) in words.weekdays:
        yield _Day(today + timedelta(days=(words.weekdays[folded(said)] - today.weekday()) % 7), every=7)
    span = _span(said, words)
    if span and span.days_only:
        yield _Day(today + span.length)
    yield from map(_Day, _dates(said, today, words))
    for weekday_said, date_said in _cuts(said):
        weekday = words.weekdays.get(folded(_bare(weekday_said, words)))
        if weekday is not None:
            found = _dates(_bare(date_said, words), today, words)
            yield from (_Day(date) for date in found if date.weekday() == weekday)


def _dates(said: str, today: date, words: TimeWords) -> Iterator[date]:
    """The date that the piece names in one of the written forms, if the calendar has it."""
    written: list[tuple[str | None, int | None, str]] = []
    if match := _ISO_DATE.fullmatch(said):
        written.append((match[1], int(match[2]), match[3]))
    if match := _DOTTED_DATE.fullmatch(said):
        written.append((match[3], int(match[2]), match[1]))
    if match := _DAY_MONTH.fullmatch(said):
        written.append((match[3], _month(match[2], words), match[1]))
    if match := _MONTH_DAY.fullmatch(said):
        written.append((match[3], _month(match[1], words), match[2]))
    for year, month, day in written:
        if month is not None:
            found = _dated(int(year), month, int(day)) if year else _without_a_year(month, int(day), today)
            if found is not None:
                yield found


def _month(said: str, words: TimeWords) -> int | None:
    """The number of the month; links may stand on either side, as in "28 de marzo de 2027"."""
    name = _bare(said, words)
    for link in words.links:
        name = name.removesuffix(f" {link}")
    return words.months.get(folded(name))


def _without_a_year(month: int, day: int, today: date) -> date | None:
    """This year's date, unless it passed half a year ago; then, and where this year has none, next year's."""
    this = _dated(today.year, month, day)
    return this if this is not None and today - this < _LAST_YEAR else _dated(today.year + 1, month, day)


def _dated(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _span(said: str, words: TimeWords) -> _Span | None:
    """ "in 2 hours", "in an hour". However long it is said to be, it is at most a little longer than is allowed."""
    for word in words.ahead:
        match = _SPAN.fullmatch(said.removeprefix(f"{word} ")) if said.startswith(f"{word} ") else None
        unit = words.units.get(folded(match[3])) if match else None
        if match and unit and (match[1] or folded(match[2]) in words.one):
            count = min(int(match[1] or 1), FURTHEST // unit + 3)
            return _Span(count * unit, days_only=unit >= timedelta(days=1))
    return None


# ── From what it means to a moment ───────────────────────────────────────────────────────────────────────────────────


def _resolved(day: _Day, clock: time, now: datetime, said_in: tzinfo, zone: tzinfo) -> Reading:
    """The moment of a day and a time as the clocks of ``said_in`` have it."""
    local = datetime.combine(day.date, clock)
    distance = local.date() - now.astimezone(said_in).date()
    if distance > FURTHEST + timedelta(days=1):  # asked before it becomes a moment: the calendar ends in 9999
        raise Refusal(RefusalKey.SCHEDULE_TOO_FAR)
    if distance < -FURTHEST:
        raise Refusal(RefusalKey.SCHEDULE_PAST, local=local)
    reading = reading_of(local, said_in)
    if day.every and still_to_come(reading, now) is None:
        reading = reading_of(local + timedelta(days=day.every), said_in)
    return _checked(reading, now, zone)


def _after(span: _Span, now: datetime, zone: tzinfo) -> Reading:
    """So long from now, at a whole minute. After days and weeks the clocks show the same time as now."""
    minute = now + (datetime(1970, 1, 1, tzinfo=UTC) - now) % timedelta(minutes=1)
    if span.days_only:
        return _checked(reading_of(minute.astimezone(zone).replace(tzinfo=None) + span.length, zone), now, zone)
    return _checked(Exactly((minute + span.length).astimezone(UTC)), now, zone)


def _checked(reading: Reading, now: datetime, zone: tzinfo) -> Reading:
    """What is still to come of the reading; refused when nothing is, or when it is too far ahead."""
    coming = still_to_come(reading, now) or reading
    checked_moment(moments(coming)[-1], now, zone)
    return coming
