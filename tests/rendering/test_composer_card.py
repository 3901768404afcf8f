"""The card that shows an author what the draft is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.assembly import assemble
from bot.core.drafts import Draft, DraftState
from bot.core.parts import Media, MediaKind, Part
from bot.core.richtext import RichText
from bot.rendering.composer_card import LINES_SHOWN, composer_card, warnings
from bot.rendering.message import Verb
from tests.rendering.english import NOW, english, labels, press

OPEN = Draft(5, 7, None, DraftState.OPEN)
PHOTO = Media(MediaKind.PHOTO, "file", "unique")


def part(id: int, text: str, media: Media | None = None, origin: str | None = None) -> Part:
    return Part(7, id, NOW + timedelta(seconds=id * 10), RichText(text), media, None, origin)


POST = [
    part(1, "https://www.example.org/bulletin"),
    part(2, "The Maren barrier, closed. Harbour Office.", PHOTO),
    part(3, "The Maren barrier held\n\nThe office closed all six gates.\n\nMy Comment:\n\nI was too gloomy."),
    part(4, "The reading was plausible.", origin="Ben"),
    part(5, "#harbour #barrier"),
]


def test_it_says_what_each_part_became() -> None:
    card = composer_card(english(), OPEN, assemble(POST), 3)
    assert card.text.text.splitlines() == [
        "Draft · “The Maren barrier held”",
        "1  source · www.example.org",
        "2  photo · “The Maren barrier, closed. Harbour…”",
        "3  headline · text · 12 words · section “My Comment:”",
        "4  quotation from Ben · 4 words",
        "5  tags · #harbour #barrier",
        "1 min to read · 3 messages to each reader",
    ]
    assert labels(card) == [["Preview", "Publish"], ["Discard"]]
    assert press(card, "Publish") == (Verb.PUBLISH, (5,))


def test_an_empty_draft_says_how_to_begin() -> None:
    card = composer_card(english(), OPEN, assemble([]), 0)
    assert card.text.text.startswith("Draft · no headline yet\nSend the post’s messages")
    assert labels(card) == [["Discard"]]


def test_a_missing_headline_is_warned_of() -> None:
    assembly = assemble([part(1, "x" * 300)])
    card = composer_card(english(), OPEN, assembly, 1)
    assert card.text.text.splitlines()[-1] == "⚠ no headline: /title sets one"
    assert warnings(english(), assembly) == ("⚠ no headline: /title sets one",)
    assert warnings(english(), assemble(POST)) == ()


def test_a_photo_without_a_caption_is_just_a_photo() -> None:
    card = composer_card(english(), OPEN, assemble([part(1, "Headline"), part(2, "", PHOTO)]), 1)
    assert "2  photo\n" in card.text.text


def test_the_rest_of_a_text_that_the_client_cut_goes_on_with_it() -> None:
    long = "Headline\n\n" + "word " * 817
    pieces = [part(1, long[:4096]), Part(7, 2, NOW + timedelta(seconds=11), RichText("and the rest"))]
    card = composer_card(english(), OPEN, assemble(pieces), 2)
    assert "2  ↳ goes on · 3 words" in card.text.text


def test_a_further_photo_of_an_album_belongs_to_the_one_before() -> None:
    album = [Part(7, n, NOW, RichText("The barrier." if n == 1 else ""), PHOTO, "album") for n in (1, 2)]
    card = composer_card(english(), OPEN, assemble(album), 2)
    assert card.text.text.splitlines()[1:3] == ["1  photo · “The barrier.”", "2  photo"]


def test_many_parts_are_counted_beyond_what_has_room() -> None:
    parts = [part(number, f"Paragraph {number} of the post.") for number in range(1, 61)]
    card = composer_card(english(), OPEN, assemble(parts), 2)
    assert f"… and {60 - LINES_SHOWN} more" in card.text.text
    assert len(card.text.text) < 4096


@pytest.mark.parametrize(
    ("state", "words", "buttons"),
    [
        (DraftState.OPEN, "“The Maren barrier held” is put aside.", [["Open again"]]),
        (DraftState.DISCARDED, "“The Maren barrier held” is discarded.", [["Undo"]]),
        (DraftState.PUBLISHED, "“The Maren barrier held” has become a post.", []),
    ],
)
def test_a_closed_draft_says_what_became_of_it(state: DraftState, words: str, buttons: list[list[str]]) -> None:
    card = composer_card(english(), Draft(5, 7, None, state), assemble(POST), 3, at_desk=False)
    assert card.text.text == words
    assert labels(card) == buttons


def test_a_closed_draft_without_a_headline_says_so() -> None:
    card = composer_card(english(), Draft(5, 7, None, DraftState.DISCARDED), assemble([]), 0)
    assert card.text.text == "“no headline yet” is discarded."


def test_a_scheduled_draft_says_so_on_the_desk_and_put_aside() -> None:
    line = "⏰ goes out on Saturday"
    on_desk = composer_card(english(), OPEN, assemble(POST), 3, scheduled=line)
    aside = composer_card(english(), OPEN, assemble(POST), 3, at_desk=False, scheduled=line)
    assert on_desk.text.text.splitlines()[-1] == line
    assert aside.text.text == f"“The Maren barrier held” is put aside.\n{line}"


def test_a_post_that_is_being_changed_is_updated_or_left_as_it_was() -> None:
    revising = Draft(5, 7, None, DraftState.REVISING)
    card = composer_card(english(), revising, assemble(POST), 3)
    assert labels(card) == [["Preview", "Update"], ["Leave as it was"]]
    assert press(card, "Update") == (Verb.UPDATE, (5,))
    assert press(card, "Leave as it was") == (Verb.LEAVE, (5,))
    assert labels(composer_card(english(), revising, assemble([]), 0)) == [["Leave as it was"]]
