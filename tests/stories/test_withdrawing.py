"""A post is taken back: nobody gets it any more, nobody comments on it, and what was on its way stops."""

from __future__ import annotations

from bot.core.campaigns import CampaignState
from bot.core.deliveries import DeliveryState
from bot.core.drafts import DraftState
from bot.core.posts import PostState
from bot.rendering.message import Verb
from tests.stories.slips import Slip, forged, nothing_changes
from tests.stories.stage import FIRST, LAST, ON_SQLITE, Stage
from tests.stories.test_revising import DRAFT, POST, opens_post, published

pytestmark = ON_SQLITE

WITHDRAWN = "This post was withdrawn."


async def test_a_post_that_is_withdrawn_is_not_to_be_had_and_its_buttons_say_so(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await stage.reader("Ann")
    text = await published(stage, olga)
    old = await ann.sees("It did.", button="Post a comment")
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
    assert [row.state for row in (await stage.kept())["posts"]] == [PostState.WITHDRAWN]

    await nothing_changes(
        stage,
        {
            "a reply": (ann, Slip(lambda: ann.replies_to(old, "What of Holm?"), WITHDRAWN)),
            "Post a comment": (ann, Slip(lambda: ann.presses("Post a comment", on=old), WITHDRAWN)),
            "No comments": (ann, Slip(lambda: ann.presses("No comments", on=old), WITHDRAWN)),
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
    assert await olga.presses("Update") == "“A long evening” is still going out; update it when that is done."
    await olga.presses("Withdraw")
    question = await olga.sees("Withdraw “A long evening”?")
    assert "It is still going out; that ends at once." in question["text"]
    await olga.presses("Withdraw", on=question)
    await olga.sees("“A long evening” is withdrawn")
    await held.release()
    await olga.sees("“A long evening” was cancelled; what had been sent stays.")
    await ann.sees(FIRST)
    await stage.world.quiet()
    await ann.sees_no(LAST)
    kept = await stage.kept()
    assert [row.state for row in kept["campaigns"]] == [CampaignState.CANCELLED]
    assert [row.state for row in kept["drafts"]] == [DraftState.PUBLISHED]
    assert kept["desks"] == []
    assert {row.page: row.state for row in kept["deliveries"] if row.chat_id == ann.id} == {
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
