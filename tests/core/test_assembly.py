"""How messages become a post: the rules of the product, one by one, and their awkward cases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.article import Article, Figure, Heading, Quotation, Source, Text
from bot.core.assembly import assemble
from bot.core.lines import hashtags_of, is_headline, is_section, link_of
from bot.core.manuscript import parts_of_article
from bot.core.parts import Media, MediaKind, Part
from bot.core.richtext import Entity, RichText, join

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
PHOTO = Media(MediaKind.PHOTO, "file", "unique")


def text(number: int, words: str | RichText, *, second: float = 0, origin: str | None = None) -> Part:
    rich = RichText(words) if isinstance(words, str) else words
    return Part(1, number, NOON + timedelta(seconds=second or number * 60), rich, origin=origin)


def photo(number: int, caption: str = "", album: str | None = None) -> Part:
    return Part(1, number, NOON + timedelta(seconds=number), RichText(caption), PHOTO, album)


def outline(article: Article) -> list[str]:
    """One line for each block: what it is and what it says."""
    lines = []
    for block in article.blocks:
        match block:
            case Text(words):
                lines.append(f"text {words.text}")
            case Heading(words):
                lines.append(f"heading {words.text}")
            case Figure(media, words):
                lines.append(f"figure {len(media)} {words.text}".strip())
            case Quotation(words, origin, media):
                lines.append(f"quotation {len(media)} {origin}: {words.text}")
            case Source(url):
                lines.append(f"source {url}")
    return lines


def test_a_post_as_the_product_describes_it() -> None:
    assembly = assemble(
        [
            text(1, "The barrier held"),
            photo(2, "The barrier at dusk. Harbour Office."),
            text(3, "https://example.org/bulletin"),
            text(4, "What happened.\n\nMy Comment:\n\nWhat I think of it.\n\nMore.\n\n#harbour #barrier"),
        ]
    )
    article = assembly.article
    assert article.title == "The barrier held"
    assert article.lead == article.blocks[0]
    assert article.tags == ("harbour", "barrier")
    assert article.source_url == "https://example.org/bulletin"
    assert outline(article) == [
        "figure 1 The barrier at dusk. Harbour Office.",
        "text What happened.",
        "source https://example.org/bulletin",
        "heading My Comment:",
        "text What I think of it.\n\nMore.",
    ]
    assert (article.words, article.reading_minutes) == (16, 1)
    assert [(role.headline, role.words, role.sections, role.tags, role.source) for role in assembly.roles] == [
        (True, 0, (), (), None),
        (False, 6, (), (), None),
        (False, 0, (), (), "https://example.org/bulletin"),
        (False, 10, ("My Comment:",), ("harbour", "barrier"), None),
    ]


def test_no_messages_are_an_empty_article() -> None:
    assert assemble([]).article == Article()
    assert assemble([], "Only a title").article.title == "Only a title"
    assert Article().reading_minutes == 0


@pytest.mark.parametrize(
    ("words", "headline", "rest"),
    [
        ("One line", "One line", []),
        ("One line\nthen text", "One line", ["text then text"]),
        ("One line\n\nthen text", "One line", ["text then text"]),
        ("How big a success is this?:\nVery big", "How big a success is this?:", ["text Very big"]),
        ("My Comment:\nI like it", "My Comment:", ["text I like it"]),
        ("x" * 200, "x" * 200, []),
        ("x" * 201, "", ["text " + "x" * 201]),
        ("x" * 4095 + "\nshort", "", ["text " + "x" * 4095 + "\nshort"]),
        ("https://example.org/a\nis where it stands", "", ["text https://example.org/a\nis where it stands"]),
        ("🙂" * 200, "🙂" * 200, []),
    ],
)
def test_the_headline_is_a_first_line_that_stands_alone(words: str, headline: str, rest: list[str]) -> None:
    article = assemble([text(1, words)]).article
    assert article.title == headline
    assert outline(article) == rest


def test_the_headline_comes_from_the_first_text_and_not_from_captions_links_or_others_words() -> None:
    article = assemble(
        [
            photo(1, "A caption"),
            text(2, "https://example.org/"),
            text(3, "Somebody's words", origin="Ann"),
            text(4, "The headline\nand text"),
        ]
    ).article
    assert article.title == "The headline"
    assert outline(article) == [
        "figure 1 A caption",
        "quotation 0 Ann: Somebody's words",
        "source https://example.org/",
        "text and text",
    ]


def test_a_first_line_in_code_or_in_a_quotation_is_no_headline() -> None:
    for kind in ("pre", "blockquote"):
        article = assemble([text(1, RichText.styled(kind, "a line\nanother") + RichText("\nand text"))]).article
        assert article.headline is None


def test_a_title_that_is_set_leaves_the_first_line_in_the_text_unless_it_says_the_same() -> None:
    parts = [text(1, "First line\nthen text")]
    assert outline(assemble(parts, "Another").article) == ["text First line\nthen text"]
    assert outline(assemble(parts, " First line ").article) == ["text then text"]
    assert assemble(parts, "First line").article.title == "First line"
    assert assemble(parts, "Another").roles[0].headline is False


def test_the_headline_keeps_what_the_author_has_marked() -> None:
    words = RichText("The ") + RichText.italic("barrier held\nand") + RichText(" more")
    article = assemble([text(1, words)]).article
    assert article.headline == RichText("The barrier held", (Entity("italic", 4, 12),))
    assert article.blocks == (Text(RichText("and more", (Entity("italic", 0, 3),))),)


def test_media_stand_where_they_were_sent_and_only_those_before_the_text_lead() -> None:
    article = assemble([text(1, "Title\nbody"), photo(2, "later"), text(3, "more")]).article
    assert article.lead is None
    assert outline(article) == ["text body", "figure 1 later", "text more"]
    assert assemble([text(1, "Title"), photo(2), text(3, "body")]).article.lead == Figure((PHOTO,), RichText())


def test_an_album_is_one_figure() -> None:
    parts = [photo(1, "One.", "a"), photo(2, "", "a"), photo(3, "Three.", "a"), photo(4, "", "b")]
    assembly = assemble(parts)
    assert outline(assembly.article) == ["figure 3 One.\nThree.", "figure 1"]
    assert [role.continues for role in assembly.roles] == [False, True, True, False]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (["T\na", "LINK", "b"], ["text a", "source LINK", "text b"]),
        (["LINK", "T\na", "b"], ["text a", "source LINK", "text b"]),
        (["T", "LINK", "a", "b"], ["text a", "source LINK", "text b"]),
        (["T\na", "b", "LINK"], ["text a", "text b", "source LINK"]),
        (
            ["T\na", "LINK1", "b", "LINK2", "LINK3"],
            ["text a", "source LINK1", "text b", "source LINK2", "source LINK3"],
        ),
        (["LINK1", "LINK2", "T\na", "LINK3"], ["text a", "source LINK1", "source LINK2", "source LINK3"]),
        (["T\na\nMy Comment:", "LINK", "b"], ["text a", "source LINK", "heading My Comment:", "text b"]),
        (["T", "LINK"], ["source LINK"]),
    ],
)
def test_a_link_alone_is_the_source_of_the_text_before_it_or_else_after(order: list[str], expected: list[str]) -> None:
    url = "https://example.org/"
    parts = [text(n, words.replace("LINK", url)) for n, words in enumerate(order, 1)]
    assert outline(assemble(parts).article) == [line.replace("LINK", url) for line in expected]


def url_entity(words: str, url: str) -> RichText:
    return RichText(words, (Entity("url", words.index(url), len(url)),))


@pytest.mark.parametrize(
    ("message", "url"),
    [
        (RichText("https://example.org/a"), "https://example.org/a"),
        (RichText("https://example.org/a)"), "https://example.org/a"),
        (RichText("(https://example.org/a)"), "https://example.org/a"),
        (RichText("<https://example.org/a>."), "https://example.org/a"),
        (RichText("https://example.org/a_(b)"), "https://example.org/a_(b)"),
        (RichText("(https://example.org/a_(b))"), "https://example.org/a_(b)"),
        (RichText("https://example.org/a?b=c#d\n"), "https://example.org/a?b=c#d"),
        (url_entity("https://example.org/a)", "https://example.org/a)"), "https://example.org/a"),
        (url_entity("[https://example.org/a]", "https://example.org/a"), "https://example.org/a"),
        (url_entity("example.org/a", "example.org/a"), "http://example.org/a"),
        (url_entity("example.org:8080/a", "example.org:8080/a"), "http://example.org:8080/a"),
        (RichText.link("Bulletin 114", "https://example.org/a"), "https://example.org/a"),
        (
            RichText("(") + RichText.link("Bulletin 114", "https://example.org/a") + RichText(")"),
            "https://example.org/a",
        ),
        (url_entity("see https://example.org/a", "https://example.org/a"), None),
        (RichText("https://example.org/a https://example.org/b"), None),
        (RichText("see ") + RichText.link("this", "https://example.org/a"), None),
        (RichText("example"), None),
        (RichText(""), None),
    ],
)
def test_a_message_is_a_source_if_it_is_nothing_but_a_link(message: RichText, url: str | None) -> None:
    assert link_of(message) == url


def test_a_source_keeps_the_words_that_the_author_gave_it() -> None:
    words = RichText.link("Bulletin 114", "https://example.org/a")
    assert assemble([text(1, "T\na"), text(2, words)]).article.blocks[1] == Source("https://example.org/a", words)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a\n\nMy Comment:\n\nb", ["text a", "heading My Comment:", "text b"]),
        ("a\nMy Comment:\nb", ["text a", "heading My Comment:", "text b"]),
        ("My Comment:", ["heading My Comment:"]),
        ("My Comment:  \nb", ["heading My Comment:", "text b"]),
        ("I wrote My Comment: it is short", ["text I wrote My Comment: it is short"]),
        ("a\nMy Comment: b", ["text a\nMy Comment: b"]),
        ("One:\nTwo:\nb", ["heading One:", "heading Two:", "text b"]),
        ("x" * 59 + ":", ["heading " + "x" * 59 + ":"]),
        ("x" * 60 + ":", ["text " + "x" * 60 + ":"]),
        ("a\n:\nb", ["text a\n:\nb"]),
        ("意见：\nb", ["heading 意见：", "text b"]),
    ],
)
def test_a_short_line_that_ends_in_a_colon_opens_a_section(body: str, expected: list[str]) -> None:
    assert outline(assemble([text(1, "Title"), text(2, body)]).article) == expected


def test_a_line_of_code_or_of_a_quotation_opens_no_section() -> None:
    body = join((RichText("see"), RichText.styled("pre", "if x:\n  y"), RichText.quote("He said:\nno")), "\n")
    assert outline(assemble([text(1, "Title"), text(2, body)]).article) == ["text see\nif x:\n  y\nHe said:\nno"]
    assert is_section(RichText.bold("My Comment:"))


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("#harbour #barrier #weather", ("harbour", "barrier", "weather")),
        ("#harbour, #barrier; #weather.", ("harbour", "barrier", "weather")),
        ("#harbour · #barrier | #weather", ("harbour", "barrier", "weather")),
        ("#one_two #Größe #привет #हिन्दी", ("one_two", "Größe", "привет", "हिन्दी")),
        ("#a #A #b", ("a", "b")),
        ("#2026 #a", ()),
        ("#", ()),
        ("#a b", ()),
        ("see #a", ()),
        ("#a#b", ()),
        ("#a!", ()),
        ("", ()),
    ],
)
def test_a_line_of_nothing_but_hashtags_is_tags(line: str, tags: tuple[str, ...]) -> None:
    assert hashtags_of(RichText(line)) == tags


@pytest.mark.parametrize(
    ("order", "tags", "expected"),
    [
        (["T\na\n#x"], ("x",), ["text a"]),
        (["T\na", "#x #y"], ("x", "y"), ["text a"]),
        (["T\na\n#x", "https://example.org/"], ("x",), ["text a", "source https://example.org/"]),
        (["T\na\n#x", "b"], (), ["text a\n#x", "text b"]),
        (["T\n#x\na"], (), ["text #x\na"]),
        (["#x"], ("x",), []),
    ],
)
def test_only_the_last_line_becomes_the_tags(order: list[str], tags: tuple[str, ...], expected: list[str]) -> None:
    article = assemble([text(n, words) for n, words in enumerate(order, 1)]).article
    assert (article.tags, outline(article)) == (tags, expected)


def test_the_last_line_of_a_caption_becomes_the_tags_where_no_text_follows() -> None:
    article = assemble([text(1, "Title"), photo(2, "At dusk.\n#harbour")]).article
    assert (article.tags, outline(article)) == (("harbour",), ["figure 1 At dusk."])


def test_words_are_told_of_the_message_that_they_stand_in() -> None:
    album = [text(1, "A title\nand text"), photo(2, "One two.", "a"), photo(3, "Three.\n#x #y", "a")]
    assert [role.words for role in assemble(album).roles] == [2, 2, 1]
    paste = [text(1, "A title\n" + FULL[8:], second=10), text(2, "ord more\n#x", second=10)]
    assert [role.words for role in assemble(paste).roles] == [819, 1]


def test_a_forwarded_message_is_a_quotation_whatever_it_looks_like() -> None:
    forwarded = Part(1, 3, NOON, RichText("At dusk"), PHOTO, origin="Ben")
    parts = [text(1, "Title"), text(2, "Heading:\n#tag", origin="Ann"), forwarded]
    article = assemble(parts).article
    assert (article.tags, outline(article)) == ((), ["quotation 0 Ann: Heading:\n#tag", "quotation 1 Ben: At dusk"])


FULL = "word " * 819 + "w"
"""A message of 4,096 characters, cut within a word."""

TRIMMED = ("word " * 801).rstrip()
"""One of 4,004 characters, cut at a word, the space trimmed."""


@pytest.mark.parametrize(
    ("first", "second", "seconds", "seam"),
    [
        (FULL, "ord", 0, ""),
        (FULL, "ord", 2, ""),
        (TRIMMED, "more", 1, " "),
        (TRIMMED, "\nmore", 1, ""),
        (TRIMMED + "\n", "more", 1, ""),
        ("🙂" * 2048, "🙂", 1, ""),
        ("x" * 4000, "more", 1, " "),
        ("x" * 3999, "more", 1, None),
        (FULL, "ord", 3, None),
    ],
)
def test_a_text_that_the_client_cut_is_joined(first: str, second: str, seconds: int, seam: str | None) -> None:
    parts = [text(1, "Title"), text(5, first, second=10), text(9, second, second=10 + seconds)]
    texts = [block.text.text for block in assemble(parts).article.blocks if isinstance(block, Text)]
    assert texts == ([first + seam + second] if seam is not None else [first, second])


def test_pastes_of_the_same_second_are_joined_in_the_order_of_their_ids() -> None:
    parts = [
        text(1, "Title"),
        text(30, "ord " + FULL[4:], second=10),
        text(12, FULL, second=10),
        text(31, "end", second=10),
    ]
    assembly = assemble(parts)
    assert [block.text.text for block in assembly.article.blocks if isinstance(block, Text)] == [
        FULL + "ord " + FULL[4:] + "end"
    ]
    assert [role.continues for role in assembly.roles] == [False, False, True, True]
    assert sum(role.words for role in assembly.roles) == assembly.article.words


def test_photos_forwarded_messages_and_other_chats_are_never_joined_to_a_text() -> None:
    long = text(1, FULL, second=10)
    for other in (
        Part(1, 2, long.sent_at, RichText("caption"), PHOTO),
        Part(1, 2, long.sent_at, RichText("words"), origin="Ann"),
        Part(2, 2, long.sent_at, RichText("words")),
    ):
        assert len(assemble([long, other]).article.blocks) == 2


def test_a_cut_text_is_read_as_one() -> None:
    parts = [text(1, "Title\n" + FULL[6:], second=10), text(2, "ord\nMy Comment:\nyes\n#tag", second=10)]
    article = assemble(parts).article
    assert (article.title, article.tags) == ("Title", ("tag",))
    assert outline(article)[1:] == ["heading My Comment:", "text yes"]
    assert is_headline(RichText("Title"))


def test_an_article_can_be_made_of_parts_of_a_document_again() -> None:
    words = RichText.link("The bulletin", "https://example.org/bulletin")
    article = Article(
        RichText("The barrier held"),
        (
            Figure((PHOTO, PHOTO), RichText("At dusk. Harbour Office.")),
            Text(RichText("Looks like a section:\n\n#and #tags")),
            Source("https://example.org/", RichText("https://example.org/")),
            Quotation(RichText("They said so."), "Ben", (PHOTO,)),
            Source("https://example.org/bulletin", words),
            Source("https://example.org/other", RichText("Another one")),
            Quotation(RichText("And this."), ""),
            Heading(RichText("My Comment:")),
        ),
    )
    parts = parts_of_article(article, 7, 5, NOON)
    again = assemble(parts).article
    assert [type(block) for block in again.blocks] == [type(block) for block in article.blocks]
    assert outline(again) == outline(article)
    assert assemble(parts_of_article(again, 7, 6, NOON)).article == again
