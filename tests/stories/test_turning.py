"""Readers turn a paged post: its last message shows one leaf at a time, and keeps the one that it shows."""

from __future__ import annotations

import asyncio

import pytest

from bot.core.options import CommentRule, PostOptions
from bot.gateway.buttons import encode
from bot.rendering.message import Press, Verb
from bot.sandbox.client import Person
from bot.storage import drafts
from tests.stories.slips import NOTHING_DOES, Slip, forged, nothing_changes
from tests.stories.stage import ON_SQLITE, Stage, copies_of
from tests.stories.test_previewing import buttons, is_paged

pytestmark = [ON_SQLITE, pytest.mark.check]

COMMENTS = ["No comments", "Post a comment"]
HEADLINE = "A long evening"


async def publishes_paged(stage: Stage, olga: Person, leaves: int = 4) -> None:
    """A post of so many leaves, each of which says its number."""
    paragraphs = (f"This is the paragraph {number} of leaf {number // 10 + 1}. " + "x" * 360 for number in range(40))
    chosen = list(paragraphs)[: 10 * leaves]
    await olga.pastes("\n\n".join((HEADLINE, *chosen)))
    await olga.sees(f"Draft · “{HEADLINE}”")
    await olga.sees(f"{leaves} messages to each reader")
    await is_paged(stage)
    await stage.sends(olga, HEADLINE)
    await olga.sees(f"“{HEADLINE}” went out")


async def leaf(person: Person) -> tuple[str, list[list[str]]]:
    """Which leaf the post's message in the chat shows, by its text, and its buttons."""
    (message,) = [said for said in await person.messages() if said["from"]["is_bot"] and "of leaf" in said["text"]]
    return message["text"].rpartition("of leaf ")[2][0], buttons(message)


async def test_a_paged_post_is_one_message_that_turns_in_place(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await stage.reader("Ann")
    await publishes_paged(stage, olga)
    post = await ann.sees("of leaf 1")
    assert await leaf(ann) == ("1", [["1/4", "▶"], COMMENTS])
    await ann.presses("▶", on=post)
    await ann.sees("of leaf 2", button="2/4")
    assert await leaf(ann) == ("2", [["◀", "2/4", "▶"], COMMENTS])
    for button, shown in (("▶", "3"), ("▶", "4"), ("◀", "3")):
        await ann.presses(button, on=post)
        await ann.sees(f"of leaf {shown}", button=f"{shown}/4")
    await ann.presses("▶", on=post)
    await ann.sees("of leaf 4", button="4/4")
    assert await leaf(ann) == ("4", [["◀", "4/4"], COMMENTS])
    await ann.presses("4/4", on=post)
    await ann.sees("of leaf 1", button="1/4")
    assert await leaf(olga) == ("1", [["1/4", "▶"], COMMENTS]), "the others are where they were"
    assert (await stage.kept())["turned"] == []


async def test_turning_quickly_ends_at_the_last_press(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await stage.reader("Ann")
    await publishes_paged(stage, olga)
    post = await ann.sees("of leaf 1")
    held = await stage.world.faults("editMessageText", hold="before", chat=ann)
    data = [encode(Press(Verb.TURN, (1, number))) for number in (2, 3, 4, 3)]
    await asyncio.gather(*(ann.presses_data(each, on=post) for each in data))
    await held.held()
    await held.release()
    await ann.sees("of leaf 3", button="3/4")
    await stage.world.quiet()
    assert (await leaf(ann))[0] == "3"
    assert [row.leaf for row in (await stage.kept())["turned"]] == [3]
    edits = [call for call in await stage.world.calls("editMessageText") if call["parameters"]["chat_id"] == ann.id]
    assert len(edits) <= 3


async def test_a_new_count_leaves_a_copy_at_the_leaf_that_it_shows(stage: Stage) -> None:
    olga = await stage.opens()
    ann, ben = await stage.reader("Ann"), await stage.reader("Ben")
    await publishes_paged(stage, olga)
    await ann.presses("▶", on=await ann.sees("of leaf 1"))
    await ann.sees("of leaf 2", button="2/4")
    await olga.replies_to(await olga.sees("of leaf 1"), "A thought")
    await ann.sees("of leaf 2", button="1 comment")
    await ben.sees("of leaf 1", button="1 comment")
    assert await leaf(ann) == ("2", [["◀", "2/4", "▶"], ["1 comment", "Post a comment"]])
    assert await leaf(ben) == ("1", [["1/4", "▶"], ["1 comment", "Post a comment"]])
    await ann.presses("▶", on=await ann.sees("of leaf 2"))
    await ann.sees("of leaf 3", button="1 comment")


async def test_whoever_starts_later_gets_a_post_that_can_be_turned(stage: Stage) -> None:
    olga = await stage.opens()
    await publishes_paged(stage, olga)
    ann = await stage.reader("Ann")
    await ann.presses("▶", on=await ann.sees("of leaf 1", button="1/4"))
    await ann.sees("of leaf 2", button="2/4")


async def test_a_leaf_that_there_is_not_is_the_nearest_and_other_messages_are_not_turned(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await stage.reader("Ann")
    await publishes_paged(stage, olga)
    await stage.publishes(olga, "A short one", "It is short.")
    paged, short = await ann.sees("of leaf 1"), await ann.sees("It is short.")
    for forged_leaf, shown in ((99, "4"), (-3, "1"), (2**62, "4")):
        await ann.presses_data(encode(Press(Verb.TURN, (1, forged_leaf))), on=paged)
        await ann.sees(f"of leaf {shown}", button=f"{shown}/4")
    await nothing_changes(
        stage,
        {
            "a short post is turned": (ann, Slip(forged(ann, short, Verb.TURN, 2, 2), NOTHING_DOES)),
            "into another post": (ann, Slip(forged(ann, short, Verb.TURN, 1, 2), NOTHING_DOES)),
            "of a post that there is not": (
                ann,
                Slip(forged(ann, paged, Verb.TURN, 99, 2), "That post is not to be had any more."),
            ),
        },
    )


async def test_where_comments_are_closed_there_is_no_button_and_no_new_comment(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await stage.reader("Ann")
    await olga.says("The barrier held\n\nIt did.")
    await olga.sees("Draft · “The barrier held”")
    await stage.changes(lambda tx: drafts.set_options(tx, 1, PostOptions(comments=CommentRule.CLOSED)))
    await stage.sends(olga, "The barrier held")
    await olga.sees("“The barrier held” went out")
    post = await ann.sees("It did.")
    assert buttons(post) == [["No comments"]]
    closed = "Comments on this post are closed; those that are there can be read below it."
    await nothing_changes(
        stage,
        {
            "a press from before": (ann, Slip(forged(ann, post, Verb.COMMENT, 1), closed)),
            "a reply": (ann, Slip(lambda: ann.replies_to(post, "What now?"), closed)),
        },
    )


async def test_the_third_comment_of_a_reader_waits_for_nobody(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await stage.reader("Ann")
    await stage.publishes(olga, "The barrier held", "It did.")
    post = await ann.sees("It did.")
    for number in (1, 2):
        await ann.replies_to(post, f"Thought {number}")
        await olga.presses("Approve", on=await olga.sees(f"Thought {number}", button="Approve"))
        await olga.sees(f"Thought {number}")
        await ann.sees(button="1 comment" if number == 1 else "2 comments")
    bubble = await ann.sees("is published", after=post)
    await ann.replies_to(post, "Thought 3")
    await ann.sees("✅ Your comment on “The barrier held” is published.", after=bubble)
    assert await copies_of(olga, "Thought 3") == 0
