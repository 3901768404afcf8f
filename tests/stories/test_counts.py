"""Whoever has a post before her sees its newest count, even where nothing is repainted in the background."""

from __future__ import annotations

import pytest

from bot.sandbox.client import Person
from tests.stories.stage import ON_SQLITE, Message, Stage
from tests.stories.test_previewing import buttons
from tests.stories.test_turning import publishes_paged

pytestmark = ON_SQLITE

NEVER = 0.0
"""The share of the rate that the background may take."""

OLD, NEW = ["No comments", "Post a comment"], ["1 comment", "Post a comment"]


async def published(stage: Stage) -> tuple[Person, Message, Person, Message]:
    """Olga with her copy, and Ann with hers, of a post on which Olga has commented."""
    olga = await stage.opens(counters_share=NEVER)
    ann = await stage.reader("Ann")
    await stage.publishes(olga, "The barrier held", "It did.")
    own = await olga.sees("It did.", button="Post a comment")
    copy = await ann.sees("It did.")
    await olga.replies_to(own, "A thought")
    await olga.sees("is published")
    return olga, own, ann, copy


async def row_of(person: Person, copy: Message) -> list[str]:
    """The last row of buttons below a message."""
    (message,) = [said for said in await person.messages() if said["message_id"] == copy["message_id"]]
    return buttons(message)[-1]


async def edits(stage: Stage) -> int:
    return len(await stage.world.calls("editMessageReplyMarkup"))


async def test_whoever_comments_sees_the_comment_counted_and_others_do_not_yet(stage: Stage) -> None:
    olga, own, ann, copy = await published(stage)
    await olga.sees("It did.", button="1 comment")
    await stage.world.quiet()

    assert await row_of(olga, own) == NEW
    assert await row_of(ann, copy) == OLD
    assert await edits(stage) == 1


@pytest.mark.parametrize("label", OLD)
async def test_a_press_repaints_the_copy_at_once_and_only_once(stage: Stage, label: str) -> None:
    _olga, _own, ann, copy = await published(stage)

    await ann.presses(label, on=copy)
    await ann.sees("It did.", button="1 comment")
    await ann.presses("1 comment", on=copy)
    await ann.presses("Post a comment", on=copy)
    await stage.world.quiet()

    assert await row_of(ann, copy) == NEW
    assert await edits(stage) == 2, "Olga's and this one"


async def test_turning_shows_the_newest_count_without_another_call(stage: Stage) -> None:
    olga = await stage.opens(counters_share=NEVER)
    ann = await stage.reader("Ann")
    await publishes_paged(stage, olga, leaves=2)
    copy = await ann.sees("of leaf 1")
    await olga.replies_to(await olga.sees("of leaf 1"), "A thought")
    await olga.sees("of leaf 1", button="1 comment")

    await ann.presses("▶", on=copy)
    await ann.sees("of leaf 2", button="1 comment")
    await ann.presses("1 comment", on=copy)
    await ann.sees("A thought")
    await stage.world.quiet()

    assert await edits(stage) == 1, "Olga's"


async def test_a_press_that_follows_a_turning_leaves_the_copy_at_its_leaf(stage: Stage) -> None:
    olga = await stage.opens(counters_share=NEVER)
    ann = await stage.reader("Ann")
    await publishes_paged(stage, olga, leaves=2)
    copy = await ann.sees("of leaf 1")
    await ann.presses("▶", on=copy)
    await ann.sees("of leaf 2")
    await olga.replies_to(await olga.sees("of leaf 1"), "A thought")
    await olga.sees("of leaf 1", button="1 comment")

    await ann.presses("Post a comment", on=copy)
    turned = await ann.sees("of leaf 2", button="1 comment")

    assert buttons(turned) == [["◀", "2/2"], NEW]


async def test_a_press_below_the_list_of_comments_is_not_taken_for_one_below_the_post(stage: Stage) -> None:
    olga, own, ann, copy = await published(stage)
    await ann.presses("No comments", on=copy)
    listed = await ann.sees("A thought", button="Post a comment")
    known = (await stage.kept())["copies"]

    await ann.presses("Post a comment", on=listed)
    await ann.sees("Write your comment")
    await ann.replies_to(listed, "Another")
    await olga.replies_to(own, "A third")
    await ann.sees("waits for a moderator")

    assert await row_of(ann, listed) == ["Post a comment"]
    kept = (await stage.kept())["copies"]
    assert [row[:3] for row in kept] == [row[:3] for row in known]
