"""A draft's text as an author sees it in an editor, and what becomes of what is done there."""

from __future__ import annotations

from datetime import date

import pytest

from bot.core.article import Article, Block, Figure, Heading, Quotation, Source, Text
from bot.core.drafts import HEADLINE_LIMIT, TEXT_LIMIT
from bot.core.parts import Media, MediaKind
from bot.core.refusals import Refusal, RefusalKey
from bot.core.richtext import RichText
from bot.rendering.canonical import canonical
from bot.rendering.document import write_document
from bot.rendering.document_reading import read_document

PLAIN, BOLD, ITALIC = RichText.plain, RichText.bold, RichText.italic
PHOTO = Media(MediaKind.PHOTO, "f1", "AQADphoto")
VIDEO = Media(MediaKind.VIDEO, "f2", "AQADvideo")
VOICE = Media(MediaKind.VOICE, "f3", "AQADvoice")
KNOWN = {medium.unique_id: medium for medium in (PHOTO, VIDEO, VOICE)}

POST = Article(
    PLAIN("The ") + ITALIC("Maren") + PLAIN(" barrier: it held"),
    (
        Figure((PHOTO, VIDEO), PLAIN("The barrier\nat dusk.")),
        Text(PLAIN("Nobody was hurt.")),
        Source("https://example.org/114", PLAIN("Bulletin 114")),
        Heading(PLAIN("My Comment:")),
        Text(PLAIN("It ") + BOLD("held") + PLAIN(".")),
        Quotation(PLAIN("We are glad.\n\nVery."), "Harbour Office", (VOICE,)),
    ),
    ("harbour", "yes"),
)

DOCUMENT = """\
---
title: 'The *Maren* barrier: it held'
date: '2026-03-27'
tags: [harbour, 'yes']
source: https://example.org/114
draft: 12
---

![The barrier<br>at dusk.](photo:AQADphoto)
![](video:AQADvideo)

Nobody was hurt.

[Bulletin 114](https://example.org/114 "source")

## My Comment:

It **held**.

> [Harbour Office](# "origin")
> ![](voice:AQADvoice)
>
> We are glad.
>
> Very.
"""


def read(document: str | bytes, present: Article = POST) -> Article:
    data = document.encode() if isinstance(document, str) else document
    return read_document(data, 12, KNOWN, present)


def body(markdown: str) -> tuple[Block, ...]:
    return read(f"---\ndraft: 12\n---\n{markdown}").blocks


def front(lines: str, present: Article = POST) -> Article:
    return read(f"---\n{lines}\ndraft: 12\n---\n", present)


def refused(document: str | bytes) -> Refusal:
    with pytest.raises(Refusal) as caught:
        read(document)
    return caught.value


def test_a_draft_is_written_as_a_person_would_write_it_and_read_back() -> None:
    assert write_document(POST, 12, date(2026, 3, 27)) == DOCUMENT
    assert read(DOCUMENT) == POST


@pytest.mark.parametrize(
    "edited",
    [
        DOCUMENT.replace("\n", "\r\n").encode(),
        DOCUMENT.encode("utf-8-sig"),
        "\n" + DOCUMENT.replace("---\n", "---  \n").replace("12\n", "12  \n"),
        DOCUMENT.replace("tags: [harbour, 'yes']", "tags: harbour, yes"),
        DOCUMENT.replace("tags: [harbour, 'yes']", "tags: #harbour #yes #Harbour"),
        DOCUMENT.replace("tags: [harbour, 'yes']", "tags: [#harbour, '#yes', 2016]"),
        DOCUMENT.replace("tags: [harbour, 'yes']", "tags:\n- '#harbour'\n-   #yes"),
        DOCUMENT.replace("tags: [harbour, 'yes']", "tags:\n  - harbour\n  - yes"),
        DOCUMENT.replace("date: '2026-03-27'\n", ""),
        DOCUMENT.replace("---\ntitle", "---\ndraft: 12\ntitle").replace("/114\ndraft: 12", "/114"),
        DOCUMENT.replace("source: https://example.org/114\n", ""),
        DOCUMENT.replace("'The *Maren* barrier: it held'", "The *Maren* barrier: it held"),
        DOCUMENT.replace("'The *Maren* barrier: it held'", '"The *Maren*\n  barrier: it held"'),
        DOCUMENT.replace("'The *Maren* barrier: it held'", "|\n  The *Maren* barrier: it held"),
        DOCUMENT.replace("Nobody was", "Nobody\nwas"),
        DOCUMENT.replace(")\n![](", ") ![]("),
        DOCUMENT.replace("## My Comment:", "My Comment:\n==="),
        DOCUMENT.replace(">\n> We", "> We"),
    ],
)
def test_what_editors_do_to_a_text_changes_nothing(edited: str | bytes) -> None:
    assert read(edited) == POST


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("12:30", "12:30"),
        ("yes", "yes"),
        ("*A*, said B", "A, said B"),
        ("Dock #2: open", "Dock #2: open"),
        ('"Held", says the Office', '"Held", says the Office'),
        ("It's open", "It's open"),
        ("# not a heading", "# not a heading"),
        ("a<br>b", "a b"),
    ],
)
def test_a_title_means_what_it_says_without_quotes(title: str, headline: str) -> None:
    assert front(f"title: {title}").title == headline


