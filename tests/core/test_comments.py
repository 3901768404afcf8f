"""Where a comment begins, and what can be decided on it."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

import pytest

from bot.core.comments import COMMENT_LIMIT, Comment, CommentState, Decision, checked_comment, decided, judge
from bot.core.people import Person, Role
from bot.core.refusals import Refusal, RefusalKey
from bot.core.richtext import RichText

NOW = datetime(2026, 3, 27, 20, 0, tzinfo=UTC)
AUTHOR = 7


def person(id: int, role: Role | None) -> Person:
    return Person(id, "Ann", None, subscribed=True, reachable=True, started_at=NOW, role=role)


def comment(state: CommentState) -> Comment:
    return Comment(1, 1, 2, 3, "Ann", RichText("What now?"), state, 1, 1, NOW)


@pytest.mark.parametrize(("state", "decision"), list(itertools.product(CommentState, Decision)))
def test_every_cell_only_a_waiting_comment_is_decided_on(state: CommentState, decision: Decision) -> None:
    expected = None
    if state is CommentState.PENDING:
        expected = CommentState.APPROVED if decision is Decision.APPROVE else CommentState.REJECTED
    assert decided(comment(state), decision) is expected


@pytest.mark.parametrize("state", CommentState)
def test_only_an_approved_comment_is_visible(state: CommentState) -> None:
    assert comment(state).visible is (state is CommentState.APPROVED)


@pytest.mark.parametrize(
    ("writer", "expected"),
    [
        (person(2, None), CommentState.PENDING),
        (person(2, Role.MODERATOR), CommentState.APPROVED),
        (person(2, Role.OWNER), CommentState.APPROVED),
        (person(AUTHOR, Role.AUTHOR), CommentState.APPROVED),
        (person(2, Role.AUTHOR), CommentState.PENDING),
    ],
)
def test_a_comment_waits_unless_its_writer_could_approve_it(writer: Person, expected: CommentState) -> None:
    assert judge(writer, AUTHOR) is expected


def test_a_comment_at_the_limit_passes_and_one_beyond_is_refused_with_both_numbers() -> None:
    assert checked_comment(RichText("x" * COMMENT_LIMIT)).text == "x" * COMMENT_LIMIT
    with pytest.raises(Refusal) as refused:
        checked_comment(RichText("x" * (COMMENT_LIMIT + 1)))
    assert refused.value.key is RefusalKey.COMMENT_TOO_LONG
    assert refused.value.facts == {"length": COMMENT_LIMIT + 1, "limit": COMMENT_LIMIT}


@pytest.mark.parametrize("text", ["", " \n\t "])
def test_a_comment_without_a_word_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        checked_comment(RichText(text))
    assert refused.value.key is RefusalKey.ODD_COMMENT
