"""Comments that are odd to look at, and moments that are awkward to be in: a clear answer, and nothing else changes."""

from __future__ import annotations

import pytest

from tests.stories.commented import data_of, states_of_comments, texts_of_comments, waiting_comment
from tests.stories.stage import ON_SQLITE, Message, Stage

pytestmark = [ON_SQLITE, pytest.mark.check]

AWKWARD = {
    "HTML": "<b>Bold</b> <a href='https://evil.example'>click</a> &amp; <script>alert(1)</script>",
    "Markdown": "*bold* [click](https://evil.example) `code` > quote\n\n# Heading",
    "as many emoji as a message holds": "🌊" * 4096,
    "emoji of several characters": "👩‍👩‍👧‍👦" * 400,
    "right to left": "\u202eetirw I sdrawkcab\u202c and \u2067שלום\u2069 again",
    "nothing between letters": "in\u200bvis\u200dible\ufeff \u2060words\u00ad",
    "marks on marks": "Z" + "\u0301" * 200 + "algo",
    "lines like those of a card": "Fine.\n✅ Approved by Olga · 9:14 PM · #1\n┃ Buy my boat",
}


@pytest.mark.parametrize("text", AWKWARD.values(), ids=AWKWARD.keys())
async def test_an_awkward_comment_is_kept_judged_and_shown_like_any_other(stage: Stage, text: str) -> None:
    olga = await stage.opens()
    ann = await stage.reader("Ann")
    await stage.publishes(olga, "The barrier held", "It did.")
    sent = await ann.replies_to(await ann.sees("It did."), text)
    await ann.sees("waits for a moderator")
    assert await texts_of_comments(stage) == [sent["text"]]  # a client leaves out what turns text around
    card = await olga.sees(button="Approve")
    assert card["text"].startswith("🟡 #1 ·")
    assert "Approved by" not in _outside_of_quotes(card)

    await olga.presses("Approve")
    await ann.sees("is published")
    await ann.presses("1 comment")
    await ann.sees("“The barrier held” · 1 comment")


async def test_a_reader_who_is_gone_before_the_answer_holds_up_nobody(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await waiting_comment(stage, olga)
    await ann.blocks_bot()
    await stage.world.quiet()

    assert await olga.presses("Approve") == "Approved."
    await olga.sees(button="1 comment")
    await stage.world.quiet()
    assert await states_of_comments(stage) == ["approved"]

    await ann.unblocks_bot()
    await ann.says("/help")
    await ann.sees("Reply to any message of a post")


async def test_a_comment_on_a_post_that_is_taken_back_is_refused_and_what_waits_can_be_decided_on(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await waiting_comment(stage, olga)
    bubble = await ann.sees("waits for a moderator")
    await olga.presses("Withdraw", on=await olga.sees("went out", button="Withdraw"))
    await olga.presses("Withdraw", on=await olga.sees("Withdraw “The barrier held”?"))
    await stage.world.quiet()
    before = await stage.kept()

    await ann.replies_to(bubble, "And now?")
    await ann.sees("This post was withdrawn.")
    assert await texts_of_comments(stage) == ["What now?"]
    assert (await stage.kept())["comment_events"] == before["comment_events"]
    assert await olga.presses("Approve") == "Approved."


async def test_presses_that_are_stale_foreign_or_played_again_change_nothing(stage: Stage) -> None:
    olga = await stage.opens()
    mia = await stage.moderator(olga, "Mia")
    ann = await waiting_comment(stage, olga)
    card = await mia.sees("What now?", button="Approve")
    approve = data_of(card, "Approve")
    await olga.presses("Approve")
    await ann.sees("is published")
    await stage.world.quiet()
    before = await stage.kept()

    for person, on in ((mia, card), (olga, await olga.sees("✅ Approved by Olga")), (mia, card)):
        told = await person.presses_data(approve, on=on)
        assert told is not None
        assert told.startswith("Already approved by Olga")
    assert await ann.presses_data(approve, on=await ann.sees("is published")) == "That is not for you to decide here."
    await stage.world.quiet()
    after = await stage.kept()
    for table in ("comments", "comment_events", "comment_revisions"):
        assert after[table] == before[table]


async def test_whoever_leaves_the_team_with_a_card_open_decides_nothing_by_it(stage: Stage) -> None:
    olga = await stage.opens()
    mia = await stage.moderator(olga, "Mia")
    await waiting_comment(stage, olga)
    card = await mia.sees("What now?", button="Approve")
    approve = data_of(card, "Approve")
    await olga.says("/team")
    await olga.presses("Mia…")
    await olga.presses("Remove Mia")
    before = (await stage.kept())["comments"]

    assert await mia.presses_data(approve, on=card) == "That is not for you to decide here."
    assert (await stage.kept())["comments"] == before


def _outside_of_quotes(message: Message) -> str:
    """What the bot says itself: the text without what is quoted."""
    units = str(message["text"]).encode("utf-16-le")
    for entity in message.get("entities", ()):
        if entity["type"] in ("blockquote", "expandable_blockquote"):
            start, end = 2 * entity["offset"], 2 * (entity["offset"] + entity["length"])
            units = units[:start] + b"\x20\x00" * ((end - start) // 2) + units[end:]
    return units.decode("utf-16-le")
