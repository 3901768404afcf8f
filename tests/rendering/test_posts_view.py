"""The list of posts that are out, one of them, and the question before it is withdrawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.core.posts import Post, PostState
from bot.rendering.message import Message, Verb
from bot.rendering.posts_view import post_page, posts_page, withdraw_question, withdrawn
from tests.rendering.english import NOW, english, labels, press

POST = Post(3, 5, 7, PostState.PUBLISHED, "The barrier held", 1, 2, 1, NOW)
MANY = [replace(POST, id=id, comments=0) for id in range(20, 30)]


def opened(post: Post = POST, **changed: Any) -> Message:
    """A post's page."""
    usual: dict[str, Any] = {"revised_at": NOW, "readers": 1_195, "page": 2, "closed": False, "can_open": False}
    return post_page(english(), post, **(usual | changed))


def test_the_list_says_when_each_post_went_out_and_what_readers_say() -> None:
    page = posts_page(english(), 0, [POST, replace(POST, id=2, headline="", comments=1_200)], 2)
    assert page.text.text.splitlines() == [
        "Posts · 2",
        "1  “The barrier held” · March 27, 2016 · 1 comment",
        "2  “no headline yet” · March 27, 2016 · 1,200 comments",
    ]
    assert labels(page) == [["1", "2"]]
    assert press(page, "2") == (Verb.POST, (2,))


def test_a_long_list_is_turned() -> None:
    assert labels(posts_page(english(), 0, MANY, 25))[-1] == ["▶"]
    middle = posts_page(english(), 1, MANY, 25)
    assert labels(middle) == [["11", "12", "13", "14", "15"], ["16", "17", "18", "19", "20"], ["◀", "▶"]]
    assert press(middle, "◀") == (Verb.POSTS, (0,))
    assert press(middle, "▶") == (Verb.POSTS, (2,))
    assert labels(posts_page(english(), 2, MANY[:5], 25))[-1] == ["◀"]
    assert labels(posts_page(english(), 1, MANY, 20))[-1] == ["◀"]


def test_a_list_of_ten_long_headlines_fits_a_message() -> None:
    page = posts_page(english(), 0, [replace(post, headline="𝄞" * 200) for post in MANY], 10)
    assert len(page.text.text) < 4_096


def test_without_posts_there_is_a_way_to_the_drafts() -> None:
    page = posts_page(english(), 0, [], 0)
    assert page.text.text == "No post is out. /drafts lists what is being written."
    assert labels(page) == []


def test_only_what_is_out_is_listed() -> None:
    with pytest.raises(ValueError, match="post 3 is not out"):
        posts_page(english(), 0, [replace(POST, published_at=None)], 1)


def test_a_post_says_what_became_of_it() -> None:
    page = opened()
    assert page.text.text.replace("\u202f", " ").splitlines() == [
        "The barrier held",
        "Published on March 27, 2016, 9:14 PM",
        "1,195 readers have it · 1 comment",
    ]
    assert labels(page) == [["Edit", "Revisions", "Withdraw"], ["Close comments"], ["◀", "Comment history"]]
    assert press(page, "Edit") == (Verb.EDIT, (3,))
    assert press(page, "Revisions") == (Verb.REVISIONS, (3,))
    assert press(page, "Withdraw") == (Verb.WITHDRAW, (3,))
    assert press(page, "◀") == (Verb.POSTS, (2,))


def test_comments_can_be_closed_and_what_is_closed_by_hand_can_be_opened() -> None:
    assert press(opened(), "Close comments") == (Verb.CLOSE_COMMENTS, (3, 1))
    by_hand = opened(closed=True, can_open=True)
    assert by_hand.text.text.splitlines()[-1] == "Comments are closed; those that wait can be decided on."
    assert press(by_hand, "Open comments") == (Verb.CLOSE_COMMENTS, (3, 0))
    assert [english().comments_toast(closed) for closed in (True, False)] == [
        "Comments are closed.",
        "Comments are open.",
    ]
    by_itself = opened(closed=True)
    assert "Comments are closed" in by_itself.text.text
    assert labels(by_itself) == [["Edit", "Revisions", "Withdraw"], ["◀", "Comment history"]]


def test_a_post_that_was_updated_says_when() -> None:
    revised = replace(POST, revision=4, published_at=None)
    page = opened(revised, revised_at=NOW + timedelta(days=1), readers=1, page=0)
    assert page.text.text.replace("\u202f", " ").splitlines()[1:] == [
        "Revision 4, of March 28, 2016, 9:14 PM",
        "1 reader has it · 1 comment",
    ]


def test_the_question_says_what_withdrawing_means() -> None:
    question = withdraw_question(english(), POST, readers=2, going_out=False)
    assert question.text.text.splitlines() == [
        "Withdraw “The barrier held”?",
        "Nobody gets it any more or can comment on it, and its comments are closed. This cannot be undone.",
        "It disappears from the chats of 2 readers; where it is older than 48 hours, a notice takes its place.",
    ]
    assert press(question, "Withdraw") == (Verb.WITHDRAW_NOW, (3,))
    assert press(question, "◀") == (Verb.POST, (3,))
    assert "that ends at once" in withdraw_question(english(), POST, readers=1, going_out=True).text.text


def test_a_post_that_is_withdrawn_leads_back_to_the_list() -> None:
    told = withdrawn(english(), POST)
    assert told.text.text.startswith("“The barrier held” is withdrawn")
    assert press(told, "◀") == (Verb.POSTS, (0,))
