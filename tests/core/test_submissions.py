"""What a message can become."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.core.calls import Prepared
from bot.core.outgoing import SENDING_METHODS, Queued, repeatable
from bot.core.parts import Media, MediaKind, Part
from bot.core.people import Profile
from bot.core.refusals import Refusal, RefusalKey
from bot.core.richtext import Entity, RichText
from bot.core.submissions import FILE_LIMIT, Submission

NOW = datetime(2026, 3, 27, 20, 0, tzinfo=UTC)
PHOTO = Media(MediaKind.PHOTO, "file", "unique")
TEXT = Submission(Profile(2, "Ann"), 2, 10, NOW, RichText("Hello"))
ODD = replace(TEXT, text=RichText(), odd=True)


def test_a_message_becomes_a_part_with_everything_that_it_holds() -> None:
    photo = replace(TEXT, media=PHOTO, album_id="7", origin="Ben")
    assert photo.part() == Part(2, 10, NOW, RichText("Hello"), PHOTO, "7", "Ben")


def test_a_text_becomes_a_comment() -> None:
    assert TEXT.comment() == Part(2, 10, NOW, RichText("Hello"))


@pytest.mark.parametrize("submission", [ODD, replace(TEXT, media=PHOTO)], ids=["odd", "photo"])
def test_what_is_not_text_is_no_comment(submission: Submission) -> None:
    with pytest.raises(Refusal) as refused:
        submission.comment()
    assert refused.value.key is RefusalKey.ODD_COMMENT


def test_a_photo_is_a_comment_where_photos_are_welcome_and_no_other_medium_is() -> None:
    photo = replace(TEXT, media=PHOTO, album_id="7")
    assert photo.comment(photos=True) == Part(2, 10, NOW, RichText("Hello"), PHOTO, "7")
    with pytest.raises(Refusal) as refused:
        replace(photo, media=replace(PHOTO, kind=MediaKind.VIDEO)).comment(photos=True)
    assert refused.value.facts == {"photos": True}


def test_an_answer_in_a_group_has_a_number_of_its_own() -> None:
    assert TEXT.answer() == TEXT.comment()
    assert replace(TEXT, chat_id=-100).answer() == Part(-100, -10, NOW, RichText("Hello"))


def test_the_formatting_of_a_comment_stays_within_its_text() -> None:
    with pytest.raises(Refusal) as refused:
        replace(TEXT, text=RichText("Hello", (Entity("bold", 0, 6),))).comment()
    assert refused.value.key is RefusalKey.BROKEN_ENTITIES


def test_an_odd_message_is_no_part() -> None:
    with pytest.raises(Refusal) as refused:
        ODD.part()
    assert refused.value.key is RefusalKey.ODD_PART


@pytest.mark.parametrize(("offset", "length"), [(0, 6), (5, 1), (-1, 2), (0, 0), (2, -1)])
def test_an_entity_that_reaches_out_of_its_text_is_refused(offset: int, length: int) -> None:
    broken = replace(TEXT, text=RichText("Hello", (Entity("bold", 0, 5), Entity("italic", offset, length))))
    with pytest.raises(Refusal) as refused:
        broken.part()
    assert refused.value.key is RefusalKey.BROKEN_ENTITIES


def test_entities_are_measured_in_the_units_of_telegram() -> None:
    wave = RichText("🌊", (Entity("bold", 0, 2),))
    assert replace(TEXT, text=wave).part().text == wave


def test_a_file_that_cannot_be_kept_is_refused_with_both_sizes() -> None:
    assert replace(TEXT, media=replace(PHOTO, size=FILE_LIMIT)).part().media
    with pytest.raises(Refusal) as refused:
        replace(TEXT, media=replace(PHOTO, size=FILE_LIMIT + 1)).part()
    assert refused.value.key is RefusalKey.FILE_TOO_BIG
    assert refused.value.facts == {"size": FILE_LIMIT + 1, "limit": FILE_LIMIT}


def test_an_answer_is_text() -> None:
    assert TEXT.words() == "Hello"
    for submission in (ODD, replace(TEXT, media=PHOTO)):
        with pytest.raises(Refusal) as refused:
            submission.words()
        assert refused.value.key is RefusalKey.ODD_ANSWER


@pytest.mark.parametrize("method", SENDING_METHODS)
def test_a_new_message_is_not_repeated_lightly_but_its_change_is(method: str) -> None:
    assert not repeatable(method, None)
    assert repeatable(method, 5)
    assert not Queued(1, 2, Prepared(method, b"}"), None, None, None, None, 0).edits


def test_an_edit_or_deletion_can_be_repeated() -> None:
    assert repeatable("editMessageReplyMarkup", None)
    assert repeatable("deleteMessage", None)
