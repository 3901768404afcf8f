"""The buttons below a post: what can be turned, what was said, and whether more can be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.core.options import CommentRule, PostOptions
from bot.core.posts import Post, PostState
from bot.rendering.message import Button, Press, Verb
from bot.rendering.post_buttons import post_buttons, turning_row
from tests.rendering.english import english

COMMENTS = (
    Button("2 comments", Press(Verb.COMMENTS, (5,))),
    Button("Post a comment", Press(Verb.COMMENT, (5,))),
)


def post(leaves: int = 1, comments: CommentRule = CommentRule.FIRST) -> Post:
    """Number 5, with two comments."""
    at = datetime(2026, 3, 27, 20, 0, tzinfo=UTC)
    options = PostOptions(comments=comments)
    return Post(5, 1, 1, PostState.PUBLISHED, "The barrier held", 1, 1, 2, at, leaves, options)


def test_a_post_of_one_leaf_has_its_comments_alone() -> None:
    assert post_buttons(english(), post()) == (COMMENTS,)


@pytest.mark.parametrize(
    ("leaf", "turns"),
    [
        (1, [("1/4", 1), ("▶", 2)]),
        (2, [("◀", 1), ("2/4", 1), ("▶", 3)]),
        (4, [("◀", 3), ("4/4", 1)]),
        (7, [("◀", 3), ("4/4", 1)]),
    ],
)
def test_a_paged_post_is_turned_above_its_comments_and_never_past_its_ends(
    leaf: int, turns: list[tuple[str, int]]
) -> None:
    row = tuple(Button(label, Press(Verb.TURN, (5, to))) for label, to in turns)
    assert post_buttons(english(), post(leaves=4), leaf) == (row, COMMENTS)


def test_where_comments_are_closed_they_can_be_read() -> None:
    assert post_buttons(english(), post(comments=CommentRule.CLOSED)) == (COMMENTS[:1],)
    assert post_buttons(english(), replace(post(), comments_closed=True)) == (COMMENTS[:1],)


def test_what_has_one_leaf_is_not_turned() -> None:
    assert turning_row(Verb.PREVIEW_TURN, 5, 1, 1) == ()
