"""Telegram can ask to wait for hours: the author sees until when, and nothing is sent before, not even by a restart."""

from __future__ import annotations

from datetime import timedelta

from bot.sandbox.client import Person
from tests.stories.stage import ON_SQLITE, Stage, copies_of

pytestmark = ON_SQLITE

HOUR = timedelta(hours=1)


async def parked(stage: Stage) -> tuple[Person, list[Person]]:
    """Two readers' messages were answered with 429, which means the whole bot, for an hour."""
    olga = await stage.opens()
    readers = [await stage.reader(name) for name in ("Ann", "Ben", "Cleo")]
    for reader in readers[:2]:
        await stage.world.faults("sendMessage", chat=reader, code=429, retry_after=3600)
    await olga.says("The barrier held\n\nIt did.")
    await stage.sends(olga, "The barrier held")
    await olga.sees("Telegram asks to wait until", button="Pause")
    return olga, readers


async def test_the_status_says_until_when_and_a_restart_waits_as_well(stage: Stage) -> None:
    olga, readers = await parked(stage)
    calls = len(await stage.world.calls("sendMessage"))
    await stage.stops_bot()
    await stage.starts_bot()
    said = await olga.says("/help")
    await olga.sees("New posts come by themselves", after=said)
    await stage.world.quiet(settle=0.5)
    assert sum([await copies_of(reader, "It did.") for reader in readers[:2]]) == 0
    assert len(await stage.world.calls("sendMessage")) == calls + 1

    await stage.stops_bot()
    stage.clock.passes(HOUR)
    await stage.starts_bot()
    await olga.sees("4 messages to 4 readers")
    assert [await copies_of(reader, "It did.") for reader in readers] == [1, 1, 1]
    assert [row.parked_until for row in (await stage.kept())["campaigns"]] == [None]


async def test_what_waits_can_be_cancelled(stage: Stage) -> None:
    olga, _ = await parked(stage)
    await olga.presses("Cancel")
    status = await olga.sees("“The barrier held” was cancelled")
    assert "asks to wait" not in status["text"]
