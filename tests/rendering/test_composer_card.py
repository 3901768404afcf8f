"""The card that shows an author what the draft is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.assembly import assemble
from bot.core.drafts import Draft, DraftState
from bot.core.options import Mode, PostOptions
from bot.core.parts import Media, MediaKind, Part
from bot.core.posts import Post, PostState
from bot.core.richtext import RichText
from bot.rendering.composer_card import LINES_SHOWN, composer_card
from bot.rendering.layout import Layout, Page
from bot.rendering.message import Verb
from bot.rendering.outlook import Outlook
from tests.rendering.english import NOW, english, labels, press

OPEN = Draft(5, 7, None, DraftState.OPEN)
REVISING = Draft(5, 7, None, DraftState.REVISING)
PHOTO = Media(MediaKind.PHOTO, "file", "unique")
EARLIER = Post(3, 4, 7, PostState.PUBLISHED, "Thursday’s forecast", 1, 1, 0, NOW)


def outlook(full: int, paged: int | None = None, **fields: Any) -> Outlook:
    """What so many messages for each of 1,204 readers come to."""
    layouts = [Layout((Page(RichText("x")),) * (count - 1), (Page(RichText("x")),)) for count in (full, paged or full)]
    return replace(Outlook(layouts[0], layouts[1], 1204, 25.0), **fields)


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
    card = composer_card(english(), OPEN, assemble(POST), outlook(3))
    assert card.text.text.splitlines() == [
        "Draft · “The Maren barrier held”",
        "1  source · www.example.org",
        "2  photo · “The Maren barrier, closed. Harbour…”",
        "3  headline · text · 12 words · section “My Comment:”",
        "4  quotation from Ben · 4 words",
        "5  tags · #harbour #barrier",
        "22 words · 1 min to read · 3 messages to each reader",
        "1,204 readers · about 2 min 24 s at 25 a second",
    ]
    assert labels(card) == [["Preview", "Publish"], ["Schedule", "Parts"], ["Options", "Discard"]]
    assert press(card, "Publish") == (Verb.PUBLISH, (5,))


def test_an_empty_draft_says_how_to_begin() -> None:
    card = composer_card(english(), OPEN, assemble([]), outlook(1))
    assert card.text.text.startswith("Draft · no headline yet\nSend the post’s messages")
    assert labels(card) == [["Discard"]]


def test_a_draft_whose_parts_are_all_taken_out_can_have_them_back() -> None:
    card = composer_card(english(), OPEN, assemble([]), outlook(1, removed=2))
    assert card.text.text.endswith("\n2 parts are taken out; Parts can put them back")
    assert labels(card) == [["Parts", "Discard"]]
    assert press(card, "Parts") == (Verb.PARTS, (5, 0))
    revised = composer_card(english(), REVISING, assemble([]), outlook(1, removed=1))
    assert labels(revised) == [["Parts"], ["Leave as it was"]]
    assert labels(composer_card(english(), REVISING, assemble([]), outlook(1))) == [["Leave as it was"]]


def test_the_chosen_way_to_deliver_comes_first() -> None:
    full = composer_card(english(), OPEN, assemble(POST), outlook(3, 1))
    assert "1 min to read · 3 messages to each reader, or 1 paged\n" in full.text.text
    chosen = replace(OPEN, options=PostOptions(mode=Mode.PAGED))
    paged = composer_card(english(), chosen, assemble(POST), outlook(3, 1))
    assert "1 min to read · 1 message to each reader, paged, or 3 in full\n" in paged.text.text
    assert "about 48 s at 25 a second" in paged.text.text


def test_a_missing_headline_is_warned_of_and_one_is_offered() -> None:
    card = composer_card(english(), OPEN, assemble([part(1, "The barrier held. " + "X" * 300)]), outlook(1))
    assert "⚠ no headline: /title sets one" in card.text.text.splitlines()
    assert labels(card)[-1] == ["Use “The barrier held.” as headline"]
    assert press(card, labels(card)[-1][0]) == (Verb.USE_AS_TITLE, (5,))


def test_a_reply_to_a_part_is_asked_about_above_the_other_buttons() -> None:
    answer = replace(part(9, "Another reading."), answers=4)
    card = composer_card(english(), OPEN, assemble([*POST, answer]), outlook(1))
    assert "6 answers 4: does it replace 4, or follow it?" in card.text.text.splitlines()
    assert labels(card)[0] == ["Replace 4", "Keep both"]
    assert press(card, "Replace 4") == (Verb.REPLACE_PART, (5, 7, 9, 0))
    assert press(card, "Keep both") == (Verb.KEEP_BOTH, (5, 7, 9, 0))


@given(st.integers(1, 60), st.integers(1, 200), st.integers(0, 20))
def test_a_card_fits_into_a_message_whatever_the_draft(count: int, length: int, repeated: int) -> None:
    word = "W" * length
    sections = "\n\n".join([f"{word[:50]}:"] * 4)
    parts = [part(number, f"{word}\n\n{sections}\n\n#{word} #b", origin=word) for number in range(1, count)]
    parts += [part(count, word, PHOTO), replace(part(count + 1, f"{word} {word}\n{sections}"), answers=count)]
    links = ((f"https://{word}.org/{word}", replace(EARLIER, headline=word * 3)),) * repeated
    card = composer_card(
        english(), OPEN, assemble(parts, word), outlook(9, 1, repeated=links, removed=count), scheduled=word
    )
    assert len(card.text.text) < 4096


def test_a_photo_without_a_caption_is_just_a_photo() -> None:
    card = composer_card(english(), OPEN, assemble([part(1, "Headline"), part(2, "", PHOTO)]), outlook(1))
    assert "2  photo\n" in card.text.text


def test_the_rest_of_a_text_that_the_client_cut_goes_on_with_it() -> None:
    long = "Headline\n\n" + "word " * 817
    pieces = [part(1, long[:4096]), Part(7, 2, NOW + timedelta(seconds=11), RichText("and the rest"))]
    card = composer_card(english(), OPEN, assemble(pieces), outlook(2))
    assert "2  ↳ goes on · 3 words" in card.text.text


def test_a_further_photo_of_an_album_belongs_to_the_one_before() -> None:
    album = [Part(7, n, NOW, RichText("The barrier." if n == 1 else ""), PHOTO, "album") for n in (1, 2)]
    card = composer_card(english(), OPEN, assemble(album), outlook(2))
    assert card.text.text.splitlines()[1:3] == ["1  photo · “The barrier.”", "2  photo"]


def test_many_parts_are_counted_beyond_what_has_room() -> None:
    parts = [part(number, f"Paragraph {number} of the post.") for number in range(1, 61)]
    card = composer_card(english(), OPEN, assemble(parts), outlook(2))
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
    card = composer_card(english(), Draft(5, 7, None, state), assemble(POST), outlook(3), at_desk=False)
    assert card.text.text == words
    assert labels(card) == buttons


def test_a_closed_draft_without_a_headline_says_so() -> None:
    card = composer_card(english(), Draft(5, 7, None, DraftState.DISCARDED), assemble([]), outlook(1))
    assert card.text.text == "“no headline yet” is discarded."


def test_a_scheduled_draft_says_so_on_the_desk_and_put_aside() -> None:
    line = "⏰ goes out on Saturday"
    on_desk = composer_card(english(), OPEN, assemble(POST), outlook(3), scheduled=line)
    aside = composer_card(english(), OPEN, assemble(POST), outlook(3), at_desk=False, scheduled=line)
    assert on_desk.text.text.splitlines()[-1] == line
    assert aside.text.text == f"“The Maren barrier held” is put aside.\n{line}"


def test_a_post_that_is_being_changed_is_updated_or_left_as_it_was() -> None:
    card = composer_card(english(), REVISING, assemble(POST), outlook(3))
    assert labels(card) == [["Preview", "Update"], ["Parts", "Options"], ["Leave as it was"]]
    assert press(card, "Update") == (Verb.UPDATE, (5,))
    assert press(card, "Leave as it was") == (Verb.LEAVE, (5,))
    assert labels(composer_card(english(), REVISING, assemble([]), outlook(1))) == [["Leave as it was"]]
