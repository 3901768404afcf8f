"""Shortening: what stands for a text where there is no room for all of it."""

from __future__ import annotations


def excerpt(text: str, limit: int) -> str:
    """The text in one line of at most ``limit`` characters, cut at a word where that loses little, with an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > limit * 2 // 3 else cut).rstrip() + "…"


def clipped(text: str, limit: int) -> str:
    """The text with its line breaks, at most ``limit`` characters, with an ellipsis for the rest."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
