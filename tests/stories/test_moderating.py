"""Moderators decide on comments, on both databases: every decision is made once, whoever is how fast."""

from __future__ import annotations

import asyncio

from bot.gateway.buttons import encode
from bot.rendering.message import Press, Verb
from tests.stories.commented import data_of, waiting_comment
from tests.stories.stage import Stage


async def test_an_edit_of_a_waiting_comment_repaints_its_cards_and_makes_the_old_ones_void(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await stage.reader("Ann")
    await stage.publishes(olga, "The barrier held", "It did.")
    comment = await ann.replies_to(await ann.sees("It did."), "What now?")
    card = await olga.sees("What now?", button="Approve")
    seen = data_of(card, "Approve")
    await ann.edits(comment, "What about Holm?")
    repainted = await olga.sees("What about Holm?", button="Approve")
    assert repainted["message_id"] == card["message_id"]
    answer = await olga.presses_data(seen, on=card)
    assert answer == "The comment has been edited since; please read it again."
    await olga.presses("Approve", on=card)
    await ann.sees("is published")


async def test_a_rejected_comment_is_told_to_its_writer_and_not_shown(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await waiting_comment(stage, olga)
    assert await olga.presses("Reject") == "Rejected."
    await ann.sees("✖ Your comment on “The barrier held” was not published.")
    await olga.sees("✖ Rejected by Olga")
    assert await ann.presses("No comments") == "No comments on “The barrier held” yet."


async def test_a_group_of_moderators_gets_one_card_in_place_of_many(stage: Stage) -> None:
    people = [await stage.world.person(name) for name in ("Olga", "Mia", "Gus", "Rob")]
    olga, mia, gus, rob = people
    group = await stage.world.group("Moderators", people)
    await stage.starts_bot(owner_ids=str(olga.id), moderators_chat_id=group.id)
    for person in (olga, mia, rob):
        await person.starts()
        await person.sees("You will get new posts")
    await mia.follows(await stage.invitation(olga, "Invite a moderator"))
    await mia.sees("You are a moderator")
    ann = await waiting_comment(stage, olga)
    card = await mia.sees("What now?", button="Approve", chat=group)
    await stage.world.quiet()
    for person in (olga, mia):
        await person.sees_no("What now?")

    assert await gus.presses("Approve", chat=group) == "I don’t know you yet. Press /start first; then send it again."
    assert await rob.presses("Approve", chat=group) == "That is not for you to decide here."
    assert await mia.presses("Approve", chat=group) == "Approved."
    decided = await gus.sees("✅ Approved by Mia", chat=group)
    assert decided["message_id"] == card["message_id"]
    assert "reply_markup" not in decided
    await ann.sees("is published")


async def test_an_author_gets_cards_for_own_posts_only(stage: Stage) -> None:
    olga = await stage.opens()
    pavel = await stage.author(olga, "Pavel")
    mia = await stage.moderator(olga, "Mia")
    ann = await stage.reader("Ann")
    await stage.publishes(olga, "The barrier held", "It did.")
    await stage.publishes(pavel, "The pumps", "They ran.")
    await ann.replies_to(await ann.sees("It did."), "To Olga")
    await ann.replies_to(await ann.sees("They ran."), "To Pavel")
    for person in (olga, mia):
        await person.sees("To Olga", button="Approve")
        await person.sees("To Pavel", button="Approve")
    card = await pavel.sees("To Pavel", button="Approve")
    await pavel.sees_no("To Olga")
    assert await pavel.presses_data(encode(Press(Verb.APPROVE, (1, 2, 1))), on=card) == (
        "That is not for you to decide here."
    )
    assert await pavel.presses("Approve") == "Approved."


async def test_a_comment_by_whoever_could_approve_it_waits_for_nobody(stage: Stage) -> None:
    olga = await stage.opens()
    mia = await stage.moderator(olga, "Mia")
    await stage.publishes(olga, "The barrier held", "It did.")
    await mia.replies_to(await mia.sees("It did."), "I can say this")
    await mia.sees("✅ Your comment on “The barrier held” is published.")
    await olga.sees("It did.", button="1 comment")


async def test_the_second_to_decide_is_told_who_was_first(stage: Stage) -> None:
    olga = await stage.opens()
    mia = await stage.moderator(olga, "Mia")
    await waiting_comment(stage, olga)
    card = await olga.sees("What now?", button="Approve")
    seen = data_of(card, "Reject")
    assert await mia.presses("Approve") == "Approved."
    decided = await olga.sees("✅ Approved by Mia")
    assert decided["message_id"] == card["message_id"]
    answer = await olga.presses_data(seen, on=card)
    assert answer is not None
    assert answer.startswith("Already approved by Mia, ")
    assert answer.alert
    events = (await stage.kept())["comment_events"]
    assert [event.action for event in sorted(events)] == ["received", "held", "approve"]


async def test_the_same_press_twice_decides_once(stage: Stage) -> None:
    olga = await stage.opens()
    await waiting_comment(stage, olga)
    card = await olga.sees("What now?", button="Approve")
    seen = data_of(card, "Approve")
    answers = await asyncio.gather(olga.presses_data(seen, on=card), olga.presses_data(seen, on=card))
    assert sorted(str(answer)[:24] for answer in answers) == ["Already approved by Olga", "Approved."]
    await olga.sees("It did.", button="1 comment")


async def test_of_two_decisions_at_the_same_time_one_counts(stage: Stage) -> None:
    olga = await stage.opens()
    mia = await stage.moderator(olga, "Mia")
    max_ = await stage.moderator(olga, "Max")
    ann = await waiting_comment(stage, olga)
    yes, no = [await person.sees("What now?", button="Approve") for person in (mia, max_)]
    approve, reject = data_of(yes, "Approve"), data_of(no, "Reject")
    answers = await asyncio.gather(mia.presses_data(approve, on=yes), max_.presses_data(reject, on=no))
    said = [str(answer) for answer in answers]
    if said[0] == "Approved.":
        assert said[1].startswith("Already approved by Mia, ")
        first, ending, count = "✅ Approved by Mia", "is published", "1 comment"
    else:
        assert said[1] == "Rejected."
        assert said[0].startswith("Already rejected by Max, ")
        first, ending, count = "✖ Rejected by Max", "was not published", "No comments"
    for person in (olga, mia, max_):
        await person.sees(first)
    await ann.sees(ending)
    await stage.world.quiet()
    await ann.sees("It did.", button=count)
