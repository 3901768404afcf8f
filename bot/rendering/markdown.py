"""Rich text ↔ Markdown, the form in which a post is exported, imported and edited as one text.

``from_markdown(to_markdown(rich)) == rich.normalise()`` for any text without NUL, carriage return and lone surrogates,
but for what Telegram finds in a text by itself (``html.DETECTED``), which is not written down. Prose stays readable;
where Markdown has no words (underline, spoiler, emphasis that begins within a word or at a space) HTML's tags have.
"""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from bs4.element import PageElement, Tag
from markdown_it.common.utils import isValidEntityCode
from markdownify import MarkdownConverter

from bot.core.richtext import RichText
from bot.rendering.html import opening_tag, to_html, to_inline_html
from bot.rendering.markdown_reading import from_inline_markdown, from_markdown

__all__ = ["destination", "from_inline_markdown", "from_markdown", "to_inline_markdown", "to_markdown"]

_SPECIAL = re.compile(
    r"[\\`*\[\]]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # within a word an underscore is only itself
    r"|~(?=~)|(?<=~)~|^~|~\Z"
    r"|<(?=[A-Za-z/!?]|\Z)"
    r"|&(?=#?\w{1,32};)"
    r"|!\Z"
)
_SPECIAL_AT_LINE_START = re.compile(r"(?=[>=]|[-+](?!\w)|#{1,6}(?:\s|\Z))|[0-9]{1,9}(?=[.)](?:\s|\Z))")
_SPECIAL_IN_URL = re.compile(r"[()\\]|&(?=#?\w{1,32};)")
_PLAIN_URL = re.compile(r"[^\s<>\x00-\x20\x7f-\x9f]+")
_PLAIN_CODE = re.compile(r"(?! )[^`\n]+(?<! )")
_BACKTICKS = re.compile("`*")
_IN_METHODS = str.maketrans("-[]", "___")
"""An element's name in the name of the method that writes it, as markdownify has it."""


def to_markdown(rich: RichText) -> str:
    """The text as CommonMark with ``~~strikethrough~~`` and, where needed, inline HTML."""
    return _Converter().convert_soup(BeautifulSoup(to_html(rich), "html.parser", store_line_numbers=False))


def to_inline_markdown(rich: RichText) -> str:
    """The text as one line of Markdown, with ``<br>`` for line breaks: for a heading, a caption, a line of data."""
    return _InlineConverter().convert(f"<p>{to_inline_html(rich)}</p>")


def destination(url: str) -> str | None:
    """The address as it stands in the round brackets of a link; None where only HTML can say it."""
    return _SPECIAL_IN_URL.sub(r"\\\g<0>", url) if _PLAIN_URL.fullmatch(url) else None


class _Converter(MarkdownConverter):
    """Writes what ``to_html`` makes. Each block begins with its own line breaks, so that none are collapsed."""

    def process_tag(self, node: Tag, parent_tags: set[str] | None = None) -> str:
        """The element with all that is in it: ``to_html`` leaves no whitespace that would have to go."""
        outside = parent_tags or set()
        inside = outside | {node.name}
        text = "".join(
            [
                self.process_tag(child, inside) if isinstance(child, Tag) else self.process_text(child, inside)
                for child in node.children
            ]
        )
        convert = getattr(self, f"convert_{node.name.translate(_IN_METHODS)}")
        return str(convert(node, text, outside))

    def process_text(self, el: PageElement, parent_tags: set[str]) -> str:
        if "pre" in parent_tags:
            return str(el)
        text = _SPECIAL.sub(r"\\\g<0>", str(el))
        if _begins_line(el) and (match := _SPECIAL_AT_LINE_START.match(text)):
            return f"{match[0]}\\{text[match.end() :]}"
        return text

    def convert_p(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return _gap(el) + text

    def convert_blockquote(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        mark = "<expandable>" if el.has_attr("expandable") else ""
        return _gap(el) + re.sub("(?m)^(.*)$", _quoted, mark + text.removeprefix("\n\n"))

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        code = el.find("code")
        names = code.get_attribute_list("class") if isinstance(code, Tag) else []
        language = "".join(str(name).removeprefix("language-") for name in names if name)
        fence = "`" * max(3, *(len(run) + 1 for run in _BACKTICKS.findall(text)))
        return f"{_gap(el)}{fence}{language}\n{text}\n{fence}"

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return "\\\n" if el.previous_sibling and el.next_sibling else "<br>"

    def convert_strong(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"**{text}**"

    def convert_em(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"*{text}*"

    def convert_del(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"~~{text}~~"

    def convert_code(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if "pre" in parent_tags:
            return text
        if "pre" in el.get_attribute_list("class"):
            language = {"language": str(el["language"])} if el.has_attr("language") else {}
            return f"{opening_tag('pre', language)}{text}</pre>"
        content = el.get_text()
        if not _holds_elements(el) and _PLAIN_CODE.fullmatch(content):
            return f"`{content}`"
        return f"<code>{text}</code>"

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        address = destination(str(el["href"]))
        holds_link = _holds_elements(el) and el.find("a")
        if "a" in parent_tags or holds_link or address is None:
            return self._keep(el, text, parent_tags)
        return f"[{text}]({address})"

    def convert_span(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        expandable = {"expandable": ""} if "expandable_blockquote" in el.get_attribute_list("class") else {}
        return f"{opening_tag('blockquote', expandable)}{text}</blockquote>"

    def convert_x_char(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        code = int(str(el["code"]), 16)
        return f"&#{code};" if isValidEntityCode(code) else opening_tag("x-char", {"code": f"{code:x}"})

    def _keep(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"{opening_tag(el.name, {name: str(value) for name, value in el.attrs.items()})}{text}</{el.name}>"

    convert_b = convert_i = convert_s = convert_u = convert_tg_spoiler = convert_tg_emoji = convert_x_entity = _keep


class _InlineConverter(_Converter):
    """The same within one line."""

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return "<br>"


def _begins_line(el: PageElement) -> bool:
    before = el.previous_sibling
    return before is None or (isinstance(before, Tag) and before.name == "br")


def _holds_elements(el: Tag) -> bool:
    return any(isinstance(child, Tag) for child in el.children)


def _gap(el: Tag) -> str:
    return "\n" if el.has_attr("data-tight") else "\n\n"


def _quoted(line: re.Match[str]) -> str:
    return f"> {line[0]}".rstrip(" ")
