"""Moderators decide on comments, on both databases: every decision is made once, whoever is how fast."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.gateway.buttons import encode
from bot.rendering.message import Press, Verb
from tests.stories.commented import data_of, rejects, waiting_comment
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


async def test_a_rejected_comment_is_told_to_its_writer_with_the_reason_and_not_shown(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await waiting_comment(stage, olga)
    await olga.presses("Reject")
    await olga.presses("◀", on=await olga.sees("What now?", button="Off topic"))
    await olga.sees("What now?", button="Approve")
    await rejects(olga, "Off topic")
    await ann.sees("✖ Your comment on “The barrier held” was not published: off topic")
    await olga.sees("✖ Rejected by Olga: off topic")
    assert await ann.presses("No comments") == "No comments on “The barrier held” yet."


async def test_a_reason_of_ones_own_is_asked_for_and_told(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await waiting_comment(stage, olga)
    await olga.presses("Reject")
    await olga.presses("Other…")
    await olga.says("Please be kind.")
    await olga.sees("Rejected.")
    await olga.sees("✖ Rejected by Olga: Please be kind.")
    await ann.sees("Please be kind.")


async def test_a_reason_for_what_was_edited_meanwhile_rejects_nothing(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await stage.reader("Ann")
    await stage.publishes(olga, "The barrier held", "It did.")
    comment = await ann.replies_to(await ann.sees("It did."), "What now?")
    await olga.presses("Reject")
    await olga.presses("Other…")
    await olga.sees("Why is #1 not published?")
    await ann.edits(comment, "What about Holm?")
    await olga.sees("What about Holm?", button="Approve")
    await olga.says("Please be kind.")
    await olga.sees("Something has happened to this comment since; please look again.")
    await olga.sees("What about Holm?", button="Approve")


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
    decided = await gus.sees("✅ Approved by Mia", button="Undo", chat=group)
    assert decided["message_id"] == card["message_id"]
    await ann.sees("is published")


async def test_in_the_group_a_reply_to_the_card_answers_and_so_does_one_to_the_question(stage: Stage) -> None:
    people = [await stage.world.person(name) for name in ("Olga", "Mia")]
    olga, mia = people
    group = await stage.world.group("Moderators", people)
    await stage.starts_bot(owner_ids=str(olga.id), moderators_chat_id=group.id)
    for person in people:
        await person.starts()
        await person.sees("You will get new posts")
    await mia.follows(await stage.invitation(olga, "Invite a moderator"))
    await mia.sees("You are a moderator")
    ann = await waiting_comment(stage, olga)
    await mia.says("A word among ourselves.", chat=group)
    card = await mia.sees("What now?", button="Approve", chat=group)
    await mia.replies_to(card, "We will see.", chat=group)
    await mia.sees("Your answer to #1 is published.", chat=group)
    await ann.sees("It did.", button="2 comments")

    await mia.presses("Reply", on=await mia.sees("✅ Approved by Mia", button="Reply", chat=group))
    question = await mia.sees("Mia, reply to this message.", chat=group)
    await olga.replies_to(question, "Not asked.", chat=group)
    await olga.sees("That question no longer stands.", chat=group)
    await mia.replies_to(question, "And again.", chat=group)
    await ann.sees("It did.", button="3 comments")
    assert [row.action for row in (await stage.kept())["comment_events"]].count("answered") == 2


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


async def test_a_chat_has_one_card_of_a_comment_which_is_the_one_that_was_pressed_last(stage: Stage) -> None:
    olga = await stage.opens()
    await waiting_comment(stage, olga)
    old = await olga.sees("What now?", button="Approve")
    seen = data_of(old, "Approve")
    await olga.says("/queue")
    await olga.presses("Next 5", on=await olga.sees("1 comment waits"))
    new = await olga.sees("What now?", button="Approve", after=old)
    assert (await olga.sees("#1 · This comment has another card"))["message_id"] == old["message_id"]
    assert await olga.presses("Approve", on=new) == "Approved."
    answer = await olga.presses_data(seen, on=old)
    assert answer is not None
    assert answer.startswith("Already approved by Olga, ")
    gave_way = await olga.sees("#1 · This comment has another card", after=old)
    assert gave_way["message_id"] == new["message_id"]
    assert (await olga.sees("✅ Approved by Olga", button="Undo"))["message_id"] == old["message_id"]


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
    approve, spam = data_of(yes, "Approve"), data_of(no, "Spam")
    answers = await asyncio.gather(mia.presses_data(approve, on=yes), max_.presses_data(spam, on=no))
    said = [str(answer) for answer in answers]
    if said[0] == "Approved.":
        assert said[1].startswith("Already approved by Mia, ")
        first, ending, count = "✅ Approved by Mia", "is published", "1 comment"
    else:
        assert said[1] == "Marked as spam."
        assert said[0].startswith("Already marked as spam by Max, ")
        first, ending, count = "🚫 Spam, says Max", "was not published", "No comments"
    for person in (olga, mia, max_):
        await person.sees(first)
    await ann.sees(ending)
    await stage.world.quiet()
    await ann.sees("It did.", button=count)


async def test_a_slip_that_is_undone_in_time_costs_nothing(stage: Stage) -> None:
    olga = await stage.opens(notice_delay=timedelta(minutes=5))
    ann = await waiting_comment(stage, olga)
    await stage.world.quiet()
    heard = await ann.transcript()
    calls = await stage.world.count()
    await rejects(olga, "Rude")
    assert await olga.presses("Undo") == "Taken back."
    await olga.sees("What now?", button="Approve")
    stage.clock.passes(timedelta(hours=1))
    await stage.world.quiet()
    assert await ann.transcript() == heard
    # three presses are answered, and the card is painted after each of them
    assert await stage.world.count() == calls + 6


async def test_a_decision_that_is_undone_later_is_taken_back_from_its_writer(stage: Stage) -> None:
    olga = await stage.opens()
    mia = await stage.moderator(olga, "Mia")
    ann = await waiting_comment(stage, olga)
    await olga.presses("Approve")
    await ann.sees("is published")
    await ann.sees("It did.", button="1 comment")
    assert await mia.presses("Undo", on=await mia.sees("✅ Approved by Olga", button="Undo")) == "Taken back."
    await ann.sees("waits for a moderator")
    await ann.sees("It did.", button="No comments")
    await olga.sees("What now?", button="Approve")


async def test_after_ten_minutes_it_takes_another_decision(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await waiting_comment(stage, olga)
    await rejects(olga)
    await ann.sees("was not published")
    stage.clock.passes(timedelta(minutes=10))
    answer = await olga.presses("Undo")
    assert answer == "A decision can be taken back for ten minutes. Now it takes another one."
    assert answer.alert
    await olga.presses("Approve", on=await olga.sees("✖ Rejected by Olga", button="Approve"))
    await ann.sees("is published")


async def test_a_reply_publishes_the_comment_with_its_answer_and_undo_takes_both_back(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await waiting_comment(stage, olga)
    await olga.presses("Reply")
    await olga.sees("Write your answer to #1.")
    await olga.says("We will see.")
    await ann.sees("is published")
    await ann.sees("It did.", button="2 comments")
    await olga.presses("Undo", on=await olga.sees("✅ Approved by Olga", button="Undo"))
    await ann.sees("waits for a moderator")
    await ann.sees("It did.", button="No comments")
    states = {row.id: row.state for row in (await stage.kept())["comments"]}
    assert states == {1: "pending", 2: "withdrawn"}


async def test_a_reply_to_the_card_is_the_answer_unless_the_comment_is_rejected(stage: Stage) -> None:
    olga = await stage.opens()
    mia = await stage.moderator(olga, "Mia")
    ann = await waiting_comment(stage, olga)
    card = await mia.sees("What now?", button="Approve")
    await rejects(olga)
    await mia.sees("✖ Rejected by Olga")
    await mia.replies_to(card, "We will see.")
    await mia.sees("Nobody can read that comment, so nobody would understand the answer. Approve it first.")
    await olga.presses("Undo")
    await mia.sees("What now?", button="Approve")
    await mia.replies_to(card, "We will see.")
    await ann.sees("It did.", button="2 comments")
    await mia.sees("✅ Approved by Mia")


async def test_whoever_is_muted_or_banned_is_told_so_and_can_be_freed(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await waiting_comment(stage, olga)
    await olga.presses("Ann…")
    assert str(await olga.presses("Mute for a day")).startswith("Muted until ")
    await ann.replies_to(await ann.sees("It did."), "And then?")
    await olga.sees("Muted until", button="Lift")
    assert await olga.presses("Ban") == "Banned: no comment of theirs is taken."
    await olga.sees("Banned: no comment")
    assert await olga.presses("Lift") == "They can comment again."
    await olga.presses("Every comment waits", on=await olga.sees(button="Mute for a day"))
    await olga.sees("Every comment of theirs waits.")
    assert len((await stage.kept())["comments"]) == 1
    actions = [row.action for row in sorted((await stage.kept())["comment_events"])]
    assert actions == ["received", "held", "muted", "banned", "freed", "ruled"]


async def test_authors_and_members_of_the_team_are_out_of_reach_of_sanctions(stage: Stage) -> None:
    olga = await stage.opens()
    pavel = await stage.author(olga, "Pavel")
    mia = await stage.moderator(olga, "Mia")
    ann = await stage.reader("Ann")
    await stage.publishes(pavel, "The pumps", "They ran.")
    await ann.replies_to(await ann.sees("They ran."), "And then?")
    card = await pavel.sees("And then?", button="Approve")
    await pavel.presses("Ann…")
    assert await pavel.presses("Ban") == "That is not for you to decide here."
    await mia.replies_to(await mia.sees("They ran."), "From Mia")
    await mia.sees("is published")
    answer = await olga.presses_data(encode(Press(Verb.BAN, (2,))), on=await olga.sees("And then?", button="Approve"))
    assert answer == "Nobody in the team can be muted or banned. The owner removes members under /team."
    assert card["message_id"]


async def test_notes_pins_and_edits_stand_behind_more(stage: Stage) -> None:
    olga = await stage.opens()
    mia = await stage.moderator(olga, "Mia")
    ann = await stage.reader("Ann")
    await stage.publishes(olga, "The barrier held", "It did.")
    comment = await ann.replies_to(await ann.sees("It did."), "What now?")
    await olga.sees("What now?", button="Approve")
    await ann.edits(comment, "What about Holm?")
    await olga.sees("What about Holm?", button="Approve")
    await olga.presses("More…")
    await olga.presses("Edits")
    await olga.presses("Older text", on=await olga.sees("#1 · text 2 of 2"))
    await olga.sees("What now?", button="Newer text")
    await olga.presses("◀")
    await olga.presses("More…", on=await olga.sees("What about Holm?", button="More…"))
    await olga.presses("Note")
    await olga.says("She asked before.")
    await olga.sees("The note stands on the card of #1.")
    await mia.sees("✎ Olga: She asked before.")
    await olga.presses("Approve", on=await olga.sees("✎ Olga", button="Approve"))
    await olga.presses("More…")
    assert await olga.presses("Pin") == "Pinned: it stands first under its post."
    await mia.sees("📌 Pinned")
    assert [row.pinned for row in (await stage.kept())["comments"]] == [True]


async def test_a_published_comment_can_be_taken_down(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await waiting_comment(stage, olga)
    await olga.presses("Approve")
    await ann.sees("It did.", button="1 comment")
    await olga.presses("More…")
    await rejects(olga, "Rude")
    await ann.sees("was not published: ")
    await ann.sees("It did.", button="No comments")


async def test_whoever_leaves_the_team_loses_the_cards(stage: Stage) -> None:
    olga = await stage.opens()
    mia = await stage.moderator(olga, "Mia")
    await waiting_comment(stage, olga)
    card = await mia.sees("What now?", button="Approve")
    await olga.says("/team")
    await olga.presses("Mia…")
    await olga.presses("Remove Mia")
    lost = await mia.sees("#1 · This card is for the blog’s moderators.")
    assert lost["message_id"] == card["message_id"]
    assert "reply_markup" not in lost
    await mia.sees_no("What now?")
    await olga.presses("Approve", on=await olga.sees("What now?", button="Approve"))
    await stage.world.quiet()
    await mia.sees_no("Approved by")


async def test_a_new_moderator_reads_the_queue_from_its_beginning(stage: Stage) -> None:
    olga = await stage.opens()
    await stage.publishes(olga, "The barrier held", "It did.")
    ann = await stage.reader("Ann")
    post = await ann.sees("It did.")
    for number in range(1, 8):
        await ann.replies_to(post, f"Number {number}")
        await olga.sees(f"Number {number}", button="Approve")
    mia = await stage.moderator(olga, "Mia")
    await ann.says("/queue")
    await ann.sees("That is not for you to decide here.")
    await mia.says("/queue")
    await mia.presses("Next 5", on=await mia.sees("7 comments wait"))
    page = await mia.sees("7 comments wait", button="Next 5", after=await mia.sees("Number 5", button="Approve"))
    await mia.sees_no("Number 6")
    await mia.presses("Next 5", on=page)
    await mia.sees("Number 7", button="Approve")
    await mia.sees("Number 6", button="Approve")
