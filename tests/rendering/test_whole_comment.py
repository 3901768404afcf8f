"""One comment by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given

from bot.core.cases import Case, CommentState
from bot.core.comments import Body
from bot.core.parts import Media, MediaKind
from bot.core.richtext import RichText
from bot.rendering.message import Verb
from bot.rendering.paging import TEXT_LENGTH, fits
from bot.rendering.whole_comment import comment_photos, reply_prompt, whole_comment
from tests.rendering.commented import COMMENT, POST
from tests.rendering.english import NOW, english, labels, press
from tests.strategies import rich_texts

ANN = replace(COMMENT, case=Case(CommentState.APPROVED))
LATER = NOW + timedelta(hours=5)
PHOTO = Media(MediaKind.PHOTO, "file", "unique")


def test_a_long_comment_takes_several_messages_and_the_last_can_be_replied_to() -> None:
    long = replace(ANN, body=Body(RichText(" ".join(f"word{number}" for number in range(1_000)))))
    first, second = whole_comment(english(), POST, long, now=LATER, open=True)
    assert first.text.text.startswith("Ann · 5 h\nword0 word1")
    assert second.text.text.endswith("word999")
    assert first.keyboard == ()
    assert labels(second) == [["Reply"]]
    assert press(second, "Reply") == (Verb.REPLY, (8,))


def test_where_nobody_can_reply_there_is_no_button() -> None:
    (closed,) = whole_comment(english(), POST, ANN, now=LATER, open=False)
    assert closed.keyboard == ()


@given(rich_texts())
def test_every_word_of_a_comment_stands_in_a_quotation(text: RichText) -> None:
    messages = whole_comment(english(), POST, replace(ANN, body=Body(text)), now=LATER, open=True)
    said = "".join(message.text.text for message in messages)
    assert "".join(said.split()) == "".join(f"Ann · 5 h {text.text}".split())
    for message in messages:
        assert fits(message.text, TEXT_LENGTH)


def test_photos_are_sent_with_the_writers_name_on_the_first() -> None:
    two = replace(ANN, body=Body(RichText("Look"), (PHOTO, PHOTO)))
    messages = comment_photos(english(), POST, two, LATER)
    assert [(message.media, message.text.text) for message in messages] == [(PHOTO, "Ann · 5 h"), (PHOTO, "")]


def test_the_question_before_a_reply_repeats_what_is_answered() -> None:
    asked = reply_prompt(english(), POST, ANN)
    assert asked.text.text == ("Write your reply to Ann on “The Maren barrier held”.\nWhat happens to Holm now?")
    assert asked.asks == "Your reply"
    photo = replace(ANN, body=Body(RichText(""), (PHOTO,)))
    assert reply_prompt(english(), POST, photo).text.text == "Write your reply to Ann on “The Maren barrier held”."


def test_muting_a_thread_is_confirmed() -> None:
    assert english().thread_muted(True) == "You will hear of no more answers in this thread."
    assert english().thread_muted(False) == "You will hear of answers to you in this thread again."
