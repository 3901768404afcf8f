"""The comments under a post, as readers see them."""

from __future__ import annotations

from dataclasses import replace

from bot.core.comments import Body
from bot.core.richtext import RichText
from bot.rendering.comment_list import comment_list
from bot.rendering.message import Verb
from tests.rendering.commented import COMMENT, POST
from tests.rendering.english import english, labels, press


def test_the_list_names_each_writer_and_marks_the_posts_author() -> None:
    answer = replace(COMMENT, id=9, person_id=7, name="Olga", body=Body(RichText("The answer is here.")))
    page = comment_list(english(), replace(POST, comments=2), [COMMENT, answer], first=1, earlier=None, later=None)
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
