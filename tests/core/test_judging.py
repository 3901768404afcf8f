"""Which comments wait: the strictest of three rules decides, and whoever could approve one needs nobody else to."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.cases import Why
from bot.core.commenters import Commenter
from bot.core.judging import HouseRules, judge, stricter
from bot.core.options import CommentRule, PostOptions
from bot.core.people import Person, Role
from bot.core.posts import Post, PostState
from bot.core.refusals import Refusal, RefusalKey

NOW = datetime(2026, 3, 27, 20, 0, tzinfo=UTC)
AUTHOR = 7
POST = Post(3, 5, AUTHOR, PostState.PUBLISHED, "The Maren barrier held", 1, 3, 12, NOW)
RULES = (CommentRule.BLOG, CommentRule.OFF, CommentRule.FIRST, CommentRule.ALL)


def person(id: int = 2, role: Role | None = None) -> Person:
    return Person(id, "Ann", None, subscribed=True, reachable=True, started_at=NOW, role=role)


def post(rule: CommentRule) -> Post:
    return replace(POST, options=PostOptions(comments=rule))


@pytest.mark.parametrize(("one", "other"), list(itertools.product(CommentRule, CommentRule)))
def test_of_two_rules_the_stricter_wins_whichever_comes_first(one: CommentRule, other: CommentRule) -> None:
    order = [CommentRule.BLOG, CommentRule.OFF, CommentRule.FIRST, CommentRule.ALL, CommentRule.CLOSED]
    assert stricter(one, other) is stricter(other, one) is max(one, other, key=order.index)


@pytest.mark.parametrize("approved", [0, 1, 2, 3])
@pytest.mark.parametrize(("blog", "on_post", "own"), list(itertools.product(RULES[1:], RULES, RULES)))
def test_a_comment_waits_if_the_blog_the_post_or_the_person_says_so(
    blog: CommentRule, on_post: CommentRule, own: CommentRule, approved: int
) -> None:
    why = judge(HouseRules(blog), post(on_post), person(), Commenter(2, rule=own), approved)

    if own is CommentRule.ALL:
        assert why is Why.PERSON
    elif CommentRule.ALL in (blog, on_post):
        assert why is Why.EVERY
    elif CommentRule.FIRST in (blog, on_post, own) and approved < 2:
        assert why is Why.FIRST
    else:
        assert why is None


def test_how_many_are_the_first_is_set() -> None:
    rules = HouseRules(first=5)
    assert judge(rules, POST, person(), Commenter(2), 4) is Why.FIRST
    assert judge(rules, POST, person(), Commenter(2), 5) is None


@pytest.mark.parametrize(
    ("writer", "needs_nobody"),
    [
        (person(2), False),
        (person(2, Role.MODERATOR), True),
        (person(2, Role.OWNER), True),
        (person(AUTHOR, Role.AUTHOR), True),
        (person(2, Role.AUTHOR), False),
    ],
)
def test_whoever_could_approve_a_comment_needs_nobody(writer: Person, needs_nobody: bool) -> None:
    strict = HouseRules(CommentRule.ALL)
    assert (judge(strict, POST, writer, Commenter(writer.id, rule=CommentRule.ALL), 0) is None) is needs_nobody


@pytest.mark.parametrize(
    "closed", [post(CommentRule.CLOSED), replace(POST, comments_closed=True)], ids=["by its options", "by hand"]
)
def test_where_comments_are_closed_there_are_no_new_ones(closed: Post) -> None:
    with pytest.raises(Refusal) as refused:
        HouseRules().must_be_open(closed, NOW)
    assert refused.value.key is RefusalKey.COMMENTS_CLOSED
    HouseRules().must_be_open(POST, NOW)


def test_comments_close_by_themselves_some_days_after_the_post_went_out() -> None:
    rules = HouseRules(closes_after=timedelta(days=3))
    assert not rules.closed(POST, NOW + timedelta(days=3) - timedelta(seconds=1))
    assert rules.closed(POST, NOW + timedelta(days=3))
    assert not rules.closed(replace(POST, published_at=None), NOW + timedelta(days=3))


def test_only_what_was_closed_by_hand_alone_can_be_opened() -> None:
    rules, later = HouseRules(closes_after=timedelta(days=3)), NOW + timedelta(days=3)
    by_hand = replace(POST, comments_closed=True)
    assert rules.could_be_opened(by_hand, NOW)
    assert not rules.could_be_opened(by_hand, later)
    assert not rules.could_be_opened(POST, NOW)
    assert not rules.could_be_opened(replace(post(CommentRule.CLOSED), comments_closed=True), NOW)
    assert rules.as_of(POST, NOW) == POST
    assert rules.as_of(POST, later) == by_hand
