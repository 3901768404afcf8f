"""Readers come, read, leave and come back; nobody gets a post twice, or not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.demo.sample import read_sample
from bot.gateway.buttons import encode
from bot.rendering.message import Press, Verb
from bot.sandbox.client import Person
from tests.stories.stage import BLOG, ON_SQLITE, Message, Stage, copies_of

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
    composing, cards, managing = "To write a post", "Comments come to you as cards", "/team"
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
    first = await ann.sees("“The barrier held” · 7 comments", button="1/2", after=post)
    for number in range(1, 6):
        assert f"\nThought {number}" in first["text"]
    assert first["text"].count("Olga (author) · ") == 5
    await ann.presses("▶", on=first)
    second = await ann.sees(button="2/2")
    assert second["message_id"] == first["message_id"]
    assert "Thought 5" not in second["text"]
    assert "Thought 6" in second["text"]
    assert "Thought 7" in second["text"]
    await ann.presses("Newest first", on=first)
    newest = await ann.sees(button="Oldest first")
    assert newest["text"].index("Thought 7") < newest["text"].index("Thought 3")
    assert "Thought 2" not in newest["text"]
    await ann.presses("▶", on=first)
    await ann.sees("Thought 2", button="2/2", after=post)


async def test_a_comment_too_long_for_its_page_can_be_read_as_a_whole(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await stage.reader("Ann")
    await stage.publishes(olga, "The barrier held", "It did.")
    own_copy = await olga.sees("It did.", button="No comments")
    for number in range(1, 4):
        await olga.replies_to(own_copy, f"{f'word{number} ' * 300}END{number}")
    await ann.presses("3 comments", on=await ann.sees("It did.", button="3 comments"))
    listed = await ann.sees("word3", button="Read 1")
    assert "END2" not in listed["text"]
    await ann.presses("2", on=await ann.sees(button="Read 1"))
    await ann.sees("Write your reply to Olga (author)")
    await ann.presses("Read 1", on=listed)
    await ann.sees("END1", button="Reply")


async def test_a_forged_page_of_comments_is_answered(stage: Stage) -> None:
    olga = await stage.opens()
    await stage.publishes(olga, "The barrier held", "It did.")
    own_copy = await olga.sees("It did.", button="No comments")
    await olga.replies_to(own_copy, "Thought")
    copy = await olga.sees("It did.", button="1 comment")

    async def presses(verb: Verb, *ids: int) -> str:
        return str(await olga.presses_data(encode(Press(verb, ids)), on=copy))

    assert await presses(Verb.COMMENTS_PAGE, 1, 2, 0) == "This button no longer does anything."
    assert await presses(Verb.COMMENTS_PAGE, 404, 0, 0) == "That post is not to be had any more."
    for verb in (Verb.READ_COMMENT, Verb.COMMENT_PHOTOS, Verb.REPLY):
        assert await presses(verb, 404) == "That comment is not to be had any more."
    assert await presses(Verb.COMMENT_PHOTOS, 1) == "This button no longer does anything."
    assert await presses(Verb.THREAD, 404, 1) == "That comment is not to be had any more."
    assert await presses(Verb.MUTE_THREAD, 404, 1) == "This button no longer does anything."
    assert await presses(Verb.MUTE_THREAD, 1, 2) == "This button no longer does anything."


async def test_the_photos_of_a_comment_are_shown_on_demand(stage: Stage) -> None:
    olga = await stage.opens(comment_photos=True)
    ann = await stage.reader("Ann")
    await stage.publishes(olga, "The barrier held", "It did.")
    copy = await olga.sees("It did.", button="No comments")
    await olga.sends(photo=read_sample().photo, caption="Look at this", reply_to=copy["message_id"])
    await ann.presses("1 comment", on=await ann.sees("It did.", button="1 comment"))
    listed = await ann.sees("Olga (author) · now · 📷 1\nLook at this")
    await ann.presses("📷 1", on=listed)
    await ann.sees("Olga (author) · ", kind="photo", after=listed)


async def test_whoever_may_decide_opens_a_card_from_the_list(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await stage.reader("Ann")
    await stage.publishes(olga, "The barrier held", "It did.")
    await olga.replies_to(await olga.sees("It did.", button="No comments"), "Thought")
    assert "Card 1" not in str(await open_list(ann))
    listed = await open_list(olga)
    await olga.presses("Card 1", on=listed)
    await olga.sees("Thought", button="More…", after=listed)


async def open_list(person: Person) -> Message:
    """The list of the one comment on the post."""
    await person.presses("1 comment", on=await person.sees("It did.", button="1 comment"))
    return await person.sees("“The barrier held” · 1 comment")
