"""Posts: who may change one, and when there is nothing to change any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.core.people import Person, Role
from bot.core.posts import Post, PostState
from bot.core.refusals import Refusal, RefusalKey

NOW = datetime(2026, 3, 27, 20, 0, tzinfo=UTC)
POST = Post(3, 5, 7, PostState.PUBLISHED, "The barrier held", 1, 1, 0, NOW)


def person(id: int, role: Role | None) -> Person:
    return Person(id, "Somebody", None, True, True, NOW, role)


@pytest.mark.parametrize(
    ("who", "may"),
    [
        (person(7, Role.AUTHOR), True),
        (person(7, Role.OWNER), True),
        (person(8, Role.OWNER), True),
        (person(8, Role.AUTHOR), False),
        (person(7, Role.MODERATOR), False),
        (person(7, None), False),
    ],
)
def test_authors_change_their_own_posts_and_owners_all(who: Person, may: bool) -> None:
    if may:
        POST.must_be_changeable(who)
        return
    with pytest.raises(Refusal) as refused:
        POST.must_be_changeable(who)
    assert refused.value.key is RefusalKey.NOT_ALLOWED


@pytest.mark.parametrize(
    ("state", "key"),
    [
        (PostState.WAITING, RefusalKey.POST_UNKNOWN),
        (PostState.STOPPED, RefusalKey.POST_UNKNOWN),
        (PostState.WITHDRAWN, RefusalKey.POST_WITHDRAWN),
    ],
)
def test_only_a_post_that_is_out_can_be_changed(state: PostState, key: RefusalKey) -> None:
    with pytest.raises(Refusal) as refused:
        replace(POST, state=state).must_be_changeable(person(7, Role.AUTHOR))
    assert refused.value.key is key
