"""The schedule of a post: when it is to go out, how far ahead that may be, and what being late means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum

from bot.core.local_time import one_moment, reading_of
from bot.core.refusals import Refusal, RefusalKey

LATE = timedelta(minutes=15)
"""A schedule that is found later than this is held, and its author asked: the news may be old by then."""

FURTHEST = timedelta(days=366)
"""How far ahead a schedule may lie: a year, and so the same date next year always."""

_STEP = timedelta(minutes=5)
_SOONEST_EVENING = timedelta(minutes=30)
_MORNING = time(8)
_EVENING = time(18)


class ScheduleState(StrEnum):
    """Where a schedule is. A held one was found too late and waits for its author's word."""

    WAITING = "waiting"
    HELD = "held"


class Punctuality(StrEnum):
    """How a waiting schedule is found."""

    EARLY = "early"
    DUE = "due"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a draft is to go out. ``person_id`` is who scheduled it, ``due_at`` is in UTC.

    ``paid``: what it costs in Stars was shown then.
    """

    draft_id: int
    person_id: int
    due_at: datetime
    state: ScheduleState
    paid: bool = False


def found(due_at: datetime, now: datetime) -> Punctuality:
    """Early: not to be touched. Due: to be sent. Late, by more than 15 minutes: to be held and asked about."""
    if now < due_at:
        return Punctuality.EARLY
    return Punctuality.DUE if now - due_at <= LATE else Punctuality.LATE


def checked_moment(moment: datetime, now: datetime, zone: tzinfo) -> datetime:
    """A moment as it may be scheduled: from now on, at most a year ahead. The refusal names it as the zone has it."""
    if moment < now:
        raise Refusal(RefusalKey.SCHEDULE_PAST, local=moment.astimezone(zone).replace(tzinfo=None))
    if moment > now + FURTHEST:
        raise Refusal(RefusalKey.SCHEDULE_TOO_FAR)
    return moment


def usual_times(now: datetime, zone: tzinfo) -> tuple[datetime, ...]:
    """What the buttons offer, in UTC and ascending, at most five: soon, this evening, tomorrow twice, and Monday.

    Soon is in an hour, rounded up to five minutes. This evening is offered until half an hour before. A time that the
    clocks jump over gives way to the one after the jump, and of one that they show twice the first is meant.
    """
    today = now.astimezone(zone).date()

    def at(days: int, clock: time) -> datetime:
        return one_moment(reading_of(datetime.combine(today + timedelta(days=days), clock), zone))

    soon = now + timedelta(hours=1)
    soon += (datetime(1970, 1, 1, tzinfo=UTC) - soon) % _STEP
    evening = at(0, _EVENING)
    times = {soon, at(1, _MORNING), at(1, _EVENING), at(7 - today.weekday(), _MORNING)}
    if evening - now >= _SOONEST_EVENING:
        times.add(evening)
    return tuple(sorted(times))
