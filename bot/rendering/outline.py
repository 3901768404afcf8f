"""How a text divides into blocks, as HTML and Markdown have them: paragraphs, quotations and code.

Telegram knows only characters. Between two blocks stand one or two line breaks; whatever does not fit that (a quotation
in the middle of a line, a style that runs from one paragraph into the next) stays within a paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from bot.core.richtext import Span

QUOTATIONS = ("blockquote", "expandable_blockquote")

_LANGUAGE = re.compile(r"[\w+#.-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Block:
    """The code points from ``start`` to before ``stop``: a paragraph, or the quotation or code that ``span`` makes.

    ``spans`` are the further ones in it. A ``tight`` block follows the one before it after one line break, any other
    after two.
    """

    start: int
    stop: int
    spans: Sequence[Span]
    span: Span | None = None
    tight: bool = False


def outline(text: str, spans: Sequence[Span]) -> tuple[Block, ...]:
    """The blocks of a text, in order. Together with the line breaks between them they are the whole text.

    ``spans`` are in reading order, and of one type and extra no two overlap.
    """
    if not text:
        return ()
    return tuple(_Outline(text, spans, 0, len(text)).blocks(_standing_alone(text, spans)))


def paragraphs(text: str, block: Block) -> tuple[Block, ...]:
    """The paragraphs of a quotation."""
    return tuple(_Outline(text, block.spans, block.start, block.stop).blocks(()))


class _Outline:
    def __init__(self, text: str, spans: Sequence[Span], start: int, stop: int) -> None:
        self._text = text
        self._spans = spans
        self._starts = [span.start for span in spans]
        self._reach = list(accumulate((span.stop for span in spans), max))
        self._position = start
        self._stop = stop
        self._tight = False

    def blocks(self, standing_alone: Sequence[Span]) -> Iterator[Block]:
        for span in standing_alone:
            before, after = self._gap_before(span), self._gap_after(span)
            if before is None or after is None:
                continue
            if span.start > self._position:
                yield from self._paragraphs(span.start - before)
                self._tight = before == 1
            inner = [other for other in self._between(span.start, span.stop) if other is not span]
            yield Block(span.start, span.stop, inner, span, self._tight)
            self._position = span.stop + after
            self._tight = after == 1
        if self._position < self._stop:
            yield from self._paragraphs(self._stop)

    def _gap_before(self, span: Span) -> int | None:
        """How many line breaks part it from the paragraph before; None if it cannot be parted."""
        start = span.start
        if start <= self._position:
            return 0 if start == self._position else None
        for breaks in (2, 1):
            if start - breaks > self._position and self._parts(start - breaks, start):
                return breaks
        return None

    def _gap_after(self, span: Span) -> int | None:
        """Likewise for what follows it. In Markdown a quotation would swallow a line that follows at once."""
        stop = span.stop
        if stop == self._stop:
            return 0
        for breaks in (2,) if span.type in QUOTATIONS else (2, 1):
            if stop + breaks < self._stop and self._parts(stop, stop + breaks):
                return breaks
        return None

    def _paragraphs(self, stop: int) -> Iterator[Block]:
        start, search = self._position, self._position + 1
        while (found := self._text.find("\n\n", search, stop - 1)) != -1:
            search = found + 1
            if self._parts(found, found + 2):
                yield Block(start, found, self._between(start, found), tight=self._tight)
                self._tight = False
                start = found + 2
                search = start + 1
        yield Block(start, stop, self._between(start, stop), tight=self._tight)
        self._tight = False

    def _parts(self, start: int, stop: int) -> bool:
        """Whether there are nothing but line breaks, and no span covers any of them."""
        index = bisect_left(self._starts, stop)
        return self._text.count("\n", start, stop) == stop - start and (index == 0 or self._reach[index - 1] <= start)

    def _between(self, start: int, stop: int) -> Sequence[Span]:
        return self._spans[bisect_left(self._starts, start) : bisect_left(self._starts, stop)]


def _standing_alone(text: str, spans: Sequence[Span]) -> list[Span]:
    """The quotations and code blocks that are whole lines and cross nothing."""
    starts = [span.start for span in spans]
    reach = [0, *accumulate((span.stop for span in spans), max)]
    found = []
    for span in spans:
        if not _can_stand_alone(text, span):
            continue
        first, last = bisect_left(starts, span.start), bisect_left(starts, span.stop)
        others = [other for other in spans[first:last] if other is not span]
        inside = all(other.stop <= span.stop for other in others) and reach[first] <= span.start
        if inside and (span.type in QUOTATIONS or not others):
            found.append(span)
    return found


def _can_stand_alone(text: str, span: Span) -> bool:
    at_line_start = span.start == 0 or text[span.start - 1] == "\n"
    at_line_end = span.stop == len(text) or text[span.stop] == "\n"
    if span.type == "pre":
        language = dict(span.extra).get("language", "c")
        sayable = {name for name, _ in span.extra} <= {"language"} and _LANGUAGE.fullmatch(str(language)) is not None
    else:
        sayable = span.type in QUOTATIONS and not span.extra
    return at_line_start and at_line_end and sayable
