"""The page of /settings."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

import pytest

from bot.core.commenters import Commenter, Naming, News
from bot.core.people import Person, Role
from bot.rendering.message import Message, Verb
from bot.rendering.preferences_view import alias_prompt, preferences
from tests.rendering.english import NOW, english, labels, press

ANN = Person(2, "Ann Lee", None, True, True, NOW)


def page(commenter: Commenter, person: Person = ANN) -> Message:
    return preferences(english(), person, "Ann", commenter, UTC, NOW)


@pytest.mark.parametrize(
    ("commenter", "names", "above"),
    [
        (Commenter(2), ["✓ Ann", "Another name", "Anonymous"], "Ann"),
        (Commenter(2, Naming.ALIAS, "Zoe"), ["Ann", "✓ Zoe", "Anonymous"], "Zoe"),
        (Commenter(2, Naming.ANONYMOUS, "Zoe"), ["Ann", "Zoe", "✓ Anonymous"], "Anonymous"),
    ],
)
def test_the_name_above_comments_is_ticked_and_said(commenter: Commenter, names: list[str], above: str) -> None:
    view = page(commenter)
    assert labels(view)[0] == names
    assert f"Above your next comments: {above}." in view.text.text


def test_what_the_person_hears_of_is_ticked_and_a_press_turns_it_round() -> None:
    view = page(Commenter(2, unwanted=frozenset({News.REJECTED})))
    assert labels(view)[1] == ["✓ published", "not published", "✓ answered"]
    assert press(view, "✓ published") == (Verb.NEWS, (0, 0))
    assert press(view, "not published") == (Verb.NEWS, (1, 1))
    assert press(view, "Anonymous") == (Verb.NAMING, (2,))


def test_readers_see_whether_posts_come_and_the_team_its_time_zone() -> None:
    firsts = [
        page(Commenter(2), person).text.text.splitlines()[0]
        for person in (ANN, replace(ANN, subscribed=False), replace(ANN, role=Role.MODERATOR))
    ]
    assert firsts[0].startswith("You get every new post")
    assert firsts[1].startswith("You get no posts")
    assert firsts[2].startswith("Your time zone: UTC (the blog’s).")


def test_another_name_is_asked_for() -> None:
    assert alias_prompt(english()).asks == "Your name under posts"
