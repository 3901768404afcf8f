"""Two processes and one PostgreSQL: one works, the other takes over, and readers notice nothing.

What is asserted is what stands in the readers' chats, and what the processes sent: each speaks to Telegram by a wire
of its own, which counts.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.sandbox.client import PATIENCE, World
from bot.sandbox.server import Sandbox
from tests.stories.house import LOST, READERS, RUNNING, STANDING_BY, TEXT, House
from tests.stories.stage import copies_of

REAL_TIME = True

pytestmark = [
    pytest.mark.check,
    pytest.mark.parametrize("database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True),
]


@pytest.fixture
async def house(database_url: str, tmp_path: Path) -> AsyncIterator[House]:
    """A Telegram and a database; nobody has come yet."""
    async with Sandbox() as sandbox, World(sandbox.url) as world, AsyncExitStack() as stack:
        yield House(sandbox, world, database_url, tmp_path, stack)


async def test_another_process_takes_over_from_one_that_is_killed(house: House) -> None:
    (first, _), (second, quiet) = await house.opens()
    await house.is_in_the_middle()
    assert quiet.passed == 0

    await first.is_killed()
    await second.says(RUNNING, patience=PATIENCE)

    await house.all_have_it()


async def test_one_that_was_only_paused_sends_and_writes_nothing_after_it_was_replaced(house: House) -> None:
    (first, wire), (second, _) = await house.opens()
    held = await house.world.faults("sendMessage", chat=house.readers[READERS // 2], hold="after")
    await house.is_in_the_middle()
    await held.held()
    first.is_paused()
    await held.release()  # the answer waits for the first process
    await second.says(RUNNING, patience=PATIENCE)
    await house.readers[2 * READERS // 3].sees(TEXT, timeout=PATIENCE)  # the second is in the middle of the campaign

    sent = wire.passed
    first.goes_on()
    await first.says(LOST)
    await house.all_have_it()
    await first.says(STANDING_BY)
    assert wire.passed == sent

    assert await second.is_asked_to_end() == 0
    await first.says(RUNNING, times=2, patience=PATIENCE)
    said = await house.olga.says("/help")
    await house.olga.sees("/team", after=said)


async def test_one_that_was_paused_and_hears_nothing_of_its_database_sends_nothing_either(house: House) -> None:
    database = await house.database_wire()
    (first, wire), (second, _) = await house.opens(database)
    await house.is_in_the_middle()
    first.is_paused()
    database.is_cut()
    await second.says(RUNNING, patience=PATIENCE)

    sent = wire.passed
    first.goes_on()  # it has messages that it was about to send, and nobody tells it that it must not
    await first.says(LOST)
    assert wire.passed == sent
    database.is_mended()
    await first.says(STANDING_BY)
    await house.all_have_it()
    assert wire.passed == sent


async def test_one_that_is_asked_to_end_hands_over_at_once_and_leaves_nothing_in_doubt(house: House) -> None:
    (first, _), (second, _) = await house.opens()
    await house.is_in_the_middle()

    assert await first.is_asked_to_end() == 0
    await second.says(RUNNING, patience=PATIENCE)

    await house.all_have_it()
    assert [await copies_of(reader, TEXT) for reader in house.readers] == [1] * READERS


async def test_another_process_takes_over_from_one_whose_database_has_fallen_silent(house: House) -> None:
    database = await house.database_wire()
    (first, wire), (second, _) = await house.opens(database)
    await house.is_in_the_middle()

    database.is_cut()
    await second.says(RUNNING, patience=PATIENCE)
    sent = wire.passed
    await house.all_have_it()
    database.is_mended()
    await first.says(STANDING_BY)
    assert wire.passed == sent


async def test_one_that_stands_by_ends_when_it_is_asked_to(house: House) -> None:
    (first, _), (second, wire) = await house.process(), await house.process()
    await first.starts()
    await first.says(RUNNING, patience=PATIENCE)
    await second.starts()
    await second.says(STANDING_BY, patience=PATIENCE)

    assert await second.is_asked_to_end() == 0
    assert wire.passed == 0
