"""How the author's messages become a post: rules 1 to 7 of "How messages become a post".

The author just writes; what each message is follows from what it looks like and where it stands, unless a use was
chosen for it. Nothing that the author wrote is lost, doubled or put into another order, but for sources, which move to
the text that they belong to, a lead that was chosen, and tags, which stand apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from bot.core.article import Article, Block, Figure, Heading, Quotation, Source, Text, word_count
from bot.core.lines import first_link_in, hashtags_of, is_headline, is_section, link_of
from bot.core.parts import Part, Use
from bot.core.passages import Passage, passages_of
from bot.core.richtext import RichText, line_ranges


@dataclass(frozen=True, slots=True)
class PartRole:
    """What one message became, for the composer's card.

    A message can be several things at once: its first line the ``headline``, then ``words`` of text or caption, with
    ``sections`` that it opens, and ``tags``. ``source`` is the URL of a message that is nothing but a link. One that
    ``continues`` is a further item of an album or a further piece of a text that the client has cut; what such a
    passage became is told by its first message, tags by its last. ``caption`` is what stands below the media that the
    passage shows as a figure.
    """

    part: Part
    headline: bool = False
    words: int = 0
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    source: str | None = None
    continues: bool = False
    caption: RichText | None = None


@dataclass(frozen=True, slots=True)
class Assembly:
    """The post, and what each message became in it, in the order in which they stand there."""

    article: Article
    roles: tuple[PartRole, ...]


def assemble(parts: Iterable[Part], title: str | None = None, tags: tuple[str, ...] | None = None) -> Assembly:
    """The post that these messages make, in whatever order they are given.

    ``title`` is what /title has set, ``tags`` are those that the options have; None leaves both to the messages.
    """
    readings = [_Reading.of(passage) for passage in passages_of(parts)]
    written_tags = _set_tags_apart(readings)
    headline = _set_headline_apart(readings, (title or "").strip())
    blocks = _Sequence()
    for reading in sorted(readings, key=lambda reading: reading.use is not Use.LEAD):
        for block in reading.blocks():
            blocks.add(block)
    roles = tuple(role for reading in readings for role in reading.roles())
    return Assembly(Article(headline, blocks.finish(), written_tags if tags is None else tags), roles)


class _Kind(Enum):
    TEXT = auto()
    FIGURE = auto()
    QUOTATION = auto()
    SOURCE = auto()


@dataclass(slots=True)
class _Reading:
    """A passage while it is read: ``text`` is what has not been set apart as headline or tags."""

    passage: Passage
    kind: _Kind
    text: RichText
    headline: RichText | None = None
    tags: tuple[str, ...] = ()

    @classmethod
    def of(cls, passage: Passage) -> _Reading:
        text = passage.text.strip()
        return cls(passage, _kind_of(passage.first, text), text)

    @property
    def use(self) -> Use | None:
        """What the author has chosen that it is."""
        return self.passage.first.use

    def blocks(self) -> tuple[Block, ...]:
        media = tuple(part.media for part in self.passage.parts if part.media is not None)
        match self.kind:
            case _Kind.QUOTATION:
                return (Quotation(self.text, self.passage.first.origin or "", media),)
            case _Kind.FIGURE:
                return (Figure(media, self.text),)
            case _Kind.SOURCE:
                return (Source(_address_in(self.text), self.text),)
        match self.use:
            case Use.SECTION:
                return (Heading(self.text),) if self.text else ()
            case Use.PLAIN:
                return (Text(self.text),) if self.text else ()
        return _sections_of(self.text)

    def roles(self) -> tuple[PartRole, ...]:
        last = len(self.passage.parts) - 1
        is_source = self.kind is _Kind.SOURCE
        return tuple(
            PartRole(
                part,
                headline=index == 0 and self.headline is not None,
                words=words,
                sections=self._sections() if index == 0 else (),
                tags=self.tags if index == last else (),
                source=_address_in(self.text) if is_source else None,
                continues=index > 0,
                caption=self.text if self.kind is _Kind.FIGURE and index == 0 else None,
            )
            for index, (part, words) in enumerate(zip(self.passage.parts, self._words(), strict=True))
        )

    def _sections(self) -> tuple[str, ...]:
        return tuple(block.text.text for block in self.blocks() if isinstance(block, Heading))

    def _words(self) -> list[int]:
        """The words of each message that are running text: the headline is taken from the first, tags from the last.

        A word that the client cut at a seam counts as the earlier message's, so that the sum is that of the article.
        """
        words = [word_count(part.text) for part in self.passage.parts]
        running = 0 if self.kind is _Kind.SOURCE else word_count(self.text)
        apart = sum(words) - running
        in_headline = min(word_count(self.headline), words[0], apart) if self.headline else 0
        words[0] -= in_headline
        apart -= in_headline
        for index in range(len(words) - 1, -1, -1):
            taken = min(words[index], apart)
            words[index] -= taken
            apart -= taken
        return words


class _Sequence:
    """Blocks in reading order, each source right behind the text or quotation that it belongs to."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._waiting: list[Block] = []
        self._behind_text: int | None = None

    def add(self, block: Block) -> None:
        if not isinstance(block, Source):
            self._blocks.append(block)
            if isinstance(block, (Text, Quotation)):
                self._blocks.extend(self._waiting)
                self._waiting.clear()
                self._behind_text = len(self._blocks)
        elif self._behind_text is None:
            self._waiting.append(block)
        else:
            self._blocks.insert(self._behind_text, block)
            self._behind_text += 1

    def finish(self) -> tuple[Block, ...]:
        return (*self._blocks, *self._waiting)


