"""Where a sentence ends, in any script: by its marks, and not at the full stop of an abbreviation."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SENTENCE_END = re.compile(r"[.!?…‽؟۔।॥։።။។]+['\"”’“»›)\]]*(?=\s|\Z)|[。！？｡]+['\"”’」』）]*")
"""The marks that end a sentence before a space, and those of scripts that write none."""

_AHEAD = re.compile(r"\S")

ABBREVIATIONS = frozenset(
    {
        *("al", "approx", "av", "ave", "blvd", "bzw", "ca", "capt", "cf", "col", "dr", "dra", "fr", "gen", "ggf"),
        *("gov", "hl", "hon", "hr", "lt", "mlle", "mme", "mr", "mrs", "ms", "mt", "prof", "rep", "rev", "sen"),
        *("sgt", "sq", "sra", "srta", "st", "ste", "str", "vgl", "vs"),
        *("д", "г", "ул", "им", "св", "стр", "обл", "проф"),
    }
)
"""Words that hardly ever end a sentence when a full stop follows them, in lower case without the full stop."""

BEFORE_NUMBERS = frozenset(
    {
        *("abb", "art", "bd", "c", "ch", "cf", "ed", "est", "fig", "figs", "kap", "n", "nr", "no", "nos"),
        *("núm", "p", "pp", "r", "s", "sec", "tab", "vol", "apr", "aug", "dec", "feb", "jan", "jul", "jun"),
        *("mar", "nov", "oct", "sep", "sept"),
        *("гл", "кв", "рис", "табл"),
    }
)
"""Words that a number follows when they are abbreviations."""

_LONGEST = 24
"""Characters before a full stop that are looked at: more than any abbreviation has."""

_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_HOURS = frozenset({"a.m", "p.m"})
_OPENING = "([{<'\"“”„‘’«»‹›¿¡"


def sentences(text: str) -> tuple[str, ...]:
    """The sentences, each with a letter or a digit, without the whitespace between them. A line break ends one, too."""
    found: list[str] = []
    for line in text.splitlines():
        start = 0
        for stop in sentence_ends(line):
            found.append(line[start:stop])
            start = stop
        found.append(line[start:])
    return tuple(sentence.strip() for sentence in found if any(character.isalnum() for character in sentence))


def sentence_ends(text: str, start: int = 0, stop: int | None = None) -> Iterator[int]:
    """The code points from ``start`` to ``stop`` before which a sentence ends: behind its mark and what closes it.

    In doubt a sentence ends: but for initials ("J. Smith", "the U.S. Navy"), few abbreviations are known.
    """
    stop = len(text) if stop is None else stop
    for match in _SENTENCE_END.finditer(text, start):
        if match.end() > stop:
            return
        if not _goes_on(text, match):
            yield match.end()


def _goes_on(text: str, match: re.Match[str]) -> bool:
    ahead = _AHEAD.search(text, match.end())
    following = ahead[0] if ahead else ""
    if following.islower():
        return True
    return match[0] == "." and _is_abbreviation(text[max(match.start() - _LONGEST, 0) : match.start()], following)


def _is_abbreviation(before: str, following: str) -> bool:
    word = "".join(before.split()[-1:]).lstrip(_OPENING)
    folded = word.casefold()
    return (
        folded in ABBREVIATIONS
        or (folded in BEFORE_NUMBERS and following.isdigit())
        or (len(word) == 1 and word.isupper())
        or (folded not in _HOURS and _INITIALS.fullmatch(word) is not None)
    )
