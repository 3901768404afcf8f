"""The fixture that puts every sandbox of a test before the second judge; no test has to mention it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from bot.sandbox.calls import Call, CallLog
from bot.sandbox.client import World

SHOWN = 10
"""Offences that a failed test tells of."""


@pytest.fixture
def judges_requests() -> bool:
    """Whether requests are judged, too: not where tests write wrong ones on purpose."""
    return True


@pytest.fixture(autouse=True)
def second_judge(judges_requests: bool) -> Iterator[None]:
    """After each test, judge every call that any sandbox in this process has answered, updates included."""
    with judged(requests=judges_requests):
        yield


@contextmanager
def judged(*, requests: bool) -> Iterator[None]:
    """Judge, at the end, the calls of all sandboxes in this process. AssertionError tells what is wrong with them."""
    calls: list[Call] = []
    put_in: list[Any] = []
    end, injects = CallLog.end, World.injects

    def ended(log: CallLog, call: Call, now: float) -> None:
        end(log, call, now)
        calls.append(call)

    async def put(world: World, kind: str, value: Any) -> None:
        put_in.append(value)
        await injects(world, kind, value)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CallLog, "end", ended)
        patch.setattr(World, "injects", put)
        yield
    if calls:
        # aiogram takes a second to import, which most tests need not spend.
        from tests.second_judge import offences

        found = [each for call in calls for each in offences(call, request=requests, put_in=tuple(put_in))]
        assert not found, f"{len(found)} offences against the Bot API:\n" + "\n".join(found[:SHOWN])
