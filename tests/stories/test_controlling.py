"""What failed or is in doubt when a post has gone out is sent again by a press, once, and by nobody else."""

from __future__ import annotations

import pytest

from bot.core.campaigns import CampaignState
from bot.core.deliveries import DeliveryState
from bot.rendering.message import Verb
from bot.sandbox.client import Person
from tests.stories.slips import NOT_ALLOWED, Slip, forged, nothing_changes
from tests.stories.stage import FIRST, LAST, ON_SQLITE, Message, Stage, copies_of
from tests.stories.test_revising import opens_post

pytestmark = ON_SQLITE

CAMPAIGN = 1
ON_ITS_WAY = "Too late: it is on its way."
HAS_GONE_OUT = "Too late: it has gone out."
NOTHING = "Nothing is left that could be sent again."


async def ledger(stage: Stage, reader: Person) -> list[tuple[DeliveryState, int]]:
    """The state and the doubts of each of a reader's messages, by page."""
    rows = sorted((row for row in (await stage.kept())["deliveries"] if row.chat_id == reader.id), key=lambda r: r.page)
    return [(DeliveryState(row.state), row.doubts) for row in rows]


async def failed_for_ann(stage: Stage, olga: Person) -> tuple[Person, Message]:
    """A post of two messages, of which Telegram has taken none to Ann; gives the status."""
    ann = await stage.reader("Ann")
    await stage.writes_long(olga, "A long evening")
    await stage.world.faults("sendMessage", chat=ann, code=400, description="Bad Request: wrong words")
    await stage.sends(olga, "A long evening")
    status = await olga.sees("failed 2", button="Retry failed")
    assert await ledger(stage, ann) == [(DeliveryState.FAILED, 0)] * 2
    return ann, status


async def uncertain_for_ann(stage: Stage, olga: Person) -> tuple[Person, Message]:
    """A post whose only message may or may not have arrived at Ann's; gives the status."""
    ann = await stage.reader("Ann")
    await stage.world.faults("sendMessage", chat=ann, drop="before")
    await stage.publishes(olga, "The barrier held", "It did.")
    return ann, await olga.sees("uncertain 1", button="Resend uncertain")


async def test_what_failed_is_tried_again_with_the_pages_behind_it(stage: Stage) -> None:
    olga = await stage.opens()
    ann, status = await failed_for_ann(stage, olga)
    assert "2 messages to 1 reader" in status["text"]
    assert "Telegram says" in status["text"]
    await olga.presses("Retry failed", on=status)
    await ann.sees(FIRST)
    await ann.sees(LAST, button="No comments")
    done = await olga.sees("4 messages to 2 readers", button="Edit")
    assert done["message_id"] == status["message_id"]
    assert "Retry failed" not in str(done["reply_markup"])
    assert "Telegram says" not in done["text"]
    assert await copies_of(ann, FIRST) == await copies_of(olga, FIRST) == 1


async def test_what_fails_again_can_be_tried_again(stage: Stage) -> None:
    olga = await stage.opens()
    ann, status = await failed_for_ann(stage, olga)
    refused = await stage.world.faults("sendMessage", chat=ann, code=400)
    await olga.presses("Retry failed", on=status)
    await refused.struck()
    while (await stage.kept())["campaigns"][0].state != CampaignState.DONE:
        pass
    assert await ledger(stage, ann) == [(DeliveryState.FAILED, 0)] * 2
    await olga.presses("Retry failed", on=await olga.sees("failed 2", button="Retry failed"))
    await ann.sees(LAST)


async def test_a_second_press_of_retry_sends_nothing_twice(stage: Stage) -> None:
    olga = await stage.opens()
    ann, status = await failed_for_ann(stage, olga)
    held = await stage.world.faults("sendMessage", chat=ann, hold="before")
    await olga.presses("Retry failed", on=status)
    await held.held()
    assert await forged(olga, status, Verb.RETRY_FAILED, CAMPAIGN)() == ON_ITS_WAY
    await held.release()
    await olga.sees("4 messages to 2 readers")
    assert await forged(olga, status, Verb.RETRY_FAILED, CAMPAIGN)() == NOTHING
    assert await copies_of(ann, FIRST) == await copies_of(ann, LAST) == 1


async def test_a_retry_can_be_paused_and_survives_a_restart(stage: Stage) -> None:
    olga = await stage.opens()
    ann, status = await failed_for_ann(stage, olga)
    held = await stage.world.faults("sendMessage", chat=ann, hold="before")
    await olga.presses("Retry failed", on=status)
    await held.held()
    await olga.presses("Pause", on=await olga.sees("Sending “A long evening”", button="Pause"))
    await held.release()
    await olga.sees("queued 1", button="Resume")
    await stage.stops_bot()
    await stage.starts_bot()
    await olga.presses("Resume")
    await ann.sees(LAST)
    await olga.sees("4 messages to 2 readers")
    assert await copies_of(ann, FIRST) == 1


