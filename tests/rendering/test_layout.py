"""A post as the messages that readers get."""

from __future__ import annotations

from hypothesis import given

from bot.core.article import Article, Figure, Heading, Quotation, Source, Text
from bot.core.assembly import assemble
from bot.core.parts import Media, MediaKind, Part
from bot.core.richtext import Entity, RichText
from bot.rendering.layout import pages
from bot.rendering.paging import fits
from tests.strategies import drafts

DATE = "Sunday, March 27, 2016"
PHOTO = Media(MediaKind.PHOTO, "file", "unique")
HEADLINE = RichText("The barrier held")
URL = "https://www.example.org/bulletin"


def texts(article: Article) -> list[str]:
    return [page.text.text for page in pages(article, DATE)]


def test_a_short_post_is_one_captioned_photo() -> None:
    article = Article(
        HEADLINE,
        (
            Figure((PHOTO,), RichText("At dusk.")),
            Text(RichText("What happened.")),
            Source(URL, RichText(URL)),
            Heading(RichText("My Comment:")),
            Text(RichText("I like it.")),
        ),
        ("harbour", "barrier"),
    )
    (page,) = pages(article, DATE)
    assert page.media == (PHOTO,)
    assert page.text.text == (
        f"{DATE}\nThe barrier held\n\nAt dusk.\n\nWhat happened. example.org"
        "\n\nMy Comment:\n\nI like it.\n\n#harbour #barrier"
    )
    bold = [span for span in page.text.spans() if span.type == "bold"]
    assert [page.text.text[span.start : span.stop] for span in bold] == ["The barrier held", "My Comment:"]
    (link,) = [span for span in page.text.spans() if span.type == "text_link"]
    assert page.text.text[link.start : link.stop] == "example.org"
    assert link.extra == (("url", URL),)


