"""What all stories share: a stage of their own, and a clock that runs fast unless the module plays in real time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path

import pytest

from bot.sandbox.server import Sandbox
from tests.stories.fast_time import FastLoop
from tests.stories.stage import PatientWorld, Stage


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """A bot that is a process of its own lives in real time, and so does a module with ``REAL_TIME``."""
    module = item.getparent(pytest.Module)
    if module is not None and getattr(module.obj, "REAL_TIME", False):
        return {"real": asyncio.new_event_loop}
    return {"fast": FastLoop}


@pytest.fixture
async def stage(database_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """A Telegram and a database; the story starts the bot."""
    async with Sandbox() as sandbox, PatientWorld(sandbox.url) as world:
        stage = Stage(sandbox, world, database_url, tmp_path / "media")
        yield stage
        await stage.stops_bot()
