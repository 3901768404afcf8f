"""Markdown as it is written for people, and as people write it."""

from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.richtext import Entity, RichText, join
from bot.rendering.html import to_html
from bot.rendering.markdown import from_markdown, to_markdown
from tests.strategies import rich_texts

PLAIN, BOLD, ITALIC = RichText.plain, RichText.bold, RichText.italic


@pytest.mark.parametrize(
    ("rich", "markdown"),
    [
        (PLAIN("Prose, with a dash – and (brackets), 3.42 m, R&D, a_b, 5 < 6."), None),
        (PLAIN("One paragraph.\n\nAnother."), None),
        (PLAIN("#harbour #barrier"), None),
        (PLAIN(""), None),
        (PLAIN("One line\nand the next"), "One line\\\nand the next"),
        (PLAIN("2 * 3 [x] `y` <b> \\ &amp;"), "2 \\* 3 \\[x\\] \\`y\\` \\<b> \\\\ \\&amp;"),
        (PLAIN("- a\n1. b\n# c\n> d\n==="), "\\- a\\\n1\\. b\\\n\\# c\\\n\\> d\\\n\\==="),
        (PLAIN(" a \t"), "&#32;a&#32;&#9;"),
        (PLAIN("a\n\n\n\nb\n"), "a\n\n<br>\\\nb<br>"),
        (PLAIN("\x1c"), '<x-char code="1c">'),
        (PLAIN("so ") + BOLD("bold") + PLAIN(", and ") + ITALIC("that."), "so **bold**, and *that.*"),
        (BOLD("My Comment:") + PLAIN("\nyes"), "**My Comment:**\\\nyes"),
        (PLAIN("in") + BOLD("side") + PLAIN("s"), "in<b>side</b>s"),
        (BOLD("bold ") + ITALIC("it"), "<b>bold </b>*it*"),
        (BOLD("a ") + ITALIC("b").wrap("bold") + BOLD(" c"), "**a *b* c**"),
        (RichText.styled("strikethrough", "gone"), "~~gone~~"),
        (RichText.styled("underline", "a") + RichText.styled("spoiler", "b"), "<u>a</u><tg-spoiler>b</tg-spoiler>"),
        (RichText.code("x = *y"), "`x = *y`"),
        (RichText.code("a`b"), "<code>a\\`b</code>"),
        (RichText.link("here", "https://example.org/a_(b)?c"), "[here](https://example.org/a_\\(b\\)?c)"),
        (RichText.link("here", "not a url"), '<a href="not a url">here</a>'),
        (RichText.styled("text_mention", "Ann", user=5), "[Ann](tg://user?id=5)"),
        (RichText.styled("custom_emoji", "👍", custom_emoji_id="7"), '<tg-emoji emoji-id="7">👍</tg-emoji>'),
        (RichText.quote("said\nso\n\ntwice"), "> said\\\n> so\n>\n> twice"),
        (RichText.styled("expandable_blockquote", "long"), "> <expandable>long"),
        (
            join((PLAIN("Run"), RichText.styled("pre", "a\n\n b", language="sh"), PLAIN("now")), "\n"),
            "Run\n```sh\na\n\n b\n```\nnow",
        ),
        (RichText.styled("pre", "```"), "````\n```\n````"),
        (PLAIN("a ") + RichText.styled("pre", "b", language="sh"), 'a <pre language="sh">b</pre>'),
        (PLAIN("a ") + RichText.quote("b"), "a <blockquote>b</blockquote>"),
        (PLAIN("a\n") + RichText.quote("b") + PLAIN("\nc"), "a\\\n<blockquote>b</blockquote>\\\nc"),
        (PLAIN("a\n") + RichText.quote("b") + PLAIN("\n\nc"), "a\n> b\n\nc"),
        (
            join((RichText.quote("a"), RichText.quote("b")), "\n\n\n"),
            "> a\n\n<br><blockquote>b</blockquote>",
        ),
        (
            PLAIN("a ") + BOLD("b\n\n") + RichText.styled("expandable_blockquote", "c"),
            "a <b>b\\\n<br></b><blockquote expandable>c</blockquote>",
        ),
        (BOLD("a\n\nb"), "**a\\\n\\\nb**"),
        (
            RichText.styled("date_time", "soon", unix_time=5),
            '<x-entity type="date_time" extra="[[&quot;unix_time&quot;, 5]]">soon</x-entity>',
        ),
    ],
)
def test_markdown_is_what_a_person_would_write(rich: RichText, markdown: str | None) -> None:
    assert to_markdown(rich) == (rich.text if markdown is None else markdown)
    assert from_markdown(to_markdown(rich)) == rich.normalise()


def test_what_telegram_finds_by_itself_is_not_written_down() -> None:
    rich = RichText("see #tag", (Entity("hashtag", 4, 4),))
    assert to_markdown(rich) == "see #tag"
    assert from_markdown("<https://example.org>") == PLAIN("https://example.org")