def test_what_the_front_matter_does_not_say_is_not_there() -> None:
    assert read("---\ndraft: 12\n---") == Article()
    assert front("title:\ntags:") == Article()
    assert write_document(Article(), 12, date(2026, 3, 27)) == "---\ndate: '2026-03-27'\ndraft: 12\n---\n"


def test_another_source_in_the_front_matter_replaces_the_first() -> None:
    edited = read(DOCUMENT.replace("source: https://example.org/114", "source: example.org/115"))
    assert edited.blocks[2] == Source("http://example.org/115", PLAIN("Bulletin 114"))
    bare = Article(blocks=(Source("https://a.org", PLAIN("https://a.org")),))
    written = write_document(bare, 12, date(2026, 3, 27)).replace("source: https://a.org", "source: https://b.org")
    assert read(written, bare).blocks == (Source("https://b.org", PLAIN("https://b.org")),)


def test_a_source_in_the_front_matter_alone_stands_behind_the_first_text() -> None:
    added = Source("https://b.org", PLAIN("https://b.org"))
    document = "---\ndraft: 12\nsource: https://b.org\n---\n"
    assert read(document).blocks == (added,)
    assert read(f"{document}## A\n\nB\n\n## C").blocks[1:3] == (Text(PLAIN("B")), added)


def test_a_source_that_was_edited_in_the_body_stays_as_it_is_there() -> None:
    edited = read(DOCUMENT.replace("(https://example.org/114", "(https://example.org/115"))
    assert edited.source_url == "https://example.org/115"
    assert read(DOCUMENT.replace('[Bulletin 114](https://example.org/114 "source")\n\n', "")).source_url is None


def test_what_an_author_wrote_is_never_taken_for_a_mark() -> None:
    said = PLAIN('![x](photo:AQADphoto)\n\n[a](https://b.org "source")\n\n## c\n\n> [d](# "origin")\n\n---')
    link = RichText.link("Bulletin", "https://example.org/114")
    quotation = RichText.quote("Harbour Office\n\nsaid")
    article = Article(blocks=(Text(said), Heading(PLAIN("C #")), Text(link), Heading(PLAIN("#")), Text(quotation)))
    assert read(write_document(article, 12, date(2026, 3, 27)), Article()) == article


def test_headings_of_any_level_open_a_section_and_paragraphs_between_are_one_text() -> None:
    assert body("# A\none\n\n- two\n\n### *B*") == (
        Heading(PLAIN("A")),
        Text(PLAIN("one\n\n• two")),
        Heading(ITALIC("B")),
    )


def test_a_picture_among_words_stands_behind_them() -> None:
    assert body("One ![*dusk*](photo:AQADphoto)\n\ntwo\n\n## A ![](voice:AQADvoice)") == (
        Text(PLAIN("One")),
        Figure((PHOTO,), ITALIC("dusk")),
        Text(PLAIN("two")),
        Heading(PLAIN("A")),
        Figure((VOICE,), RichText()),
    )
    assert body("![a ![b](photo:AQADphoto)](video:AQADvideo)") == (Figure((VIDEO, PHOTO), PLAIN("a\nb")),)


def test_spaces_around_a_picture_are_nothing() -> None:
    assert body("&#32;![](photo:AQADphoto)&#32;") == (Figure((PHOTO,), RichText()),)


def test_a_quotation_needs_neither_media_nor_words() -> None:
    article = Article(blocks=(Quotation(PLAIN("Yes."), "Ann"), Quotation(RichText(), "Ben")))
    document = write_document(article, 12, date(2026, 3, 27))
    assert document.endswith('\n> [Ann](# "origin")\n>\n> Yes.\n\n> [Ben](# "origin")\n')
    assert read(document) == article


def test_pictures_that_make_no_album_stand_by_themselves() -> None:
    images = "![a](photo:AQADphoto) ![b](voice:AQADvoice) ![](video:AQADvideo)"
    apart = (Figure((PHOTO,), PLAIN("a\nb")), Figure((VOICE,), RichText()), Figure((VIDEO,), RichText()))
    assert body(images) == apart
    assert body(f'> [O](# "origin") {images}') == (Quotation(PLAIN("a\n\nb"), "O", (PHOTO,)), *apart[1:])
    assert body("![](photo:AQADphoto)\n" * 11) == (Figure((PHOTO,) * 10, RichText()), Figure((PHOTO,), RichText()))


def test_a_picture_in_the_web_becomes_a_link() -> None:
    assert body("![a](HTTPS://example.org/a.jpg)") == (Text(RichText.link("a", "HTTPS://example.org/a.jpg")),)


