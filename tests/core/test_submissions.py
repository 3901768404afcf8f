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
from bot.core.richtext import RichText
from bot.core.submissions import Submission

NOW = datetime(2026, 3, 27, 20, 0, tzinfo=UTC)
PHOTO = Media(MediaKind.PHOTO, "file", "unique")
TEXT = Submission(Profile(2, "Ann"), 2, 10, NOW, RichText("Hello"))
ODD = replace(TEXT, text=RichText(), odd=True)


def test_a_message_becomes_a_part_with_everything_that_it_holds() -> None:
    photo = replace(TEXT, media=PHOTO, album_id="7", origin="Ben")
    assert photo.part() == Part(2, 10, NOW, RichText("Hello"), PHOTO, "7", "Ben")


def test_a_text_becomes_a_comment() -> None:
    assert TEXT.comment() == RichText("Hello")


@pytest.mark.parametrize("submission", [ODD, replace(TEXT, media=PHOTO)], ids=["odd", "photo"])
def test_what_is_not_text_is_no_comment(submission: Submission) -> None:
    with pytest.raises(Refusal) as refused:
        submission.comment()
    assert refused.value.key is RefusalKey.ODD_COMMENT


def test_an_odd_message_is_no_part() -> None:
    with pytest.raises(Refusal) as refused:
        ODD.part()
    assert refused.value.key is RefusalKey.ODD_PART


@pytest.mark.parametrize("method", SENDING_METHODS)
def test_a_new_message_is_not_repeated_lightly_but_its_change_is(method: str) -> None:
    assert not repeatable(method, None)
    assert repeatable(method, 5)
    assert not Queued(1, 2, Prepared(method, b"}"), None, None, None, None, 0).edits


def test_an_edit_or_deletion_can_be_repeated() -> None:
    assert repeatable("editMessageReplyMarkup", None)
    assert repeatable("deleteMessage", None)