def test_a_post_without_media_is_one_text_up_to_the_limit() -> None:
    room = 4096 - len(f"{DATE}\n{HEADLINE.text}\n\n")
    assert len(texts(Article(HEADLINE, (Text(RichText("x" * room)),)))) == 1
    assert len(texts(Article(HEADLINE, (Text(RichText("x " * (room // 2) + "yz")),)))) == 2


def test_a_longer_post_is_the_lead_with_its_caption_and_then_texts() -> None:
    body = "A sentence. " * 400
    first, *rest = pages(Article(HEADLINE, (Figure((PHOTO,), RichText("At dusk.")), Text(RichText(body)))), DATE)
    assert (first.media, first.text.text) == ((PHOTO,), f"{DATE}\nThe barrier held\n\nAt dusk.")
    assert [len(page.media) for page in rest] == [0, 0]
    assert " ".join(page.text.text for page in rest) == body.strip()


def test_a_caption_that_is_too_long_goes_on_as_text() -> None:
    caption = "A sentence. " * 120
    first, second, third = pages(Article(None, (Figure((PHOTO,), RichText(caption)), Text(RichText("body")))), "")
    assert len(first.text.text) <= 1024
    assert f"{first.text.text} {second.text.text}" == caption.strip()
    assert third.text.text == "body"


def test_media_within_the_body_are_messages_at_their_place() -> None:
    article = Article(
        HEADLINE,
        (Text(RichText("before")), Figure((PHOTO,), RichText("caption")), Text(RichText("after"))),
    )
    assert [(len(page.media), page.text.text) for page in pages(article, DATE)] == [
        (0, f"{DATE}\nThe barrier held\n\nbefore"),
        (1, "caption"),
        (0, "after"),
    ]


def test_tags_go_into_the_last_caption_if_it_has_room() -> None:
    article = Article(None, (Text(RichText("before")), Figure((PHOTO,), RichText("caption"))), ("a",))
    assert texts(article)[-1] == "caption\n\n#a"
    article = Article(None, (Text(RichText("before")), Figure((PHOTO,), RichText("x" * 1023))), ("a",))
    assert texts(article)[-2:] == ["x" * 1023, "#a"]


def test_the_last_message_can_carry_buttons() -> None:
    album = Figure((PHOTO, PHOTO), RichText("caption"))
    silent = Figure((PHOTO, PHOTO), RichText())
    shape = [(len(page.media), page.text.text) for page in pages(Article(HEADLINE, (album,)), DATE)]
    assert shape == [(2, ""), (0, f"{DATE}\nThe barrier held\n\ncaption")]
    shape = [(len(page.media), page.text.text) for page in pages(Article(None, (Text(RichText("a")), silent)), "")]
    assert shape == [(2, ""), (0, "a")]
    shape = [
        (len(page.media), page.text.text) for page in pages(Article(None, (Text(RichText("a")), silent, silent)), "")
    ]
    assert shape == [(2, ""), (2, ""), (0, "a")]
    assert len(pages(Article(None, (silent,)), "")) == 1


def test_an_album_shows_its_text_in_a_message_behind_it_even_if_a_caption_could_hold_it() -> None:
    article = Article(None, (Figure((PHOTO, PHOTO), RichText("caption")), Text(RichText("body"))))
    assert [(len(page.media), page.text.text) for page in pages(article, DATE)] == [
        (2, f"{DATE}\n\ncaption"),
        (0, "body"),
    ]


def test_a_quotation_names_its_origin_and_holds_no_other_quotation() -> None:
    quoted = RichText("He said ") + RichText.styled("expandable_blockquote", "no")
    (page,) = pages(Article(None, (Quotation(quoted, "Harbour Office"),)), "")
    assert page.text == RichText("He said no\n— Harbour Office", (Entity("blockquote", 0, 10),))


def test_a_forwarded_message_without_words_or_without_a_name_shows_what_there_is() -> None:
    silent = Quotation(RichText(), "Ann", (PHOTO,))
    nameless = Quotation(RichText("words"), "")
    assert texts(Article(None, (Text(RichText("a")), silent, nameless))) == [f"{DATE}\n\na", "— Ann", "words"]


def test_a_forwarded_photo_is_a_message_of_its_own() -> None:
    article = Article(HEADLINE, (Quotation(RichText("words"), "Ann", (PHOTO,)), Text(RichText("body"))))
    assert [(len(page.media), page.text.text) for page in pages(article, "")] == [
        (0, "The barrier held"),
        (1, "words\n— Ann"),
        (0, "body"),
    ]


def test_a_source_shows_the_authors_words_or_the_domain() -> None:
    words = RichText.link("Bulletin 114", URL)
    code = RichText.styled("pre", "make")
    assert texts(Article(None, (Text(RichText("a")), Source(URL, words)))) == [f"{DATE}\n\na Bulletin 114"]
    assert texts(Article(None, (Text(RichText("a")), Source(URL, RichText(f"({URL})"))))) == [
        f"{DATE}\n\na example.org"
    ]
    assert texts(Article(None, (Text(code), Source(URL, RichText(URL))))) == [f"{DATE}\n\nmake\nexample.org"]
    assert texts(Article(None, (Source(URL, RichText(URL)),))) == [f"{DATE}\n\nexample.org"]


def test_a_heading_does_not_end_a_page() -> None:
    before = Text(RichText(("A sentence. " * 335).strip()))
    after = Text(RichText(("Another one. " * 30).strip()))
    first, second = texts(Article(None, (before, Heading(RichText("My Comment:")), after)))
    assert first.endswith("A sentence.")
    assert second.startswith("My Comment:\n\nAnother")


def test_an_empty_article_is_its_dateline() -> None:
    assert texts(Article()) == [DATE]
    assert pages(Article(), "") == ()


@given(drafts())
def test_every_page_can_be_sent_and_every_medium_is_on_one(parts: list[Part]) -> None:
    article = assemble(parts).article
    made = pages(article, DATE)
    assert [medium for page in made for medium in page.media] == [part.media for part in parts if part.media]
    for page in made:
        assert fits(page.text, 1024 if page.media else 4096)
        assert page.text.text == page.text.text.strip()
        assert page.text or page.media
    assert len(made[-1].media) < 2
    shown = "".join("".join(page.text.text.split()) for page in made)
    for block in article.blocks:
        if isinstance(block, Text | Heading):
            for line in block.text.text.split():
                assert line in shown
