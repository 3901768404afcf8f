"""Markdown → rich text: what ``to_markdown`` writes, exactly, and what people write, sensibly.

Telegram has no headings, lists or pictures: a heading becomes bold, a list keeps its marks, a picture becomes a link.
Between two blocks stands a blank line where the Markdown has one. A line break within a paragraph is a space, as
Markdown has it, unless a backslash, two spaces or ``<br>`` make it a line break.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from markdown_it.tree import SyntaxTreeNode

from bot.core.richtext import Extra, RichText, Span, merged
from bot.rendering.html import USER_LINK
from bot.rendering.markdown_parsing import NESTING_LIMIT, InlineTag, parse, parse_inline, sound

_STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
}


_CODE_POINT = re.compile(r"(?!d[89a-f]..$)(?:[0-9a-f]{1,5}|10[0-9a-f]{4})", re.ASCII)
"""In hexadecimal; half of a surrogate pair is none."""


def from_markdown(text: str) -> RichText:
    """The text that a Markdown document says, normalised. Any string is one; tags that mean nothing here stay text.

    Raises ``NestedTooDeeply`` (a ``ValueError``) for what no person writes.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    reader = Reader(text.split("\n"))
    reader.blocks(parse(text).children)
    return reader.result()


def from_inline_markdown(text: str) -> RichText:
    """The text that one line of Markdown says: what would begin a heading, a list or a quotation is only itself."""
    reader = Reader(())
    reader.blocks(parse_inline(text).children)
    return reader.result()


@dataclass(frozen=True, slots=True)
class _Opened:
    """An element that has begun: ``name`` closes it."""

    name: str
    type: str
    extra: Extra
    start: int
    again: bool = False


