"""The list of a draft's parts, and the page of one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.arranging import removed_passages
from bot.core.assembly import assemble
from bot.core.drafts import Draft, DraftState
from bot.core.parts import Media, MediaKind, Part, Standing, Use
from bot.core.passages import passages_of
from bot.core.richtext import RichText
from bot.rendering.message import Message, Verb
from bot.rendering.parts_view import (
    LISTED,
    Entry,
    entries_of,
    index_of,
    number_of_use,
    part_page,
    parts_list,
    use_of_number,
)
from tests.rendering.english import NOW, english, labels, press

DRAFT = Draft(5, 7, None, DraftState.OPEN)
PHOTO = Media(MediaKind.PHOTO, "file", "unique")


def part(number: int, text: str, media: Media | None = None, album: str | None = None) -> Part:
    return Part(7, number, NOW + timedelta(seconds=number * 10), RichText(text), media, album)


PARTS = [
    part(1, "The barrier held"),
    part(2, "At dusk.", PHOTO, "a"),
    part(3, "", PHOTO, "a"),
    part(4, "https://example.org/"),
    replace(part(5, "The reading was plausible."), origin="Ben"),
    replace(part(6, "It   did not."), standing=Standing.REMOVED),
    replace(part(7, "Holm.", PHOTO), standing=Standing.REMOVED),
    replace(part(8, "Not here yet."), standing=Standing.EARLY),
]


def entries(parts: list[Part]) -> tuple[Entry, ...]:
    return entries_of(passages_of(parts), removed_passages(parts), assemble(parts))


def listed(parts: list[Part], page: int = 0) -> Message:
    return parts_list(english(), DRAFT, assemble(parts).article.title, entries(parts), page)


def opened(parts: list[Part], message: int) -> Message:
    index = index_of(entries(parts), (7, message, 0))
    assert index is not None
    return part_page(english(), DRAFT, entries(parts), index)


def test_the_list_numbers_parts_as_the_card_does_and_goes_on_with_those_taken_out() -> None:
    view = listed(PARTS)
    assert view.text.text.splitlines() == [
        "Parts of “The barrier held”",
        "1  headline · “The barrier held”",
        "2–3  photo · “At dusk.”",
        "4  source · example.org",
        "5  quotation from Ben · 4 words · “The reading was plausible.”",
        "6  ✖ taken out · “It did not.”",
        "7  ✖ taken out · photo · “Holm.”",
    ]
    assert labels(view) == [["1", "2", "4", "5", "6"], ["7"], ["◀"]]
    assert press(view, "2") == (Verb.PART, (5, 7, 2, 0))
    assert press(view, "◀") == (Verb.CARD, (5,))


def test_an_empty_list_says_so() -> None:
    assert listed([]).text.text == "Parts of “no headline yet”\nThere are no parts yet."
    assert labels(listed([])) == [["◀"]]


def test_a_forwarded_message_without_words_has_none_quoted() -> None:
    assert "quotation from Ben · 0 words\n" in listed([replace(part(1, "", PHOTO), origin="Ben"), *PARTS[3:]]).text.text


def test_a_long_list_has_pages_and_a_page_beyond_is_the_last() -> None:
    many = [part(number, "word " * 60) for number in range(1, 2 * LISTED + 2)]
    first, second, last = (listed(many, page) for page in (-3, 1, 99))
    assert first.text.text.splitlines()[1] == "1–20 of 41"
    assert labels(first)[-1] == ["◀", "▼"]
    assert labels(second)[-1] == ["◀", "▲", "▼"]
    assert (press(second, "▲"), press(second, "▼")) == ((Verb.PARTS, (5, 0)), (Verb.PARTS, (5, 2)))
    assert last.text.text.splitlines()[1] == "41–41 of 41"
    assert labels(last) == [["41"], ["◀", "▲"]]
    assert len(first.text.text) < 4096
    back = press(opened(many, 21), "◀")
    assert back == (Verb.PARTS, (5, 1))


def test_a_part_is_shown_with_its_words_and_what_can_be_done_with_it() -> None:
    view = opened(PARTS, 3)
    assert view.text.text.splitlines() == [
        "Part 2–3",
        "photo · “At dusk.”",
        "At dusk.",
        "The last rows say what it is to be.",
    ]
    assert labels(view) == [
        ["↑ Up", "↓ Down", "⤒ Top"],
        ["Remove"],
        ["✓ As it looks", "Lead", "Quotation"],
        ["Plain"],
        ["◀"],
    ]
    assert press(view, "Lead") == (Verb.PART_USE, (5, 7, 2, 0, number_of_use(Use.LEAD)))
    assert press(view, "↑ Up") == (Verb.PART_UP, (5, 7, 2, 0))


def test_the_first_goes_no_higher_and_the_last_no_lower() -> None:
    assert labels(opened(PARTS, 1))[0] == ["↓ Down"]
    assert labels(opened(PARTS, 5))[0] == ["↑ Up", "⤒ Top"]
    assert labels(opened(PARTS[:1], 1))[0] == ["Remove"]


def test_the_use_that_was_chosen_is_ticked() -> None:
    view = opened([replace(PARTS[0], use=Use.SECTION)], 1)
    assert [label for row in labels(view) for label in row if label.startswith("✓")] == ["✓ Section"]


def test_what_was_taken_out_can_be_put_back_and_nothing_else() -> None:
    view = opened(PARTS, 6)
    assert view.text.text.splitlines()[0] == "A part that is taken out"
    assert labels(view) == [["Restore"], ["◀"]]
    assert press(view, "Restore") == (Verb.PART_IN, (5, 7, 6, 0))
    assert index_of(entries(PARTS), (7, 8, 0)) is None


def test_a_medium_without_words_has_none_on_its_page() -> None:
    assert opened([part(1, "", PHOTO)], 1).text.text.splitlines()[:2] == ["Part 1", "photo"]


def test_a_long_part_fits_into_a_message() -> None:
    assert len(opened([part(1, "x" * 4096)], 1).text.text) < 4096


@pytest.mark.parametrize("use", [None, *Use])
def test_a_use_has_a_name_and_a_number_that_stands_for_nothing_else(use: Use | None) -> None:
    assert english().use_name(use)
    assert use_of_number(number_of_use(use)) is use


@pytest.mark.parametrize("number", [-1, len(Use) + 1])
def test_other_numbers_stand_for_no_use(number: int) -> None:
    with pytest.raises(ValueError, match="no use has the number"):
        use_of_number(number)
