"""Those who comment change their comments, withdraw them, and ask to look at them again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.core.cases import Act
from bot.core.commenters import Commenter
from bot.gateway.buttons import encode
from bot.rendering.message import Press, Verb
from bot.sandbox.client import Person
from bot.storage import commenters, comments
from bot.storage.engine import Transaction
from tests.stories.commented import rejects, states_of_comments, texts_of_comments, waiting_comment, what_is_said
from tests.stories.stage import ON_SQLITE, Message, Stage

pytestmark = [ON_SQLITE, pytest.mark.check]

WAITS = "⏳ Your comment on “The barrier held” waits for a moderator."
PUBLISHED = "✅ Your comment on “The barrier held” is published."
TWICE = "It is looked at a second time, or was, and that decision stands."
REFUSED = "✖ Your comment on “The barrier held” was not published"


async def published_comment(stage: Stage, olga: Person) -> tuple[Person, Message]:
    """A reader's comment that was approved, and the message that it is."""
    ann = await stage.reader("Ann")
    await stage.publishes(olga, "The barrier held", "It did.")
    comment = await ann.replies_to(await ann.sees("It did."), "What now?")
    await ann.sees(WAITS)
    await olga.presses("Approve")
    await ann.sees(PUBLISHED)
    return ann, comment


async def test_the_old_text_stays_visible_until_the_new_one_is_approved(stage: Stage) -> None:
    olga = await stage.opens()
    ann, comment = await published_comment(stage, olga)
    await ann.edits(comment, "What about Holm?")
    await ann.sees("What now?\n⏳ Your new text waits for a moderator:\nWhat about Holm?", button="Edit")
    assert await texts_of_comments(stage) == ["What now?"]
    await olga.presses("Approve", on=await olga.sees("#1", button="Approve"))
    await ann.sees(f"{PUBLISHED}\nWhat about Holm?")
    assert await texts_of_comments(stage) == ["What about Holm?"]
    await ann.sees("It did.", button="1 comment")


async def test_going_back_to_what_is_published_needs_nobody(stage: Stage) -> None:
    olga = await stage.opens()
    ann, comment = await published_comment(stage, olga)
    await ann.edits(comment, "What about Holm?")
    await ann.sees("Your new text waits")
    await ann.edits(comment, "What now?")
    await ann.sees(f"{PUBLISHED}\nWhat now?")
    (kept,) = (await stage.kept())["comments"]
    assert (kept.state, kept.waiting_since, kept.proposed) == ("approved", None, None)


async def test_a_new_text_of_somebody_known_is_shown_at_once(stage: Stage) -> None:
    olga = await stage.opens(comments_first=1)
    ann, comment = await published_comment(stage, olga)
    await ann.edits(comment, "What about Holm?")
    await ann.sees(f"{PUBLISHED}\nWhat about Holm?")
    assert await states_of_comments(stage) == ["approved"]


async def test_an_edit_that_changes_nothing_says_nothing(stage: Stage) -> None:
    olga = await stage.opens()
    _, comment = await published_comment(stage, olga)
    before = await what_is_said(stage)
    edited = {key: value for key, value in comment.items() if not key.startswith("_")}
    await stage.world.injects("edited_message", edited | {"edit_date": edited["date"] + 1})
    assert await what_is_said(stage) == before


async def test_edit_on_the_bubble_takes_a_new_text_long_after_telegram_lets_nobody_edit(stage: Stage) -> None:
    olga = await stage.opens()
    ann, _ = await published_comment(stage, olga)
    bubble = await ann.sees(PUBLISHED, button="Edit")
    stage.clock.passes(timedelta(days=3))
    await ann.presses("Edit", on=bubble)
    await ann.sees("Send the new text of your comment on “The barrier held”.")
    said = await ann.says("What about Holm?")
    below = await ann.sees("What now?\n⏳ Your new text waits for a moderator:\nWhat about Holm?", after=said)
    moved = await ann.sees("You have written this comment anew, below.")
    assert moved["message_id"] == bubble["message_id"] != below["message_id"]
    await olga.presses("Approve", on=await olga.sees("#1", button="Approve"))
    await ann.sees(f"{PUBLISHED}\nWhat about Holm?", after=said)
    await ann.edits(said, "What about all of Holm?")
    await ann.sees("Your new text waits for a moderator:\nWhat about all of Holm?", after=said)
    assert await texts_of_comments(stage) == ["What about Holm?"]


