"""What is said about schedules, and the words in which people say a time.

Times are those of a zone that is passed in: the author's, which need not be the blog's.
"""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from typing import TypeVar

from bot.rendering.language import Language


class ScheduleTexts(Language):
    """The sentences of scheduling."""

    def schedule_moment(self, moment: datetime, zone: tzinfo) -> str:
        """The day and the time in a zone: "Saturday, March 28, at 8:00 AM"."""
        local = moment.astimezone(zone)
        return self._("{day}, at {clock}").format(day=self.local_day(local), clock=self.local_clock(local))

    def schedule_soon(self, moment: datetime, now: datetime, zone: tzinfo) -> str:
        """The same as short as it can be said on a button: "Tomorrow, 8:00 AM"; the weekday within a week."""
        local = moment.astimezone(zone)
        days = (local.date() - now.astimezone(zone).date()).days
        if days == 0:
            day = self._("Today")
        elif days == 1:
            day = self._("Tomorrow")
        else:
            day = self.local_weekday(local) if 1 < days < 7 else self.local_day(local)
        return self._("{day}, {clock}").format(day=day, clock=self.local_clock(local))

    def schedule_clocks(self, moment: datetime, zone: tzinfo, with_day: bool) -> str:
        """A time that has to be told from another one: "2:30 AM (UTC+2, Central European Summer Time)"."""
        local = moment.astimezone(zone)
        said = self._("{clock} ({offset}, {clocks})").format(
            clock=self.local_clock(local), offset=_offset(local), clocks=self.clocks_name(local)
        )
        return self._("{day}, {clock}").format(day=self.local_day(local), clock=said) if with_day else said

    def schedule_which(self, headline: str) -> str:
        """The first line of the sheet."""
        return self._("When shall “{headline}” go out?").format(headline=headline)

    def schedule_is(self, moment: datetime, zone: tzinfo) -> str:
        """A line of the sheet, when there is a schedule already."""
        return self._("So far it is to go out on {when}.").format(when=self.schedule_moment(moment, zone))

    def schedule_hint(self, zone: tzinfo) -> str:
        """The sheet's last lines: whose time it is, and how another one is written."""
        return self._(
            "Times are those of {zone}; /settings changes that. Press one, or just write another:\n"
            "tomorrow 8:00\nFriday 18:30\n28 March 8:00"
        ).format(zone=zone)

    def schedule_skipped(self, local: datetime, headline: str, zone: tzinfo) -> str:
        """The question about a time that the clocks jump over."""
        return self._(
            "{day}, has no {clock} in {zone}: the clocks jump over it. When shall “{headline}” go out instead?"
        ).format(day=self.local_day(local), clock=self.local_clock(local), zone=zone, headline=headline)

    def schedule_twice(self, local: datetime, headline: str, zone: tzinfo) -> str:
        """The question about a time that the clocks show twice."""
        return self._(
            "{day}, has {clock} twice in {zone}: the clocks are put back. At which of them shall “{headline}” go out?"
        ).format(day=self.local_day(local), clock=self.local_clock(local), zone=zone, headline=headline)

    def scheduled(self, headline: str, moment: datetime, zone: tzinfo) -> str:
        """After scheduling."""
        return self._("“{headline}” goes out on {when} ({zone}).").format(
            headline=headline, when=self.schedule_moment(moment, zone), zone=zone
        )

    def unscheduled(self, headline: str) -> str:
        """After Cancel schedule, and after Keep as draft."""
        return self._("“{headline}” is not scheduled any more. The draft is as it was.").format(headline=headline)

    def schedule_missed(self, headline: str, moment: datetime, late: timedelta, zone: tzinfo) -> str:
        """The question about a schedule that was found too late."""
        return self._(
            "“{headline}” was to go out on {when} ({zone}), while I was away. That was {late} ago, so I have kept it"
            " back. Shall it go out now?"
        ).format(headline=headline, when=self.schedule_moment(moment, zone), zone=zone, late=self.duration(late))

    def scheduled_for(self, moment: datetime, zone: tzinfo, held: bool) -> str:
        """A line of the composer card."""
        line = self._("⏰ held back; it was to go out on {when}") if held else self._("⏰ goes out on {when}")
        return line.format(when=self.schedule_moment(moment, zone))

    def schedule_refused(self, headline: str, moment: datetime, reason: str, zone: tzinfo) -> str:
        """A scheduled post is not sent when its time has come; ``reason`` is a refusal's sentence."""
        return self._("“{headline}” was to go out on {when} ({zone}), and does not. {reason}").format(
            headline=headline, when=self.schedule_moment(moment, zone), zone=zone, reason=reason
        )

    def schedule_failed(self, moment: datetime, error_id: str, zone: tzinfo) -> str:
        """The same, where that is our own fault; the id stands in the log."""
        return self._(
            "A post was to go out on {when} ({zone}), but something went wrong here, and nobody got it. Its draft is"
            " as it was: /drafts lists it. If it happens again, tell the blog’s owner this number: {error_id}"
        ).format(when=self.schedule_moment(moment, zone), zone=zone, error_id=error_id)

    def schedules_title(self, zone: tzinfo) -> str:
        """The first line of the list."""
        return self._("Scheduled ({zone})").format(zone=zone)

    def schedules_line(self, number: int, headline: str, moment: datetime, held: bool, zone: tzinfo) -> str:
        """A line of the list."""
        line = self._("{number}  {when} · “{headline}”").format(
            number=number, when=self.schedule_moment(moment, zone), headline=headline
        )
        return self._("{line} · held back").format(line=line) if held else line

    def no_schedules(self) -> str:
        """The list when it is empty."""
        return self._("Nothing is scheduled. /schedule with a time schedules the open draft.")

    # ── Words that are read; a translation may give several forms of each, with | between them ───────────────────────

    def words_for_days(self) -> dict[str, int]:
        """Days from today."""
        return {**_forms(self._("today"), 0), **_forms(self._("tomorrow"), 1)}

    def words_for_units(self) -> dict[str, timedelta]:
        """What a span is counted in."""
        return {
            **_forms(self._("minute|minutes|min"), timedelta(minutes=1)),
            **_forms(self._("hour|hours|h"), timedelta(hours=1)),
            **_forms(self._("day|days"), timedelta(days=1)),
            **_forms(self._("week|weeks"), timedelta(weeks=1)),
        }

    def words_for_noon(self) -> list[str]:
        """Twelve o'clock in the day."""
        return self._("noon").split("|")

    def words_ahead(self) -> list[str]:
        """Before a span: "in 2 hours"."""
        return self._("in").split("|")

    def words_for_one(self) -> list[str]:
        """In the place of a number: "in an hour"."""
        return self._("a|an|one").split("|")

    def words_behind_hours(self) -> list[str]:
        """Behind an hour of twenty-four: "8 o'clock", "8 Uhr", "8 h"."""
        return self._("o'clock|h").split("|")

    def words_between(self) -> list[str]:
        """Between day and time, and within dates: "at", "on", "of"."""
        return self._("at|on|of|the").split("|")


_Meaning = TypeVar("_Meaning")


def _forms(words: str, meaning: _Meaning) -> dict[str, _Meaning]:
    return dict.fromkeys(words.split("|"), meaning)


def _offset(local: datetime) -> str:
    """The offset of an aware datetime: "UTC+2", "UTC+10:30", "UTC-3"."""
    ahead = local.utcoffset() or timedelta()
    hours, minutes = divmod(abs(ahead) // timedelta(minutes=1), 60)
    sign = "-" if ahead < timedelta() else "+"
    return f"UTC{sign}{hours}" + (f":{minutes:02}" if minutes else "")
