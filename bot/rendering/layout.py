"""A post as the messages that readers get: an article → pages (product.md, "What readers get")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from bot.core.article import Article, Block, Figure, Heading, Quotation, Source, Text
from bot.core.lines import SET_APART, link_of
from bot.core.parts import Media
from bot.core.richtext import RichText, join
from bot.rendering.paging import CAPTION_LENGTH, TEXT_LENGTH, cut, fits

_PARAGRAPH = "\n\n"
_QUOTES = ("blockquote", "expandable_blockquote")


@dataclass(frozen=True, slots=True)
class Page:
    """One message of a post, or one album: ``text`` is its caption where there are ``media`` (of an album the first's).

    An album cannot carry buttons, so that the last page is none, unless a post is nothing but albums without a word.
    """

    text: RichText
    media: tuple[Media, ...] = ()


def pages(article: Article, dateline: str) -> tuple[Page, ...]:
    """The messages of a post, in their order. ``dateline`` is the first line; empty for none.

    One captioned medium or one text if everything fits; else the lead media with dateline, headline and caption, then
    texts. Media that come later are messages of their own at their place. What a caption cannot hold goes on as text.
    """
    made: list[Page] = []
    for stretch in _in_one_if_it_fits(_stretches(article, dateline)):
        text, together = stretch.compose()
        if stretch.media:
            pieces = cut(text, CAPTION_LENGTH, together)[:1]
            caption = pieces[0].text if pieces else RichText()
            made.append(Page(caption, stretch.media))
            text, together = text.slice(len(caption.text)), []
        made.extend(Page(piece.text) for piece in cut(text, TEXT_LENGTH, together))
    return tuple(_ending_in_a_message(made))


@dataclass(slots=True)
class _Stretch:
    """What stands between one medium and the next: the medium with its caption, or text."""

    media: tuple[Media, ...] = ()
    paragraphs: list[RichText] = field(default_factory=list)
    kept_with_next: set[int] = field(default_factory=set)

    def add(self, paragraph: RichText, keep_with_next: bool = False) -> None:
        if paragraph:
            if keep_with_next:
                self.kept_with_next.add(len(self.paragraphs))
            self.paragraphs.append(paragraph)

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

    def fits_a_caption(self, *further: RichText) -> bool:
        return len(self.media) == 1 and fits(join((*self.paragraphs, *further), _PARAGRAPH).normalise(), CAPTION_LENGTH)


@dataclass(frozen=True, slots=True)
class _Item:
    """A block as it is shown: a paragraph, or media with their caption."""

    paragraph: RichText
    media: tuple[Media, ...] = ()
    keep_with_next: bool = False


def _stretches(article: Article, dateline: str) -> list[_Stretch]:
    stretch = _Stretch(article.lead.media if article.lead else ())
    headline = article.headline.strip().wrap("bold") if article.headline else RichText()
    top = join((line for line in (RichText(dateline.strip()), headline) if line), "\n")
    stretch.add(top, keep_with_next=True)
    stretches = [stretch]
    for index, item in enumerate(_items(article.blocks)):
        is_lead = index == 0 and article.lead is not None
        if (item.media or stretch.media) and not is_lead:
            stretches.append(stretch := _Stretch(item.media))
        stretch.add(item.paragraph, item.keep_with_next)
    if article.tags:
        tags = RichText(" ".join(f"#{tag}" for tag in article.tags))
        if stretch.media and not stretch.fits_a_caption(tags):
            stretches.append(stretch := _Stretch())
        stretch.add(tags)
    return stretches


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


def _in_one_if_it_fits(stretches: list[_Stretch]) -> list[_Stretch]:
    """A captioned lead and the whole text below it as one message, where that is all there is and it fits."""
    match stretches:
        case [_Stretch(media=[_]) as lead, _Stretch(media=()) as text] if lead.fits_a_caption(*text.paragraphs):
            whole = _Stretch(lead.media, [*lead.paragraphs, *text.paragraphs])
            return [whole]
    return stretches


def _ending_in_a_message(made: list[Page]) -> list[Page]:
    """The last message carries the buttons, and an album cannot: the last words then follow it as a text."""
    if not made or len(made[-1].media) < 2:
        return made
    spoken = next((index for index in range(len(made) - 1, -1, -1) if made[index].text), None)
    if spoken is None:
        return made
    silent = [Page(RichText(), made[spoken].media)] if made[spoken].media else []
    return [*made[:spoken], *silent, *made[spoken + 1 :], Page(made[spoken].text)]
