"""An article as the parts of a draft, each with its use: what a document becomes that takes the place of a draft."""

from __future__ import annotations

from datetime import datetime

from bot.core.article import Article, Figure, Heading, Quotation, Source, Text
from bot.core.lines import first_link_in, link_of
from bot.core.parts import Media, Part, Use
from bot.core.richtext import RichText


def parts_of_article(article: Article, chat_id: int, message_id: int, sent_at: datetime) -> tuple[Part, ...]:
    """The parts that ``assemble`` makes the same article of, but for its tags, which the options hold.

    They are known by the message that the document came with, and count its blocks.
    """
    parts: list[Part] = []

    def add(text: RichText, use: Use, media: Media | None = None, album: str | None = None, origin: str = "") -> None:
        parts.append(
            Part(chat_id, message_id, sent_at, text, media, album, origin or None, item=len(parts) + 1, use=use)
        )

    def add_media(media: tuple[Media, ...], text: RichText, use: Use, origin: str = "") -> None:
        album = f"{message_id}.{len(parts) + 1}" if len(media) > 1 else None
        for number, medium in enumerate(media):
            add(text if number == 0 else RichText(), use, medium, album, origin)

    if article.headline is not None:
        add(article.headline, Use.HEADLINE)
    for block in article.blocks:
        match block:
            case Figure(media, caption):
                add_media(media, caption, Use.PLAIN)
            case Quotation(text, origin, ()):
                add(text, Use.QUOTATION, origin=origin)
            case Quotation(text, origin, media):
                add_media(media, text, Use.QUOTATION, origin)
            case Heading(text):
                add(text, Use.SECTION)
            case Text(text):
                add(text, Use.PLAIN)
            case _:
                add(_leading_to(block), Use.SOURCE)
    return tuple(parts)


def _leading_to(source: Source) -> RichText:
    """The words for a source, as a link to its address."""
    if (link_of(source.words) or first_link_in(source.words)) == source.url:
        return source.words
    words = source.words.without("url", "text_link") or RichText(source.url)
    return words.wrap("text_link", url=source.url)
