"""Where a text is cut: as a reader would pause."""

from __future__ import annotations

import time

import pytest

from bot.core.richtext import RichText, Span, join
from bot.rendering.paging import cut, fits


def pages(text: str | RichText, limit: int) -> list[str]:
    rich = RichText(text) if isinstance(text, str) else text
    return [piece.text.text for piece in cut(rich, limit)]


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("one two. Three\n\nfour five", 20, ["one two. Three", "four five"]),
        ("one two. Three\nfour five", 20, ["one two. Three", "four five"]),
        ("a\nlist\nof\nlines\n\nand text", 18, ["a\nlist\nof\nlines", "and text"]),
        ("One two. Three four", 15, ["One two.", "Three four"]),
        ('He said "Yes!" Then left', 20, ['He said "Yes!"', "Then left"]),
        ("It ends. Or, e.g. so, it goes on", 20, ["It ends.", "Or, e.g. so, it goes", "on"]),
        ("one two three", 9, ["one two", "three"]),
        ("one two three", 7, ["one two", "three"]),
        ("one two\u00a0three", 9, ["one", "two\u00a0three"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("第一句。第二句很长很长", 7, ["第一句。", "第二句很长很长"]),
        ("  around  ", 20, ["around"]),
        ("", 20, []),
        (" \n ", 20, []),
        ("x" * 20, 20, ["x" * 20]),
        ("👍🏽👍🏽👍🏽", 5, ["👍🏽👍🏽", "👍🏽"]),
        ("🇺🇦🇩🇪🇫🇷", 3, ["🇺🇦", "🇩🇪", "🇫🇷"]),
        ("👩\u200d👩\u200d👧x", 5, ["👩\u200d👩\u200d👧", "x"]),
        ("e\u0301" * 3, 3, ["e\u0301", "e\u0301", "e\u0301"]),
        ("e" + "\u0301" * 9, 4, ["e" + "\u0301" * 3, "\u0301" * 4, "\u0301" * 2]),
        ("word \u0301 word", 5, ["wor", "d \u0301", "word"]),
    ],
)
def test_a_page_ends_at_a_paragraph_else_a_sentence_else_a_word_else_a_character(
    text: str, limit: int, expected: list[str]
) -> None:
    assert pages(text, limit) == expected


def test_a_blank_line_is_a_better_end_than_a_later_line_break() -> None:
    assert pages("first part\n\nsecond\npart, longer", 20) == ["first part", "second\npart, longer"]


def test_a_page_ends_before_a_link_that_it_cannot_hold() -> None:
    rich = join((RichText("read "), RichText.link("the whole report", "https://example.org"), RichText(" now")))
    assert pages(rich, 12) == ["read", "the whole", "report now"]
    assert pages(rich, 18) == ["read", "the whole report", "now"]


def test_a_sentence_that_ends_within_a_link_is_no_end_of_a_page() -> None:
    rich = join((RichText.link("第一。第", "https://example.org"), RichText("二句很长")))
    assert pages(rich, 6) == ["第一。第二句", "很长"]


def test_code_is_cut_only_when_it_is_longer_than_a_page() -> None:
    block = RichText.styled("pre", "make\nmake test")
    rich = join((RichText("Run it. Now:\n"), block, RichText("\nThen go on.")))
    assert pages(rich, 16) == ["Run it. Now:", "make\nmake test", "Then go on."]
    assert pages(rich, 12) == ["Run it. Now:", "make", "make test", "Then go on."]


def test_entities_are_closed_and_opened_again() -> None:
    first, second = cut(RichText.bold("one two three"), 8)
    assert (first.text, second.text) == (RichText.bold("one two"), RichText.bold("three"))
    assert (second.start, second.stop) == (8, 13)


def test_what_is_kept_together_is_not_parted_by_a_cut() -> None:
    rich = RichText("some text before\n\nHeading:\n\nbody text")
    assert pages(rich, 28) == ["some text before\n\nHeading:", "body text"]
    assert [piece.text.text for piece in cut(rich, 28, [(18, 29)])] == ["some text before", "Heading:\n\nbody text"]
    assert cut(rich, 8, [(0, 40)])[0].text.text == "some"


def test_the_hundred_and_first_entity_begins_a_page() -> None:
    rich = RichText.from_spans("ab " * 150, [Span("bold", n * 3, n * 3 + 2) for n in range(150)])
    assert not fits(rich, 4096)
    assert [len(piece.text.entities) for piece in cut(rich, 4096)] == [100, 50]


def test_a_page_that_ends_early_for_its_entities_is_crowded() -> None:
    words = RichText.from_spans("ab " * 150, [Span("bold", n * 3, n * 3 + 2) for n in range(150)])
    assert [piece.crowded for piece in cut(words, 4096)] == [True, False]
    assert [piece.crowded for piece in cut(words, 300)] == [False, False]
    assert not any(piece.crowded for piece in cut(RichText("ab " * 150), 300))


def stacked(text: str, count: int, start: int, stop: int) -> list[Span]:
    return [Span("text_link", start, stop, (("url", f"https://example.org/{n:03}"),)) for n in range(count)]


def test_of_more_entities_on_one_character_than_telegram_keeps_the_first_hundred_stay() -> None:
    spans = stacked("one two three", 130, 4, 7)
    (page,) = cut(RichText.from_spans("one two three", spans), 4096)
    assert page.crowded
    assert page.text == RichText.from_spans("one two three", spans[:100])
    emoji = [Span("custom_emoji", 4, 7, span.extra) for span in spans]
    (page,) = cut(RichText.from_spans("one two three", [*spans, *emoji]), 4096)
    assert page.text == RichText.from_spans("one two three", [*spans[:100], *emoji[:100]])


def test_a_page_ends_where_that_saves_an_entity_and_not_where_it_cannot() -> None:
    """Under 130 over all of it every further entity is lost whatever the cut; behind them a new page holds it."""
    text = "word " * 60
    over_all = stacked(text, 130, 0, 250)
    words = [Span("bold", n * 5, n * 5 + 4) for n in range(60)]
    first, second = cut(RichText.from_spans(text, [*over_all, *words]), 4096)
    assert (first.start, first.stop, first.crowded) == (0, 249, True)
    assert len(first.text.entities) == 100
    assert not second.crowded
    assert second.text == RichText.from_spans(text, words).slice(250).strip()


def test_custom_emoji_are_counted_apart() -> None:
    spans = [Span("custom_emoji" if n % 2 else "bold", n * 3, n * 3 + 2, (("n", n),)) for n in range(200)]
    rich = RichText.from_spans("ab " * 200, spans)
    assert fits(rich, 4096)
    assert len(cut(rich, 4096)) == 1


def test_a_book_is_cut_in_linear_time() -> None:
    """A million characters with 16,000 entities take a fifth of a second; a quadratic way would take minutes."""
    text = ("Lorem ipsum dolor sit amet, consectetur. " * 18 + "\n\n") * 1_350
    rich = RichText.from_spans(text, [Span("bold", n * 60, n * 60 + 30) for n in range(16_000)])
    begun = time.process_time()
    pieces = cut(rich, 4096)
    assert time.process_time() - begun < 10
    assert len(pieces) > 240
