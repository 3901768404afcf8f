"""A difference as lines of a message."""

from __future__ import annotations

from hypothesis import given

from bot.core.article import Article, Figure, Heading, Quotation, Source, Text
from bot.core.differences import differences
from bot.core.parts import Media, MediaKind
from bot.core.richtext import RichText
from bot.rendering.difference_view import DIFFERENCE_LENGTH, difference_lines
from tests.rendering.english import english
from tests.strategies import ARTICLES

PLAIN, BOLD = RichText.plain, RichText.bold
PHOTO, VIDEO = Media(MediaKind.PHOTO, "f1", "u1"), Media(MediaKind.VIDEO, "f2", "u2")


def lines(before: Article, after: Article) -> list[str]:
    return difference_lines(english(), differences(before, after)).text.split("\n")


def text(words: str) -> Article:
    return Article(blocks=(Text(PLAIN(words)),))


def test_counts_come_first_then_excerpts() -> None:
    before = text("The barrier held.\n\nNobody was hurt on Sunday.\n\nThe end.\n\nStays.\n\nMoves on.\n\nLast words.")
    after = text(
        "A beginning.\n\nMoves on.\n\nThe barrier held.\n\nNobody was hurt on Monday.\n\nStays.\n\nLast words."
    )
    assert lines(before, after) == [
        "1 paragraph added, 1 removed, 1 changed, 1 moved",
        "＋ A beginning.",
        "↕ Moves on.",
        "✎ Nobody was hurt on Sunday. → Nobody was hurt on Monday.",
        "− The end.",
    ]


def test_the_words_that_changed_are_bold_with_a_little_around_them() -> None:
    filler = "one two three four five six seven eight nine ten"
    rich = difference_lines(
        english(), differences(text(f"{filler} old words {filler}"), text(f"{filler} new words {filler}"))
    )
    assert rich.text.split("\n")[1] == (
        "✎ …seven eight nine ten old words one two three… → …seven eight nine ten new words one two three…"
    )
    assert [rich.text[span.start : span.stop] for span in rich.spans()] == ["1 paragraph changed", "old", "new"]


def test_headline_and_tags_are_named_and_not_counted() -> None:
    before = Article(PLAIN("Old head"), (), ("a",))
    assert lines(before, Article(PLAIN("New head"))) == ["✎ Headline: Old head → New head", "− Tags: #a"]


def test_a_source_is_shown_with_its_address() -> None:
    def sourced(url: str, words: str) -> Article:
        return Article(blocks=(Text(PLAIN("T")), Source(url, PLAIN(words))))

    assert lines(sourced("https://a.org", "Bulletin"), sourced("https://b.org", "Bulletin"))[1] == (
        "✎ Source: Bulletin (https://a.org) → Bulletin (https://b.org)"
    )
    assert lines(Article(), sourced("https://a.org", "https://a.org"))[2] == "＋ Source: https://a.org"


def test_formatting_and_other_media_are_said_where_the_words_are_the_same() -> None:
    assert lines(text("same"), Article(blocks=(Text(BOLD("same")),)))[1] == "✎ same (formatting)"
    one, other = (Article(blocks=(Figure((medium,), PLAIN("dusk")),)) for medium in (PHOTO, VIDEO))
    assert lines(one, other)[1] == "✎ Media: 1 file · dusk (other media)"


def test_another_kind_of_piece_is_named() -> None:
    assert lines(text("My view"), Article(blocks=(Heading(PLAIN("My view")),)))[1] == "✎ My view → Section: My view"


def test_quotations_and_media_without_words_have_something_to_show() -> None:
    after = Article(blocks=(Figure((PHOTO, VIDEO), RichText()), Quotation(RichText(), "Ann", (PHOTO,))))
    assert lines(Article(), after)[1:] == ["＋ Media: 2 files", "＋ Quotation: Ann: 1 file"]


def test_where_nothing_is_different_that_is_said() -> None:
    assert lines(text("a"), text("a")) == ["Nothing is different."]


def test_what_has_no_room_is_counted() -> None:
    many = lines(Article(), text("\n\n".join(f"Paragraph {n}." for n in range(2_000))))
    assert (many[0], many[-1]) == ("2,000 paragraphs added", "and 1,970 more")
    long = lines(Article(), text("\n\n".join(f"{n} " + "word " * 60 for n in range(40))))
    assert long[-1].startswith("and ")
    assert 20 < len(long) < 30


@given(ARTICLES, ARTICLES)
def test_a_difference_keeps_within_a_message(one: Article, other: Article) -> None:
    rich = difference_lines(english(), differences(one, other))
    assert 0 < len(rich.text) <= DIFFERENCE_LENGTH
    assert len(rich.entities) <= 100
