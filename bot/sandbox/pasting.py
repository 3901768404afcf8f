"""How clients cut a long paste: hard, at 4,096 UTF-16 code units, without looking at words."""

from __future__ import annotations

from typing import Any


def cut(text: str, units: int) -> list[str]:
    """A text in pieces of at most so many UTF-16 code units, without splitting a character."""
    pieces = []
    start = width = 0
    for at, char in enumerate(text):
        wide = 2 if char > "\uffff" else 1
        if width + wide > units:
            pieces.append(text[start:at])
            start, width = at, 0
        width += wide
    pieces.append(text[start:])
    return pieces


def moved(entities: list[dict[str, Any]], start: int, width: int) -> list[dict[str, Any]]:
    """The parts of entities that lie in a window of the text, with offsets from its beginning."""
    inside = []
    for entity in entities:
        begin = max(entity["offset"], start)
        stop = min(entity["offset"] + entity["length"], start + width)
        if begin < stop:
            inside.append({**entity, "offset": begin - start, "length": stop - begin})
    return inside