def test_an_address_that_markdown_cannot_say_is_a_source_all_the_same() -> None:
    article = Article(blocks=(Source("x y", PLAIN("a") + BOLD("b c")), Source("x z", RichText())))
    document = write_document(article, 12, date(2026, 3, 27))
    assert '<a href="x y" title="source">a<b>b c</b></a>' in document
    assert read(document, article) == article


@pytest.mark.parametrize(
    "markdown", ['<a href="x y">a</a>', '<b title="source">a</b>', '<a title="source">a<br>', "<b>"]
)
def test_other_tags_are_no_sources(markdown: str) -> None:
    assert all(isinstance(block, Text) for block in body(f"{markdown}\n\nx"))


@pytest.mark.parametrize(
    "document",
    [
        "Just text",
        "",
        "---\ndraft: 12\n",
        DOCUMENT.replace("draft: 12", "draft: 13"),
        DOCUMENT.replace("draft: 12\n", ""),
        "---\n- draft: 12\n---\n",
        "---\ndraft: [12]\n---\n",
        "---\ndraft: 12\na: &x [1]\nb: *x\n---\n",
        "---\ndraft: 12\na: [[[1]]]\n---\n",
        "---\ndraft: 12\n\ta: b: {\n---\n",
        '---\ndraft: 12\na: "\\UFFFFFFFF"\n---\n',
        f"---\ndraft: 12\na: {'x' * 20_000}\n---\n",
    ],
)
def test_what_is_not_the_text_of_this_draft_is_refused(document: str) -> None:
    refusal = refused(document)
    assert (refusal.key, refusal.facts) == (RefusalKey.TEXT_NOT_OF_THIS_DRAFT, {"expected": 12})


@pytest.mark.parametrize("data", [DOCUMENT.encode("utf-16"), b"\xff\xd8\xff\xe0 a photo"])
def test_what_is_not_utf8_is_refused(data: bytes) -> None:
    assert refused(data).key is RefusalKey.TEXT_NOT_UTF8


@pytest.mark.parametrize("reference", ["photo:other", "holiday.jpg", "file:///c/holiday.jpg", ""])
def test_a_medium_that_is_not_of_this_draft_is_refused(reference: str) -> None:
    refusal = refused(f"{DOCUMENT}\n![]({reference})")
    assert (refusal.key, refusal.facts) == (RefusalKey.TEXT_MEDIUM_UNKNOWN, {"reference": reference})


def test_what_is_too_long_is_refused_with_the_limit() -> None:
    refusal = refused("x" * (TEXT_LIMIT + 1))
    assert (refusal.key, refusal.facts) == (RefusalKey.TEXT_TOO_LONG, {"length": TEXT_LIMIT + 1, "limit": TEXT_LIMIT})
    refusal = refused(f"---\ndraft: 12\ntitle: {'x' * 201}\n---\n")
    assert (refusal.key, refusal.facts) == (RefusalKey.TITLE_TOO_LONG, {"length": 201, "limit": HEADLINE_LIMIT})


@pytest.mark.parametrize(
    "markdown",
    [
        "[" * 5_000,
        "*a " * 2_000 + "b*" * 2_000,
    ],
)
def test_what_no_person_writes_is_refused_before_it_takes_long(markdown: str) -> None:
    assert refused(f"---\ndraft: 12\n---\n{markdown}").key is RefusalKey.TEXT_TOO_TANGLED
    assert refused(f"---\ndraft: 12\ntitle: {markdown}\n---\n").key is RefusalKey.TEXT_TOO_TANGLED


def test_tags_beyond_the_limit_of_nesting_are_only_text() -> None:
    tags = "".join(f'<x-entity type="a" extra="[[&quot;n&quot;, {n}]]">' for n in range(200))
    (block,) = body(f"{tags}x")
    assert isinstance(block, Text)
    assert block.text.text.count("<x-entity") == 100
    article = Article(blocks=(block,))
    assert read(write_document(article, 12, date(2026, 3, 27))) == article


def test_brackets_that_are_closed_or_stand_in_other_paragraphs_are_fine() -> None:
    assert body("[a] " * 300 + "\n\n" + "[\n\n" * 300 + "\\[" * 300 + "]" * 300)


def test_what_no_database_holds_is_marked() -> None:
    assert body('a&#13;b<x-char code="0">[c](d&#13;e)') == (
        Text(PLAIN("a\ufffdb\ufffd") + RichText.link("c", "d\ufffde")),
    )


def test_nothing_empty_stays_and_detected_entities_go() -> None:
    article = Article(
        PLAIN(" "),
        (
            Text(PLAIN(" ")),
            Heading(PLAIN("")),
            Figure((), PLAIN("a")),
            Figure((), PLAIN("")),
            Text(RichText.styled("hashtag", "#b")),
            Quotation(PLAIN(""), ""),
        ),
    )
    assert canonical(article) == Article(None, (Text(PLAIN("a\n\n#b")),))
