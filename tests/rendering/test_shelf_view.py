"""The list of an author's drafts."""

from __future__ import annotations

from dataclasses import replace

from bot.core.drafts import Draft, DraftState
from bot.core.summaries import DraftSummary
from bot.rendering.message import Verb
from bot.rendering.shelf_view import PAGE, rename_prompt, shelf
from tests.rendering.english import NOW, english, labels, press

OPEN = DraftSummary(Draft(5, 7, None, DraftState.OPEN), "The barrier held", 812, NOW, "Olga", ())


def test_a_line_says_what_a_draft_is_whose_and_who_writes_at_it() -> None:
    others = replace(OPEN, draft=Draft(6, 8, None, DraftState.REVISING), author="Pavel", writers=("Olga", "Pavel"))
    wordless = replace(OPEN, headline="", words=0)
    view = shelf(english(), 0, [OPEN, others, wordless], 3, "Olga")
    assert view.text.text.splitlines() == [
        "Drafts · 3",
        "1  “The barrier held” · 812 words · Sunday, 9:14\u202fPM",
        "2  “The barrier held” · 812 words · Sunday, 9:14\u202fPM · by Pavel · open: Olga, Pavel"
        " · a post, being changed",
        "3  no words yet · Sunday, 9:14\u202fPM",
    ]
    assert labels(view)[1] == ["Open 2", "Rename 2", "Duplicate 2"]
    assert press(view, "Rename 2") == (Verb.RENAME, (6,))


def test_pages_are_turned_where_there_are_others() -> None:
    assert labels(shelf(english(), 0, [OPEN], PAGE + 1, "Olga"))[-1] == ["▶"]
    last = shelf(english(), 1, [OPEN], PAGE + 1, "Olga")
    assert labels(last) == [["Open 6", "Rename 6", "Duplicate 6"], ["◀"]]
    assert press(last, "◀") == (Verb.DRAFTS, (0,))


def test_without_drafts_it_says_how_there_comes_to_be_one() -> None:
    view = shelf(english(), 0, [], 0, "Olga")
    assert view.text.text == "There are no drafts. Send a post’s first message, and there is one."
    assert labels(view) == []


def test_the_new_headline_is_asked_for() -> None:
    prompt = rename_prompt(english(), "")
    assert prompt.text.text == "Write the new headline for “no headline yet”."
    assert prompt.asks == "Headline"
