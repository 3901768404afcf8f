"""A paid broadcast: whoever sends a post sees what it costs before, and what nobody has agreed to is not paid for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.core.people import Profile
from bot.rendering.message import Verb
from bot.sandbox.client import Person
from bot.storage import people
from bot.storage.engine import Transaction
from tests.stories.slips import forged
from tests.stories.stage import ON_SQLITE, Stage

pytestmark = ON_SQLITE

PAID = {"paid_broadcast": True, "send_rate": 60.0}
COST = "Costs about 2 Stars at 60 a second"
"""For 36 messages: half of them are above 30 a second."""


SOON = timedelta(minutes=20)


async def has_crowd(stage: Stage) -> None:
    """Besides Olga 35 people have pressed Start some time ago."""

    async def work(tx: Transaction) -> None:
        for number in range(1, 36):
            await people.subscribe(tx, Profile(8_000_000_000 + number, f"Reader {number}"), stage.clock())

    await stage.changes(work)


async def writes(stage: Stage, **settings: Any) -> Person:
    """Olga has a draft, and a crowd of readers."""
    olga = await stage.opens(**settings)
    await has_crowd(stage)
    await olga.says("The barrier held")
    await olga.sees("Draft · “The barrier held”", button="Publish")
    return olga


async def are_paid(stage: Stage) -> list[bool]:
    """Of each campaign whether it is paid for."""
    return [row.paid for row in (await stage.kept())["campaigns"]]


async def test_the_cost_is_on_the_sheet_and_what_is_sent_from_there_is_paid_for(stage: Stage) -> None:
    olga = await writes(stage, **PAID)
    await olga.presses("Publish")
    await olga.sees(COST, button="Send now")
    await olga.presses("Send now")
    await olga.sees("“The barrier held” went out")
    assert await are_paid(stage) == [True]


@pytest.mark.parametrize("settings", [{}, {"paid_broadcast": True, "send_rate": 30.0}, {"send_rate": 60.0}])
async def test_where_nothing_is_paid_for_nothing_is_said_of_it(stage: Stage, settings: dict[str, Any]) -> None:
    olga = await writes(stage, **settings)
    await olga.presses("Publish")
    sheet = await olga.sees("Publish “The barrier held”?", button="Send now")
    assert "Stars" not in sheet["text"]
    await forged(olga, sheet, Verb.SEND_PAID, 1)()
    await olga.sees("“The barrier held” went out")
    assert await are_paid(stage) == [False]


async def test_a_sheet_that_named_no_cost_pays_nothing_once_the_setting_is_on(stage: Stage) -> None:
    olga = await writes(stage)
    await olga.presses("Publish")
    await olga.sees("Publish “The barrier held”?", button="Send now")
    await stage.stops_bot()
    await stage.starts_bot(**PAID)
    await olga.presses("Send now")
    await olga.sees("“The barrier held” went out")
    assert await are_paid(stage) == [False]


async def test_a_scheduled_post_is_paid_for_as_it_was_confirmed(stage: Stage) -> None:
    olga = await writes(stage, **PAID)
    await olga.presses("Schedule")
    await olga.sees(COST, button="◀")
    await olga.says("in 20 minutes")
    notice = await olga.sees("“The barrier held” goes out on", button="Cancel schedule")
    assert COST in notice["text"]
    await olga.presses("Schedule", on=notice)
    await olga.presses("◀", on=await olga.sees("When shall", button="◀"))
    assert COST in (await olga.sees("“The barrier held” goes out on", button="Cancel schedule"))["text"]
    stage.clock.passes(SOON)
    await olga.sees("“The barrier held” went out")
    assert await are_paid(stage) == [True]