async def test_what_a_new_message_took_the_place_of_is_edited_in_vain(stage: Stage) -> None:
    olga = await stage.opens()
    ann, comment = await published_comment(stage, olga)
    await ann.presses("Edit", on=await ann.sees(PUBLISHED, button="Edit"))
    await ann.sees("Send the new text")
    said = await ann.says("What about Holm?")
    await ann.sees("Your new text waits", after=said)
    await ann.edits(comment, "Hello?")
    await ann.sees("A later message of yours took the place of this one.")
    assert len(await texts_of_comments(stage)) == 1


async def test_withdrawing_asks_once_and_takes_the_comment_from_everybody(stage: Stage) -> None:
    olga = await stage.opens()
    ann, _ = await published_comment(stage, olga)
    bubble = await ann.sees(PUBLISHED, button="Withdraw")
    await ann.presses("Withdraw", on=bubble)
    question = await ann.sees("Withdraw your comment on “The barrier held”? Nobody will see it any more")
    assert question["message_id"] == bubble["message_id"]
    await ann.presses("Keep it", on=question)
    await ann.sees(PUBLISHED, button="Withdraw")
    await ann.presses("Withdraw", on=bubble)
    await ann.presses("Withdraw", on=await ann.sees("Nobody will see it any more", button="Keep it"))
    gone = await ann.sees("You have withdrawn your comment on “The barrier held”.")
    assert "reply_markup" not in gone
    await ann.sees("It did.", button="No comments")
    await olga.sees("Withdrawn by its writer")
    assert await states_of_comments(stage) == ["withdrawn"]


