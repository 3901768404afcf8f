"""A newsroom for each test, in a loop where time runs fast."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping

import pytest

from bot.sandbox.server import Sandbox
from bot.storage.engine import Database
from tests.delivery.newsroom import Newsroom
from tests.stories.fast_time import FastLoop
from tests.stories.stage import PatientWorld


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """The clock is all that is replaced."""
    return {"fast": FastLoop}


@pytest.fixture
async def newsroom(database: Database) -> AsyncIterator[Newsroom]:
    """Olga's, with no readers yet."""
    async with Sandbox() as sandbox, PatientWorld(sandbox.url) as world:
        olga = await world.person("Olga")
        await olga.starts()
        newsroom = Newsroom(database, sandbox, world, olga)
        await newsroom.subscribes(olga)
        async with newsroom.courier:
            yield newsroom
