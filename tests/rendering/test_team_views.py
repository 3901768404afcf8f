"""The owner's view of the team, the buttons of a post, and the welcome."""

from __future__ import annotations

from bot.core.people import Person, Role
from bot.core.posts import Post, PostState
from bot.rendering.message import Verb
from bot.rendering.post_buttons import post_buttons
from bot.rendering.team_views import member_page, team_page
from bot.rendering.welcome import welcome
from tests.rendering.english import NOW, english, labels, press


def person(id: int, name: str, role: Role | None) -> Person:
    return Person(id, name, None, subscribed=True, reachable=True, started_at=NOW, role=role)


OLGA, PAVEL, MIA = person(7, "Olga", Role.OWNER), person(8, "Pavel", Role.AUTHOR), person(9, "Mia", Role.MODERATOR)


def test_the_team_is_listed_and_everyone_but_owners_can_be_opened() -> None:
    page = team_page(english(), [OLGA, PAVEL, MIA, person(10, "Ann", None)])
    assert page.text.text.splitlines() == ["Team", "Olga (owner)", "Pavel (author)", "Mia (moderator)"]
    assert labels(page) == [["Invite an author", "Invite a moderator"], ["Pavel…", "Mia…", "Ann…"]]
    assert press(page, "Mia…") == (Verb.MEMBER, (9,))


def test_a_large_team_keeps_within_the_limits_of_a_message() -> None:
    members = [person(100 + n, "M" * 64, Role.MODERATOR) for n in range(200)]
    page = team_page(english(), members)
    assert sum(len(row) for row in page.keyboard) <= 100
    assert max(len(row) for row in page.keyboard) <= 8
    assert len(page.text.text) <= 4096


def test_a_member_can_be_removed() -> None:
    page = member_page(english(), MIA, Role.MODERATOR)
    assert page.text.text == "Mia is a moderator."
    assert press(page, "Remove Mia") == (Verb.REMOVE, (9,))


def test_the_buttons_of_a_post_carry_its_number() -> None:
    post = Post(3, 5, 7, PostState.PUBLISHED, "The barrier", 1, 3, 2, NOW)
    ((comments, comment),) = post_buttons(english(), post)
    assert (comments.label, comment.label) == ("2 comments", "Post a comment")


def test_the_welcome_says_whether_a_post_follows() -> None:
    assert welcome(english(), anything_published=True).text.text.splitlines()[0] == "The Long View"
    assert "first post will come by itself" in welcome(english(), anything_published=False).text.text
    assert "first post" not in welcome(english(), anything_published=True).text.text
