"""Whoever wrote a comment, as moderators see them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.core.commenters import Commenter
from bot.core.options import CommentRule
from bot.core.people import Role
from bot.rendering.message import Verb
from bot.rendering.person_page import person_page
from tests.rendering.english import NOW, english, labels, press
from tests.rendering.test_card import ANN, FACTS, lines


def test_a_reader_can_be_muted_banned_and_made_to_wait() -> None:
    view = person_page(english(), FACTS)
    assert lines(view) == ["Ann (@ann)", "✅ 0 ✖ 1 · here for 3 days"]
    assert labels(view) == [["Mute for a day", "Mute for a week", "Ban"], ["Every comment waits"], ["History", "◀"]]
    assert press(view, "Mute for a week") == (Verb.MUTE, (8, 7))
    assert press(view, "Every comment waits") == (Verb.RULE, (8, 1))
    assert press(view, "History") == (Verb.PERSON_LOG, (8, 0))


def test_what_is_imposed_is_said_and_can_be_lifted() -> None:
    muted = replace(FACTS, commenter=Commenter(2, muted_until=NOW + timedelta(days=1), rule=CommentRule.ALL))
    view = person_page(english(), muted)
    assert lines(view)[2:] == ["Muted until March 28, 2016, 9:14\u202fPM.", "Every comment of theirs waits."]
    assert labels(view) == [["Lift", "Ban"], ["Wait as everybody’s do"], ["History", "◀"]]
    banned = replace(FACTS, commenter=Commenter(2, banned=True), writer=replace(ANN, username=None))
    view = person_page(english(), banned)
    assert (lines(view)[0], lines(view)[2:]) == ("Ann", ["Banned: no comment of theirs is taken."])
    assert labels(view)[0] == ["Lift"]


def test_a_mute_that_is_over_is_none() -> None:
    over = replace(FACTS, commenter=Commenter(2, muted_until=NOW))
    assert person_page(english(), over) == person_page(english(), FACTS)


def test_nobody_in_the_team_can_be_sanctioned() -> None:
    view = person_page(english(), replace(FACTS, writer=replace(ANN, role=Role.MODERATOR)))
    assert lines(view)[-1] == "In the team: neither muted nor banned."
    assert labels(view) == [["History", "◀"]]
