"""Parking: a pause that Telegram asks for can last hours, and is then kept with the campaign and shown."""

from __future__ import annotations

from datetime import datetime, timedelta

WORTH_SAYING = timedelta(minutes=1)
"""A shorter pause is over by the time that somebody has read of it. Pauses above 10,000 s have been seen."""

_SAME = timedelta(seconds=5)
"""Two moments of which one may be the other: the pause is counted by another clock than the one on the wall."""


def parked_until(known: datetime | None, pause: timedelta, now: datetime) -> datetime | None:
    """Until when a campaign is parked, of which ``known`` is kept so far, while a ``pause`` is left.

    None: it is not, or not any more. The end of a pause of which is known stays the same, so that it is kept once.
    """
    until = now + pause
    if not pause or (known is None and pause < WORTH_SAYING):
        return None
    return known if known is not None and abs(until - known) <= _SAME else until