async def test_a_comment_that_waits_can_be_withdrawn_and_is_decided_on_by_nobody(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await waiting_comment(stage, olga)
    await ann.presses("Withdraw", on=await ann.sees(WAITS, button="Withdraw"))
    await ann.presses("Withdraw", on=await ann.sees("Nobody will see it any more", button="Keep it"))
    await ann.sees("You have withdrawn your comment")
    card = await olga.sees("Withdrawn by its writer")
    assert "Approve" not in str(card.get("reply_markup"))


async def test_a_rejected_comment_is_asked_about_again_once(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await waiting_comment(stage, olga)
    await rejects(olga)
    await ann.presses("Ask again", on=await ann.sees(REFUSED, button="Ask again"))
    again = await ann.sees("⏳ A moderator will look at it once more.", button="Withdraw")
    assert "Ask again" not in str(again["reply_markup"])
    asks = encode(Press(Verb.APPEAL, (1,)))
    assert await ann.presses_data(asks, on=again) == TWICE
    await olga.sees("What now?", button="Approve")
    await moves(stage, Act.DECLINED, by=olga)
    await ann.presses_data(encode(Press(Verb.BUBBLE, (1,))), on=again)
    await stage.world.quiet()
    bubble = await ann.sees(REFUSED, button="Withdraw")
    assert await ann.presses_data(asks, on=again) == TWICE
    assert [each["text"] for row in bubble["reply_markup"]["inline_keyboard"] for each in row] == ["Withdraw"]
    assert await states_of_comments(stage) == ["rejected"]


async def test_a_rejected_comment_can_be_put_right_once_and_is_published_then(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await stage.reader("Ann")
    await stage.publishes(olga, "The barrier held", "It did.")
    comment = await ann.replies_to(await ann.sees("It did."), "Rubbish")
    await ann.sees(WAITS)
    await rejects(olga)
    await ann.sees(REFUSED)
    await ann.edits(comment, "I doubt that")
    await ann.sees("Your new text waits for a moderator:\nI doubt that")
    await ann.edits(comment, "I doubt that it did")
    await ann.sees("Your new text waits for a moderator:\nI doubt that it did")
    await stage.world.quiet()
    await olga.presses("Approve", on=await olga.sees("#1", button="Approve"))
    await ann.sees(f"{PUBLISHED}\nI doubt that it did")


async def test_a_new_text_that_was_turned_down_leaves_no_other_try(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await stage.reader("Ann")
    await stage.publishes(olga, "The barrier held", "It did.")
    comment = await ann.replies_to(await ann.sees("It did."), "Rubbish")
    await ann.sees(WAITS)
    await rejects(olga)
    await ann.sees(REFUSED)
    await ann.edits(comment, "Humbug")
    await ann.sees("Your new text waits")
    await moves(stage, Act.DECLINED, by=olga)
    await ann.edits(comment, "Nonsense")
    await ann.sees(TWICE)


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (Act.SPAM, "Your comment has been decided on, and that stands"),
        (Act.WITHDRAWN, "You have withdrawn that comment."),
    ],
)
async def test_an_edit_of_what_is_gone_is_refused_in_words(stage: Stage, act: Act, told: str) -> None:
    olga = await stage.opens()
    ann, comment = await published_comment(stage, olga)
    await moves(stage, act, by=ann if act is Act.WITHDRAWN else olga)
    await ann.edits(comment, "But I meant it")
    await ann.sees(told)
    assert await texts_of_comments(stage) == ["What now?"]


@pytest.mark.parametrize(
    ("imposed", "told"),
    [
        ({"banned": True}, "The moderators let you write no comments here."),
        ({"muted_until": timedelta(days=1)}, "The moderators let you write no comments until "),
    ],
)
async def test_a_silenced_reader_writes_and_changes_nothing_but_may_withdraw(
    stage: Stage, imposed: dict[str, Any], told: str
) -> None:
    olga = await stage.opens()
    ann, comment = await published_comment(stage, olga)
    until = {name: stage.clock() + value if name == "muted_until" else value for name, value in imposed.items()}
    await stage.changes(lambda tx: commenters.keep(tx, Commenter(ann.id, **until)))
    before = await what_is_said(stage)
    newest = (await ann.messages())[-1]
    await ann.edits(comment, "Buy this")
    await ann.sees(told, after=newest)
    for text in ("Buy this", "/comment Buy this", "/comment"):
        await ann.sees(told, after=await ann.says(text, as_reply=False))
    assert str(await ann.presses("Edit", on=await ann.sees(PUBLISHED, button="Edit"))).startswith(told)
    assert str(await ann.presses("Post a comment")).startswith(told)
    assert await what_is_said(stage) == before
    await ann.presses("Withdraw", on=await ann.sees(PUBLISHED, button="Withdraw"))
    await ann.presses("Withdraw", on=await ann.sees("Nobody will see it any more", button="Keep it"))
    await ann.sees("You have withdrawn your comment")


async def test_a_reply_to_a_bubble_is_a_further_comment_on_the_post(stage: Stage) -> None:
    olga = await stage.opens()
    ann, _ = await published_comment(stage, olga)
    await ann.replies_to(await ann.sees(PUBLISHED), "And another thing")
    await olga.sees("And another thing", button="Approve")
    assert await texts_of_comments(stage) == ["What now?", "And another thing"]


async def test_the_passage_that_a_reply_quotes_is_kept(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await stage.reader("Ann")
    await stage.publishes(olga, "The barrier held", "It did, for the whole night.")
    await ann.replies_to(await ann.sees("It did"), "All of it?", quote="the whole night")
    await ann.sees(WAITS)
    assert [comment.quote for comment in (await stage.kept())["comments"]] == ["the whole night"]


async def moves(stage: Stage, act: Act, by: Person) -> None:
    """Does that to the only comment."""

    async def work(tx: Transaction) -> None:
        comment = await comments.get(tx, 1)
        now = stage.clock()
        assert await comments.record(tx, comment, act, by=by.id, now=now, repaint_at=now)

    await stage.changes(work)
