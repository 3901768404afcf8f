"""A comment as moderators see it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.cases import Case, CommentState
from bot.core.comments import COMMENT_LIMIT, Body
from bot.core.richtext import Entity, RichText
from bot.rendering.card import card
from bot.rendering.message import Verb
from tests.rendering.commented import COMMENT, POST
from tests.rendering.english import NOW, english, labels, press


def test_a_waiting_card_carries_the_version_and_the_revision_that_it_shows() -> None:
    view = card(english(), COMMENT, POST, None)
    assert view.text.text.splitlines() == [
        "🟡 #8 · “The Maren barrier held” · 9:14\u202fPM",
        "Ann",
        "What happens to Holm now?",
    ]
    assert labels(view) == [["Approve", "Reject"]]
    assert press(view, "Approve") == (Verb.APPROVE, (8, 4, 2))


@pytest.mark.parametrize(
    ("state", "title"),
    [
        (CommentState.APPROVED, "✅ Approved by Mia · 9:14\u202fPM · #8"),
        (CommentState.REJECTED, "✖ Rejected by Mia · 9:14\u202fPM · #8"),
    ],
)
def test_a_decided_card_says_who_and_when_and_offers_no_decision(state: CommentState, title: str) -> None:
    view = card(english(), replace(COMMENT, case=Case(state, decided_at=NOW)), POST, "Mia")
    assert view.text.text.splitlines()[0] == title
    assert labels(view) == []


def test_a_comment_can_neither_lengthen_its_card_nor_format_it() -> None:
    long = RichText("x" * COMMENT_LIMIT, (Entity("text_link", 0, 5, (("url", "https://example.org"),)),))
    view = card(english(), replace(COMMENT, body=Body(long)), POST, None)
    assert len(view.text.text) < 1_100
    assert {entity.type for entity in view.text.entities} == {"bold", "blockquote"}