async def test_resending_is_asked_once_and_can_be_thought_better_of(stage: Stage) -> None:
    olga = await stage.opens(on_uncertain="hold")
    ann, status = await uncertain_for_ann(stage, olga)
    await olga.presses("Resend uncertain", on=status)
    question = await olga.sees("Send 1 uncertain message of “The barrier held” again?", button="Resend")
    assert question["message_id"] == status["message_id"]
    await olga.presses("◀")
    await olga.sees("uncertain 1", button="Resend uncertain")
    assert await ledger(stage, ann) == [(DeliveryState.UNCERTAIN, 1)]

    await olga.presses("Resend uncertain", on=status)
    await olga.sees("Send 1 uncertain", button="Resend")
    await olga.presses("Resend")
    await ann.sees("It did.", button="No comments")
    await olga.sees("2 messages to 2 readers", button="Edit")
    assert await ledger(stage, ann) == [(DeliveryState.SENT, 1)]
    assert await copies_of(ann, "It did.") == 1


@pytest.mark.parametrize("policy", ["hold", "resend"])
async def test_what_is_in_doubt_again_is_held_whatever_the_setting_says(stage: Stage, policy: str) -> None:
    olga = await stage.opens(on_uncertain="hold")
    ann, status = await uncertain_for_ann(stage, olga)
    await stage.stops_bot()
    await stage.starts_bot(on_uncertain=policy)
    lost = await stage.world.faults("sendMessage", chat=ann, drop="before", times=3)
    await olga.presses("Resend uncertain", on=status)
    await olga.presses("Resend", on=await olga.sees("Send 1 uncertain", button="Resend"))
    await lost.struck()
    await olga.sees("uncertain 1", button="Resend uncertain")
    await stage.world.quiet()
    assert await ledger(stage, ann) == [(DeliveryState.UNCERTAIN, 2)]
    assert len(await lost.struck()) == 1


async def test_a_message_that_shows_itself_is_not_offered_any_more(stage: Stage) -> None:
    olga = await stage.opens(on_uncertain="hold")
    ann = await stage.reader("Ann")
    await stage.world.faults("sendMessage", chat=ann, drop="after")
    await stage.publishes(olga, "The barrier held", "It did.")
    status = await olga.sees("uncertain 1", button="Resend uncertain")
    await ann.presses("Post a comment")
    await olga.sees("2 messages to 2 readers")
    assert await forged(olga, status, Verb.RESEND_UNCERTAIN, CAMPAIGN)() == NOTHING
    assert await forged(olga, status, Verb.RESEND_NOW, CAMPAIGN)() == NOTHING


async def test_nobody_gets_again_what_was_withdrawn(stage: Stage) -> None:
    olga = await stage.opens()
    ann, status = await failed_for_ann(stage, olga)
    await opens_post(olga)
    await olga.presses("Withdraw")
    await olga.presses("Withdraw", on=await olga.sees("Withdraw “A long evening”?"))
    await olga.sees("“A long evening” is withdrawn")
    assert await olga.presses("Retry failed", on=status) == "This post was withdrawn."
    await stage.world.quiet()
    await ann.sees_no(FIRST)


async def test_only_who_sent_a_post_or_owns_the_blog_controls_it(stage: Stage) -> None:
    olga = await stage.opens(on_uncertain="hold")
    pavel, other = await stage.author(olga, "Pavel"), await stage.author(olga, "Vera")
    ann, status = await uncertain_for_ann(stage, pavel)
    menu = await ann.sees("You will get new posts here")
    theirs = await other.sees("You are an author")
    verbs = (Verb.PAUSE, Verb.CANCEL, Verb.RETRY_FAILED, Verb.RESEND_UNCERTAIN, Verb.RESEND_NOW, Verb.STATUS, Verb.STOP)
    slips = {f"reader: {verb}": (ann, Slip(forged(ann, menu, verb, CAMPAIGN), NOT_ALLOWED)) for verb in verbs}
    slips |= {f"author: {verb}": (other, Slip(forged(other, theirs, verb, CAMPAIGN), NOT_ALLOWED)) for verb in verbs}
    slips |= {
        f"too late: {verb}": (pavel, Slip(forged(pavel, status, verb, CAMPAIGN), HAS_GONE_OUT))
        for verb in (Verb.PAUSE, Verb.CANCEL, Verb.STOP)
    }
    slips["nothing failed"] = (pavel, Slip(forged(pavel, status, Verb.RETRY_FAILED, CAMPAIGN), NOTHING))
    unknown = "This button no longer does anything."
    slips["no such campaign"] = (pavel, Slip(forged(pavel, status, Verb.RETRY_FAILED, 77), unknown))
    await nothing_changes(stage, slips)

    hers = await olga.sees("This blog is yours")
    await forged(olga, hers, Verb.RESEND_NOW, CAMPAIGN)()
    await ann.sees("It did.")
