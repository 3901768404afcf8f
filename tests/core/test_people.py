"""Who may do what."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.people import INVITATION_LASTS, Invitation, Person, Profile, Role, let
from bot.core.refusals import Refusal, RefusalKey

NOW = datetime(2026, 3, 27, 20, 0, tzinfo=UTC)
ME, SOMEBODY = 2, 3

RIGHTS: list[tuple[Role | None, bool, bool, bool, bool]] = [
    # role, composes, decides on comments to own posts, … to others' posts, manages the team
    (None, False, False, False, False),
    (Role.MODERATOR, False, True, True, False),
    (Role.AUTHOR, True, True, False, False),
    (Role.OWNER, True, True, True, True),
]


def person(role: Role | None) -> Person:
    return Person(ME, "Ann", None, subscribed=True, reachable=True, started_at=NOW, role=role)


@pytest.mark.parametrize(("role", "composes", "own", "others", "manages"), RIGHTS)
def test_rights_follow_from_the_role(role: Role | None, composes: bool, own: bool, others: bool, manages: bool) -> None:
    somebody = person(role)
    assert somebody.may_compose() is composes
    assert somebody.may_moderate(ME) is own
    assert somebody.may_moderate(SOMEBODY) is others
    assert somebody.may_manage_team() is manages
    assert somebody.may_sanction() is others  # what holds under every post is for those who decide under every post


def test_a_profile_has_a_first_name_or_else_all_of_the_name() -> None:
    assert Profile(ME, "Ann Lee", "ann", "Ann").first == "Ann"
    assert Profile(ME, "Ann Lee").first == "Ann Lee"


def test_what_is_not_allowed_is_refused() -> None:
    let(True)
    with pytest.raises(Refusal) as refused:
        let(False)
    assert refused.value.key is RefusalKey.NOT_ALLOWED


def invitation(used_by: int | None = None) -> Invitation:
    return Invitation("code", Role.AUTHOR, SOMEBODY, NOW + INVITATION_LASTS, used_by)


@pytest.mark.parametrize("before", [None, person(None), person(Role.MODERATOR)])
def test_an_invitation_gives_its_role_until_its_last_moment(before: Person | None) -> None:
    just_before = NOW + INVITATION_LASTS - timedelta(milliseconds=1)
    assert invitation().role_for(before, just_before) is Role.AUTHOR


@pytest.mark.parametrize(
    ("given", "before", "now"),
    [
        (invitation(used_by=9), None, NOW),
        (invitation(), None, NOW + INVITATION_LASTS),
        (invitation(), person(Role.OWNER), NOW),
    ],
    ids=["used", "too old", "an owner would lose the blog"],
)
def test_an_invitation_that_is_no_good_is_refused(given: Invitation, before: Person | None, now: datetime) -> None:
    with pytest.raises(Refusal) as refused:
        given.role_for(before, now)
    assert refused.value.key is RefusalKey.INVITATION_INVALID
