"""An article in the form that its text has: what looks the same to readers is the same.

Texts that follow each other are one, nothing is empty or has whitespace around it, what Telegram finds by itself is not
marked, and media stand together only as one album can hold them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from bot.core.article import Article, Block, Figure, Heading, Quotation, Source, Text
from bot.core.parts import Media, MediaKind
from bot.core.richtext import RichText, join
from bot.rendering.html import DETECTED
from bot.rendering.outline import QUOTATIONS

ALBUM_LENGTH = 10
"""Media of one album (Bot API, sendMediaGroup: "must include 2-10 items")."""

_ALBUMS = {
    MediaKind.PHOTO: "seen",
    MediaKind.VIDEO: "seen",
    MediaKind.AUDIO: "heard",
    MediaKind.DOCUMENT: "read",
}
"""What an album may mix (Bot API, sendMediaGroup); a kind that is not here stands alone."""

_NOT_IN_A_LINK = (*QUOTATIONS, "pre", "text_link", "text_mention")


def canonical(article: Article) -> Article:
    """The article as ``document_reading`` makes it of its text. ``canonical(canonical(a)) == canonical(a)``."""
    headline = canonical_text(on_one_line(article.headline)) if article.headline else None
    return Article(headline or None, tuple(_merged(_blocks(article.blocks))), article.tags)


def canonical_text(rich: RichText) -> RichText:
    """The text without whitespace around it, its entities merged, and without those that Telegram finds by itself."""
    return rich.without(*DETECTED).strip().normalise()


def on_one_line(rich: RichText) -> RichText:
    """The text with a space for each line break."""
    return RichText(rich.text.replace("\n", " "), rich.entities)


def _blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        match block:
            case Text(text) if kept := canonical_text(text):
                yield Text(kept)
            case Heading(text) if kept := canonical_text(text):
                yield Heading(kept)
            case Figure(media, caption):
                yield from _figures(_albums(media), canonical_text(caption))
            case Quotation(text, origin, media):
                albums = _albums(media)
                quoted = canonical_text(text.without(*QUOTATIONS))
                if quoted or origin or albums:
                    yield Quotation(quoted, origin, albums[0] if albums else ())
                yield from _figures(albums[1:], RichText())
            case Source(url, words):
                yield Source(url, canonical_text(words.without(*_NOT_IN_A_LINK)))


def _figures(albums: Sequence[tuple[Media, ...]], caption: RichText) -> Iterator[Block]:
    """The caption stands below the first; without any medium it is a text."""
    if not albums and caption:
        yield Text(caption)
    for index, album in enumerate(albums):
        yield Figure(album, RichText() if index else caption)


def _albums(media: Iterable[Media]) -> list[tuple[Media, ...]]:
    albums: list[list[Media]] = []
    for medium in media:
        kind = _ALBUMS.get(medium.kind)
        if kind and albums and len(albums[-1]) < ALBUM_LENGTH and _ALBUMS.get(albums[-1][0].kind) == kind:
            albums[-1].append(medium)
        else:
            albums.append([medium])
    return [tuple(album) for album in albums]


def _merged(blocks: Iterable[Block]) -> Iterator[Block]:
    for is_text, run in groupby(blocks, lambda block: isinstance(block, Text)):
        if is_text:
            yield Text(join((block.text for block in run if isinstance(block, Text)), "\n\n"))
        else:
            yield from run
