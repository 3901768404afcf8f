"""Those who comment are told what became of it and who has answered, as far as they want to hear of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.commenters import Commenter, News
from bot.sandbox.client import Person
from bot.storage import commenters
from tests.stories.commented import waiting_comment
from tests.stories.stage import ON_SQLITE, Stage

pytestmark = [ON_SQLITE, pytest.mark.check]

PUBLISHED = "✅ Published: your comment on “The barrier held”."
ANSWERED = "Olga (author) answered you on “The barrier held”:"


async def does_not_want(stage: Stage, person: Person, *news: News) -> None:
    """The person has said so."""
    await stage.changes(lambda tx: commenters.keep(tx, Commenter(person.id, unwanted=frozenset(news))))


async def published_comment(stage: Stage, olga: Person) -> Person:
    """A reader whose comment was approved."""
    ann = await waiting_comment(stage, olga)
    await olga.presses("Approve", on=await olga.sees("What now?", button="Approve"))
    await ann.sees("is published.", button="Show")
    return ann


async def replies(olga: Person, text: str, *, button: str = "1 comment") -> None:
    """Olga answers the first comment on the list, which the button of her copy opens."""
    await olga.presses(button, on=await olga.sees("It did.", button=button))
    await olga.presses("Reply to 1", on=await olga.sees("“The barrier held” · 1 comment", button="Reply to 1"))
    await olga.sees("Write your reply to Ann")
    await olga.says(text)


async def test_whoever_comments_is_told_in_a_reply_to_the_comment_that_it_is_published(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await published_comment(stage, olga)
    word = await ann.sees(PUBLISHED)
    assert word["reply_to_message"]["text"] == "What now?"
    await ann.presses("Show", on=word)
    await ann.sees("A thread on “The barrier held” · 1 comment", after=word)
    await ann.sees(PUBLISHED)


async def test_an_answer_is_told_and_can_be_answered_and_shown(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await published_comment(stage, olga)
    await replies(olga, "I will keep a table.")
    word = await ann.sees(f"{ANSWERED}\nI will keep a table.", button="Mute thread")
    assert word["reply_to_message"]["text"] == "What now?"
    await olga.sees_no("answered you")
    await ann.presses("Show", on=word)
    await ann.sees("A thread on “The barrier held” · 2 comments", after=word)
    await ann.presses("Reply", on=word)
    await ann.sees("Write your reply to Olga (author) on “The barrier held”.")
    await ann.says("Thank you.")
    await olga.sees("Thank you.", button="Approve")
    await olga.sees_no("answered you")
    await olga.presses("Approve", on=await olga.sees("Thank you.", button="Approve"))
    await olga.sees("Ann answered you on “The barrier held”:\nThank you.", button="Reply")


async def test_an_answer_follows_its_changes_and_is_said_to_be_gone(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await published_comment(stage, olga)
    await olga.presses("1 comment", on=await olga.sees("It did.", button="1 comment"))
    await olga.presses("Reply to 1", on=await olga.sees(button="Reply to 1"))
    await olga.sees("Write your reply to Ann")
    said = await olga.says("I will keep a table.")
    word = await ann.sees(ANSWERED)
    await olga.edits(said, "I keep a table.")
    changed = await ann.sees(f"{ANSWERED}\nI keep a table.")
    assert changed["message_id"] == word["message_id"]
    bubble = await olga.sees("I keep a table.", button="Withdraw")
    await olga.presses("Withdraw", on=bubble)
    await olga.presses("Withdraw", on=await olga.sees("Nobody will see it any more", button="Keep it"))
    gone = await ann.sees("An answer to you on “The barrier held” is not shown any more.")
    assert gone["message_id"] == word["message_id"]


async def test_nobody_is_told_what_they_do_not_want_to_hear_of(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await waiting_comment(stage, olga)
    await does_not_want(stage, ann, *News)
    await olga.presses("Approve", on=await olga.sees("What now?", button="Approve"))
    await ann.sees("is published.", button="Show")
    await replies(olga, "I will keep a table.")
    await ann.sees("It did.", button="2 comments")
    await stage.world.quiet()
    await ann.sees_no(PUBLISHED)
    await ann.sees_no(ANSWERED)


async def test_a_muted_thread_is_quiet(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await published_comment(stage, olga)
    await replies(olga, "I will keep a table.")
    word = await ann.sees(ANSWERED)
    assert await ann.presses("Mute thread", on=word) == "You will hear of no more answers in this thread."
    await olga.presses("Reply to 1", on=await olga.sees(button="Reply to 1"))
    await olga.sees("Write your reply to Ann")
    await olga.says("And another thing.")
    await ann.sees("It did.", button="3 comments")
    await stage.world.quiet()
    await ann.sees_no("And another thing.")


async def test_an_answer_that_is_withdrawn_before_it_was_told_is_never_told(stage: Stage) -> None:
    olga = await stage.opens(notice_delay=timedelta(hours=1))
    ann = await waiting_comment(stage, olga)
    await olga.presses("Approve", on=await olga.sees("What now?", button="Approve"))
    await replies(olga, "I will keep a table.", button="No comments")
    await olga.presses("Withdraw", on=await olga.sees("I will keep a table.", button="Withdraw"))
    await olga.presses("Withdraw", on=await olga.sees("Nobody will see it any more", button="Keep it"))
    await olga.sees("You have withdrawn your comment")
    stage.clock.passes(timedelta(hours=2))
    await ann.sees(PUBLISHED)
    await stage.world.quiet()
    await ann.sees_no("answer")


async def test_a_rejection_is_told_with_its_reason_and_can_be_looked_at_once_more(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await waiting_comment(stage, olga)
    await olga.presses("Reject")
    await olga.presses("Off topic", on=await olga.sees("What now?", button="Off topic"))
    word = await ann.sees("✖ Not published: your comment on “The barrier held”. Reason: off topic.")
    assert await ann.presses("Ask again", on=word) == "A moderator will look at it once more."
    waiting = await ann.sees("Reason: off topic. ⏳ A moderator will look at it once more.")
    assert waiting["message_id"] == word["message_id"]
    await olga.presses("Approve", on=await olga.sees("What now?", button="Approve"))
    await ann.sees(PUBLISHED, after=word)


async def test_a_decision_that_is_undone_in_time_is_never_told(stage: Stage) -> None:
    olga = await stage.opens(notice_delay=timedelta(minutes=1))
    ann = await waiting_comment(stage, olga)
    await olga.presses("Approve", on=await olga.sees("What now?", button="Approve"))
    await olga.presses("Undo", on=await olga.sees("✅ Approved by Olga", button="Undo"))
    await olga.sees("What now?", button="Approve")
    stage.clock.passes(timedelta(minutes=2))
    await stage.world.quiet()
    await ann.sees_no(PUBLISHED)
    await olga.presses("Approve", on=await olga.sees("What now?", button="Approve"))
    await olga.sees("✅ Approved by Olga", button="Undo")
    stage.clock.passes(timedelta(minutes=2))
    await ann.sees(PUBLISHED)


async def test_a_decision_that_is_undone_later_is_corrected_in_its_place(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await published_comment(stage, olga)
    word = await ann.sees(PUBLISHED)
    await olga.presses("Undo", on=await olga.sees("✅ Approved by Olga", button="Undo"))
    again = await ann.sees("⏳ Your comment on “The barrier held” is being looked at again.")
    assert again["message_id"] == word["message_id"]
    assert "reply_markup" not in again


async def test_an_answer_from_a_card_is_told_and_taken_back_with_its_approval(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await waiting_comment(stage, olga)
    card = await olga.sees("What now?", button="Approve")
    await olga.replies_to(card, "I will keep a table.")
    word = await ann.sees(f"{ANSWERED}\nI will keep a table.", button="Reply")
    await ann.sees(PUBLISHED)
    await olga.presses("Undo", on=await olga.sees("✅ Approved by Olga", button="Undo"))
    gone = await ann.sees("An answer to you on “The barrier held” is not shown any more.")
    assert gone["message_id"] == word["message_id"]
    await ann.sees("is being looked at again.")
