"""Word to those who comment."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.cases import Act, Appeal, Case, CommentState, Reason
from bot.core.commenters import News
from bot.core.comments import Body
from bot.core.parts import Media, MediaKind
from bot.core.richtext import RichText
from bot.rendering.message import Verb
from bot.rendering.word import ANSWER_ROOM, answer_gone, answered_word, news_of, word
from tests.rendering.commented import COMMENT, POST
from tests.rendering.english import english, labels, press

S = CommentState
ANSWER = replace(
    COMMENT,
    id=9,
    person_id=POST.author_id,
    name="Olga",
    body=Body(RichText("I will keep a table.").wrap("blockquote")),
    case=Case(S.LIVE),
    answers_id=COMMENT.id,
)

WORDS = {
    "published": (
        Case(S.APPROVED, decision=Act.APPROVED),
        News.PUBLISHED,
        "✅ Published: your comment on “The Maren barrier held”.",
        ["Show"],
    ),
    "rejected": (
        Case(S.REJECTED, decision=Act.REJECTED, reason=Reason.OFF_TOPIC),
        News.REJECTED,
        "✖ Not published: your comment on “The Maren barrier held”. Reason: off topic.",
        ["Ask again"],
    ),
    "rejected in words": (
        Case(S.REJECTED, decision=Act.REJECTED, reason=Reason.OTHER, words="No names, please"),
        News.REJECTED,
        "✖ Not published: your comment on “The Maren barrier held”. Reason: No names, please.",
        ["Ask again"],
    ),
    "rejected silently": (
        Case(S.REJECTED, decision=Act.REJECTED, reason=Reason.SILENT),
        News.REJECTED,
        "✖ Not published: your comment on “The Maren barrier held”.",
        ["Ask again"],
    ),
    "asked again": (
        Case(S.REJECTED, decision=Act.REJECTED, appeal=Appeal.OPEN),
        News.REJECTED,
        "✖ Not published: your comment on “The Maren barrier held”. ⏳ A moderator will look at it once more.",
        [],
    ),
    "asked in vain": (
        Case(S.REJECTED, decision=Act.DECLINED, appeal=Appeal.USED, reason=Reason.RUDE),
        News.REJECTED,
        "✖ Not published, at the second look, too: your comment on “The Maren barrier held”. Reason: rude.",
        [],
    ),
    "asked in vain and not told why": (
        Case(S.REJECTED, decision=Act.DECLINED, appeal=Appeal.USED),
        News.REJECTED,
        "✖ Not published, at the second look, too: your comment on “The Maren barrier held”.",
        [],
    ),
    "a new text in vain": (
        Case(S.LIVE, decision=Act.DECLINED),
        News.REJECTED,
        "✖ Not published: the new text of your comment on “The Maren barrier held”. The old one stays.",
        ["Show"],
    ),
    "spam": (
        Case(S.SPAM, decision=Act.SPAM),
        None,
        "✖ Not published: your comment on “The Maren barrier held”.",
        [],
    ),
    "undone": (
        Case(S.PENDING),
        None,
        "⏳ Your comment on “The Maren barrier held” is being looked at again.",
        [],
    ),
    "withdrawn": (
        Case(S.WITHDRAWN, decision=Act.APPROVED),
        None,
        "You have withdrawn your comment on “The Maren barrier held”.",
        [],
    ),
}


@pytest.mark.parametrize("name", WORDS)
def test_word_says_what_became_of_a_comment_and_what_can_be_done(name: str) -> None:
    case, news, said, buttons = WORDS[name]
    comment = replace(COMMENT, case=case)
    told = word(english(), comment, POST)
    assert news_of(comment) is news
    assert told.text.text == said
    assert labels(told) == ([buttons] if buttons else [])
    assert told.reply_to == COMMENT.message_id


def test_the_buttons_lead_to_the_thread_and_to_an_appeal() -> None:
    assert press(word(english(), replace(COMMENT, case=Case(S.LIVE)), POST), "Show") == (Verb.THREAD, (8, 0))
    rejected = replace(COMMENT, case=Case(S.REJECTED, decision=Act.REJECTED))
    assert press(word(english(), rejected, POST), "Ask again") == (Verb.APPEAL, (8,))


def test_an_answer_is_told_with_its_beginning_and_the_ways_on() -> None:
    told = answered_word(english(), ANSWER, COMMENT, POST, open=True)
    assert told.text.text == "Olga (author) answered you on “The Maren barrier held”:\nI will keep a table."
    assert [span.type for span in told.text.spans()] == ["blockquote"]
    assert labels(told) == [["Reply", "Show", "Mute thread"]]
    assert press(told, "Reply") == (Verb.REPLY, (9,))
    assert press(told, "Show") == (Verb.THREAD, (9, 0))
    assert press(told, "Mute thread") == (Verb.MUTE_THREAD, (8, 1))
    assert told.reply_to == COMMENT.message_id
    closed = answered_word(english(), ANSWER, COMMENT, POST, open=False)
    assert labels(closed) == [["Show", "Mute thread"]]


def test_of_a_long_answer_the_beginning_is_told_and_of_photos_how_many() -> None:
    photo = Media(MediaKind.PHOTO, "file", "unique")
    long = replace(ANSWER, body=Body(RichText("word " * 900), (photo, photo)))
    text = answered_word(english(), long, COMMENT, POST, open=True).text.text
    assert text.startswith("Olga (author) answered you on “The Maren barrier held”:\n📷 2 photos\nword word")
    assert text.endswith("word…")
    assert len(text) < ANSWER_ROOM + 200
    without_words = replace(ANSWER, body=Body(RichText(""), (photo,)))
    assert answered_word(english(), without_words, COMMENT, POST, open=True).text.text.endswith(":\n📷 1 photo")


def test_an_answer_that_was_taken_down_is_said_to_be_gone() -> None:
    told = answer_gone(english(), COMMENT, POST)
    assert told.text.text == "An answer to you on “The Maren barrier held” is not shown any more."
    assert told.keyboard == ()


def test_word_about_what_was_written_in_the_group_replies_to_no_message() -> None:
    in_group = replace(COMMENT, message_id=-40)
    assert word(english(), COMMENT, POST).reply_to == COMMENT.message_id
    for view in (
        word(english(), in_group, POST),
        answered_word(english(), ANSWER, in_group, POST, open=True),
        answer_gone(english(), in_group, POST),
    ):
        assert view.reply_to is None
