"""Comments are closed, by hand or after some days, while what waits can be decided on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.gateway.buttons import encode
from bot.rendering.message import Press, Verb
from bot.sandbox.client import Person
from tests.stories.commented import waiting_comment
from tests.stories.stage import ON_SQLITE, Message, Stage

pytestmark = [ON_SQLITE, pytest.mark.check]

CLOSED = "Comments on this post are closed; those that are there can be read below it."


async def page_of_post(olga: Person) -> Message:
    """The page of the one post under /posts."""
    said = await olga.says("/posts")
    await olga.presses("1", on=await olga.sees("Posts · 1", after=said))
    return await olga.sees("Published on", after=said)


def labels(message: Message) -> list[str]:
    """The labels of a message's buttons."""
    return [each["text"] for row in message["reply_markup"]["inline_keyboard"] for each in row]


async def test_comments_are_closed_and_opened_by_hand(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await waiting_comment(stage, olga)
    page = await page_of_post(olga)
    assert await olga.presses("Close comments", on=page) == "Comments are closed."
    await olga.sees("Comments are closed; those that wait can be decided on.", button="Open comments")
    await olga.sees_no(button="Post a comment", timeout=10)
    await olga.sees("It did.", button="No comments")

    copy = await ann.sees("It did.", button="Post a comment")
    answer = await ann.presses("Post a comment", on=copy)
    assert answer == CLOSED
    assert answer.alert
    await ann.sees_no(button="Post a comment", timeout=10)
    await ann.sees("It did.", button="No comments")
    said = await ann.replies_to(copy, "One more")
    await ann.sees(CLOSED, after=said)

    await olga.presses("Approve", on=await olga.sees("What now?", button="Approve"))
    await ann.sees("is published")
    await ann.presses("1 comment", on=copy)
    listed = await ann.sees("“The barrier held” · 1 comment")
    assert "reply_markup" not in listed
    forged = encode(Press(Verb.REPLY, (1,)))
    assert await ann.presses_data(forged, on=listed) == CLOSED

    assert await olga.presses("Open comments", on=page) == "Comments are open."
    await olga.sees("Published on", button="Close comments")
    await ann.presses("1 comment", on=copy)
    await ann.sees("It did.", button="Post a comment")
    await ann.sees("“The barrier held” · 1 comment", button="Reply to 1")


async def test_comments_close_by_themselves_after_some_days(stage: Stage) -> None:
    olga = await stage.opens(comments_days=timedelta(days=3))
    ann = await waiting_comment(stage, olga)
    stage.clock.passes(timedelta(days=3))
    assert await ann.presses("Post a comment") == CLOSED
    await ann.sees_no(button="Post a comment", timeout=10)
    await ann.sees("It did.", button="No comments")
    page = await page_of_post(olga)
    assert "Comments are closed" in page["text"]
    assert not {"Close comments", "Open comments"} & set(labels(page))
    await olga.presses("Approve", on=await olga.sees("What now?", button="Approve"))
    await ann.sees("is published")


async def test_who_may_not_change_a_post_cannot_close_its_comments(stage: Stage) -> None:
    olga = await stage.opens()
    pavel = await stage.author(olga, "Pavel")
    await stage.publishes(olga, "The barrier held", "It did.")
    copy = await pavel.sees("It did.", button="No comments")
    before = await stage.kept()
    for on, told in ((1, "That is not for you to decide here."), (2, "This button no longer does anything.")):
        assert await pavel.presses_data(encode(Press(Verb.CLOSE_COMMENTS, (1, on))), on=copy) == told
    assert await stage.kept() == before
