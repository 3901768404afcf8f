"""What moderators are told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.cases import DECISIONS, Act, CommentState
from tests.rendering.english import english


@pytest.mark.parametrize("act", sorted(DECISIONS))
def test_each_decision_is_confirmed(act: Act) -> None:
    assert english().decided_toast(act).endswith(".")


@pytest.mark.parametrize("state", CommentState)
def test_whoever_comes_too_late_is_told_what_has_happened(state: CommentState) -> None:
    told = english().overtaken(state, "Mia", "14:03")
    assert told
    if state in (CommentState.APPROVED, CommentState.REJECTED, CommentState.SPAM):
        assert told.startswith("Already ")
        assert told.endswith("by Mia, 14:03")


def test_other_presses_and_questions_have_words_too() -> None:
    texts = english()
    for told in (
        texts.edited_since(),
        texts.moved_since(),
        texts.undone_toast(),
        texts.undo_too_late(),
        texts.reason_prompt(8),
        texts.answer_prompt(8),
        texts.note_prompt(8),
        texts.asked_by_name("Mia", "Why?"),
        texts.answer_placeholder(),
        texts.noted(8),
        texts.answered(8),
        texts.pin_toast(True),
        texts.pin_toast(False),
        texts.person_freed(),
        texts.person_ruled(False),
        texts.queue_end(),
        texts.card_moved(8),
        texts.queue_next(5),
    ):
        assert told


def test_the_queue_says_how_many_wait_and_since_when() -> None:
    texts = english()
    assert texts.queue(0, None) == "No comment waits."
    assert texts.queue(1, timedelta(minutes=2)) == "1 comment waits · the oldest for 2 min 0 s"
    assert texts.queue(1488, timedelta(days=2)) == "1,488 comments wait · the oldest for 2 days"
