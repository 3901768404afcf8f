"""Readers come, read, leave and come back; nobody gets a post twice, or not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.stories.stage import BLOG, ON_SQLITE, Stage, copies_of

pytestmark = ON_SQLITE


async def test_start_welcomes_and_brings_the_newest_post(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await stage.world.person("Ann")
    await ann.starts()
    welcome = await ann.sees("You will get new posts here. Reply to any of them to comment. /help · /stop")
    assert welcome["text"].startswith(BLOG)
    assert "Nothing has been published so far" in welcome["text"]

    await stage.publishes(olga, "The first post", "It is old.")
    await stage.publishes(olga, "The barrier held", "It did.")
    ben = await stage.world.person("Ben")
    await ben.starts()
    welcome = await ben.sees("You will get new posts here")
    assert "Nothing has been published" not in welcome["text"]
    await ben.sees("It did.", button="Post a comment", after=welcome)
    await ben.sees_no("It is old.")


async def test_start_pressed_again_brings_no_post_twice(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await stage.reader("Ann")
    await stage.publishes(olga, "The barrier held", "It did.")
    again = await ann.starts()
    await ann.sees("You will get new posts here", after=again)
    await stage.world.quiet()
    assert await copies_of(ann, "It did.") == 1


async def test_whoever_starts_in_the_time_with_stop_gets_the_post_with_all_others(stage: Stage) -> None:
    olga = await stage.opens(send_delay=timedelta(seconds=10))
    await olga.says("The barrier held")
    await stage.sends(olga, "The barrier held")
    await olga.sees_button("Stop")
    ann = await stage.reader("Ann")
    await ann.sees("The barrier held", button="Post a comment")
    await olga.sees("went out")
    await stage.world.quiet()
    assert await copies_of(ann, "The barrier held") == 1


async def test_whoever_starts_while_the_own_copy_is_on_its_way_gets_the_post_with_all_others(stage: Stage) -> None:
    olga = await stage.opens()
    await olga.says("The barrier held")
    await olga.presses("Publish")
    await olga.sees_button("Send now")
    own_copy = await stage.world.faults("sendMessage", chat=olga, hold="before")
    await olga.presses("Send now")
    await own_copy.held()
    ann = await stage.reader("Ann")
    await own_copy.release()
    await ann.sees("The barrier held", button="Post a comment")
    await olga.sees("went out")
    await stage.world.quiet()
    assert await copies_of(ann, "The barrier held") == 1


async def test_whoever_starts_while_the_post_goes_out_gets_it_with_the_welcome(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await stage.reader("Ann")
    await olga.says("The barrier held")
    await olga.presses("Publish")
    await olga.sees_button("Send now")
    to_ann = await stage.world.faults("sendMessage", chat=ann, hold="before")
    await olga.presses("Send now")
    await to_ann.held()
    ben = await stage.reader("Ben")
    await ben.sees("The barrier held", button="Post a comment")
    await to_ann.release()
    await ann.sees("The barrier held", button="Post a comment")
    await olga.sees("went out")
    await stage.world.quiet()
    assert [await copies_of(reader, "The barrier held") for reader in (ann, ben)] == [1, 1]


async def test_stop_ends_the_posts_and_start_brings_them_back(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await stage.reader("Ann")
    await ann.says("/stop")
    await ann.sees("You will get no more posts. /start brings them back.")
    await stage.publishes(olga, "The barrier held", "It did.")
    await olga.sees("1 message to 1 reader")
    await stage.world.quiet()
    await ann.sees_no("It did.")
    await ann.starts()
    await ann.sees("It did.")
    await stage.publishes(olga, "The pumps", "They ran.")
    await ann.sees("They ran.")
    assert await copies_of(ann, "It did.") == 1


async def test_help_says_what_each_can_do(stage: Stage) -> None:
    olga = await stage.opens()
    pavel = await stage.author(olga, "Pavel")
    mia = await stage.moderator(olga, "Mia")
    ann = await stage.reader("Ann")
    eva = await stage.world.person("Eva")
    told = {}
    for person in (olga, pavel, mia, ann, eva):
        asked = await person.says("/help")
        told[person.name] = (await person.sees("New posts come by themselves.", after=asked))["text"]
    composing, cards, managing = "To write a post", "cards with Approve and Reject", "/team"
    assert {name: [part in text for part in (composing, cards, managing)] for name, text in told.items()} == {
        "Olga": [True, True, True],
        "Pavel": [True, True, False],
        "Mia": [False, True, False],
        "Ann": [False, False, False],
        "Eva": [False, False, False],
    }


async def test_a_reader_who_blocks_the_bot_is_left_alone_until_she_unblocks_it(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await stage.reader("Ann")
    await ann.blocks_bot()
    await stage.world.quiet()
    before = await stage.world.count()
    await stage.publishes(olga, "The barrier held", "It did.")
    assert not [call for call in await stage.world.calls(after=before) if call["parameters"].get("chat_id") == ann.id]
    await ann.unblocks_bot()
    await stage.publishes(olga, "The pumps", "They ran.")
    await ann.sees("They ran.")
    await ann.sees_no("It did.")


@pytest.mark.parametrize("how", ["deactivates", "is blocked without our knowing"])
async def test_a_reader_who_cannot_be_reached_is_counted_and_not_tried_again(stage: Stage, how: str) -> None:
    olga = await stage.opens()
    ann = await stage.reader("Ann")
    if how == "deactivates":
        await ann.deactivates()
    else:
        await stage.world.faults(chat=ann, code=403)
    await stage.publishes(olga, "The barrier held", "It did.")
    await olga.sees("sent 1 · blocked 1 · failed 0 · uncertain 0 · queued 0 = 2")
    before = await stage.world.count()
    await stage.publishes(olga, "The pumps", "They ran.")
    assert not [call for call in await stage.world.calls(after=before) if call["parameters"].get("chat_id") == ann.id]
    if how != "deactivates":
        await ann.starts()
        await ann.sees("They ran.")


async def test_the_comments_are_listed_five_at_a_time(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await stage.reader("Ann")
    await stage.publishes(olga, "The barrier held", "It did.")
    post = await ann.sees("It did.")
    assert await ann.presses("No comments") == "No comments on “The barrier held” yet."
    own_copy = await olga.sees("It did.", button="No comments")
    for number in range(1, 8):
        await olga.replies_to(own_copy, f"Thought {number}")
    await ann.presses("7 comments", on=await ann.sees("It did.", button="7 comments"))
    first = await ann.sees("1–5 of 7", after=post)
    for number in range(1, 6):
        assert f"\nThought {number}" in first["text"]
    assert first["text"].count("Olga (author) · ") == 5
    await ann.presses("▶", on=first)
    second = await ann.sees("6–7 of 7")
    assert second["message_id"] == first["message_id"]
    assert "Thought 5" not in second["text"]
    assert "Thought 6" in second["text"]
    assert "Thought 7" in second["text"]
    await ann.presses("◀", on=first)
    await ann.sees("1–5 of 7")
