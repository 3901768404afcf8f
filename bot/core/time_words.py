"""The words in which people say a time, as a value: English ones are here, those of a language come from rendering."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import time, timedelta


def folded(text: str) -> str:
    """Text as it is compared: without case, abbreviating dots and kinds of space, and with one kind of apostrophe."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace(".", "")
    return " ".join(plain.split())


@dataclass(frozen=True, slots=True)
class TimeWords:
    """Words to what they mean; every word is ``folded``, and may be several with spaces between them.

    Weekdays count from Monday = 0, months from January = 1. ``days`` are days from today, ``halves`` the hours before
    the half of the day that an hour of twelve is in. The rest mean nothing but that something comes: ``ahead`` stands
    before a span ("in"), ``one`` for the number ("an"), ``oclock`` behind an hour, ``links`` between the words.
    """

    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    days: Mapping[str, int]
    halves: Mapping[str, int]
    hours: Mapping[str, time]
    units: Mapping[str, timedelta]
    ahead: Mapping[str, None]
    one: Mapping[str, None]
    oclock: Mapping[str, None]
    links: Mapping[str, None]

    def with_english(self) -> TimeWords:
        """These words and the English ones besides; where both have one, these decide."""
        return TimeWords(
            **{field.name: {**getattr(ENGLISH, field.name), **getattr(self, field.name)} for field in fields(self)}
        )


_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)

ENGLISH = TimeWords(
    weekdays={
        **{name: number for number, name in enumerate(_WEEKDAYS)},
        **{name[:3]: number for number, name in enumerate(_WEEKDAYS)},
        "tues": 1,
        "thur": 3,
        "thurs": 3,
    },
    months={
        **{name: number for number, name in enumerate(_MONTHS, start=1)},
        **{name[:3]: number for number, name in enumerate(_MONTHS, start=1)},
        "sept": 9,
    },
    days={"today": 0, "tomorrow": 1},
    halves={"am": 0, "pm": 12},
    hours={"noon": time(12)},
    units={
        **dict.fromkeys(("minute", "minutes", "min", "mins"), timedelta(minutes=1)),
        **dict.fromkeys(("hour", "hours", "h"), timedelta(hours=1)),
        **dict.fromkeys(("day", "days"), timedelta(days=1)),
        **dict.fromkeys(("week", "weeks"), timedelta(weeks=1)),
    },
    ahead=dict.fromkeys(("in",)),
    one=dict.fromkeys(("a", "an", "one")),
    oclock=dict.fromkeys(("o'clock", "h")),
    links=dict.fromkeys(("at", "on", "of", "the")),
)
"""What is always understood."""
