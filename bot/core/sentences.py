"""Where a sentence ends, in any script: by its marks, and not at the full stop of an abbreviation."""

from __future__ import annotations

import re

CLOSING = "'\"”’“»›)\\]"
"""What can stand between a sentence's mark and the space behind it, as a class of characters for ``re``."""

SENTENCE_END = re.compile(rf"[.!?…‽؟۔।॥։።။។]+[{CLOSING}]*(?=\s|\Z)|[。！？｡]+['\"”’」』）]*")
"""The marks that end a sentence before a space, and those of scripts that write none."""

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
    """The sentences, each with a letter or a digit, without the whitespace between them. A line break ends one, too.

    In doubt a sentence ends: but for initials ("J. Smith", "the U.S. Navy"), few abbreviations are known.
    """
    found: list[str] = []
    for line in text.splitlines():
        start = 0
        for match in SENTENCE_END.finditer(line):
            if not _goes_on(line, match):
                found.append(line[start : match.end()])
                start = match.end()
        found.append(line[start:])
    return tuple(sentence.strip() for sentence in found if any(character.isalnum() for character in sentence))


def _goes_on(line: str, match: re.Match[str]) -> bool:
    following = line[match.end() :].lstrip()[:1]
    if following.islower():
        return True
    return match[0] == "." and _is_abbreviation(line[max(match.start() - _LONGEST, 0) : match.start()], following)


def _is_abbreviation(before: str, following: str) -> bool:
    word = "".join(before.split()[-1:]).lstrip(_OPENING)
    folded = word.casefold()
    return (
        folded in ABBREVIATIONS
        or (folded in BEFORE_NUMBERS and following.isdigit())
        or (len(word) == 1 and word.isupper())
        or (folded not in _HOURS and _INITIALS.fullmatch(word) is not None)
    )
