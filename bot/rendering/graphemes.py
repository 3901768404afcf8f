"""Where a text can be cut without breaking what people see as one character (Unicode Annex 29, extended clusters).

The standard library knows the character properties that this needs, but for emoji and Indic conjuncts, which the rules
here treat a little more broadly than the annex: they never allow a cut that it forbids.
"""

from __future__ import annotations

import unicodedata

_ZWJ = "\u200d"
_JOINING = frozenset({_ZWJ, "\u200c", "\u0e33", "\u0eb3"})
_PREPENDED = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
_VIRAMA = 9


def is_boundary(text: str, position: int, start: int = 0) -> bool:
    """Whether a character that people see begins at ``position``. ``start`` is a boundary known to be before it."""
    if position <= start or position >= len(text):
        return True
    before, after = text[position - 1], text[position]
    if before == "\r" and after == "\n":
        return False
    if before in "\r\n" or after in "\r\n":
        return True
    if _extends(after) or before == _ZWJ or before in _PREPENDED:
        return False
    if _is_regional(before) and _is_regional(after):
        return _regional_run(text, position, start) % 2 == 0
    if unicodedata.combining(before) == _VIRAMA and after.isalpha():
        return False
    return not _is_hangul_syllable(before, after)


def _extends(character: str) -> bool:
    """Whether it only changes the character before it: marks, joiners, variation selectors, skin tones, tags."""
    if character < "\u0300":
        return False
    return (
        unicodedata.category(character) in ("Mn", "Me", "Mc")
        or character in _JOINING
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\U000e0020" <= character <= "\U000e007f"
        or "\uff9e" <= character <= "\uff9f"
    )


def _is_regional(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _regional_run(text: str, position: int, start: int) -> int:
    """How many regional indicators stand right before ``position``; two make a flag."""
    begun = position
    while begun > start and _is_regional(text[begun - 1]):
        begun -= 1
    return position - begun


def _is_hangul_syllable(before: str, after: str) -> bool:
    """Whether two Hangul letters are parts of one syllable (rules GB6 to GB8)."""
    match _hangul(before), _hangul(after):
        case ("L", "L" | "V" | "LV" | "LVT") | ("LV" | "V", "V" | "T") | ("LVT" | "T", "T"):
            return True
    return False


def _hangul(character: str) -> str:
    code = ord(character)
    if 0x1100 <= code <= 0x115F or 0xA960 <= code <= 0xA97C:
        return "L"
    if 0x1160 <= code <= 0x11A7 or 0xD7B0 <= code <= 0xD7C6:
        return "V"
    if 0x11A8 <= code <= 0x11FF or 0xD7CB <= code <= 0xD7FB:
        return "T"
    if 0xAC00 <= code <= 0xD7A3:
        return "LV" if (code - 0xAC00) % 28 == 0 else "LVT"
    return ""
