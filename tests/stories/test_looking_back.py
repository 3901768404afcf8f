"""Moderators read what happened: to a comment, to what somebody wrote, and to the comments on a post."""

from __future__ import annotations

import pytest

from bot.rendering.log_view import PAGE
from bot.rendering.message import Verb
from tests.stories.commented import rejects, waiting_comment
from tests.stories.slips import NOT_ALLOWED, Slip, forged, nothing_changes
from tests.stories.stage import ON_SQLITE, Stage
from tests.stories.test_revising import opens_post

pytestmark = [ON_SQLITE, pytest.mark.check]


async def test_a_comments_history_stands_in_the_place_of_its_card(stage: Stage) -> None:
    olga = await stage.opens()
    await waiting_comment(stage, olga)
    card = await olga.sees("What now?", button="Reject")
    await rejects(olga, "Rude")
    await olga.presses("Undo", on=await olga.sees("Rejected by Olga: rude", button="Undo"))
    await olga.presses("More…", on=await olga.sees("What now?", button="Approve"))
    await olga.presses("History")
    history = await olga.sees("History of #1 · “The barrier held”", button="◀")
    assert history["message_id"] == card["message_id"]
    assert [line.partition(" · ")[2] for line in history["text"].splitlines()[2:]] == [
        "Ann: wrote it",
        "the rules: it waits (one of the first comments)",
        "Olga: rejected (rude) – taken back",
        "Olga: took back: rejected",
    ]
    await olga.presses("◀", on=history)
    await olga.sees("What now?", button="Approve")


async def test_what_somebody_wrote_is_read_from_the_card_and_what_a_post_got_from_its_page(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await waiting_comment(stage, olga)
    await ann.replies_to(await ann.sees("It did."), "And then?")
    await olga.presses("Ann…", on=await olga.sees("And then?", button="Ann…"))
    await olga.presses("Mute for a day")
    await olga.presses("History", on=await olga.sees("Muted until", button="History"))
    history = await olga.sees("History of what Ann wrote", button="#1")
    assert "#2 · Olga: muted the writer for 1 day" in history["text"].replace("\u202f", " ")
    await olga.presses("◀", on=history)
    await olga.presses("◀", on=await olga.sees("Muted until", button="History"))
    await opens_post(olga)
    await olga.presses("Comment history")
    history = await olga.sees("History of the comments on “The barrier held”", button="#2")
    assert "#1 · Ann: wrote it" in history["text"]
    await olga.presses("#2")
    await olga.sees("And then?", button="Approve")


async def test_a_long_history_is_turned(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await stage.reader("Ann")
    await stage.publishes(olga, "The barrier held", "It did.")
    post = await ann.sees("It did.")
    for number in range(PAGE):
        await ann.replies_to(post, f"What now, {number}?")
        await olga.sees(f"What now, {number}?", button="Approve")
    await opens_post(olga)
    await olga.presses("Comment history")
    newest = await olga.sees("History of the comments", button="Older")
    assert f"#{PAGE} · the rules: it waits" in newest["text"]
    await olga.presses("Older", on=newest)
    await olga.presses("Newer", on=await olga.sees("#1 · Ann: wrote it", button="Newer"))
    assert (await olga.sees(f"#{PAGE} · the rules: it waits", button="Older"))["text"] == newest["text"]


async def test_whoever_may_not_decide_reads_no_history(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await waiting_comment(stage, olga)
    pavel = await stage.author(olga, "Pavel")
    own = await ann.sees("⏳ Your comment")
    his = await pavel.sees("It did.")
    await nothing_changes(
        stage,
        {
            f"{verb}, by {name}": (who, Slip(forged(who, on, verb, 1, 0), NOT_ALLOWED))
            for name, who, on in (("Ann", ann, own), ("Pavel", pavel, his))
            for verb in (Verb.HISTORY, Verb.PERSON_LOG, Verb.POST_LOG)
        },
    )
