"""Markdown → markdown-it's tree, for any string, in bounds of depth that keep time and stack from running out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from html.parser import HTMLParser

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

NESTING_LIMIT = 100
"""Brackets, quotations, lists and formatting within each other. What goes beyond was not written by a person."""

_BRACKET = re.compile(r"\\.|[\[\]]|\n[ \t>]*(?=\n)")
_UNSOUND = re.compile("[\0\r\ud800-\udfff]")


class NestedTooDeeply(ValueError):  # noqa: N818 — said of the text
    """A text nests more deeply than ``NESTING_LIMIT``."""


def parse(text: str) -> SyntaxTreeNode:
    """The tree of a document whose lines end in a line feed alone. Raises ``NestedTooDeeply``."""
    _check_brackets(text)
    return _tree(_parser().parse(text))


def parse_inline(text: str) -> SyntaxTreeNode:
    """The same of a text that is the inside of one paragraph, whatever it begins with."""
    _check_brackets(text)
    return _tree(_parser().parseInline(text))


def sound(text: str) -> str:
    """The text with U+FFFD for what neither Telegram nor a database can hold and references can smuggle in."""
    return _UNSOUND.sub("\ufffd", text)


class _Parser(MarkdownIt):
    """Takes addresses as they are written."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return True


class InlineTag(HTMLParser):
    """One tag of inline HTML: ``name`` in small letters, empty for comments and the like."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.name = ""
        self.closing = False
        self.attributes: dict[str, str] = {}
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.name = tag
        self.attributes = {name: value or "" for name, value in attrs}

    def handle_endtag(self, tag: str) -> None:
        self.name = tag
        self.closing = True


@cache
def _parser() -> MarkdownIt:
    return _Parser("commonmark", {"maxNesting": NESTING_LIMIT}).enable("strikethrough").disable("html_block")


def _tree(tokens: list[Token]) -> SyntaxTreeNode:
    if _depth(tokens) > NESTING_LIMIT:
        raise NestedTooDeeply
    return SyntaxTreeNode(tokens)


def _depth(tokens: Iterable[Token]) -> int:
    return max((token.level + _depth(token.children or ()) for token in tokens), default=0)


def _check_brackets(text: str) -> None:
    """For brackets that stay open within a paragraph the parser's time grows by the square."""
    depth = 0
    for found in _BRACKET.findall(text):
        if found == "[":
            depth += 1
            if depth > NESTING_LIMIT:
                raise NestedTooDeeply
        elif found == "]":
            depth = max(depth - 1, 0)
        elif found[0] == "\n":
            depth = 0
