"""A language: its catalogue, and how it writes dates, times and numbers (Babel). What is said in it, ``texts`` says."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from gettext import NullTranslations

from babel.dates import format_date, format_time
from babel.numbers import format_decimal


class Language:
    """One language, for one blog in one time zone."""

    def __init__(self, translations: NullTranslations, locale: str, zone: tzinfo) -> None:
        """``locale`` is a Babel identifier such as ``en`` or ``de_AT``."""
        self._ = translations.gettext
        self._n = translations.ngettext
        self._locale = locale
        self._zone = zone

    def dateline(self, moment: datetime) -> str:
        """A post's first line: "Sunday, March 27, 2016"."""
        return format_date(moment.astimezone(self._zone), format="full", locale=self._locale)

    def clock(self, moment: datetime) -> str:
        """The time of day: "21:14" or "9:14 PM", as the language has it."""
        return format_time(moment.astimezone(self._zone), format="short", locale=self._locale)

    def day_and_clock(self, moment: datetime) -> str:
        """The weekday and the time: "Sunday, 21:14"."""
        local = moment.astimezone(self._zone)
        return f"{format_date(local, 'EEEE', locale=self._locale)}, {self.clock(moment)}"

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
