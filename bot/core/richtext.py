"""Rich text as Telegram has it: a text and its entities, with offsets in UTF-16 code units (architecture, decision 3).

What people write is kept in this form from their message to every reader's copy, and never parsed again. Everything
here works on whole characters and in linear time: where positions are taken or given, they are code points, as in
Python's strings, and only ``Entity`` counts UTF-16 code units.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.core.utf16 import Ruler, utf16_length

Extra = tuple[tuple[str, str | int], ...]

MERGING = frozenset(
    {
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "code",
        "pre",
        "blockquote",
        "expandable_blockquote",
        "text_link",
        "text_mention",
    }
)
"""Types of which two that touch say the same as one over both. Not so a custom emoji, of which each is one picture."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of text with a meaning: ``offset`` and ``length`` count UTF-16 code units.

    ``type`` is Telegram's name for it ("bold", "text_link", …). ``extra`` holds the further fields of that type as
    sorted (name, value) pairs, such as ``(("url", "https://…"),)``, so that an entity can be compared and hashed.
    """

    type: str
    offset: int
    length: int
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Span:
    """An entity measured in code points, from ``start`` to before ``stop``: what algorithms work with."""

    type: str
    start: int
    stop: int
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class RichText:
    """A text with its entities, sorted as Telegram sorts them: by offset, the longer one first.

    Is true when there is any text. ``a + b`` puts two behind each other; for many, ``join`` is linear.
    """

    text: str = ""
    entities: tuple[Entity, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text)

    def __add__(self, other: RichText) -> RichText:
        return join((self, other))

    @classmethod
    def plain(cls, text: str) -> RichText:
        """The text without any entity."""
        return cls(text)

    @classmethod
    def styled(cls, type: str, text: str, **extra: str | int) -> RichText:
        """The text with one entity of Telegram's type ``type`` over all of it."""
        return cls(text).wrap(type, **extra)

    @classmethod
    def bold(cls, text: str) -> RichText:
        """The text in bold."""
        return cls.styled("bold", text)

    @classmethod
    def italic(cls, text: str) -> RichText:
        """The text in italics."""
        return cls.styled("italic", text)

    @classmethod
    def code(cls, text: str) -> RichText:
        """The text in fixed width; a tap copies it."""
        return cls.styled("code", text)

    @classmethod
    def quote(cls, text: str) -> RichText:
        """The text as a quotation."""
        return cls.styled("blockquote", text)

    @classmethod
    def link(cls, text: str, url: str) -> RichText:
        """The text as a link to ``url``."""
        return cls.styled("text_link", text, url=url)

    @classmethod
    def from_spans(cls, text: str, spans: Iterable[Span]) -> RichText:
        """A rich text out of spans in code points. What is empty or reaches out of the text is dropped or clipped."""
        ruler = Ruler(text)
        clipped = (
            span
            if span.start >= 0 and span.stop <= ruler.points
            else replace(span, start=max(span.start, 0), stop=min(span.stop, ruler.points))
            for span in spans
        )
        entities = []
        for span in sorted((span for span in clipped if span.start < span.stop), key=_reading_order):
            start = ruler.unit(span.start)
            entities.append(Entity(span.type, start, ruler.unit(span.stop) - start, span.extra))
        return cls(text, tuple(entities))

    @property
    def units(self) -> int:
        """The length in UTF-16 code units."""
        return utf16_length(self.text)

    def spans(self) -> tuple[Span, ...]:
        """The entities in code points, in reading order, clipped to the text, without empty ones."""
        ruler = Ruler(self.text)
        spans = []
        for entity in self.entities:
            if entity.length <= 0:
                continue
            start, stop = ruler.point_from(entity.offset), ruler.point_until(entity.offset + entity.length)
            if start < stop:
                spans.append(Span(entity.type, start, stop, entity.extra))
        return tuple(sorted(spans, key=_reading_order))

    def wrap(self, type: str, **extra: str | int) -> RichText:
        """The same with one more entity over all of it."""
        if not self.text:
            return self
        outer = Entity(type, 0, self.units, tuple(sorted(extra.items())))
        return RichText(self.text, (outer, *self.entities))

    def without(self, *types: str) -> RichText:
        """The same without the entities of these types."""
        return RichText(self.text, tuple(entity for entity in self.entities if entity.type not in types))

    def slice(self, start: int, stop: int | None = None) -> RichText:
        """The characters from code point ``start`` to before ``stop``; entities are clipped to them."""
        start, stop, _ = slice(start, stop).indices(len(self.text))
        return self.slices([(start, stop)])[0]

    def slice_units(self, start: int, stop: int | None = None) -> RichText:
        """Like ``slice``, counted in UTF-16 code units. Half of a surrogate pair takes the whole of it."""
        ruler = Ruler(self.text)
        return self.slice(ruler.point_from(start), ruler.points if stop is None else ruler.point_until(stop))

    def slices(self, ranges: Sequence[tuple[int, int]]) -> tuple[RichText, ...]:
        """Many slices in one go. ``ranges`` are (start, stop) in code points, ascending, and do not overlap."""
        spans = self.spans()
        begun: list[Span] = []
        ahead = 0
        pieces = []
        for start, stop in ranges:
            while ahead < len(spans) and spans[ahead].start < stop:
                begun.append(spans[ahead])
                ahead += 1
            begun = [span for span in begun if span.stop > start]
            moved = (Span(span.type, span.start - start, span.stop - start, span.extra) for span in begun)
            pieces.append(RichText.from_spans(self.text[start:stop], moved))
        return tuple(pieces)

    def strip(self) -> RichText:
        """Without the whitespace around it, which Telegram trims; entities move with the text."""
        start = len(self.text) - len(self.text.lstrip())
        stop = len(self.text.rstrip())
        if start == 0 and stop == len(self.text):
            return self
        return self.slice(start, max(start, stop))

    def lines(self) -> tuple[RichText, ...]:
        """The lines, without their line breaks; there is always one. What spans several lines is opened in each."""
        return self.slices(line_ranges(self.text))

    def normalise(self) -> RichText:
        """The same text with its entities sorted, clipped, and merged where two of a kind say the same as one."""
        return RichText.from_spans(self.text, merged(self.spans()))


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in reading order, without empty ones, and merged where two of a kind say the same as one.

    Those of one type and extra merge when they overlap, and when they touch if the type is in ``MERGING``.
    """
    kinds: dict[tuple[str, Extra], list[Span]] = {}
    for span in sorted((span for span in spans if span.start < span.stop), key=_reading_order):
        same = kinds.setdefault((span.type, span.extra), [])
        if same and (span.start < same[-1].stop or (span.start == same[-1].stop and span.type in MERGING)):
            same[-1] = replace(same[-1], stop=max(same[-1].stop, span.stop))
        else:
            same.append(span)
    return tuple(sorted((span for same in kinds.values() for span in same), key=_reading_order))


def join(pieces: Iterable[RichText], separator: str = "") -> RichText:
    """All pieces behind each other, with ``separator`` between any two."""
    texts: list[str] = []
    entities: list[Entity] = []
    offset = 0
    gap = utf16_length(separator)
    for piece in pieces:
        texts.append(piece.text)
        entities.extend(replace(entity, offset=entity.offset + offset) for entity in piece.entities)
        offset += piece.units + gap
    return RichText(separator.join(texts), tuple(entities))


def line_ranges(text: str) -> list[tuple[int, int]]:
    """Where each line begins and ends, in code points, without its line break."""
    ranges = []
    start = 0
    for line in text.split("\n"):
        ranges.append((start, start + len(line)))
        start += len(line) + 1
    return ranges


def _reading_order(span: Span) -> tuple[int, int, str, str]:
    return (span.start, -span.stop, span.type, repr(span.extra))
