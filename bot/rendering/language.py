"""A language: its catalogue, and how it writes dates, times and numbers (Babel). What is said in it, ``texts`` says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, tzinfo
from gettext import NullTranslations

from babel import Locale
from babel.dates import format_date, format_time, get_day_names, get_month_names, get_timezone_name
from babel.numbers import format_decimal


class Language:
    """One language, for one blog in one time zone."""

    def __init__(self, translations: NullTranslations, locale: str, zone: tzinfo) -> None:
        """``locale`` is a Babel identifier such as ``en`` or ``de_AT``."""
        self._ = translations.gettext
        self._n = translations.ngettext
        self._locale = locale
        self._zone = zone

    @property
    def zone(self) -> tzinfo:
        """The blog's time zone."""
        return self._zone

    def dateline(self, moment: datetime) -> str:
        """A post's first line: "Sunday, March 27, 2016"."""
        return format_date(moment.astimezone(self._zone), format="full", locale=self._locale)

    def date_of(self, moment: datetime) -> date:
        """The calendar day in the blog's time zone."""
        return moment.astimezone(self._zone).date()

    def clock(self, moment: datetime) -> str:
        """The time of day: "21:14" or "9:14 PM", as the language has it."""
        return format_time(moment.astimezone(self._zone), format="short", locale=self._locale)

    def day_and_clock(self, moment: datetime) -> str:
        """The weekday and the time: "Sunday, 21:14"."""
        local = moment.astimezone(self._zone)
        return f"{format_date(local, 'EEEE', locale=self._locale)}, {self.clock(moment)}"

    def local_clock(self, local: datetime) -> str:
        """The time of day that a datetime shows, whatever its zone: "9:14 PM"."""
        return format_time(local.replace(tzinfo=None), format="short", locale=self._locale)

    def local_weekday(self, local: datetime) -> str:
        """The weekday that a datetime shows, whatever its zone: "Sunday"."""
        return format_date(local, "EEEE", locale=self._locale)

    def local_day(self, local: datetime) -> str:
        """The day that a datetime shows, without its year: "Sunday, March 27"."""
        short: str = Locale.parse(self._locale).datetime_skeletons["MMMEd"].pattern
        # The languages' patterns (CLDR) exist for short names; long ones stand in the same places.
        return format_date(local, re.sub("MMMM?", "MMMM", re.sub("E+|ccc", "EEEE", short)), locale=self._locale)

    def local_date_and_clock(self, local: datetime) -> str:
        """The day with its year, and the time, that a datetime shows: "Sunday, March 27, 2016, 9:14 PM"."""
        return f"{format_date(local, format='full', locale=self._locale)}, {self.local_clock(local)}"

    def clocks_name(self, local: datetime) -> str:
        """What the clocks of an aware datetime are called then: "Central European Summer Time"."""
        return get_timezone_name(local, width="long", locale=self._locale)

    def weekday_names(self) -> dict[str, int]:
        """Every name of every weekday, long and short, Monday = 0."""
        return self._names(get_day_names)

    def month_names(self) -> dict[str, int]:
        """Every name of every month, long and short, in the forms for dates and for standing alone, January = 1."""
        return self._names(get_month_names)

    def half_day_names(self) -> dict[str, int]:
        """What stands beside an hour of twelve, to the hours that are before its half of the day: AM 0, PM 12."""
        periods = Locale.parse(self._locale).day_periods
        return {
            forms[half]: hours
            for widths in periods.values()
            for forms in widths.values()
            for half, hours in (("am", 0), ("pm", 12))
            if half in forms
        }

    def day(self, moment: datetime) -> str:
        """The day with its year: "March 27, 2016"."""
        return format_date(moment.astimezone(self._zone), format="long", locale=self._locale)

    def number(self, value: float) -> str:
        """A count with its thousands apart: "3,612"."""
        return format_decimal(value, locale=self._locale)

    def duration(self, span: timedelta) -> str:
        """A length of time in at most two units: "2 min 25 s"."""
        seconds = max(0, round(span.total_seconds()))
        hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
        if hours:
            return self._("{hours} h {minutes} min").format(hours=hours, minutes=minutes)
        if minutes:
            return self._("{minutes} min {seconds} s").format(minutes=minutes, seconds=seconds)
        return self._("{seconds} s").format(seconds=seconds)

    def _names(self, names: Callable[..., Mapping[int, str]]) -> dict[str, int]:
        return {
            name: number
            for context in ("stand-alone", "format")
            for width in ("abbreviated", "wide")
            for number, name in names(width, context=context, locale=self._locale).items()
        }
