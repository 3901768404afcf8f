"""Rich text → HTML, for exports and as the way to Markdown.

Nothing of the text is left to the mercy of whoever reads it: whitespace that HTML would drop is written as
``<x-char code="…">`` (hexadecimal), a line break within a paragraph as ``<br>``. Emphasis that Markdown's asterisks and
tildes can say is ``<strong>``, ``<em>`` and ``<del>``, any other ``<b>``, ``<i>`` and ``<s>``, which look the same.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from html import escape

from bot.core.richtext import MERGING, RichText, merged
from bot.rendering.nesting import Element, nest
from bot.rendering.outline import Block, outline, paragraphs

DETECTED = frozenset({"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"})
"""Types that Telegram finds in any text by itself, and that are therefore not written down."""

USER_LINK = re.compile(r"tg://user\?id=(-?[0-9]{1,18})", re.ASCII)
"""How Telegram writes a mention of somebody without a username as a link."""

_EMPHASIS = {"bold": ("strong", "b"), "italic": ("em", "i"), "strikethrough": ("del", "s")}
_PLAIN_TAGS = {"underline": "u", "spoiler": "tg-spoiler", "code": "code"}
_LINE_EDGES = re.compile(r"^[^\S\n]+|[^\S\n]+$", re.MULTILINE)


def to_html(rich: RichText) -> str:
    """The text as ``<p>``, ``<blockquote>`` and ``<pre>``; after a single line break they are ``data-tight``."""
    spans = [span for span in merged(rich.spans()) if span.type not in DETECTED]
    return "".join(_block(rich.text, block) for block in outline(rich.text, spans))


def to_inline_html(rich: RichText) -> str:
    """The text as the inside of one paragraph, whatever it is: with ``<br>`` for each line break."""
    rich = rich.normalise()
    spans = [span for span in rich.spans() if span.type not in DETECTED]
    return _Paragraph(rich.text, Block(0, len(rich.text), spans)).html()


def _block(text: str, block: Block) -> str:
    tight = " data-tight" if block.tight else ""
    if block.span is None:
        return f"<p{tight}>{_Paragraph(text, block).html()}</p>"
    if block.span.type == "pre":
        language = dict(block.span.extra).get("language")
        name = f' class="language-{language}"' if language else ""
        return f"<pre{tight}><code{name}>{escape(text[block.start : block.stop], quote=False)}</code></pre>"
    expandable = " expandable" if block.span.type == "expandable_blockquote" else ""
    inner = "".join(_block(text, paragraph) for paragraph in paragraphs(text, block))
    return f"<blockquote{expandable}{tight}>{inner}</blockquote>"


class _Paragraph:
    """The inside of one paragraph."""

    def __init__(self, text: str, block: Block) -> None:
        self._text = text
        self._root = nest(block.spans, block.start, block.stop)
        self._edges = [
            (match.start() + block.start, match.end() + block.start)
            for match in _LINE_EDGES.finditer(text[block.start : block.stop])
        ]
        self._edge = 0

    def html(self) -> str:
        return "".join(self._content(self._root))

    def _content(self, element: Element) -> Iterator[str]:
        for child in element.children:
            if isinstance(child, Element):
                opening, closing = self._tags(child)
                yield opening
                yield from self._content(child)
                yield closing
            else:
                yield self._run(*child)

    def _run(self, start: int, stop: int) -> str:
        """A run of text between tags. Of one that is only whitespace HTML keeps nothing but a single space."""
        run = self._text[start:stop]
        if run != " " and not run.strip():
            return _exactly(run)
        pieces = []
        for first, last in self._edges_in(start, stop):
            pieces += [_prose(self._text[start:first]), _exactly(self._text[first:last])]
            start = last
        return "".join((*pieces, _prose(self._text[start:stop])))

    def _edges_in(self, start: int, stop: int) -> Iterator[tuple[int, int]]:
        """Where whitespace begins or ends a line, which Markdown would drop. Asked for ascending runs."""
        while self._edge < len(self._edges):
            first, last = self._edges[self._edge]
            if last > start:
                if first >= stop:
                    return
                yield max(first, start), min(last, stop)
                if last > stop:
                    return
            self._edge += 1

    def _tags(self, element: Element) -> tuple[str, str]:
        kind, extra = element.span.type, dict(element.span.extra)
        # What is one thing and not a style must not fall apart when it is read back.
        again = {"again": ""} if element.again and kind not in MERGING else {}
        match kind, extra:
            case (("bold" | "italic" | "strikethrough"), {**none}) if not none:
                return _pair(_EMPHASIS[kind][0 if self._is_said_by_markdown(element) else 1])
            case (("underline" | "spoiler" | "code"), {**none}) if not none:
                return _pair(_PLAIN_TAGS[kind])
            case (("blockquote" | "expandable_blockquote"), {**none}) if not none:
                return _pair("span", {"class": kind})
            case "pre", {**language} if language.keys() <= {"language"}:
                return _pair("code", {"class": "pre"} | {name: str(value) for name, value in language.items()})
            case "text_link", {"url": str(url), **none} if not none and not USER_LINK.fullmatch(url):
                return _pair("a", {"href": url})
            case "text_mention", {"user": int(user), **none} if not none:
                return _pair("a", {"href": f"tg://user?id={user}"})
            case "custom_emoji", {"custom_emoji_id": str(emoji), **none} if not none:
                return _pair("tg-emoji", {"emoji-id": emoji} | again)
        return _pair("x-entity", {"type": kind, "extra": json.dumps(element.span.extra)} | again)

    def _is_said_by_markdown(self, element: Element) -> bool:
        """Whether asterisks or tildes around it are read as what they are (CommonMark 6.2, flanking runs).

        That is so where it begins and ends with a word or punctuation of its own, and stands behind and before a space
        or punctuation. What Markdown would allow beyond that is written as a tag.
        """
        text, start, stop = self._text, element.start, element.stop
        return (
            not isinstance(element.children[0], Element)
            and not isinstance(element.children[-1], Element)
            and (text[start].isalnum() or _is_punctuation(text[start]))
            and (text[stop - 1].isalnum() or _is_punctuation(text[stop - 1]))
            and (start == self._root.start or text[start - 1] in " \n" or _is_punctuation(text[start - 1]))
            and (stop == self._root.stop or text[stop] in " \n" or _is_punctuation(text[stop]))
        )


def _prose(run: str) -> str:
    return escape(run, quote=False).replace("\n", "<br>")


def _exactly(whitespace: str) -> str:
    return "".join("<br>" if each == "\n" else f'<x-char code="{ord(each):x}"></x-char>' for each in whitespace)


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character).startswith("P")


def _pair(name: str, attributes: dict[str, str] | None = None) -> tuple[str, str]:
    return opening_tag(name, attributes or {}), f"</{name}>"


def opening_tag(name: str, attributes: Mapping[str, str]) -> str:
    """A tag on one line, whatever the values of its attributes."""
    return f"<{name}{''.join(_attribute(*attribute) for attribute in attributes.items())}>"


def _attribute(name: str, value: str) -> str:
    return f' {name}="{escape(value)}"'.replace("\n", "&#10;") if value else f" {name}"
