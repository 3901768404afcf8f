"""Markdown → a draft: what ``write_document`` writes, exactly, and what people make of it in an editor, sensibly.

A heading of any level opens a section. Images of the draft that stand alone in a paragraph are a figure; within other
words they are taken out and stand behind them. What a draft cannot show is refused, before anything is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import unquote

from markdown_it.tree import SyntaxTreeNode

from bot.core.article import Article, Block, Figure, Heading, Quotation, Source, Text
from bot.core.drafts import HEADLINE_LIMIT, TEXT_LIMIT
from bot.core.lines import link_of, with_scheme
from bot.core.parts import Media, MediaKind
from bot.core.refusals import Refusal, RefusalKey
from bot.core.richtext import RichText, join
from bot.rendering.canonical import canonical, canonical_text, on_one_line
from bot.rendering.document import ORIGIN, SOURCE
from bot.rendering.front_matter import FrontMatter, split_document
from bot.rendering.markdown import from_inline_markdown
from bot.rendering.markdown_parsing import InlineTag, NestedTooDeeply, parse, sound
from bot.rendering.markdown_reading import Reader

_REFERENCE = re.compile(rf"(?:{'|'.join(MediaKind)}):(.*)", re.DOTALL)
_WEB_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


def read_document(data: bytes, draft_id: int, known: Mapping[str, Media], present: Article) -> Article:
    """The article that a document says, in its canonical form.

    ``known`` are the media that the draft ever had, by their unique id; ``present`` is the draft as it is. Where the
    front matter names another source than that, it replaces the first one. Raises ``Refusal`` for what is no text of
    this draft (``TEXT_…``) and for a title of more than ``HEADLINE_LIMIT`` characters.
    """
    text = _decoded(data)
    try:
        front, body = split_document(text)
    except ValueError:
        front, body = FrontMatter(), ""
    if (front.draft or "").strip() != str(draft_id):
        raise Refusal(RefusalKey.TEXT_NOT_OF_THIS_DRAFT, expected=draft_id)
    try:
        article = canonical(Article(_headline(front.title), tuple(_Body(body, known).blocks()), front.tags))
    except NestedTooDeeply:
        raise Refusal(RefusalKey.TEXT_TOO_TANGLED) from None
    url = (front.source or "").strip()
    if url and url != (present.source_url or "").strip():
        article = _with_source(article, with_scheme(url))
    return article


class _Body:
    """What follows the front matter, while it is read block by block."""

    def __init__(self, text: str, known: Mapping[str, Media]) -> None:
        self._root = parse(text)
        self._lines = text.split("\n")
        self._known = known

    def blocks(self) -> Iterator[Block]:
        """The blocks in their order. A run of paragraphs is one text; a picture ends it."""
        run: list[SyntaxTreeNode] = []
        for node in self._root.children:
            apart = list(self._set_apart(node))
            if not apart:
                run.append(node)
            if run and (apart or _has_pictures(node)):
                yield from self._text(run)
                run.clear()
            yield from apart
        if run:
            yield from self._text(run)

    def _set_apart(self, node: SyntaxTreeNode) -> Iterator[Block]:
        """What a node is if it is no running text."""
        inlines = _inlines_of(node)
        if node.type == "heading":
            reader = self._reader()
            reader.inlines(inlines)
            yield Heading(reader.result())
            yield from reader.figures()
        elif node.type == "blockquote" and (origin := _origin_of(node)) is not None:
            yield self._quotation(node, origin)
        elif node.type == "paragraph" and inlines:
            if (source := self._source(inlines)) is not None:
                yield source
            elif all(_is_picture(child) or _is_space(child) for child in inlines):
                reader = self._reader()
                reader.inlines(inlines)
                yield Figure(tuple(reader.media), join(filter(None, reader.captions), "\n"))

    def _text(self, run: Sequence[SyntaxTreeNode]) -> Iterator[Block]:
        reader = self._reader()
        reader.blocks(run)
        yield Text(reader.result())
        yield from reader.figures()

    def _source(self, inlines: Sequence[SyntaxTreeNode]) -> Source | None:
        match inlines:
            case [SyntaxTreeNode(type="link") as link] if _title_of(link) == SOURCE:
                return Source(sound(str(link.attrs["href"])), self._words(link.children))
            case [SyntaxTreeNode(type="html_inline") as opening, *words, SyntaxTreeNode(type="html_inline") as closing]:
                opened, closed = InlineTag(opening.content), InlineTag(closing.content)
                titled = opened.name == "a" and opened.attributes.get("title") == SOURCE
                if titled and closed.closing and closed.name == "a":
                    return Source(sound(opened.attributes.get("href", "")), self._words(words))
        return None

    def _quotation(self, node: SyntaxTreeNode, origin: SyntaxTreeNode) -> Quotation:
        reader = self._reader(origin)
        reader.blocks(node.children)
        text = join((part.strip() for part in (reader.result(), *reader.captions) if part.strip()), "\n\n")
        return Quotation(text, self._words(origin.children).text, tuple(reader.media))

    def _words(self, inlines: Iterable[SyntaxTreeNode]) -> RichText:
        reader = self._reader()
        reader.inlines(inlines)
        return reader.result()

    def _reader(self, left_out: SyntaxTreeNode | None = None) -> _DraftReader:
        return _DraftReader(self._lines, self._known, left_out)


class _DraftReader(Reader):
    """Takes the draft's pictures out of the words, and leaves one link out."""

    def __init__(self, lines: Sequence[str], known: Mapping[str, Media], left_out: SyntaxTreeNode | None) -> None:
        super().__init__(lines)
        self._known = known
        self._left_out = left_out
        self.media: list[Media] = []
        self.captions: list[RichText] = []

    def figures(self) -> Iterator[Figure]:
        """A figure for each picture, with its own caption."""
        for medium, caption in zip(self.media, self.captions, strict=True):
            yield Figure((medium,), caption)

    def link(self, node: SyntaxTreeNode) -> None:
        if node is not self._left_out:
            super().link(node)

    def image(self, node: SyntaxTreeNode) -> None:
        if not _is_picture(node):
            super().image(node)
            return
        reference = str(node.attrs["src"])
        named = _REFERENCE.fullmatch(reference)
        medium = self._known.get(unquote(named[1])) if named else None
        if medium is None:
            raise Refusal(RefusalKey.TEXT_MEDIUM_UNKNOWN, reference=reference)
        caption = _DraftReader(self._lines, self._known, None)
        caption.inlines(node.children)
        self.media += [medium, *caption.media]
        self.captions += [caption.result().strip(), *caption.captions]


