"""Making what readers write inert: a text of theirs as it can stand among ours.

It has no formatting, hides no link, and holds nothing that cannot be seen or that turns round what stands beside it.
"""

from __future__ import annotations

import re
import unicodedata

from bot.core.links import host_of
from bot.core.richtext import RichText, Span
from bot.rendering.excerpts import excerpt

MARKS_LIMIT = 4
"""Accents and vowel signs on one letter; more of them paint over the lines above and below."""

_WRITTEN = re.compile(r"[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE)
"""An address as somebody writes it out. Telegram makes a link of it, whether or not an entity says so."""

_HIDDEN = ("Cc", "Cf", "Cn", "Co", "Cs")
"""Categories of characters that paint nothing by themselves: controls, directions, what is not assigned or private."""

_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\u180b\u180c\u180d\u180f")
"""Letters, marks and symbols that paint nothing either (Unicode, Default_Ignorable_Code_Point; the blank Braille)."""

_JOINERS = frozenset("\u200c\u200d")
_JOINED = ("Lo", "Mn", "Mc")
"""Scripts without capitals, some of which cannot be written without joiners: Persian, Hindi."""

_BREAKS = re.compile(r"\r\n?|[\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_GAPS = re.compile(r"\n\s*\n\s*\n")
_RIGHT_TO_LEFT = ("R", "AL", "AN")


def inert(rich: RichText) -> str:
    """The text with its lines, each link as its label and its bare domain. Empty where there is nothing to see."""
    return _GAPS.sub("\n\n", _visible(_unlinked(rich))).strip()


def inert_line(text: str, limit: int) -> str:
    """A name or the beginning of a text, for one of our own lines: at most ``limit`` characters, and in its place
    whichever way it is read."""
    line = excerpt(inert(RichText(text)), limit)
    if any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in line):
        return f"\u2068{line}\u2069"
    return line


def _unlinked(rich: RichText) -> str:
    pieces, end = [], 0
    for span in rich.spans():
        if span.type not in ("url", "text_link") or span.start < end:
            continue
        pieces.append(_without_addresses(rich.text[end : span.start]))
        pieces.append(_link(rich.text[span.start : span.stop], span))
        end = span.stop
    pieces.append(_without_addresses(rich.text[end:]))
    return "".join(pieces)


def _link(words: str, span: Span) -> str:
    if span.type == "url":
        return host_of(words)
    site = host_of(str(dict(span.extra).get("url", "")))
    label = _without_addresses(words)
    return label if label.strip() == site else f"{label} ({site})"


def _without_addresses(text: str) -> str:
    return _WRITTEN.sub(lambda match: host_of(match[0]), text)


def _visible(text: str) -> str:
    kept: list[str] = []
    marks = 0
    text = _BREAKS.sub("\n", text)
    for place, char in enumerate(text):
        if char == "\t":
            char = " "
        if char in _JOINERS:
            if kept and place + 1 < len(text) and _joins(kept[-1], text[place + 1]):
                kept.append(char)
            continue
        category = unicodedata.category(char)
        if char in _BLANK or (category in _HIDDEN and char != "\n"):
            continue
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks <= MARKS_LIMIT:
            kept.append(char)
    return "".join(kept)


def _joins(before: str, after: str) -> bool:
    """Whether a joiner says something between these: it makes one emoji of two, or shapes letters."""
    around = (unicodedata.category(before), unicodedata.category(after))
    if around[1] == "So":
        return around[0] in ("So", "Sk") or before == "\ufe0f"
    return all(category in _JOINED for category in around)
