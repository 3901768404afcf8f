"""Readers comment, on both databases."""

from __future__ import annotations

import pytest

from tests.stories.commented import texts_of_comments
from tests.stories.stage import FIRST, LAST, Stage


@pytest.mark.parametrize("page", [FIRST, LAST])
async def test_a_reply_to_any_message_of_a_post_is_a_comment_on_it(stage: Stage, page: str) -> None:
    olga = await stage.opens()
    ann = await stage.reader("Ann")
    await stage.writes_long(olga, "A long evening")
    await stage.sends(olga, "A long evening")
    await ann.sees(LAST)
    await ann.replies_to(await ann.sees(page), "How true")
    await ann.sees("Your comment on “A long evening” waits")
    card = await olga.sees("How true", button="Approve")
    assert "“A long evening”" in card["text"]


async def test_the_message_after_post_a_comment_is_the_comment(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await stage.reader("Ann")
    ben = await stage.reader("Ben")
    await stage.publishes(olga, "The barrier held", "It did.")
    await ann.presses("Post a comment")
    await ann.sees("Write your comment on “The barrier held”.")
    await ann.says("What now?", as_reply=False)
    await ann.sees("waits for a moderator")
    assert await olga.presses("Approve") == "Approved."
    await ann.sees("✅ Your comment on “The barrier held” is published.")
    for person in (olga, ann, ben):
        await person.sees("It did.", button="1 comment")
    await ben.presses("1 comment")
    await ben.sees("What now?")
    said = await ann.says("And this?", as_reply=False)
    await ann.sees("Which post is your comment about?", after=said)


async def test_a_comment_that_was_too_long_counts_once_it_is_shortened(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await stage.reader("Ann")
    await stage.publishes(olga, "The barrier held", "It did.")
    await ann.presses("Post a comment")
    await ann.sees("Write your comment")
    pieces = await ann.pastes(10_001 * "x")
    await ann.sees("That comment has 10,001 characters; 10,000 are the limit. Edit your message to shorten it.")
    await ann.edits(pieces[-1], "And so on.")
    await ann.sees("waits for a moderator")
    await stage.world.quiet()
    assert [len(text) for text in await texts_of_comments(stage)] == [8_192 + len("And so on.")]


async def test_an_edit_that_overtakes_its_message_is_the_comment(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await stage.reader("Ann")
    await stage.publishes(olga, "The barrier held", "It did.")
    post = await ann.sees("It did.")
    first = {
        "message_id": 9_000,
        "date": post["date"],
        "chat": post["chat"],
        "from": {"id": ann.id, "is_bot": False, "first_name": "Ann"},
        "text": "What nwo?",
        "reply_to_message": {key: value for key, value in post.items() if key != "reply_to_message"},
    }
    await stage.world.injects("edited_message", first | {"text": "What now?", "edit_date": post["date"] + 1})
    await stage.world.injects("message", first)
    await ann.sees("waits for a moderator.\nWhat now?")
    assert await texts_of_comments(stage) == ["What now?"]
