"""Processes live in real time, and whatever plays in one process has a clock that runs fast."""

from __future__ import annotations

from tests.stories.conftest import pytest_asyncio_loop_factories, stage

__all__ = ["pytest_asyncio_loop_factories", "stage"]
