"""An article as galleys: text that is set and not yet divided into pages, and the media that it stands below.

What each block looks like is decided here; how much of it a message holds, in ``bot.rendering.layout``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from bot.core.article import Article, Block, Figure, Heading, Quotation, Source, Text
from bot.core.lines import SET_APART, link_of
from bot.core.parts import Media
from bot.core.richtext import RichText, join
from bot.rendering.albums import albums_of, carries_caption

_PARAGRAPH = "\n\n"
_QUOTES = ("blockquote", "expandable_blockquote")


@dataclass(slots=True)
class Galley:
    """What stands between one message with media and the next: those ``media`` with their caption, or text.

    ``kept_with_next`` are the indices of paragraphs that are not to be parted from the following one.
    """

    media: tuple[Media, ...] = ()
    paragraphs: list[RichText] = field(default_factory=list)
    kept_with_next: set[int] = field(default_factory=set)

    @property
    def length(self) -> int:
        """Code points of the text."""
        return sum(len(paragraph.text) + len(_PARAGRAPH) for paragraph in self.paragraphs) - len(_PARAGRAPH)

    def add(self, paragraph: RichText, keep_with_next: bool = False) -> None:
        """Sets one more paragraph below the others; an empty one is none."""
        if paragraph:
            if keep_with_next:
                self.kept_with_next.add(len(self.paragraphs))
            self.paragraphs.append(paragraph)

    def followed_by(self, text: Galley) -> Galley:
        """A new one with these media, and the paragraphs of both."""
        offset = len(self.paragraphs)
        kept = self.kept_with_next | {offset + index for index in text.kept_with_next}
        return Galley(self.media, [*self.paragraphs, *text.paragraphs], kept)

    def compose(self) -> tuple[RichText, list[tuple[int, int]]]:
        """The text, and where it is not to be cut: within a heading, and between it and what follows."""
        together = []
        start = 0
        for index, paragraph in enumerate(self.paragraphs):
            following = start + len(paragraph.text) + len(_PARAGRAPH)
            if index in self.kept_with_next:
                together.append((start, following + 1))
            start = following
        return join(self.paragraphs, _PARAGRAPH).strip().normalise(), together


def galleys(article: Article, dateline: str) -> list[Galley]:
    """The article below its first line, the ``dateline`` (empty for none), without the tags. There is at least one."""
    headline = article.headline.strip().wrap("bold") if article.headline else RichText()
    top = _Item(join((line for line in (RichText(dateline.strip()), headline) if line), "\n"), keep_with_next=True)
    items = _items(article.blocks)
    if article.lead:
        figure, *items = items
        # Its caption is no page of its own where the text goes on below it.
        made = _messages(figure.media, top, replace(figure, keep_with_next=True))
    else:
        made = _messages((), top)
    for item in items:
        if item.media:
            made += _messages(item.media, item)
        else:
            if made[-1].media:
                made.append(Galley())
            made[-1].add(item.paragraph, item.keep_with_next)
    return made


@dataclass(frozen=True, slots=True)
class _Item:
    """A block as it is shown: a paragraph, or media with their caption."""

    paragraph: RichText
    media: tuple[Media, ...] = ()
    keep_with_next: bool = False


def _messages(media: Sequence[Media], *words: _Item) -> list[Galley]:
    """The media as Telegram takes them, the words on the first that can carry a caption, else behind them."""
    made = [Galley(album) for album in albums_of(media)]
    carrier = next((galley for galley in made if carries_caption(galley.media)), None)
    if carrier is None:
        made.append(carrier := Galley())
    for item in words:
        carrier.add(item.paragraph, item.keep_with_next)
    return made


def _items(blocks: Sequence[Block]) -> list[_Item]:
    items: list[_Item] = []
    before: Block | None = None
    for block in blocks:
        match block:
            case Text(text):
                items.append(_Item(text.strip()))
            case Heading(text):
                items.append(_Item(text.strip().wrap("bold"), keep_with_next=True))
            case Figure(media, caption):
                items.append(_Item(caption.strip(), media))
            case Quotation(text, origin, media):
                items.append(_Item(_quotation(text.strip(), origin), media))
            case _ if isinstance(before, (Text, Quotation, Source)):
                items[-1] = replace(items[-1], paragraph=_with_source(items[-1].paragraph, block))
            case _:
                items.append(_Item(_link(block)))
        before = block
    return items


def _quotation(text: RichText, origin: str) -> RichText:
    """Telegram does not nest quotations (Bot API, "blockquote entities can't be nested"): those within give way."""
    lines = [text.without(*_QUOTES).wrap("blockquote")] if text else []
    if origin:
        lines.append(RichText(f"— {origin}"))
    return join(lines, "\n")


def _with_source(paragraph: RichText, source: Source) -> RichText:
    """A source stands on the paragraph's last line, or below it where the paragraph ends in code or a quotation."""
    stop = len(paragraph.text)
    set_apart = any(span.stop == stop and span.type in SET_APART for span in paragraph.spans())
    return join((paragraph, _link(source)), "\n" if set_apart else " ")


def _link(source: Source) -> RichText:
    """The author's words for the source, or its domain where they are nothing but the URL."""
    words = source.words.strip().without("url", "text_link")
    host = (urlsplit(source.url).hostname or "").removeprefix("www.")
    if link_of(words) or not words:
        words = RichText(host or source.url)
    return words.wrap("text_link", url=source.url)
