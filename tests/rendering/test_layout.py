"""A post as the messages that readers get."""

from __future__ import annotations

import pytest

from bot.core.article import Article, Figure, Heading, Quotation, Source, Text
from bot.core.parts import Media, MediaKind
from bot.core.richtext import Entity, RichText, Span
from bot.rendering.layout import Layout, Page, full, paged

DATE = "Sunday, March 27, 2016"
PHOTO = Media(MediaKind.PHOTO, "file", "unique")
VIDEO = Media(MediaKind.VIDEO, "file", "unique")
NOTE = Media(MediaKind.VIDEO_NOTE, "file", "unique")
HEADLINE = RichText("The barrier held")
URL = "https://www.example.org/bulletin"


def pages(article: Article, dateline: str) -> tuple[Page, ...]:
    """The messages of the post in full."""
    layout = full(article, dateline)
    return (*layout.opening, *layout.leaves)


def shapes(layout: Layout) -> list[tuple[str, str]]:
    """The kinds of media and the text of each page, opening and leaves alike."""
    return [
        (" ".join(medium.kind for medium in page.media), page.text.text) for page in (*layout.opening, *layout.leaves)
    ]


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
    shape = [(len(page.media), page.text.text) for page in pages(Article(None, (album, silent, silent)), "")]
    assert shape == [(2, ""), (2, ""), (2, ""), (0, "caption")]


def test_of_albums_without_a_word_the_last_item_can_carry_buttons() -> None:
    silent = Figure((PHOTO, VIDEO, PHOTO), RichText())
    assert full(Article(None, (silent,)), "") == Layout(
        (Page(RichText(), (PHOTO, VIDEO)),), (Page(RichText(), (PHOTO,)),)
    )


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
    assert full(Article(), "") == paged(Article(), "") == Layout()
    assert Layout().messages == 0


def test_the_words_of_a_premium_caption_that_telegram_would_refuse_are_a_text() -> None:
    caption = RichText(("A sentence. " * 300).strip())
    layout = full(Article(HEADLINE, (Text(RichText("before")), Figure((PHOTO,), caption))), DATE)
    _, captioned, rest = (*layout.opening, *layout.leaves)
    assert captioned.media == (PHOTO,)
    assert len(captioned.text.text) <= 1024
    assert (rest.media, f"{captioned.text.text} {rest.text.text}") == ((), caption.text)


def test_a_video_note_has_no_words_of_its_own_and_can_carry_buttons() -> None:
    note = Figure((NOTE,), RichText("caption"))
    assert shapes(full(Article(HEADLINE, (note, Text(RichText("body")))), DATE)) == [
        ("video_note", ""),
        ("", f"{DATE}\nThe barrier held\n\ncaption\n\nbody"),
    ]
    silent = Figure((NOTE,), RichText())
    assert shapes(full(Article(None, (Text(RichText("body")), silent)), "")) == [("", "body"), ("video_note", "")]
    assert shapes(full(Article(None, (Text(RichText("body")), silent), ("a",)), "")) == [
        ("", "body"),
        ("video_note", ""),
        ("", "#a"),
    ]


def test_media_that_make_no_album_are_several_messages_with_the_caption_on_the_first_that_can_carry_it() -> None:
    kinds = ("video_note", "photo", "video", "document", "document", "audio", "voice", "animation", "photo")
    media = tuple(Media(MediaKind(kind), "file", "unique") for kind in kinds)
    layout = full(Article(None, (Figure(media, RichText("caption")), Text(RichText("body")))), DATE)
    assert shapes(layout) == [
        ("video_note", ""),
        ("photo video", f"{DATE}\n\ncaption"),
        ("document document", ""),
        ("audio", ""),
        ("voice", ""),
        ("animation", ""),
        ("photo", ""),
        ("", "body"),
    ]
    assert layout.messages == len(kinds) + 1


def test_an_album_has_ten_items_at_most() -> None:
    layout = full(Article(None, (Figure((PHOTO,) * 12, RichText("caption")), Text(RichText("body")))), "")
    assert [len(page.media) for page in (*layout.opening, *layout.leaves)] == [10, 2, 0]
    assert layout.messages == 13


def test_a_page_says_that_it_is_crowded() -> None:
    spans = [Span("bold", n * 3, n * 3 + 2) for n in range(150)]
    crowd = RichText.from_spans(("ab " * 150).strip(), spans)
    layout = full(Article(None, (Text(crowd),)), "")
    assert [page.crowded for page in (*layout.opening, *layout.leaves)] == [True, False]
    layout = full(Article(None, (Figure((PHOTO,), crowd),)), "")
    assert [page.crowded for page in (*layout.opening, *layout.leaves)] == [True, False]
    assert full(Article(None, (Figure((PHOTO, PHOTO), crowd.slice(0, 300)),)), "").leaves[0].crowded is False


