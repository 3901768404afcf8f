"""A draft as one Markdown document, to be edited on a computer; ``document_reading`` reads it back.

After the front matter come the blocks, in reading order. A heading is ``##``. A source is a paragraph of one link, with
a title that says so; a quotation opens with a link that names its origin; media are images whose address is their kind
and Telegram's unique id. An author's own text can look like none of these: its links have no titles, and it has no
images.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from urllib.parse import quote

from bot.core.article import Article, Block, Figure, Heading, Quotation, Source, Text
from bot.core.parts import Media
from bot.core.richtext import RichText
from bot.rendering.canonical import canonical
from bot.rendering.front_matter import write_front_matter
from bot.rendering.html import opening_tag
from bot.rendering.markdown import destination, to_inline_markdown, to_markdown

SOURCE = "source"
"""The title of a link that is a source."""

ORIGIN = "origin"
"""The title of a link that names whose words a quotation has; it leads nowhere."""

_CLOSING_MARKS = re.compile(r"(?:^|(?<=[ \t]))#+\Z")


def write_document(article: Article, draft_id: int, date: date) -> str:
    """The whole draft as Markdown with front matter; ends in a line break.

    ``read_document`` makes ``canonical(article)`` of it, for texts without NUL, carriage return and lone surrogates.
    """
    article = canonical(article)
    title = to_inline_markdown(article.headline) if article.headline else ""
    front = write_front_matter(title, date.isoformat(), article.tags, article.source_url or "", draft_id)
    return "\n".join([front, *(f"{_block(block)}\n" for block in article.blocks)])


def _block(block: Block) -> str:
    match block:
        case Text(text):
            return to_markdown(text)
        case Heading(text):
            return f"## {_heading(to_inline_markdown(text))}"
        case Figure(media, caption):
            return _images(media, to_inline_markdown(caption))
        case Quotation():
            return _quotation(block)
    return _source(block)


def _heading(line: str) -> str:
    """Marks at the end of a heading would be taken for its closing ones (CommonMark 4.2)."""
    return f"{line[:-1]}\\#" if _CLOSING_MARKS.search(line) else line


def _images(media: Sequence[Media], caption: str = "") -> str:
    captions = [caption, *[""] * (len(media) - 1)]
    return "\n".join(
        f"![{words}]({medium.kind}:{quote(medium.unique_id, safe='')})"
        for words, medium in zip(captions, media, strict=True)
    )


def _quotation(quotation: Quotation) -> str:
    lines = [f'[{to_inline_markdown(RichText(quotation.origin))}](# "{ORIGIN}")']
    if quotation.media:
        lines += _images(quotation.media).split("\n")
    head = "\n".join(f"> {line}" for line in lines)
    return f"{head}\n>\n{to_markdown(quotation.text.wrap('blockquote'))}" if quotation.text else head


def _source(source: Source) -> str:
    words = to_inline_markdown(source.words)
    address = destination(source.url)
    if address is None:
        return f"{opening_tag('a', {'href': source.url, 'title': SOURCE})}{words}</a>"
    return f'[{words}]({address} "{SOURCE}")'
