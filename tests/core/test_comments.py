"""What a comment says: one message, a long paste, an album; and what is none."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.comment_json import comment_from_json, comment_to_json
from bot.core.comments import COMMENT_LIMIT, PHOTOS_LIMIT, Body, body_of, checked_body
from bot.core.parts import Media, MediaKind, Part
from bot.core.refusals import Refusal, RefusalKey
from bot.core.richtext import Entity, RichText
from tests.rendering.commented import COMMENT
from tests.strategies import rich_texts

NOW = datetime(2026, 3, 27, 20, 0, tzinfo=UTC)


def photo(number: int) -> Media:
    return Media(MediaKind.PHOTO, f"file-{number}", f"unique-{number}", 1000)


def piece(number: int, text: str, *, after: float = 0, media: Media | None = None, album: str | None = None) -> Part:
    return Part(2, number, NOW + timedelta(seconds=after), RichText(text), media, album)


def test_most_comments_are_one_message() -> None:
    text = RichText("What now?", (Entity("bold", 0, 4),))
    assert body_of([Part(2, 1, NOW, text)]) == Body(text)


def test_a_long_paste_is_one_comment_whatever_the_order_of_its_pieces() -> None:
    first, second = piece(1, "x" * 4096), piece(2, "yz", after=1)
    assert body_of([second, first]) == body_of([first, second]) == Body(RichText("x" * 4096 + "yz"))


def test_an_album_is_one_comment_with_its_photos_and_its_caption() -> None:
    album = [piece(number, "At Holm" * (number == 2), media=photo(number), album="a") for number in (1, 2, 3)]
    assert body_of(album) == Body(RichText("At Holm"), (photo(1), photo(2), photo(3)))


def test_a_comment_at_the_limit_passes_and_one_beyond_is_refused_with_both_numbers() -> None:
    assert checked_body(Body(RichText("x" * COMMENT_LIMIT))).text.text == "x" * COMMENT_LIMIT
    with pytest.raises(Refusal) as refused:
        checked_body(Body(RichText("x" * (COMMENT_LIMIT + 1))))
    assert refused.value.key is RefusalKey.COMMENT_TOO_LONG
    assert refused.value.facts == {"length": COMMENT_LIMIT + 1, "limit": COMMENT_LIMIT}


def test_a_photo_needs_no_words_and_there_are_as_many_as_in_an_album() -> None:
    photos = tuple(photo(number) for number in range(PHOTOS_LIMIT + 1))
    assert checked_body(Body(RichText(""), photos[1:])).photos == photos[1:]
    with pytest.raises(Refusal) as refused:
        checked_body(Body(RichText(""), photos))
    assert refused.value.key is RefusalKey.COMMENT_TOO_MANY_PHOTOS


@pytest.mark.parametrize("text", ["", " \n\t "])
def test_a_comment_without_a_word_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        checked_body(Body(RichText(text)))
    assert refused.value.key is RefusalKey.ODD_COMMENT


@given(rich_texts(), st.integers(0, 3))
def test_what_a_comment_says_survives_the_tables(text: RichText, photos: int) -> None:
    body = Body(text, tuple(photo(number) for number in range(photos)))
    assert comment_from_json(json.loads(json.dumps(comment_to_json(body)))) == body


def test_what_was_written_in_the_group_has_no_message_in_private() -> None:
    assert COMMENT.own_message == COMMENT.message_id
    assert replace(COMMENT, message_id=-40).own_message is None
