"""Time zones by their names, as people write them: "europe/berlin" is Europe/Berlin."""

from __future__ import annotations

import difflib
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from bot.core.refusals import Refusal, RefusalKey

_SUGGESTIONS = 3
_ALIKE = 0.6
_NO_PLACE = ("Etc/", "posix/", "right/", "SystemV/")
"""What no suggestion begins with: they are understood, and hardly ever meant."""


def zone_called(name: str) -> ZoneInfo:
    """The zone that is called so, whatever the case; refused for a name that there is not, with those like it."""
    written = "_".join(name.split()).casefold()
    if written not in _names():
        raise Refusal(RefusalKey.TIMEZONE_UNKNOWN, name=name, near=_near(written))
    return ZoneInfo(_names()[written])


def kept_zone(name: str | None) -> ZoneInfo | None:
    """The zone that was chosen before; None also for one that the system has forgotten since."""
    try:
        return None if name is None else ZoneInfo(name)
    except ZoneInfoNotFoundError:
        return None


def _near(written: str) -> tuple[str, ...]:
    """Names like it: whole ones, and those whose place alone is like what was written."""
    by_place: dict[str, str] = {}
    for folded, name in _names().items():
        if not name.startswith(_NO_PLACE):
            by_place.setdefault(folded, name)
            by_place.setdefault(folded.rpartition("/")[2], name)
    close = difflib.get_close_matches(written, by_place, n=2 * _SUGGESTIONS, cutoff=_ALIKE)
    return tuple(dict.fromkeys(by_place[match] for match in close))[:_SUGGESTIONS]


@cache
def _names() -> dict[str, str]:
    """Every name that the system knows, by itself in small letters; looking for them all takes a moment."""
    return {name.casefold(): name for name in sorted(available_timezones())}
