"""Where a comment begins, and what can be decided on it."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

import pytest

from bot.core.comments import (
    APPROVED_FIRST,
    COMMENT_LIMIT,
    Comment,
    CommentState,
    Decision,
    checked_comment,
    decided,
    judge,
    must_be_open,
)
from bot.core.options import CommentRule
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


OPEN_RULES = [rule for rule in CommentRule if rule is not CommentRule.CLOSED]


@pytest.mark.parametrize("rule", OPEN_RULES)
@pytest.mark.parametrize(
    ("writer", "needs_nobody"),
    [
        (person(2, None), False),
        (person(2, Role.MODERATOR), True),
        (person(2, Role.OWNER), True),
        (person(AUTHOR, Role.AUTHOR), True),
        (person(2, Role.AUTHOR), False),
    ],
)
def test_whoever_could_approve_a_comment_needs_nobody(writer: Person, needs_nobody: bool, rule: CommentRule) -> None:
    shown = judge(writer, AUTHOR, rule, approved=0) is CommentState.APPROVED
    assert shown is (needs_nobody or rule is CommentRule.OFF)


@pytest.mark.parametrize("approved", [0, 1, 2, 3])
@pytest.mark.parametrize(
    ("rule", "shown_from"), [(CommentRule.ALL, None), (CommentRule.FIRST, APPROVED_FIRST), (CommentRule.OFF, 0)]
)
def test_a_readers_comment_waits_as_the_posts_rule_says(
    rule: CommentRule, shown_from: int | None, approved: int
) -> None:
    shown = shown_from is not None and approved >= shown_from
    assert judge(person(2, None), AUTHOR, rule, approved) is (CommentState.APPROVED if shown else CommentState.PENDING)


def test_where_comments_are_closed_there_are_no_new_ones() -> None:
    with pytest.raises(Refusal) as refused:
        must_be_open(CommentRule.CLOSED)
    assert refused.value.key is RefusalKey.COMMENTS_CLOSED
    for rule in OPEN_RULES:
        must_be_open(rule)


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
