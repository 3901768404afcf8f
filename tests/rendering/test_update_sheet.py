"""The question before a post is updated, and the one about a photo that came late."""

from __future__ import annotations

from bot.core.article import Article, Text
from bot.core.richtext import RichText
from bot.core.updating import Shown, plan
from bot.rendering.message import Verb
from bot.rendering.update_sheet import late_question, nothing_to_update, update_sheet
from bot.rendering.what_changed import what_changed
from tests.rendering.english import english, labels, press

BEFORE = Article(RichText("The barrier held"), (Text(RichText("It did.")),))
AFTER = Article(RichText("The barrier held"), (Text(RichText("It did, all night.")),))
THREE = [Shown(None, words) for words in ("one", "two", "three")]
CHANGED = [Shown(None, words) for words in ("one", "2", "3", "four")]


def test_it_says_what_is_different_and_what_that_does_in_each_chat() -> None:
    sheet = update_sheet(english(), 5, BEFORE, AFTER, plan(THREE, CHANGED))
    assert sheet.text.text.splitlines()[:3] == [
        "Update “The barrier held”?",
        "Words: 2 → 4",
        "In each chat it edits 2 of 3 messages, adds 1 and empties 0.",
    ]
    assert "An edit is silent in Telegram. With a line, each copy gets a reply" in sheet.text.text
    assert labels(sheet) == [["Update silently", "Update with a line"], ["Cancel"]]
    assert press(sheet, "Update silently") == (Verb.UPDATE_SILENTLY, (5,))
    assert press(sheet, "Update with a line") == (Verb.UPDATE_WITH_LINE, (5,))
    assert press(sheet, "Cancel") == (Verb.CLOSE_SHEET, (5,))


def test_a_shorter_post_empties_messages() -> None:
    sheet = update_sheet(english(), 5, BEFORE, BEFORE, plan(THREE, THREE[:1]))
    assert sheet.text.text.splitlines()[1] == "In each chat it edits 0 of 3 messages, adds 0 and empties 2."


def test_another_headline_is_named_as_it_was() -> None:
    named = Article(RichText("It held"), BEFORE.blocks)
    assert what_changed(english(), BEFORE, named).text == "The headline was “The barrier held”."
    assert what_changed(english(), Article(), named).text.startswith("The headline was “no headline yet”.")
    assert what_changed(english(), BEFORE, BEFORE) == RichText()


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
