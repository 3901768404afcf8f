"""A draft's text is read back as it was written, and whatever else is sent is read or refused."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.core.article import Article, Figure, Quotation
from bot.core.assembly import assemble
from bot.core.lines import link_of
from bot.core.parts import Media, MediaKind, Part
from bot.core.refusals import Refusal
from bot.rendering.canonical import canonical
from bot.rendering.document import write_document
from bot.rendering.document_reading import read_document
from bot.rendering.layout import Page, full
from tests.strategies import ARTICLES, AWKWARD, drafts, texts

DAY = date(2026, 3, 27)


def in_full(article: Article) -> tuple[Page, ...]:
    """Every message of the post."""
    layout = full(article, "Friday")
    return (*layout.opening, *layout.leaves)


def media_of(article: Article) -> dict[str, Media]:
    """All media of an article by their unique id."""
    showing = (block for block in article.blocks if isinstance(block, (Figure, Quotation)))
    return {medium.unique_id: medium for block in showing for medium in block.media}


def shown(article: Article) -> tuple[list[str], list[Media]]:
    """The words that readers get, and the media, in their order."""
    made = in_full(article)
    return " ".join(page.text.text for page in made).split(), [medium for page in made for medium in page.media]


def spoken(article: Article) -> str:
    return re.sub(r"\s", "", "".join(shown(article)[0]))


@given(ARTICLES)
def test_what_is_written_is_read_back(article: Article) -> None:
    document = write_document(article, 5, DAY).encode()

    assert read_document(document, 5, media_of(article), article) == canonical(article)


@given(ARTICLES)
def test_the_canonical_form_of_an_article_is_canonical_and_says_the_same(article: Article) -> None:
    once = canonical(article)

    assert canonical(once) == once
    assert spoken(once) == spoken(article)


@given(drafts())
def test_readers_see_no_difference_between_a_draft_and_its_canonical_form(parts: list[Part]) -> None:
    article = assemble([_as_written(part) for part in parts]).article

    assert [(page.text.text, page.media) for page in in_full(canonical(article))] == [
        (page.text.text, page.media) for page in in_full(article)
    ]


def _as_written(part: Part) -> Part:
    """Albums mix photos with nothing that cannot stand beside them, and no source is quoted or set as code.

    (A source's words keep neither: they are behind a link.)
    """
    media = replace(part.media, kind=MediaKind.PHOTO) if part.media else None
    text = part.text.without("pre", "blockquote", "expandable_blockquote") if link_of(part.text) else part.text
    return replace(part, media=media, text=text)


MARKDOWN = st.lists(
    st.one_of(
        st.sampled_from(
            (
                "# A",
                "## b\n",
                "\n\n",
                "\n",
                "\r\n",
                "> ",
                "- ",
                "1. ",
                '[o](# "origin")',
                '[s](https://e.org "source")',
                '<a href="x y" title="source">',
                "</a>",
                "![c](photo:u1)",
                "![](video:u2) ",
                "![](photo:u3)",
                "![w](https://e.org/a.jpg)",
                "&#13;",
                "&#0;",
                '<x-char code="0">',
                '<x-char code="d">',
                '<x-entity type="q" extra="[[&quot;n&quot;, &quot;\\ud800&quot;]]">',
                "<u>",
                "</u>",
                "***",
                "```\n",
            )
        ),
        st.sampled_from(AWKWARD),
        texts(3),
    ),
    max_size=14,
).map("".join)
FRONT = st.lists(
    st.sampled_from(
        (
            "title: yes",
            "title: A: *b* #2",
            "title: 'q'",
            'title: "\\ud800\\0"',
            "tags: [#a, b]",
            "tags: #a #b",
            "tags:\n- #a\n- b",
            "tags: &x [*x]",
            "source: e.org",
            "source: https://e.org",
            "? [a]",
            "[[[[",
            "date: 2026-03-27",
        )
    ),
    max_size=3,
).map(lambda lines: "".join(f"{line}\n" for line in ("draft: 5", *lines)))


@given(
    st.one_of(
        st.binary(),
        texts(20).map(str.encode),
        st.tuples(FRONT, MARKDOWN).map(lambda d: "---\n{}---\n{}".format(*d).encode()),
    )
)
def test_anything_is_an_article_or_refused_and_what_was_read_is_written_and_read_again(data: bytes) -> None:
    known = {
        f"u{number}": Media(kind, f"f{number}", f"u{number}")
        for number, kind in ((1, MediaKind.PHOTO), (2, MediaKind.VIDEO))
    }
    try:
        article = read_document(data, 5, known, Article())
    except Refusal:
        return

    again = write_document(article, 5, DAY)
    assert read_document(again.encode(), 5, known, article) == article
    assert write_document(article, 5, DAY) == again