def _decoded(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(RefusalKey.TEXT_NOT_UTF8) from None
    if len(text) > TEXT_LIMIT:
        raise Refusal(RefusalKey.TEXT_TOO_LONG, length=len(text), limit=TEXT_LIMIT)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _headline(title: str | None) -> RichText | None:
    if title is None:
        return None
    headline = canonical_text(on_one_line(from_inline_markdown(title)))
    if len(headline.text) > HEADLINE_LIMIT:
        raise Refusal(RefusalKey.TITLE_TOO_LONG, length=len(headline.text), limit=HEADLINE_LIMIT)
    return headline


def _with_source(article: Article, url: str) -> Article:
    """The article with this as its first source: behind the first text where it has none."""
    blocks = list(article.blocks)
    for index, block in enumerate(blocks):
        if isinstance(block, Source):
            blocks[index] = Source(url, RichText(url) if link_of(block.words) else block.words)
            return replace(article, blocks=tuple(blocks))
    behind = next((i for i, block in enumerate(blocks, 1) if isinstance(block, (Text, Quotation))), len(blocks))
    blocks.insert(behind, Source(url, RichText(url)))
    return replace(article, blocks=tuple(blocks))


def _inlines_of(node: SyntaxTreeNode) -> list[SyntaxTreeNode]:
    """What a paragraph or heading consists of, without the line breaks and spaces around it."""
    children = list(node.children[0].children) if node.type in ("paragraph", "heading") else []
    while children and _is_space(children[0]):
        del children[0]
    while children and _is_space(children[-1]):
        del children[-1]
    return children


def _is_space(node: SyntaxTreeNode) -> bool:
    return node.type in ("softbreak", "hardbreak") or (node.type == "text" and not node.content.strip())


def _origin_of(quotation: SyntaxTreeNode) -> SyntaxTreeNode | None:
    """The link at the beginning of a quotation that names whose words it has."""
    inlines = _inlines_of(quotation.children[0]) if quotation.children else []
    return inlines[0] if inlines and inlines[0].type == "link" and _title_of(inlines[0]) == ORIGIN else None


def _title_of(link: SyntaxTreeNode) -> str:
    return str(link.attrs.get("title", ""))


def _has_pictures(node: SyntaxTreeNode) -> bool:
    return any(_is_picture(child) for child in node.walk())


def _is_picture(node: SyntaxTreeNode) -> bool:
    """Whether it is to show a medium. An image in the web stays a link."""
    return node.type == "image" and _WEB_ADDRESS.match(str(node.attrs["src"])) is None
