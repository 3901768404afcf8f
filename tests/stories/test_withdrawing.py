"""A post is taken back: nobody gets it any more, nobody comments on it, and what was on its way stops."""

from __future__ import annotations

from bot.core.campaigns import CampaignKind, CampaignState
from bot.core.deliveries import DeliveryState
from bot.core.drafts import DraftState
from bot.core.posts import PostState
from bot.core.recalling import RECALLABLE
from bot.rendering.message import Verb
from tests.stories.slips import Slip, forged, nothing_changes
from tests.stories.stage import FIRST, LAST, ON_SQLITE, Stage, copies_of
from tests.stories.test_revising import DRAFT, POST, opens_post, published

pytestmark = ON_SQLITE

WITHDRAWN = "This post was withdrawn."


async def test_a_post_that_is_withdrawn_is_not_to_be_had_and_its_buttons_say_so(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await stage.reader("Ann")
    text = await published(stage, olga)
    old = await ann.sees("It did.", button="Post a comment")
    stage.clock.passes(RECALLABLE)
    page = await opens_post(olga)
    await olga.presses("Withdraw")
    question = await olga.sees("Withdraw “The barrier held”?", button="Withdraw")
    assert "It disappears from the chats of 2 readers; where it is older than 48 hours" in question["text"]
    assert "still going out" not in question["text"]
    await olga.presses("◀")
    await olga.sees("Published on", button="Withdraw")
    await olga.presses("Withdraw")
    await olga.presses("Withdraw", on=await olga.sees("Withdraw “The barrier held”?"))
    told = await olga.sees("“The barrier held” is withdrawn: nobody gets it any more", button="◀")
    assert told["message_id"] == page["message_id"]
    notice = await ann.sees("This post was withdrawn by its author.")
    assert notice["message_id"] == old["message_id"]
    await olga.sees("“The barrier held” was withdrawn on")
    await stage.world.quiet(settle=0.2)
    status = await olga.sees("“The barrier held” went out on")
    assert "reply_markup" not in status, "there is nothing to edit or to withdraw any more"
    assert [row.state for row in (await stage.kept())["posts"]] == [PostState.WITHDRAWN]

    await nothing_changes(
        stage,
        {
            "a reply": (ann, Slip(lambda: ann.replies_to(notice, "What of Holm?"), WITHDRAWN)),
            "Post a comment": (ann, Slip(forged(ann, notice, Verb.COMMENT, POST), WITHDRAWN)),
            "No comments": (ann, Slip(forged(ann, notice, Verb.COMMENTS, POST), WITHDRAWN)),
            "Edit": (olga, Slip(forged(olga, told, Verb.EDIT, POST), WITHDRAWN)),
            "Withdraw, a second time": (olga, Slip(forged(olga, told, Verb.WITHDRAW_NOW, POST), WITHDRAWN)),
            "its revisions": (olga, Slip(forged(olga, told, Verb.REVISIONS, POST), WITHDRAWN)),
            "an edited message": (olga, Slip(lambda: olga.edits(text, "It did, all night."), WITHDRAWN)),
        },
    )
    await olga.presses("◀", on=told)
    await olga.sees("No post is out.")
    ben = await stage.reader("Ben")
    await ben.sees("Nothing has been published so far")
    await ben.sees_no("It did.")


async def test_withdrawing_ends_what_is_still_going_out(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await stage.reader("Ann")
    await stage.writes_long(olga, "A long evening")
    held = await stage.world.faults("sendMessage", chat=ann, hold="before")
    await stage.sends(olga, "A long evening")
    await held.held()
    await opens_post(olga)
    await olga.presses("Edit")
    await olga.sees("Draft · “A long evening”", button="Update")
    await olga.presses("Withdraw")
    question = await olga.sees("Withdraw “A long evening”?")
    assert "It is still going out; that ends at once." in question["text"]
    await olga.presses("Withdraw", on=question)
    await olga.sees("“A long evening” is withdrawn")
    await held.release()
    await olga.sees("“A long evening” was cancelled; what had been sent stays.")
    while await copies_of(ann, FIRST):  # it was under way, and is taken back once it has arrived
        await stage.world.quiet(settle=0.05)
    await ann.sees_no(LAST)
    kept = await stage.kept()
    assert kept["copies"] == []
    brought, taken_back = kept["campaigns"]
    assert (brought.state, taken_back.kind) == (CampaignState.CANCELLED, CampaignKind.WITHDRAWAL)
    assert [row.state for row in kept["drafts"]] == [DraftState.PUBLISHED]
    assert kept["desks"] == []
    assert {
        row.page: row.state for row in kept["deliveries"] if (row.campaign_id, row.chat_id) == (brought.id, ann.id)
    } == {
        1: DeliveryState.SENT,
        2: DeliveryState.CANCELLED,
    }


async def test_an_owner_withdraws_what_an_author_wrote_and_its_changes_with_it(stage: Stage) -> None:
    olga = await stage.opens()
    pavel = await stage.author(olga, "Pavel")
    text = await published(stage, pavel)
    await pavel.edits(text, "It did, all night.")
    card = await pavel.sees("Draft · “The barrier held”", button="Update", after=text)
    await opens_post(olga)
    await olga.presses("Withdraw")
    await olga.presses("Withdraw", on=await olga.sees("Withdraw “The barrier held”?"))
    await olga.sees("“The barrier held” is withdrawn")
    await pavel.sees("“The barrier held” has become a post.")
    assert await forged(pavel, card, Verb.UPDATE_SILENTLY, DRAFT)() == "That draft has become a post already."