@pytest.mark.parametrize(
    ("markdown", "rich"),
    [
        ("# Head *line*\ntext", BOLD("Head ") + BOLD("line").wrap("italic") + PLAIN("\ntext")),
        ("Head\n====\n\ntext", BOLD("Head") + PLAIN("\n\ntext")),
        ("wrapped\nlines", PLAIN("wrapped lines")),
        ("a  \nb", PLAIN("a\nb")),
        ("- a\n- b\n  - c\n\nd", PLAIN("• a\n• b\n  • c\n\nd")),
        ("3. a\n4. b\n\n   c", PLAIN("3. a\n4. b\n\n  c")),
        ("3. a\n4. b", PLAIN("3. a\n4. b")),
        ("    code\n    more", RichText.styled("pre", "code\nmore")),
        ("![alt](a.jpg)", RichText.link("alt", "a.jpg")),
        ("[a][1]\n\n[1]: https://example.org", RichText.link("a", "https://example.org")),
        ("a\n\n---\n\nb", PLAIN("a\n\n———\n\nb")),
        ("> a\n> > b", RichText.quote("a\nb")),
        ("__bold__ and _it_", BOLD("bold") + PLAIN(" and ") + ITALIC("it")),
        ("<strong>a</strong> <foo>b</foo> </i> <!-- c -->", BOLD("a") + PLAIN(" <foo>b</foo> </i> <!-- c -->")),
        ("<u>never closed\n\nb", RichText.styled("underline", "never closed") + PLAIN("\n\nb")),
        ("<a>x</a> <x-entity>", PLAIN("<a>x</a> <x-entity>")),
        ('<x-entity type="a" extra="[1]">x', PLAIN('<x-entity type="a" extra="[1]">x')),
        ("<b again>x</b>", BOLD("x")),
        ('<x-char code="d800"><x-char code="41">', PLAIN('<x-char code="d800">A')),
        ("one\r\n\r\ntwo", PLAIN("one\n\ntwo")),
        ("| a |\n|---|", PLAIN("| a | |---|")),
    ],
)
def test_markdown_as_people_write_it_reads_sensibly(markdown: str, rich: RichText) -> None:
    assert from_markdown(markdown) == rich.normalise()


def test_the_sample_post_reads_like_a_post() -> None:
    rich = from_markdown(files("bot.demo").joinpath("sample", "post.md").read_text(encoding="utf-8"))
    lines = rich.text.split("\n\n")
    assert lines[0] == "The Maren barrier held: first full closure keeps the harbour dry"
    assert "My Comment:" in lines
    assert lines[-1] == "#harbour #barrier #weather"
    quotation = next(span for span in rich.spans() if span.type == "blockquote")
    assert rich.text[quotation.start : quotation.stop].startswith("The reading was plausible")
    assert from_markdown(to_markdown(rich)) == rich


TANGLED = st.lists(
    st.sampled_from(("a", 'b"', '"c"', "(d", "e)", "f.", "*", "!", " ", " ", "\n")), min_size=1, max_size=8
)


@given(rich_texts(TANGLED.map("".join)))
def test_emphasis_beside_punctuation_is_never_misread(rich: RichText) -> None:
    assert from_markdown(to_markdown(rich)) == rich.normalise()


def test_html_is_what_a_browser_shows() -> None:
    rich = join((BOLD("A & b"), RichText.quote("c\nd"), RichText.styled("pre", "e", language="sh")), "\n\n")
    assert to_html(rich) == (
        "<p><strong>A &amp; b</strong></p><blockquote><p>c<br>d</p></blockquote>"
        '<pre><code class="language-sh">e</code></pre>'
    )


def test_what_is_one_thing_stays_one_when_another_crosses_it() -> None:
    rich = RichText(
        "abcdefghi", (Entity("underline", 0, 6), Entity("custom_emoji", 3, 6, (("custom_emoji_id", "5"),)))
    ).normalise()
    assert to_markdown(rich) == (
        '<u>abc<tg-emoji emoji-id="5">def</tg-emoji></u><tg-emoji emoji-id="5" again>ghi</tg-emoji>'
    )
    assert from_markdown(to_markdown(rich)) == rich


def test_what_goes_on_without_a_beginning_begins_where_it_stands() -> None:
    emoji = Entity("custom_emoji", 0, 3, (("custom_emoji_id", "5"),))
    assert from_markdown('<tg-emoji emoji-id="5" again>ghi</tg-emoji>') == RichText("ghi", (emoji,))


@pytest.mark.parametrize(
    "rich",
    [RichText("word   \nnext", (Entity("bold", 5, 1),)), RichText("a\n   \nb", (Entity("bold", 2, 3),))],
    ids=["within it", "around it"],
)
def test_whitespace_at_the_edge_of_a_line_survives_where_formatting_begins(rich: RichText) -> None:
    assert from_markdown(to_markdown(rich)) == rich
