"""A comment as its writer, the moderators and other readers see it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.comments import COMMENT_LIMIT, Comment, CommentState
from bot.core.posts import Post, PostState
from bot.core.richtext import Entity, RichText
from bot.rendering.comment_views import LIST_LENGTH, bubble, card, comment_list, comment_prompt, fitting
from bot.rendering.message import Verb
from tests.rendering.english import NOW, english, labels, press

POST = Post(3, 5, 7, PostState.PUBLISHED, "The Maren barrier held", 1, 3, 12, NOW)
COMMENT = Comment(8, 3, 2, 40, "Ann", RichText("What happens to Holm now?"), CommentState.PENDING, 4, 2, NOW)
TEXT_LIMIT = 4096


def test_the_prompt_opens_the_field() -> None:
    prompt = comment_prompt(english(), POST)
    assert prompt.text.text == "Write your comment on “The Maren barrier held”."
    assert prompt.asks == "Your comment"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (CommentState.PENDING, "⏳ Your comment on “The Maren barrier held” waits for a moderator."),
        (CommentState.APPROVED, "✅ Your comment on “The Maren barrier held” is published."),
        (CommentState.REJECTED, "✖ Your comment on “The Maren barrier held” was not published."),
    ],
)
def test_the_bubble_says_what_became_of_it_and_quotes_it(state: CommentState, words: str) -> None:
    view = bubble(english(), replace(COMMENT, state=state), POST)
    assert view.text.text == f"{words}\nWhat happens to Holm now?"
    assert [entity.type for entity in view.text.entities] == ["blockquote"]


def test_a_waiting_card_carries_the_version_that_it_shows() -> None:
    view = card(english(), COMMENT, POST, None)
    assert view.text.text.splitlines() == [
        "🟡 #8 · “The Maren barrier held” · 9:14\u202fPM",
        "Ann",
        "What happens to Holm now?",
    ]
    assert labels(view) == [["Approve", "Reject"]]
    assert press(view, "Approve") == (Verb.APPROVE, (8, 4))


@pytest.mark.parametrize(
    ("state", "title"),
    [
        (CommentState.APPROVED, "✅ Approved by Mia · 9:14\u202fPM · #8"),
        (CommentState.REJECTED, "✖ Rejected by Mia · 9:14\u202fPM · #8"),
    ],
)
def test_a_decided_card_says_who_and_when_and_offers_no_decision(state: CommentState, title: str) -> None:
    view = card(english(), replace(COMMENT, state=state, decided_at=NOW), POST, "Mia")
    assert view.text.text.splitlines()[0] == title
    assert labels(view) == []


def test_a_comment_can_neither_lengthen_its_card_nor_format_it() -> None:
    long = RichText("x" * COMMENT_LIMIT, (Entity("text_link", 0, 5, (("url", "https://example.org"),)),))
    view = card(english(), replace(COMMENT, text=long, name="N" * 500), POST, None)
    assert len(view.text.text) < 1_200
    assert {entity.type for entity in view.text.entities} == {"bold", "blockquote"}


def test_the_list_names_writers_and_marks_the_author() -> None:
    comments = [COMMENT, replace(COMMENT, id=9, person_id=7, name="Olga", text=RichText("The answer is here."))]
    page = comment_list(english(), replace(POST, comments=2), comments, first=1, earlier=None, later=None)
    assert page.text.text == (
        "“The Maren barrier held” · 2 comments\n\n"
        "Ann · 9:14\u202fPM\nWhat happens to Holm now?\n\n"
        "Olga (author) · 9:14\u202fPM\nThe answer is here."
    )
    assert labels(page) == [["Post a comment"]]


def test_a_page_of_many_says_which_it_is_and_turns_both_ways() -> None:
    page = comment_list(english(), POST, [COMMENT] * 5, first=6, earlier=1, later=11)
    assert page.text.text.splitlines()[:2] == ["“The Maren barrier held” · 12 comments", "6–10 of 12"]
    assert labels(page) == [["◀", "▶"], ["Post a comment"]]
    assert press(page, "◀") == (Verb.COMMENTS_FROM, (3, 1))
    assert press(page, "▶") == (Verb.COMMENTS_FROM, (3, 11))


@given(st.lists(st.integers(1, COMMENT_LIMIT), min_size=1, max_size=6))
def test_a_page_holds_what_fits_into_a_message(lengths: list[int]) -> None:
    comments = [replace(COMMENT, id=n, name="N" * 200, text=RichText("x" * size)) for n, size in enumerate(lengths)]
    count = fitting(comments)
    assert 1 <= count <= min(LIST_LENGTH, len(comments))
    # Whatever the headline: the page's first lines have room beside a single comment of the greatest length.
    page = comment_list(english(), replace(POST, headline="H" * 200), comments[:count], first=1, earlier=None, later=9)
    assert len(page.text.text) <= TEXT_LIMIT
