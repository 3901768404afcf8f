"""Readers write without saying which post it is about, are asked, and say so; and /comment."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.sandbox.client import Person
from tests.stories.commented import texts_of_comments, what_is_said
from tests.stories.stage import ON_SQLITE, Stage

pytestmark = [ON_SQLITE, pytest.mark.check]

QUESTION = "Which post is your comment about?"


async def two_posts(stage: Stage) -> tuple[Person, Person]:
    """An owner with two posts that are out, and a reader."""
    olga = await stage.opens()
    ann = await stage.reader("Ann")
    await stage.publishes(olga, "The barrier held", "It did.")
    await stage.publishes(olga, "The pumps", "They ran.")
    await ann.sees("They ran.")
    return olga, ann


async def test_a_loose_text_asks_which_post_is_meant_and_its_question_becomes_the_bubble(stage: Stage) -> None:
    olga, ann = await two_posts(stage)
    await ann.says("What now?")
    question = await ann.sees(f"{QUESTION} If it is none of these, reply to that post instead.\nWhat now?")
    labels = [each["text"] for row in question["reply_markup"]["inline_keyboard"] for each in row]
    assert labels == ["The pumps", "The barrier held"]
    await ann.presses("The barrier held", on=question)
    bubble = await ann.sees("⏳ Your comment on “The barrier held” waits for a moderator.\nWhat now?")
    assert bubble["message_id"] == question["message_id"]
    await olga.presses("Approve", on=await olga.sees("What now?", button="Approve"))
    await ann.sees("✅ Your comment on “The barrier held” is published.")


async def test_an_edit_before_the_answer_changes_what_waits_and_one_after_it_the_comment(stage: Stage) -> None:
    _, ann = await two_posts(stage)
    said = await ann.says("What nwo?")
    question = await ann.sees("What nwo?", button="The pumps", after=said)
    await ann.edits(said, "What now?")
    changed = await ann.sees("What now?", button="The pumps", after=said)
    assert changed["message_id"] == question["message_id"]
    await ann.presses("The pumps", on=question)
    await ann.sees("waits for a moderator.\nWhat now?")
    await ann.edits(said, "What next?")
    await ann.sees("waits for a moderator.\nWhat next?")
    assert await texts_of_comments(stage) == ["What next?"]


async def test_the_pieces_of_a_long_text_wait_together(stage: Stage) -> None:
    _, ann = await two_posts(stage)
    await ann.pastes(9_000 * "x")
    await stage.world.quiet()
    await ann.presses("The pumps", on=await ann.sees(QUESTION))
    await ann.sees("waits for a moderator")
    assert await texts_of_comments(stage) == [9_000 * "x"]


async def test_a_press_on_a_question_that_was_answered_or_is_a_day_old_is_told_so(stage: Stage) -> None:
    _, ann = await two_posts(stage)
    await ann.says("What now?")
    question = await ann.sees(QUESTION)
    data = question["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await ann.presses("The pumps", on=question)
    await ann.sees("waits for a moderator")
    before = await what_is_said(stage)
    told = await ann.presses_data(data, on=question)
    assert told == "That message does not wait for a post any more. To comment with it, send it once more."
    assert await what_is_said(stage) == before


async def test_a_moderator_who_writes_no_posts_is_asked_as_well(stage: Stage) -> None:
    olga, _ = await two_posts(stage)
    mia = await stage.moderator(olga, "Mia")
    await mia.says("I can say this")
    await mia.presses("The pumps", on=await mia.sees(QUESTION))
    await mia.sees("✅ Your comment on “The pumps” is published.")


async def test_a_text_that_no_post_could_be_meant_by_is_refused(stage: Stage) -> None:
    await stage.opens()
    ann = await stage.reader("Ann")
    await ann.says("Hello?")
    await ann.sees("I can’t tell which post that is about.")


async def test_the_command_asks_for_the_post_and_then_for_the_comment(stage: Stage) -> None:
    olga, ann = await two_posts(stage)
    await ann.says("/comment")
    await ann.presses("The barrier held", on=await ann.sees(QUESTION))
    await ann.sees("Write your comment on “The barrier held”.")
    await ann.says("What now?")
    await olga.sees("What now?", button="Approve")


async def test_the_text_behind_the_command_is_the_comment_and_follows_its_edits(stage: Stage) -> None:
    _, ann = await two_posts(stage)
    said = await ann.says("/comment What now?", entities=[{"type": "bold", "offset": 9, "length": 4}])
    await ann.presses("The pumps", on=await ann.sees(f"{QUESTION} If it is none", button="The pumps", after=said))
    await ann.sees("waits for a moderator.\nWhat now?")
    (kept,) = (await stage.kept())["comments"]
    assert [(entity["type"], entity["offset"]) for entity in kept.body["entities"]] == [("bold", 0)]
    await ann.edits(said, "/comment What next?")
    await ann.sees("waits for a moderator.\nWhat next?")
    assert await texts_of_comments(stage) == ["What next?"]


async def test_an_author_comments_by_the_command_while_a_draft_is_open(stage: Stage) -> None:
    olga, _ = await two_posts(stage)
    await olga.says("Another evening\n\nIt rained.")
    await olga.sees("Draft · “Another evening”")
    said = await olga.says("/comment I was there")
    await olga.presses("The pumps", on=await olga.sees(QUESTION, after=said))
    await olga.sees("✅ Your comment on “The pumps” is published.")
    assert await texts_of_comments(stage) == ["I was there"]


async def test_posts_whose_comments_are_closed_are_not_offered(stage: Stage) -> None:
    olga = await stage.opens(comments_days=timedelta(days=7))
    ann = await stage.reader("Ann")
    await stage.publishes(olga, "The barrier held", "It did.")
    stage.clock.passes(timedelta(days=8))
    await stage.publishes(olga, "The pumps", "They ran.")
    await ann.sees("They ran.")
    said = await ann.says("What now?")
    question = await ann.sees(QUESTION, after=said)
    labels = [each["text"] for row in question["reply_markup"]["inline_keyboard"] for each in row]
    assert labels == ["The pumps"]