def prose(length: int) -> Text:
    """That many characters, in sentences of twelve."""
    return Text(RichText(("A sentence. " * (length // 12 + 1))[:length].strip()))


def test_what_fits_one_message_is_the_same_in_both_ways() -> None:
    for article in (
        Article(HEADLINE, (Figure((PHOTO,), RichText("At dusk.")), prose(900)), ("tag",)),
        Article(HEADLINE, (prose(4000),)),
        Article(HEADLINE, (Figure((PHOTO,), RichText("At dusk.")),)),
    ):
        assert paged(article, DATE) == full(article, DATE)
        assert paged(article, DATE).messages == 1


def test_a_long_text_is_one_message_whose_leaves_are_turned() -> None:
    article = Article(HEADLINE, (prose(9000),), ("tag",))
    layout = paged(article, DATE)
    assert layout.opening == ()
    assert layout.leaves == pages(article, DATE)
    assert (layout.messages, len(layout.leaves), full(article, DATE).messages) == (1, 3, 3)


@pytest.mark.parametrize(
    ("length", "opening", "leaves"),
    [
        (1500, [], ["photo", "photo"]),  # as many screens as a photo and a text
        (2500, ["photo"], [""]),
        (4000, ["photo"], [""]),
        (9000, ["photo"], ["", "", ""]),
    ],
)
def test_a_lead_photo_carries_the_leaves_as_captions_or_goes_first_whichever_makes_fewer_screens(
    length: int, opening: list[str], leaves: list[str]
) -> None:
    article = Article(HEADLINE, (Figure((PHOTO,), RichText("At dusk.")), prose(length)), ("tag",))
    layout = paged(article, DATE)
    assert [kind for kind, _ in shapes(Layout(layout.opening))] == opening
    assert [kind for kind, _ in shapes(Layout((), layout.leaves))] == leaves
    top = f"{DATE}\nThe barrier held\n\nAt dusk."
    first = (*layout.opening, *layout.leaves)[0].text.text
    assert first == top if opening else first.startswith(top)
    assert layout.leaves[-1].text.text.endswith("#tag")
    assert layout.messages == len(opening) + 1


@pytest.mark.parametrize("kind", ["audio", "voice", "document", "animation", "video"])
def test_whatever_can_have_a_caption_can_carry_the_leaves(kind: str) -> None:
    lead = Figure((Media(MediaKind(kind), "file", "unique"),), RichText())
    layout = paged(Article(HEADLINE, (lead, prose(1500))), DATE)
    assert [shape for shape, _ in shapes(layout)] == [kind, kind]
    assert layout.messages == 1


def test_an_album_and_a_video_note_go_first_and_the_text_is_turned() -> None:
    for media, caption in (((PHOTO, PHOTO), True), ((NOTE,), False)):
        layout = paged(Article(HEADLINE, (Figure(media, RichText("At dusk.")), prose(5000))), DATE)
        top = f"{DATE}\nThe barrier held\n\nAt dusk."
        assert [(page.media, page.text.text) for page in layout.opening] == [(media, top if caption else "")]
        assert [page.media for page in layout.leaves] == [(), ()]
        assert layout.leaves[0].text.text.startswith("A sentence." if caption else top)


def test_media_that_come_later_go_before_the_message_that_is_turned() -> None:
    later = Figure((VIDEO,), RichText("Later."))
    album = Figure((PHOTO, PHOTO), RichText())
    article = Article(HEADLINE, (prose(3000), later, prose(3000), album, prose(3000)), ("tag",))
    layout = paged(article, DATE)
    assert shapes(Layout(layout.opening)) == [("video", "Later."), ("photo photo", "")]
    assert [kind for kind, _ in shapes(Layout((), layout.leaves))] == ["", "", ""]
    assert layout.messages == 4
    lead = Figure((PHOTO,), RichText("At dusk."))
    by_caption = paged(Article(HEADLINE, (lead, prose(900), later, prose(500))), DATE)
    assert [kind for kind, _ in shapes(by_caption)] == ["video", "photo", "photo"]
    first = paged(Article(HEADLINE, (lead, prose(900), later, prose(3000))), DATE)
    assert [kind for kind, _ in shapes(first)] == ["photo", "video", ""]


def test_a_caption_too_long_for_its_medium_is_read_on_in_the_leaves() -> None:
    caption = RichText(("A sentence. " * 120).strip())
    layout = paged(Article(None, (Text(RichText("before")), Figure((PHOTO,), caption), Text(RichText("after")))), "")
    assert [kind for kind, _ in shapes(layout)] == ["photo", ""]
    rest = layout.leaves[0].text.text
    assert rest.startswith("before\n\nA sentence.")
    assert rest.endswith("A sentence.\n\nafter")
    long_lead = paged(Article(None, (Figure((PHOTO,), caption),)), "")
    assert [kind for kind, _ in shapes(long_lead)] == ["photo", "photo"]


def test_where_turning_saves_no_message_the_post_is_sent_in_full() -> None:
    photos = Article(HEADLINE, (Figure((PHOTO,), RichText("One.")), Figure((VIDEO,), RichText("Two."))), ("tag",))
    assert paged(photos, DATE) == full(photos, DATE)
    behind = Article(HEADLINE, (prose(500), Figure((PHOTO,), RichText("One."))))
    assert paged(behind, DATE) == full(behind, DATE)
