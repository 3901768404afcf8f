"""A post on its way, on both databases: it can be stopped, paused and cancelled, and bears what Telegram says."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.deliveries import DeliveryState
from bot.sandbox.client import Person
from tests.stories.stage import FIRST, LAST, Stage, copies_of


async def test_stop_in_time_gives_the_draft_back_and_nobody_gets_the_post(stage: Stage) -> None:
    olga = await stage.opens(send_delay=timedelta(minutes=1))
    ann = await stage.reader("Ann")
    await olga.says("The barrier held")
    await stage.sends(olga, "The barrier held")
    await olga.sees("“The barrier held” has become a post.")
    await olga.sees("Sending “The barrier held” in ", button="Stop")
    await olga.presses("Stop")
    await olga.sees("Stopped. Nobody got “The barrier held”; the draft is as it was.")
    await olga.sees("Draft · “The barrier held”", button="Publish")
    stage.clock.passes(timedelta(minutes=2))
    await stage.world.quiet()
    await ann.sees_no("The barrier held")
    assert (await stage.kept())["deliveries"] == []

    await olga.says("It held.")
    await stage.sends(olga, "The barrier held")
    await olga.sees_button("Stop")
    stage.clock.passes(timedelta(minutes=1))
    await ann.sees("It held.")


async def test_cancel_on_the_sheet_leaves_the_draft_as_it_was(stage: Stage) -> None:
    olga = await stage.opens()
    await olga.says("The barrier held")
    await olga.presses("Publish")
    sheet = await olga.sees("Publish “The barrier held”?", button="Send now")
    assert "1 reader · 1 message each · about 0 s at 25 a second" in sheet["text"]
    await olga.presses("Cancel")
    await olga.sees("Not published. The draft is as it was.")
    await olga.says("It held.")
    await olga.sees("2  text")


async def half_way(stage: Stage, olga: Person) -> tuple[Person, Person]:
    """Two readers have the first of two messages each, and the author has pressed Pause."""
    ann, ben = await stage.reader("Ann"), await stage.reader("Ben")
    await stage.writes_long(olga, "A long evening")
    held = [await stage.world.faults("sendMessage", chat=reader, hold="before") for reader in (ann, ben)]
    await stage.sends(olga, "A long evening")
    for each in held:
        await each.held()
    await olga.presses("Pause")
    for each in held:
        await each.release()
    paused = await olga.sees("sent 4 · blocked 0 · failed 0 · uncertain 0 · queued 2 = 6", button="Resume")
    assert paused["text"].startswith("“A long evening” is paused")
    for reader in (ann, ben):
        await reader.sees(FIRST)
        await reader.sees_no(LAST)
    return ann, ben


async def test_a_paused_post_goes_on_where_it_was(stage: Stage) -> None:
    olga = await stage.opens()
    readers = await half_way(stage, olga)
    await olga.presses("Resume")
    await olga.sees("6 messages to 3 readers")
    for reader in readers:
        await reader.sees(LAST, button="No comments")
        assert await copies_of(reader, FIRST) == 1


async def test_a_cancelled_post_goes_no_further(stage: Stage) -> None:
    olga = await stage.opens()
    readers = await half_way(stage, olga)
    await olga.presses("Cancel")
    status = await olga.sees("“A long evening” was cancelled; what had been sent stays.")
    assert "sent 4 · blocked 0 · failed 0 · uncertain 0 · queued 0 · cancelled 2 = 6" in status["text"]
    await stage.world.quiet()
    for reader in readers:
        await reader.sees_no(LAST)


async def test_a_paused_post_survives_a_restart(stage: Stage) -> None:
    olga = await stage.opens()
    readers = await half_way(stage, olga)
    await stage.world.quiet()
    await stage.stops_bot()
    await stage.starts_bot()
    await olga.presses("Resume")
    for reader in readers:
        await reader.sees(LAST, button="No comments")
    await olga.sees("6 messages to 3 readers")


async def test_a_post_that_telegram_refuses_goes_to_nobody_but_its_author(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await stage.reader("Ann")
    await olga.says("The barrier held")
    await olga.presses("Publish")
    await olga.sees_button("Send now")
    await stage.world.faults("sendMessage", chat=olga, code=400, description="Bad Request: wrong words")
    await olga.presses("Send now")
    status = await olga.sees("Telegram refused “The barrier held”. Nobody else got it; the draft is as it was.")
    assert "Telegram says: " in status["text"]
    assert "wrong words" in status["text"].lower()
    await stage.world.quiet()
    await ann.sees_no("The barrier held")
    assert await olga.presses("Open again") == "The draft is open again."
    await stage.sends(olga, "The barrier held")
    await ann.sees("The barrier held", button="No comments")


async def test_a_429_delays_a_post_and_loses_nothing(stage: Stage) -> None:
    olga = await stage.opens()
    ann, ben = await stage.reader("Ann"), await stage.reader("Ben")
    flood = await stage.world.faults("sendMessage", chat=ann, code=429, retry_after=3)
    await stage.publishes(olga, "The barrier held", "It did.")
    await flood.struck()
    await olga.sees("sent 3 · blocked 0 · failed 0 · uncertain 0 · queued 0 = 3")
    assert [await copies_of(reader, "It did.") for reader in (ann, ben)] == [1, 1]


@pytest.mark.parametrize(("moment", "times"), [("before", 1), ("after", 2)])
async def test_a_message_whose_answer_is_lost_is_sent_once_more_and_counted(
    stage: Stage, moment: str, times: int
) -> None:
    olga = await stage.opens()
    ann, ben = await stage.reader("Ann"), await stage.reader("Ben")
    lost = await stage.world.faults("sendMessage", chat=ann, drop=moment)
    await stage.publishes(olga, "The barrier held", "It did.")
    await lost.struck()
    await olga.sees("sent 3 · blocked 0 · failed 0 · uncertain 0 · queued 0 = 3")
    assert [await copies_of(reader, "It did.") for reader in (ann, ben)] == [times, 1]
    assert await _doubts(stage) == {olga.id: (DeliveryState.SENT, 0), ann.id: (DeliveryState.SENT, 1)} | {
        ben.id: (DeliveryState.SENT, 0)
    }


async def test_a_message_whose_answer_is_lost_is_held_where_that_is_wished_until_it_shows_itself(stage: Stage) -> None:
    olga = await stage.opens(on_uncertain="hold")
    ann = await stage.reader("Ann")
    await stage.world.faults("sendMessage", chat=ann, drop="after")
    await stage.publishes(olga, "The barrier held", "It did.")
    await olga.sees("sent 1 · blocked 0 · failed 0 · uncertain 1 · queued 0 = 2")
    assert await copies_of(ann, "It did.") == 1
    assert (await _doubts(stage))[ann.id] == (DeliveryState.UNCERTAIN, 1)
    await ann.presses("Post a comment")
    await ann.sees("Write your comment")
    await ann.says("It is here")
    await ann.sees("waits for a moderator")
    assert (await _doubts(stage))[ann.id] == (DeliveryState.SENT, 1)
    await olga.presses("Approve")
    await ann.sees("It did.", button="1 comment")


async def test_a_post_in_which_telegram_is_away_for_a_moment_reaches_everybody_once(stage: Stage) -> None:
    olga = await stage.opens()
    readers = [await stage.reader(name) for name in ("Ann", "Ben", "Cleo")]
    await stage.world.faults("sendMessage", chat=readers[0], code=502)
    await stage.publishes(olga, "The barrier held", "It did.")
    for reader in readers:
        assert await copies_of(reader, "It did.") == 1


async def _doubts(stage: Stage) -> dict[int, tuple[int, int]]:
    """The ledger: what became of each reader's message, and how often it was in doubt."""
    return {row.chat_id: (row.state, row.doubts) for row in (await stage.kept())["deliveries"]}
