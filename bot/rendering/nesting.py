"""Entities may overlap in any way, elements of HTML and Markdown may not: spans → a tree.

An entity that begins within another and ends behind it is closed with that one and opened again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.core.richtext import Span

_OUTER_FIRST = (
    "expandable_blockquote",
    "blockquote",
    "pre",
    "text_link",
    "text_mention",
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "code",
)
"""Which of two over the same characters is the outer one; types that are not listed are the innermost."""


@dataclass(slots=True)
class Element:
    """An entity, or a stretch of one, over ``start`` to before ``stop``, and what is in it.

    Its children are elements and, as (start, stop), the runs of text between them. ``again`` marks the continuation of
    an entity that had to be closed.
    """

    span: Span
    start: int
    stop: int
    again: bool = False
    children: list[Element | tuple[int, int]] = field(default_factory=list)


def nest(spans: Iterable[Span], start: int, stop: int) -> Element:
    """The tree over the code points from ``start`` to before ``stop``; its root is an element of no type."""
    root = Element(Span("", start, stop), start, stop)
    builder = _Builder(root)
    ordered = sorted((span for span in spans if span.start < stop and span.stop > start), key=_outer_first)
    ends = sorted({min(span.stop, stop) for span in ordered} | {stop})
    ahead = 0
    for end in ends:
        while ahead < len(ordered) and max(ordered[ahead].start, start) < end:
            first = ahead
            begun = max(ordered[first].start, start)
            while ahead < len(ordered) and ordered[ahead].start <= begun:
                ahead += 1
            builder.open(ordered[first:ahead], begun)
        builder.close(end)
    return root


class _Builder:
    def __init__(self, root: Element) -> None:
        self._stack = [root]
        self._written = root.start

    def open(self, spans: Sequence[Span], position: int) -> None:
        self._write_to(position)
        self._push(spans, position)

    def close(self, position: int) -> None:
        self._write_to(position)
        depth = next((i for i, e in enumerate(self._stack) if i and e.span.stop <= position), len(self._stack))
        inner = []
        while len(self._stack) > depth:
            span = self._pop(position).span
            if span.stop > position:
                inner.append(span)
        self._push(inner, position)

    def _write_to(self, position: int) -> None:
        if self._written < position:
            self._stack[-1].children.append((self._written, position))
            self._written = position

    def _push(self, spans: Iterable[Span], position: int) -> None:
        for span in sorted(spans, key=lambda span: (-span.stop, _rank(span))):
            element = Element(span, position, span.stop, again=span.start < position)
            self._stack[-1].children.append(element)
            self._stack.append(element)

    def _pop(self, position: int) -> Element:
        element = self._stack.pop()
        element.stop = position
        return element


def _outer_first(span: Span) -> tuple[int, int, int, str, str]:
    return (span.start, -span.stop, _rank(span), span.type, repr(span.extra))


def _rank(span: Span) -> int:
    return _OUTER_FIRST.index(span.type) if span.type in _OUTER_FIRST else len(_OUTER_FIRST)
