"""A comment as its writer sees it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.cases import Appeal, Case, CommentState, Reason
from bot.core.comments import Body
from bot.core.parts import Media, MediaKind
from bot.core.richtext import RichText
from bot.rendering.bubble import (
    BUBBLE_ROOM,
    bubble,
    comment_prompt,
    moved_bubble,
    new_text_prompt,
    withdraw_comment_question,
)
from bot.rendering.message import Verb
from tests.rendering.commented import COMMENT, POST
from tests.rendering.english import english, labels, press

PHOTO = Media(MediaKind.PHOTO, "file", "unique")

WAITS = "⏳ Your comment on “The Maren barrier held” waits for a moderator."
PUBLISHED = "✅ Your comment on “The Maren barrier held” is published."
REFUSED = "✖ Your comment on “The Maren barrier held” was not published."


def test_the_prompt_opens_the_field() -> None:
    prompt = comment_prompt(english(), POST)
    assert prompt.text.text == "Write your comment on “The Maren barrier held”."
    assert prompt.asks == "Your comment"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (CommentState.SCREENING, WAITS),
        (CommentState.PENDING, WAITS),
        (CommentState.LIVE, PUBLISHED),
        (CommentState.APPROVED, PUBLISHED),
        (CommentState.REJECTED, REFUSED),
        (CommentState.SPAM, REFUSED),
        (CommentState.WITHDRAWN, "You have withdrawn your comment on “The Maren barrier held”."),
        (CommentState.ERASED, "Your comment on “The Maren barrier held” is erased."),
    ],
)
def test_the_bubble_says_what_became_of_it_and_quotes_it(state: CommentState, words: str) -> None:
    view = bubble(english(), replace(COMMENT, case=Case(state)), POST)
    assert view.text.text == f"{words}\nWhat happens to Holm now?"
    assert [entity.type for entity in view.text.entities] == ["blockquote"]


@pytest.mark.parametrize(
    ("case", "buttons"),
    [
        (Case(CommentState.PENDING), ["Edit", "Withdraw"]),
        (Case(CommentState.LIVE), ["Show", "Edit", "Withdraw"]),
        (Case(CommentState.REJECTED), ["Edit", "Ask again", "Withdraw"]),
        (Case(CommentState.REJECTED, appeal=Appeal.OPEN), ["Edit", "Withdraw"]),
        (Case(CommentState.REJECTED, appeal=Appeal.USED), ["Withdraw"]),
        (Case(CommentState.SPAM), ["Withdraw"]),
    ],
)
def test_the_bubble_offers_what_its_writer_can_do(case: Case, buttons: list[str]) -> None:
    assert labels(bubble(english(), replace(COMMENT, case=case), POST)) == [buttons]


def test_an_erased_comment_leaves_one_line() -> None:
    erased = replace(COMMENT, case=Case(CommentState.ERASED), body=Body(RichText("")))
    assert bubble(english(), erased, POST).text == RichText("Your comment on “The Maren barrier held” is erased.")


@pytest.mark.parametrize("state", [CommentState.WITHDRAWN, CommentState.ERASED])
def test_nothing_can_be_done_with_what_is_gone(state: CommentState) -> None:
    assert not bubble(english(), replace(COMMENT, case=Case(state)), POST).keyboard


def test_the_buttons_name_the_comment() -> None:
    view = bubble(english(), replace(COMMENT, case=Case(CommentState.REJECTED)), POST)
    assert press(view, "Edit") == (Verb.EDIT_COMMENT, (8,))
    assert press(view, "Ask again") == (Verb.APPEAL, (8,))
    assert press(view, "Withdraw") == (Verb.WITHDRAW_COMMENT, (8,))
    shown = bubble(english(), replace(COMMENT, case=Case(CommentState.LIVE)), POST)
    assert press(shown, "Show") == (Verb.THREAD, (8, 0))


@pytest.mark.parametrize(
    ("reason", "words", "told"),
    [
        (Reason.RUDE, None, " was not published: rude."),
        (Reason.OFF_TOPIC, None, " was not published: off topic."),
        (Reason.ADVERTISING, None, " was not published: advertising."),
        (Reason.OTHER, "Said before,\nby Ben.", " was not published: Said before, by Ben."),
        (Reason.OTHER, None, " was not published."),
        (Reason.SILENT, None, " was not published."),
    ],
)
def test_a_rejection_says_why_if_its_writer_is_told(reason: Reason, words: str | None, told: str) -> None:
    case = Case(CommentState.REJECTED, reason=reason, words=words)
    assert bubble(english(), replace(COMMENT, case=case), POST).text.text.splitlines()[0].endswith(told)


def test_a_new_text_that_waits_stands_below_the_one_that_is_published() -> None:
    proposed = Body(RichText("What about Holm?"), (PHOTO,))
    view = bubble(english(), replace(COMMENT, case=Case(CommentState.LIVE, proposed=3)), POST, proposed)
    assert view.text.text == (
        f"{PUBLISHED}\nWhat happens to Holm now?\n⏳ Your new text waits for a moderator:\n📷 1 photo\nWhat about Holm?"
    )


def test_the_bubble_says_that_a_rejected_comment_is_looked_at_again() -> None:
    case = Case(CommentState.REJECTED, appeal=Appeal.OPEN)
    view = bubble(english(), replace(COMMENT, case=case), POST)
    assert view.text.text.endswith("\n⏳ A moderator will look at it once more.")
    assert english().asked_again() == "A moderator will look at it once more."


def test_a_long_comment_is_cut_and_photos_are_counted() -> None:
    long = replace(COMMENT, body=Body(RichText("x" * 10_000), (PHOTO, PHOTO)))
    _, photos, text = bubble(english(), long, POST).text.text.splitlines()
    assert (photos, len(text)) == ("📷 2 photos", BUBBLE_ROOM)


def test_withdrawing_asks_with_its_consequence_and_a_way_back() -> None:
    question = withdraw_comment_question(english(), COMMENT, POST)
    assert "Nobody will see it any more, and that cannot be undone." in question.text.text
    assert press(question, "Withdraw") == (Verb.WITHDRAW_COMMENT_NOW, (8,))
    assert press(question, "Keep it") == (Verb.BUBBLE, (8,))


def test_a_new_text_is_asked_for_and_the_bubble_moves_below_it() -> None:
    prompt = new_text_prompt(english(), POST)
    assert prompt.text.text.startswith("Send the new text of your comment on “The Maren barrier held”.")
    assert prompt.asks == "Your comment"
    assert moved_bubble(english()).text.text == "You have written this comment anew, below."
