"""Rich text as lines of a terminal: bold is bold and a quotation has its bar; without styles, marks stand for them."""

from __future__ import annotations

from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.text import Text

from bot.core.richtext import RichText, Span, line_ranges

MARKS = {"bold": "**", "italic": "*", "strikethrough": "~~", "code": "`"}
"""What stands around a text where the terminal shows no styles: the marks of Markdown."""

_STYLES = {
    "bold": Style(bold=True),
    "italic": Style(italic=True),
    "underline": Style(underline=True),
    "strikethrough": Style(strike=True),
    "spoiler": Style(dim=True),
    "code": Style(color="cyan"),
    "pre": Style(color="cyan"),
    "url": Style(color="blue", underline=True),
    "text_link": Style(color="blue", underline=True),
    "hashtag": Style(color="blue"),
    "bot_command": Style(color="blue"),
}
_QUOTES = ("blockquote", "expandable_blockquote")
_BAR = "┃ "


def lines_of(rich: RichText, console: Console, width: int, *, marked: bool) -> list[Text]:
    """The text in lines of at most ``width`` cells. ``marked`` shows bold and the like by ``MARKS``, not by styles."""
    spans = rich.spans()
    quotes = [span for span in spans if span.type in _QUOTES]
    lines: list[Text] = []
    for start, stop in line_ranges(rich.text):
        bar = _BAR if any(quote.start < stop and start < quote.stop for quote in quotes) else ""
        line = _marked(rich.text, spans, start, stop) if marked else _styled(rich.text, spans, start, stop)
        # Rich ends a wrapped line with the space that it was cut at.
        wrapped = line.wrap(console, width - cell_len(bar)) or [Text()]
        for piece in wrapped:
            piece.rstrip()
            lines.append(Text.assemble((bar, "dim"), piece))
    return lines


def _styled(text: str, spans: tuple[Span, ...], start: int, stop: int) -> Text:
    line = Text(text[start:stop])
    for span in spans:
        style = _STYLES.get(span.type)
        if style is not None:
            url = dict(span.extra).get("url")
            style = style.update_link(str(url)) if url else style
            line.stylize(style, max(span.start - start, 0), max(span.stop - start, 0))
    return line


def _marked(text: str, spans: tuple[Span, ...], start: int, stop: int) -> Text:
    """The line with the marks of what begins and ends within it; where several end, the last opened goes first."""
    inserted: list[tuple[int, int, str]] = []
    for order, span in enumerate(spans):
        first, last = max(span.start, start), min(span.stop, stop)
        mark = MARKS.get(span.type)
        if mark is not None and first < last:
            inserted += [(first, order, mark), (last, -1 - order, mark)]
    line = Text()
    position = start
    for place, _, mark in sorted(inserted):
        line.append(text[position:place]).append(mark)
        position = place
    return line.append(text[position:stop])
