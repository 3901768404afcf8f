"""Telegram measures entities in UTF-16 code units, Python's strings are measured in code points: the way between."""

from __future__ import annotations

import re
from bisect import bisect_left

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def utf16_length(text: str) -> int:
    """How many UTF-16 code units the text has: two for each code point above U+FFFF, one for any other."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class Ruler:
    """Translates positions of one text. Made once in linear time, asked in logarithmic time."""

    __slots__ = ("_astral", "_astral_units", "points", "units")

    def __init__(self, text: str) -> None:
        self._astral = [match.start() for match in _ASTRAL.finditer(text)]
        self._astral_units = [point + before for before, point in enumerate(self._astral)]
        self.points = len(text)
        self.units = self.points + len(self._astral)

    def unit(self, point: int) -> int:
        """The code unit at which the code point with this index begins."""
        return point + bisect_left(self._astral, point)

    def point_from(self, unit: int) -> int:
        """The index of the code point that holds this code unit: a stretch that begins there begins with it."""
        unit = min(max(unit, 0), self.units)
        return unit - bisect_left(self._astral_units, unit)

    def point_until(self, unit: int) -> int:
        """Like ``point_from`` for an end: a stretch that ends inside of a surrogate pair takes the whole of it."""
        unit = min(max(unit, 0), self.units)
        before = bisect_left(self._astral_units, unit)
        halved = before > 0 and self._astral_units[before - 1] + 1 == unit
        return unit - before + halved
