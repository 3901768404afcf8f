"""A sandbox for each test, and a bot that makes raw calls to it."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.sandbox.client import Person, World
from bot.sandbox.server import Sandbox
from bot.sandbox.world.clock import Clock


class RawBot:
    """Calls the Bot API without any library in between."""

    def __init__(self, sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
        self.sandbox = sandbox
        self.session = session
        self.base = f"{sandbox.url}/bot{sandbox.token}"

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The whole JSON answer to a call with a JSON body."""
        async with self.session.post(f"{self.base}/{method}", json=parameters) as response:
            answer: dict[str, Any] = await response.json()
            assert response.status == (200 if answer["ok"] else answer["error_code"])
            return answer

    async def does(self, method: str, **parameters: Any) -> Any:
        """The result of a call that must succeed."""
        answer = await self.call(method, **parameters)
        assert answer["ok"], answer
        return answer["result"]

    async def is_refused(self, method: str, **parameters: Any) -> str:
        """What Telegram says to a call that must fail: ``"400 Bad Request: …"``."""
        answer = await self.call(method, **parameters)
        assert not answer["ok"], answer
        return f"{answer['error_code']} {answer['description']}"


@pytest.fixture
def judges_requests() -> bool:
    """The bots of these tests write wrong requests on purpose; the answers to them are judged all the same."""
    return False


@pytest.fixture(autouse=True)
def clock_that_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """No time passes at Telegram but what a test lets pass, however long the machine takes for the test."""
    began = time.time()
    monkeypatch.setattr(Clock, "now", lambda clock: began + clock._ahead)


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
async def world(sandbox: Sandbox) -> AsyncIterator[World]:
    async with World(sandbox.url) as world:
        yield world


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[RawBot]:
    async with aiohttp.ClientSession() as session:
        yield RawBot(sandbox, session)


@pytest.fixture
async def ann(world: World) -> Person:
    """A person who has pressed Start."""
    person = await world.person("Ann")
    await person.starts()
    return person


def png(width: int = 40, height: int = 30) -> bytes:
    """The head of a PNG picture, which is all that the sandbox reads of it."""
    return (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\x00"
    )


def keyboard(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    """An inline keyboard."""
    return {"inline_keyboard": list(rows)}


def button(text: str = "Publish", data: str = "v1:publish") -> dict[str, Any]:
    """A button that calls back."""
    return {"text": text, "callback_data": data}
