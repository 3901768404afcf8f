"""Readers answer each other: by the buttons, and by replying to whatever shows a comment."""

from __future__ import annotations

import pytest

from bot.core.cases import CommentState
from bot.sandbox.client import Person
from bot.storage import posts
from bot.storage.engine import Transaction
from tests.storage import given
from tests.stories.stage import ON_SQLITE, Message, Stage

pytestmark = [ON_SQLITE, pytest.mark.check]


async def two_comments(stage: Stage) -> tuple[Person, Person]:
    """A post with a comment of Ann's (1) and Ben's reply to it (2), and Carl, who reads them below."""
    olga = await stage.opens(comments="off")
    await stage.publishes(olga, "The barrier held", "It did.")

    async def work(tx: Transaction) -> None:
        post = await posts.get(tx, 1)
        root = await given.comment(tx, post, by=71, message=1, state=CommentState.LIVE)
        await given.comment(tx, post, by=72, message=2, state=CommentState.LIVE, text="And the pumps?", answers=root)

    await stage.changes(work)
    return olga, await stage.reader("Carl")


async def last_comment(stage: Stage) -> tuple[int, int | None, str | None]:
    """The thread of the newest comment, what it answers, and what it quotes."""
    newest = sorted((await stage.kept())["comments"])[-1]
    return newest.thread_id, newest.answers_id, newest.quote


async def list_of(carl: Person) -> Message:
    """The comments under the post."""
    await carl.presses("2 comments", on=await carl.sees("It did."))
    return await carl.sees("And the pumps?", button="Post a comment")


async def test_the_message_after_reply_answers_that_comment(stage: Stage) -> None:
    _, carl = await two_comments(stage)
    await carl.presses("2", on=await list_of(carl))
    await carl.sees("Write your reply to")
    await carl.says("They ran.")
    await carl.sees("✅ Your comment on “The barrier held” is published.")
    assert await last_comment(stage) == (1, 2, None)


async def test_a_reply_to_the_list_is_a_comment_on_the_post_and_quotes_nothing_of_it(stage: Stage) -> None:
    _, carl = await two_comments(stage)
    await carl.replies_to(await list_of(carl), "I was there.", quote="the pumps")
    await carl.sees("✅ Your comment on “The barrier held” is published.")
    assert await last_comment(stage) == (3, None, None)


async def test_a_reply_to_a_thread_is_one_to_its_first_comment(stage: Stage) -> None:
    _, carl = await two_comments(stage)
    await carl.follows(f"https://t.me/{stage.world.bot['username']}?start=t-2")
    await carl.replies_to(await carl.sees("A thread on “The barrier held”"), "I was there.")
    await carl.sees("✅ Your comment on “The barrier held” is published.")
    assert await last_comment(stage) == (1, 1, None)


async def test_a_reply_to_the_bubble_of_a_reply_stays_in_its_thread(stage: Stage) -> None:
    _, carl = await two_comments(stage)
    await carl.presses("2", on=await list_of(carl))
    await carl.sees("Write your reply to")
    await carl.says("They ran.")
    bubble = await carl.sees("✅ Your comment on “The barrier held” is published.")
    said = await carl.replies_to(bubble, "All night.")
    await carl.sees("✅ Your comment on “The barrier held” is published.\nAll night.", after=said)
    assert await last_comment(stage) == (1, 2, None)
