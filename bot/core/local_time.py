"""Local time: which moments a date and a time of day on the wall stand for, in a zone whose clocks are changed.

Most stand for one. What the clocks jump over stands for none, what they repeat for two: ``datetime`` finds both with
``fold`` (PEP 495), and which one is meant is for a person to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo


@dataclass(frozen=True, slots=True)
class Exactly:
    """One moment, in UTC."""

    moment: datetime


@dataclass(frozen=True, slots=True)
class Skipped:
    """The clocks jump over it. Both moments are real, in UTC: the jump's length earlier, and the same later.

    For 2:30 in a night that goes from 2:00 to 3:00 these are 1:30 and 3:30; for 8:00 on a day that a country leaves
    out they are 8:00 on the day before and on the day after.
    """

    before: datetime
    after: datetime

    def meant(self, zone: tzinfo) -> datetime:
        """The local time that does not exist, naive."""
        return (self.before + _offset(self.after, zone)).replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class Twice:
    """The clocks show it twice. Both moments are in UTC."""

    first: datetime
    second: datetime


Reading = Exactly | Skipped | Twice
"""What a local time stands for."""


def reading_of(local: datetime, zone: tzinfo) -> Reading:
    """The moments that a naive ``local`` time stands for in ``zone``; any kind of zone that heeds ``fold``."""
    earlier_offset = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    later_offset = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if earlier_offset == later_offset:
        return Exactly(earlier_offset)
    if earlier_offset.astimezone(zone).replace(tzinfo=None) == local:
        return Twice(earlier_offset, later_offset)
    return Skipped(before=later_offset, after=earlier_offset)


def moments(reading: Reading) -> tuple[datetime, ...]:
    """The real moments of a reading, one or two, in their order."""
    if isinstance(reading, Exactly):
        return (reading.moment,)
    if isinstance(reading, Skipped):
        return (reading.before, reading.after)
    return (reading.first, reading.second)


def one_moment(reading: Reading) -> datetime:
    """A moment where nobody can be asked: after the jump, or the first of two."""
    return reading.after if isinstance(reading, Skipped) else moments(reading)[0]


def still_to_come(reading: Reading, now: datetime) -> Reading | None:
    """What is left of a reading where the past is not meant: nobody is asked about a choice that is gone."""
    coming = [moment for moment in moments(reading) if moment >= now]
    if len(coming) == len(moments(reading)):
        return reading
    return Exactly(coming[0]) if coming else None


def _offset(moment: datetime, zone: tzinfo) -> timedelta:
    """How far the clocks of the zone are ahead of UTC at that moment."""
    return moment.astimezone(zone).utcoffset() or timedelta()
