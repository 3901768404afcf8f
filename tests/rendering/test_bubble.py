"""A comment as its writer sees it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.cases import Case, CommentState
from bot.rendering.bubble import bubble, comment_prompt
from bot.rendering.message import Verb
from tests.rendering.commented import COMMENT, POST
from tests.rendering.english import english, labels, press

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


def test_a_comment_that_others_see_can_be_shown_where_it_stands() -> None:
    shown = bubble(english(), replace(COMMENT, case=Case(CommentState.LIVE)), POST)
    assert labels(shown) == [["Show", "Edit", "Withdraw"]]
    assert press(shown, "Show") == (Verb.THREAD, (8, 0))
    assert labels(bubble(english(), COMMENT, POST)) == [["Edit", "Withdraw"]]