class Reader:
    """Walks through a document, or a stretch of one, and writes down its text, and which entities are where.

    ``lines`` are those of the whole document. What links and images become, others may say otherwise.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._text: list[str] = []
        self._length = 0
        self._spans: list[Span] = []
        self._latest: dict[tuple[str, Extra], int] = {}
        self._seen: dict[str, InlineTag] = {}
        self._tags: list[_Opened] = []
        self._expandable = False

    def result(self) -> RichText:
        return RichText.from_spans("".join(self._text), merged(self._spans))

    def blocks(self, nodes: Iterable[SyntaxTreeNode]) -> None:
        for index, node in enumerate(nodes):
            if index:
                self._write(self._breaks_before(node))
            self._block(node)

    def inlines(self, nodes: Iterable[SyntaxTreeNode]) -> None:
        """What stands within a paragraph, with an end to every tag that has none."""
        self._inlines(nodes)
        while self._tags:
            self._end(self._tags.pop())

    def link(self, node: SyntaxTreeNode) -> None:
        start = self._length
        self._inlines(node.children)
        self._span(*_link_to(str(node.attrs["href"])), start)

    def image(self, node: SyntaxTreeNode) -> None:
        start = self._length
        self._inlines(node.children)
        self._span(*_link_to(str(node.attrs["src"])), start)

    def _block(self, node: SyntaxTreeNode) -> None:
        start = self._length
        match node.type:
            case "inline":
                self.inlines(node.children)
            case "heading":
                self.blocks(node.children)
                self._span("bold", (), start)
            case "blockquote":
                self._expandable = False
                self.blocks(node.children)
                self._span("expandable_blockquote" if self._expandable else "blockquote", (), start)
            case "fence" | "code_block":
                self._write(node.content.removesuffix("\n"))
                language = node.info.split()[:1]
                self._span("pre", tuple(("language", name) for name in language), start)
            case "bullet_list" | "ordered_list":
                self._list(node, "")
            case "hr":
                self._write("———")
            case _:
                self.blocks(node.children)

    def _list(self, node: SyntaxTreeNode, indent: str) -> None:
        for number, item in enumerate(node.children):
            if number:
                self._write(self._breaks_before(item))
            self._write(f"{indent}{item.info}{item.markup} " if item.info else f"{indent}• ")
            for index, child in enumerate(item.children):
                if index:
                    self._write(self._breaks_before(child))
                if child.type in ("bullet_list", "ordered_list"):
                    self._list(child, indent + "  ")
                else:
                    self._write(indent + "  " if index else "")
                    self._block(child)

    def _breaks_before(self, node: SyntaxTreeNode) -> str:
        line = node.map[0] if node.map else 0
        return "\n" if line and self._lines[line - 1].strip(" \t>") else "\n\n"

    def _inlines(self, nodes: Iterable[SyntaxTreeNode]) -> None:
        for node in nodes:
            start = self._length
            match node.type:
                case "softbreak":
                    self._write(" ")
                case "hardbreak":
                    self._write("\n")
                case "html_inline":
                    self._tag(node.content)
                case "link" if node.markup != "autolink":
                    self.link(node)
                case "image":
                    self.image(node)
                case "code_inline":
                    self._write(node.content)
                    self._span("code", (), start)
                case "strong" | "em" | "s":
                    self._inlines(node.children)
                    self._span(_STYLES[node.tag], (), start)
                case _:
                    self._write(node.content)
                    self._inlines(node.children)

    def _tag(self, source: str) -> None:
        tag = self._seen.get(source) or self._seen.setdefault(source, InlineTag(source))
        meaning = _meaning(tag)
        if tag.name == "br" and not tag.closing:
            self._write("\n")
        elif tag.name == "x-char" and _CODE_POINT.fullmatch(tag.attributes.get("code", "")):
            self._write(chr(int(tag.attributes["code"], 16)))
        elif tag.name == "expandable":
            self._expandable = True
        elif meaning is not None and len(self._tags) < NESTING_LIMIT:
            again = "again" in tag.attributes
            self._tags.append(_Opened(tag.name, *meaning, self._length, again))
        elif tag.closing and any(opened.name == tag.name for opened in self._tags):
            index = max(index for index, opened in enumerate(self._tags) if opened.name == tag.name)
            self._end(self._tags.pop(index))
        else:
            self._write(source)

    def _end(self, opened: _Opened) -> None:
        index = self._latest.get((opened.type, opened.extra)) if opened.again else None
        if index is None:
            self._span(opened.type, opened.extra, opened.start)
        else:
            self._spans[index] = replace(self._spans[index], stop=self._length)

    def _write(self, text: str) -> None:
        text = sound(text)
        self._text.append(text)
        self._length += len(text)

    def _span(self, type: str, extra: Extra, start: int) -> None:
        self._latest[type, extra] = len(self._spans)
        self._spans.append(Span(sound(type), start, self._length, _sound_extra(extra)))


def _meaning(tag: InlineTag) -> tuple[str, Extra] | None:
    """The type and extra that an opening tag stands for; None if it stands for nothing."""
    if tag.closing:
        return None
    attributes = tag.attributes
    match tag.name:
        case name if name in _STYLES:
            return _STYLES[name], ()
        case "pre":
            return "pre", (("language", attributes["language"]),) if "language" in attributes else ()
        case "blockquote":
            return "expandable_blockquote" if "expandable" in attributes else "blockquote", ()
        case "a" if "href" in attributes:
            return _link_to(attributes["href"])
        case "tg-emoji" if "emoji-id" in attributes:
            return "custom_emoji", (("custom_emoji_id", attributes["emoji-id"]),)
        case "x-entity" if (extra := _extra(attributes.get("extra", ""))) is not None:
            return attributes.get("type", "unknown"), extra
    return None


def _extra(source: str) -> Extra | None:
    """The extra of an entity out of a JSON list of pairs; None where it is anything else."""
    try:
        fields = json.loads(source)
    except ValueError:
        return None
    match fields:
        case [*pairs] if all(isinstance(pair, list) and len(pair) == 2 for pair in pairs):
            return tuple((str(name), value if isinstance(value, int) else str(value)) for name, value in pairs)
    return None


def _link_to(url: str) -> tuple[str, Extra]:
    user = USER_LINK.fullmatch(url)
    return ("text_mention", (("user", int(user[1])),)) if user else ("text_link", (("url", url),))


def _sound_extra(extra: Extra) -> Extra:
    return tuple((sound(name), sound(value) if isinstance(value, str) else value) for name, value in extra)
