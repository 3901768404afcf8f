"""The question before a post is updated, and the one about a photo that came late."""

from __future__ import annotations

from bot.core.article import Article, Text
from bot.core.copy_plan import Shown, plan
from bot.core.differences import differences
from bot.core.richtext import RichText
from bot.rendering.difference_view import difference_lines
from bot.rendering.message import Verb
from bot.rendering.update_sheet import late_question, nothing_to_update, update_sheet
from tests.rendering.english import english, labels, press

BEFORE = Article(RichText("The barrier held"), (Text(RichText("It did.")),))
AFTER = Article(RichText("The barrier held"), (Text(RichText("It did, all night.")),))
THREE = [Shown(None, words) for words in ("one", "two", "three")]
CHANGED = [Shown(None, words) for words in ("one", "2", "3", "four")]


def test_it_says_what_is_different_and_what_that_does_in_each_chat() -> None:
    sheet = update_sheet(english(), 5, BEFORE, AFTER, plan(THREE, CHANGED))
    assert sheet.text.text.splitlines()[:4] == [
        "Update “The barrier held”?",
        *difference_lines(english(), differences(BEFORE, AFTER)).text.splitlines(),
        "In each chat it edits 2 of 3 messages, adds 1 and empties 0.",
    ]
    assert "An edit is silent in Telegram; with a line, each copy gets a reply" in sheet.text.text
    assert labels(sheet) == [["Update silently", "Update with a line"], ["Cancel"]]
    assert press(sheet, "Update silently") == (Verb.UPDATE_SILENTLY, (5,))
    assert press(sheet, "Update with a line") == (Verb.UPDATE_WITH_LINE, (5,))
    assert press(sheet, "Cancel") == (Verb.CLOSE_SHEET, (5,))


def test_a_shorter_post_empties_messages() -> None:
    sheet = update_sheet(english(), 5, BEFORE, BEFORE, plan(THREE, THREE[:1]))
    assert sheet.text.text.splitlines()[2] == "In each chat it edits 0 of 3 messages, adds 0 and empties 2."


def test_a_post_of_which_only_the_options_are_others_says_so() -> None:
    sheet = update_sheet(english(), 5, BEFORE, BEFORE, plan(THREE, THREE))
    assert sheet.text.text.splitlines()[1:3] == [
        "It says the same; only its options are others.",
        "In each chat it edits 0 of 3 messages, adds 0 and empties 0.",
    ]


def test_a_long_difference_leaves_room_for_the_rest_of_the_sheet() -> None:
    other = Article(RichText("x" * 200), tuple(Text(RichText(f"Paragraph {number} " * 20)) for number in range(99)))
    assert len(update_sheet(english(), 5, BEFORE, other, plan(THREE, CHANGED)).text.text) < 4_096


def test_nothing_to_update_offers_nothing() -> None:
    told = nothing_to_update(english(), Article())
    assert told.text.text == "“no headline yet” says what readers have already; there is nothing to update."
    assert labels(told) == []


def test_a_late_photo_can_be_added_or_ignored() -> None:
    question = late_question(english(), "The barrier held", 5, 7, 42)
    assert question.text.text.startswith("This belongs to an album of “The barrier held”")
    assert press(question, "Add") == (Verb.ADD_LATE, (5, 7, 42))
    assert press(question, "Ignore") == (Verb.IGNORE_LATE, (5, 7, 42))
    assert "“no headline yet”" in late_question(english(), "", 5, 7, 42).text.text
