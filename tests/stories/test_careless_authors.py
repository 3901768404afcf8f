"""What authors try that cannot be: each gets a sentence, and nothing that is kept has changed."""

from __future__ import annotations

import pytest

from bot.rendering.message import Verb
from tests.stories.slips import BIGGEST, NOT_ALLOWED, NOTHING_DOES, Slip, forged, nothing_changes, writes
from tests.stories.stage import ON_SQLITE, Stage

pytestmark = [ON_SQLITE, pytest.mark.check]

ODD_PART = (
    "That cannot be part of a post. Text, photos, videos, audio, voice and video messages, documents and links can."
)


async def test_what_an_author_cannot_do_is_said_and_changes_nothing(stage: Stage) -> None:
    olga = await stage.opens()
    pavel = await stage.author(olga, "Pavel")
    max_ = await stage.author(olga, "Max")
    welcome = await max_.sees("You are an author")

    discarded_part = await pavel.says("The first draft")
    await pavel.presses("Preview")
    await pavel.sees("The first draft", button="Publish", after=await pavel.sees("Draft · “The first"))
    await pavel.presses("Discard")
    gone = await pavel.sees("is discarded", button="Undo")
    await pavel.says("The second draft\n\nIt has a text.")
    await stage.sends(pavel, "The second draft")
    status = await pavel.sees("“The second draft” went out")
    own_copy = await pavel.sees("It has a text.", button="No comments")
    await pavel.says("The third draft")
    card = await pavel.sees("Draft · “The third draft”")
    await olga.says("/new")
    empty = await olga.sees("Send the post’s messages", button="Discard")
    campaign, nobody = 1, 99
    first, second, third, empty_one = 1, 2, 3, 4

    discarded = "That draft was discarded. Press “Undo” on its card to have it back."
    sent = "That draft has become a post already."
    is_empty = "The draft is empty. Send its headline and text first."
    await nothing_changes(
        stage,
        {
            "a headline of 4,000 characters": (
                pavel,
                Slip(writes(pavel, "/title " + 4_000 * "x"), "That headline has 4,000 characters; 200 are the limit."),
            ),
            "/title without a headline": (
                pavel,
                Slip(writes(pavel, "/title"), "Write the headline behind the command: /title The barrier held"),
            ),
            "/title with nothing but spaces": (
                pavel,
                Slip(writes(pavel, "/title     \n "), "Write the headline behind the command: /title"),
            ),
            "/publish of an empty draft": (olga, Slip(writes(olga, "/publish"), is_empty)),
            "/preview of an empty draft": (olga, Slip(writes(olga, "/preview"), is_empty)),
            "Publish on an empty draft": (olga, Slip(forged(olga, empty, Verb.PUBLISH, empty_one), is_empty)),
            "Send now on an empty draft": (olga, Slip(forged(olga, empty, Verb.SEND_NOW, empty_one), is_empty)),
            "Publish of a discarded draft": (pavel, Slip(forged(pavel, gone, Verb.PUBLISH, first), discarded)),
            "Discard, a second time": (pavel, Slip(forged(pavel, gone, Verb.DISCARD, first), discarded)),
            "turning the preview of a discarded draft": (
                pavel,
                Slip(forged(pavel, gone, Verb.PREVIEW_TURN, first, 2), discarded),
            ),
            "turning the preview of a draft of one page": (
                pavel,
                Slip(forged(pavel, card, Verb.PREVIEW_TURN, third, 2), NOTHING_DOES),
            ),
            "turning the preview of somebody else's draft": (
                max_,
                Slip(forged(max_, welcome, Verb.PREVIEW_TURN, third, 1), NOT_ALLOWED),
            ),
            "Send now, a second time": (pavel, Slip(forged(pavel, status, Verb.SEND_NOW, second), sent)),
            "Open again on what is out": (pavel, Slip(forged(pavel, status, Verb.REOPEN, second), sent)),
            "Publish on somebody else's draft": (max_, Slip(forged(max_, welcome, Verb.PUBLISH, third), NOT_ALLOWED)),
            "Discard on somebody else's draft": (max_, Slip(forged(max_, welcome, Verb.DISCARD, third), NOT_ALLOWED)),
            "Publish on no draft": (olga, Slip(forged(olga, empty, Verb.PUBLISH, nobody), NOTHING_DOES)),
            "Publish on the biggest draft": (olga, Slip(forged(olga, empty, Verb.PUBLISH, BIGGEST), NOTHING_DOES)),
            "Stop, too late": (pavel, Slip(forged(pavel, status, Verb.STOP, campaign), "Too late: it has gone out.")),
            "Pause, too late": (pavel, Slip(forged(pavel, status, Verb.PAUSE, campaign), "Too late: it has gone out.")),
            "Cancel, too late": (
                pavel,
                Slip(forged(pavel, status, Verb.CANCEL, campaign), "Too late: it has gone out."),
            ),
            "Stop on no campaign": (pavel, Slip(forged(pavel, status, Verb.STOP, nobody), NOTHING_DOES)),
            "a sticker for the draft": (pavel, Slip(pavel.sends_sticker, ODD_PART)),
            "dice for the draft": (pavel, Slip(pavel.sends_dice, ODD_PART)),
            "a contact for the draft": (pavel, Slip(pavel.sends_contact, ODD_PART)),
            "a place for the draft": (pavel, Slip(pavel.sends_location, ODD_PART)),
            "an edit of what was discarded": (
                pavel,
                Slip(
                    lambda: pavel.edits(discarded_part, "The very first draft"),
                    "That message belongs to a draft that is closed; your edit changes nothing there.",
                ),
            ),
            "an unknown command": (
                pavel,
                Slip(writes(pavel, "/frobnicate now"), "I don’t know that command. /help lists those that I know."),
            ),
            "a reply to one's own card": (
                pavel,
                Slip(
                    lambda: pavel.sends(reply_to=own_copy["message_id"], sticker={"data": b"RIFF", "emoji": "👍"}),
                    "A comment is text. Please write it in words.",
                ),
            ),
            "/team by an author": (pavel, Slip(writes(pavel, "/team"), NOT_ALLOWED)),
            "an invitation by an author": (pavel, Slip(forged(pavel, card, Verb.INVITE_MODERATOR), NOT_ALLOWED)),
        },
    )
