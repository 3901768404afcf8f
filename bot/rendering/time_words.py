"""The words of the blog's language for reading times: names from Babel, the rest from the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import time
from typing import TypeVar

from bot.core.time_words import TimeWords, folded
from bot.rendering.schedule_texts import ScheduleTexts

_Meaning = TypeVar("_Meaning")


def time_words(texts: ScheduleTexts) -> TimeWords:
    """The language's words as ``read_time`` takes them; English ones are understood besides."""
    return TimeWords(
        weekdays=_folded(texts.weekday_names()),
        months=_folded(texts.month_names()),
        days=_folded(texts.words_for_days()),
        halves=_folded(texts.half_day_names()),
        hours=_folded(dict.fromkeys(texts.words_for_noon(), time(12))),
        units=_folded(texts.words_for_units()),
        ahead=_nothing_more(texts.words_ahead()),
        one=_nothing_more(texts.words_for_one()),
        oclock=_nothing_more(texts.words_behind_hours()),
        links=_nothing_more(texts.words_between()),
    )


def _folded(words: Mapping[str, _Meaning]) -> dict[str, _Meaning]:
    return {folded(word): meaning for word, meaning in words.items()}


def _nothing_more(words: Iterable[str]) -> dict[str, None]:
    return _folded(dict.fromkeys(words))
