"""Threads: readers reply to each other, find a thread by its link, and read it page by page."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from bot.core.cases import Act, CommentState
from bot.gateway.buttons import encode
from bot.rendering.message import Press, Verb
from bot.sandbox.client import Person
from bot.storage import comments, muted_threads, posts
from bot.storage.engine import Transaction
from bot.storage.tables import prompts
from tests.storage import given
from tests.stories.stage import ON_SQLITE, Message, Stage

pytestmark = [ON_SQLITE, pytest.mark.check]


async def talk(stage: Stage, olga: Person, replies: int) -> int:
    """A post with a comment of Ann's, and Olga's replies to it; gives the id of Ann's."""
    await stage.publishes(olga, "The barrier held", "It did.")
    made: list[int] = []

    async def work(tx: Transaction) -> None:
        post = await posts.get(tx, 1)
        root = await given.comment(tx, post, by=olga.id + 10_000, message=1, state=CommentState.LIVE)
        made.append(root.id)
        for number in range(replies):
            await given.comment(
                tx,
                post,
                by=olga.id,
                message=100 + number,
                state=CommentState.LIVE,
                text=f"Reply {number + 1}",
                answers=root,
            )

    await stage.changes(work)
    return made[0]


async def withdraws(stage: Stage, comment_id: int) -> None:
    """The comment's writer takes it back."""

    async def work(tx: Transaction) -> None:
        comment = await comments.get(tx, comment_id)
        await given.moved(tx, comment, Act.WITHDRAWN, by=comment.person_id)

    await stage.changes(work)


def link(stage: Stage, comment_id: int) -> str:
    """The address of a comment's thread, as long as its number has one digit."""
    return f"https://t.me/{stage.world.bot['username']}?start=t-{comment_id}"


async def test_a_link_opens_the_thread_for_whoever_is_new_too(stage: Stage) -> None:
    olga = await stage.opens()
    root = await talk(stage, olga, replies=2)
    ann = await stage.reader("Ann")
    followed = await ann.follows(link(stage, root))
    view = await ann.sees("A thread on “The barrier held” · 3 comments", after=followed)
    assert "Reply 2" in view["text"]
    assert link(stage, root) in view["text"]
    await ann.sees_no("You will get new posts here", after=followed)

    ben = await stage.world.person("Ben")
    await ben.follows(link(stage, root))
    await ben.sees("You will get new posts here")
    await ben.sees("It did.", button="3 comments")
    await ben.sees("A thread on “The barrier held”")


async def test_a_link_to_a_reply_opens_the_page_that_it_stands_on(stage: Stage) -> None:
    olga = await stage.opens()
    root = await talk(stage, olga, replies=7)
    ann = await stage.reader("Ann")
    await ann.follows(link(stage, root + 6))
    view = await ann.sees("Reply 6", button="2/2")
    assert link(stage, root) in view["text"]
    await ann.presses("◀", on=view)
    first = await ann.sees("Reply 4", button="1/2")
    assert first["message_id"] == view["message_id"]
    await ann.presses("All comments", on=view)
    assert (await ann.sees("“The barrier held” · 8 comments", button="Newest first"))["message_id"] == view[
        "message_id"
    ]


async def test_a_thread_that_has_lost_its_root_can_be_read_and_one_that_has_lost_all_is_said_to_be_gone(
    stage: Stage,
) -> None:
    olga = await stage.opens()
    root = await talk(stage, olga, replies=1)
    ann = await stage.reader("Ann")
    await withdraws(stage, root)
    followed = await ann.follows(link(stage, root))
    view = await ann.sees("A thread on “The barrier held” · 1 comment", after=followed)
    assert "A comment stood here; its writer has withdrawn it." in view["text"]
    await ann.presses("1 comment", on=await ann.sees("It did."))
    await ann.sees("“The barrier held” · 1 comment\n\nA comment stood here", after=view)

    await withdraws(stage, root + 1)
    followed = await ann.follows(link(stage, root))
    await ann.sees("That comment is not to be had any more.", after=followed)
    for nothing in (404, 0):
        followed = await ann.follows(link(stage, nothing))
        await ann.sees("That comment is not to be had any more.", after=followed)


async def test_a_thread_goes_with_its_post(stage: Stage) -> None:
    olga = await stage.opens()
    root = await talk(stage, olga, replies=1)
    ann = await stage.reader("Ann")
    await ann.follows(link(stage, root))
    view = await ann.sees("A thread on", button="Mute thread")
    said = await olga.says("/posts")
    await olga.presses("1", on=await olga.sees("Posts", after=said))
    await olga.presses("Withdraw")
    await olga.sees("Withdraw “The barrier held”?")
    await olga.presses("Withdraw")
    await ann.sees_no("It did.", timeout=5)
    assert await ann.presses("Reply to 1", on=view) == "This post was withdrawn."
    followed = await ann.follows(link(stage, root))
    await ann.sees("This post was withdrawn.", after=followed)


async def test_reply_asks_for_the_answer_to_that_comment(stage: Stage) -> None:
    olga = await stage.opens()
    root = await talk(stage, olga, replies=1)
    ann = await stage.reader("Ann")
    await ann.follows(link(stage, root))
    await ann.presses("2", on=await ann.sees("Reply 1", button="Reply to 1"))
    asked = await ann.sees(f"Write your reply to Reader {olga.id} (author) on “The barrier held”.")
    assert asked["text"].endswith("\nReply 1")
    (prompt,) = await rows_of_prompts(stage)
    assert (prompt.kind, prompt.subject_id, prompt.chat_id) == ("reply", root + 1, ann.id)
    await withdraws(stage, root)
    forged = encode(Press(Verb.REPLY, (root,)))
    assert await ann.presses_data(forged, on=asked) == "That comment is not to be had any more."


async def test_a_thread_is_muted_and_unmuted_in_its_view(stage: Stage) -> None:
    olga = await stage.opens()
    root = await talk(stage, olga, replies=1)
    ann = await stage.reader("Ann")
    await ann.follows(link(stage, root))
    view: Message = await ann.sees("A thread on", button="Mute thread")
    assert await ann.presses("Mute thread", on=view) == "You will hear of no more answers in this thread."
    await ann.sees(button="Unmute thread")
    assert await is_muted(stage, ann, root)
    back = await ann.presses("Unmute thread", on=view)
    assert back == "You will hear of answers to you in this thread again."
    await ann.sees(button="Mute thread")
    assert not await is_muted(stage, ann, root)


async def rows_of_prompts(stage: Stage) -> list[Any]:
    """The questions that are open."""
    found: list[Any] = []

    async def work(tx: Transaction) -> None:
        found.extend(await tx.execute(select(prompts)))

    await stage.changes(work)
    return found


async def is_muted(stage: Stage, person: Person, thread_id: int) -> bool:
    """Whether the person does not want to hear of answers in the thread."""
    found: list[bool] = []

    async def work(tx: Transaction) -> None:
        found.append(await muted_threads.is_muted(tx, person.id, thread_id))

    await stage.changes(work)
    return found[0]