def _kind_of(first: Part, text: RichText) -> _Kind:
    """What a passage is: by the use that was chosen for it where that is possible, else by its looks."""
    match first.use:
        case Use.QUOTATION:
            return _Kind.QUOTATION
        case Use.SOURCE if first.media is None and _address_in(text):
            return _Kind.SOURCE
        case Use.PLAIN | Use.HEADLINE | Use.SECTION | Use.LEAD:
            return _Kind.FIGURE if first.media is not None else _Kind.TEXT
    if first.origin is not None:
        return _Kind.QUOTATION
    if first.media is not None:
        return _Kind.FIGURE
    return _Kind.SOURCE if link_of(text) is not None else _Kind.TEXT


def _address_in(text: RichText) -> str:
    """The address of a source: that of the message that is nothing but a link, else the first one in the text."""
    return link_of(text) or first_link_in(text) or ""


def _set_tags_apart(readings: Sequence[_Reading]) -> tuple[str, ...]:
    """Takes the last line off the last text or caption if it is nothing but hashtags."""
    written = [reading for reading in readings if reading.text and reading.kind in (_Kind.TEXT, _Kind.FIGURE)]
    if not written or written[-1].use is Use.PLAIN:
        return ()
    reading = written[-1]
    start = line_ranges(reading.text.text)[-1][0]
    reading.tags = hashtags_of(reading.text.slice(start))
    if reading.tags:
        reading.text = reading.text.slice(0, start).strip()
    return reading.tags


def _set_headline_apart(readings: Sequence[_Reading], title: str) -> RichText | None:
    """Takes the headline off the text that it opens: the one that was chosen for it, else the first one.

    A title that was set wins; a first line that says the same is then taken off as well.
    """
    texts = [reading for reading in readings if reading.text and reading.kind is _Kind.TEXT]
    given = RichText(title) if title else None
    reading = next((reading for reading in texts if reading.use is Use.HEADLINE), texts[0] if texts else None)
    if reading is None or reading.use not in (None, Use.HEADLINE):
        return given
    stop = line_ranges(reading.text.text)[0][1]
    line = reading.text.slice(0, stop).strip()
    if not (line.text == title if title else is_headline(line)):
        return given
    reading.headline = line
    reading.text = reading.text.slice(stop).strip()
    return line


def _sections_of(text: RichText) -> tuple[Block, ...]:
    """The paragraphs of a text and the headings between them."""
    ranges: list[tuple[int, int]] = []
    headings: set[int] = set()
    begun = 0
    for (start, stop), line in zip(line_ranges(text.text), text.lines(), strict=True):
        if is_section(line):
            headings.add(start)
            ranges += [(begun, start), (start, stop)]
            begun = stop
    ranges.append((begun, len(text.text)))
    pieces = ((start, piece.strip()) for (start, _), piece in zip(ranges, text.slices(ranges), strict=True))
    return tuple(Heading(piece) if start in headings else Text(piece) for start, piece in pieces if piece)
