"""What readers, strangers and forgers try that cannot be: each gets a sentence, and nothing that is kept changes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.rendering.message import Verb
from bot.sandbox.client import Person
from tests.stories.slips import BIGGEST, NOT_ALLOWED, NOTHING_DOES, Slip, forged, forged_data, nothing_changes, writes
from tests.stories.stage import ON_SQLITE, Message, Stage

pytestmark = [ON_SQLITE, pytest.mark.check]

NO_POST = "That post is not to be had any more."
ODD_COMMENT = "A comment is text. Please write it in words."
NO_COMMENT = "That comment is not to be had any more."
NOT_STARTED = "I don’t know you yet. Press /start first; then send it again."
OWN = (Verb.BUBBLE, Verb.EDIT_COMMENT, Verb.WITHDRAW_COMMENT, Verb.WITHDRAW_COMMENT_NOW, Verb.APPEAL)
"""What the writer of a comment alone can press."""
BAD_INVITATION = "This invitation was used already or is too old. Ask the blog’s owner for another."


async def test_what_a_reader_cannot_do_is_said_and_changes_nothing(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await stage.reader("Ann")
    used = await stage.invitation(olga, "Invite a moderator")
    mia = await stage.world.person("Mia")
    await mia.follows(used)
    await mia.sees("You are a moderator")
    old = await stage.invitation(olga, "Invite an author")
    stage.clock.passes(timedelta(hours=48))
    team = await olga.sees("Mia (moderator)")
    await stage.publishes(olga, "The barrier held", "It did.")
    post = await ann.sees("It did.")
    await ann.replies_to(post, "What now?")
    await ann.sees("waits for a moderator")
    waiting = await mia.sees("What now?", button="Approve")
    eva = await stage.world.person("Eva")
    unknown = await _writes_as_a_stranger(eva)

    def says(text: str) -> tuple[Person, Slip]:
        return ann, Slip(writes(ann, text), NOT_ALLOWED)

    def presses(data: str, told: str = NOTHING_DOES) -> tuple[Person, Slip]:
        return ann, Slip(forged_data(ann, post, data), told)

    def sends(told: str, **content: Any) -> tuple[Person, Slip]:
        return ann, Slip(lambda: ann.sends(reply_to=post["message_id"], **content), told)

    await nothing_changes(
        stage,
        {
            "a sticker as a comment": sends(ODD_COMMENT, sticker={"data": b"RIFF", "emoji": "👍"}),
            "dice as a comment": sends(ODD_COMMENT, dice={"emoji": "🎲", "value": 4}),
            "a contact as a comment": sends(ODD_COMMENT, contact={"phone_number": "+1", "first_name": "X"}),
            "a place as a comment": sends(ODD_COMMENT, location={"latitude": 54.3, "longitude": 10.1}),
            "a document as a comment": sends(ODD_COMMENT, document=b"%PDF", caption="Read this"),
            "an unknown command": (ann, Slip(writes(ann, "/unknown"), "I don’t know that command.")),
            "/team": says("/team"),
            "/new": says("/new"),
            "/title": says("/title Mine"),
            "/preview": says("/preview"),
            "/publish": says("/publish"),
            "/discard": says("/discard"),
            "Approve, forged": presses("v1:approve:1:2:1", NOT_ALLOWED),
            "Reject, forged": presses("v1:reject:1:2:1", NOT_ALLOWED),
            "Send now, forged": presses("v1:send:1", NOT_ALLOWED),
            "Discard, forged": presses("v1:discard:1", NOT_ALLOWED),
            "Undo, forged": presses("v1:reopen:1", NOT_ALLOWED),
            "Stop on somebody's campaign": presses("v1:stop:1", NOT_ALLOWED),
            "Pause on somebody's campaign": presses("v1:pause:1", NOT_ALLOWED),
            "Resume on somebody's campaign": presses("v1:resume:1", NOT_ALLOWED),
            "Cancel on somebody's campaign": presses("v1:cancel:1", NOT_ALLOWED),
            "an invitation, forged": presses("v1:invmod", NOT_ALLOWED),
            "the team, forged": presses("v1:team", NOT_ALLOWED),
            "a removal, forged": (ann, Slip(forged(ann, post, Verb.REMOVE, mia.id), NOT_ALLOWED)),
            "data without anything": presses(":"),
            "data of another kind": presses("Approve"),
            "data of an older version": presses("v0:approve:1:1"),
            "data of a newer version": presses("v2:comment:1"),
            "data without a verb": presses("v1:"),
            "data with an unknown verb": presses("v1:promote:1"),
            "data with too few ids": presses("v1:approve:1"),
            "data with too many ids": presses("v1:comment:1:1"),
            "data with no number": presses("v1:comment:"),
            "data with an odd number": presses("v1:comment:-"),
            "data with capitals": presses("v1:comment:A"),
            "data with a number in other digits": presses("v1:comment:٣"),
            "data with spaces": presses("v1:comment: 1"),
            "data with a null": presses("v1:comment:1\0"),
            "data with a script": presses("v1:comment:1;DROP TABLE posts"),
            "an id of 0": presses("v1:comment:0", NO_POST),
            "a negative id": presses("v1:comment:-1", NO_POST),
            "the biggest id": (ann, Slip(forged(ann, post, Verb.COMMENT, BIGGEST), NO_POST)),
            "an id beyond 64 bits": (ann, Slip(forged(ann, post, Verb.COMMENT, BIGGEST + 1), NOTHING_DOES)),
            "an id far beyond 64 bits": presses("v1:comment:" + 40 * "z"),
            "an id far below 64 bits": presses("v1:comments:-" + 40 * "z"),
            "a page beyond 64 bits": presses("v1:cpage:1:0:" + 40 * "z"),
            "the smallest order": (ann, Slip(forged(ann, post, Verb.COMMENTS_PAGE, 1, -(2**63), 0), NOTHING_DOES)),
            **{
                f"{verb.name} of somebody else's": (
                    mia,
                    Slip(forged(mia, waiting, verb, 1), "Only whoever wrote that comment can do this."),
                )
                for verb in OWN
            },
            **{f"{verb.name} of no comment": (ann, Slip(forged(ann, post, verb, 99), NO_COMMENT)) for verb in OWN},
            "Ask again about what waits": (
                ann,
                Slip(forged(ann, post, Verb.APPEAL, 1), "Nobody has turned that comment down."),
            ),
            "a post for what does not wait": (
                ann,
                Slip(
                    forged(ann, post, Verb.MEANT, 1, 5),
                    "That message does not wait for a post any more. To comment with it, send it once more.",
                ),
            ),
            "no post for what is yet to be written": (ann, Slip(forged(ann, post, Verb.MEANT, 99, 0), NO_POST)),
            "an invitation that was used": (ann, Slip(lambda: ann.follows(used), BAD_INVITATION)),
            "an invitation that is too old": (ann, Slip(lambda: ann.follows(old), BAD_INVITATION)),
            "a made-up invitation": (ann, Slip(lambda: ann.starts("open-sesame"), BAD_INVITATION)),
            "a comment by a stranger": (eva, Slip(writes(eva, "And me?"), NOT_STARTED)),
            "a press by a stranger": (eva, Slip(forged(eva, unknown, Verb.COMMENT, 1), NOT_STARTED)),
            "Approve by a stranger": (eva, Slip(forged(eva, unknown, Verb.APPROVE, 1, 2, 1), NOT_STARTED)),
            "a sticker by a stranger": (eva, Slip(eva.sends_sticker, NOT_STARTED)),
            "/stop by a stranger": (eva, Slip(writes(eva, "/stop"), NOT_STARTED)),
            "/team by a moderator": (mia, Slip(writes(mia, "/team"), NOT_ALLOWED)),
            "a decision on no comment": (
                mia,
                Slip(forged(mia, waiting, Verb.APPROVE, 99, 2, 1), "That comment is not to be had any more."),
            ),
            "a reason that there is not": (mia, Slip(forged(mia, waiting, Verb.REJECT_FOR, 1, 3, 1, 9), NOTHING_DOES)),
            "a mute of a hundred days": (mia, Slip(forged(mia, waiting, Verb.MUTE, 1, 100), NOTHING_DOES)),
            "a queue from the end of time": (
                mia,
                Slip(forged(mia, waiting, Verb.QUEUE, BIGGEST, BIGGEST), NOTHING_DOES),
            ),
            "a card of a reader's": (ann, Slip(forged(ann, post, Verb.COMMENT_CARD, 1), NOT_ALLOWED)),
            "a ban by a reader": (ann, Slip(forged(ann, post, Verb.BAN, 1), NOT_ALLOWED)),
            "the removal of an owner": (olga, Slip(forged(olga, team, Verb.REMOVE, olga.id), NOT_ALLOWED)),
            "the removal of a reader": (
                olga,
                Slip(forged(olga, team, Verb.REMOVE, ann.id), "That person is not in the team any more."),
            ),
            "the removal of nobody": (
                olga,
                Slip(forged(olga, team, Verb.REMOVE, BIGGEST), "That person is not in the team any more."),
            ),
        },
    )


async def _writes_as_a_stranger(person: Person) -> Message:
    """Gives the bot's answer, for something to press on."""
    await person.says("Hello")
    return await person.sees(NOT_STARTED)
