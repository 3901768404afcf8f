"""What a contender is told, and who they are.

A contender is a module with ``async def run(task, meter)``: it sends the message once to every chat, and holds the
meter around what is measured. Setting up (the database, the objects of a message) is not measured; making connections
is. Each is imported only in the process that runs it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

BULK_PATH = "tests.bench.bulk_path"

CONTENDERS = {
    "Broadsheet's bulk path, ledger included": BULK_PATH,
    "python-telegram-bot, Bot.send_message": "tests.bench.python_telegram_bot",
    "aiogram, Bot.send_message": "tests.bench.aiogram_bot",
}
"""Modules by what the table calls them; ratios are to the first."""

FASTEST = 1000.0
"""Messages a second that the gate lets through: the most that can be set, and that Telegram sells (paid broadcast)."""

IN_FLIGHT = 64
"""Calls that the two libraries have under way at a time."""


@dataclass(frozen=True, slots=True)
class Task:
    """Where to send (``api_url`` without a slash at its end), as which bot, and to whom.

    The bulk path alone works with an empty database that it is given; None: one of its own.
    """

    api_url: str
    token: str
    chats: Sequence[int]
    database_url: str | None = None


async def send_all(send: Callable[[int], Awaitable[None]], chats: Sequence[int]) -> None:
    """``IN_FLIGHT`` workers that share the chats."""
    remaining = iter(chats)

    async def work() -> None:
        for chat_id in remaining:
            await send(chat_id)

    async with asyncio.TaskGroup() as group:
        for _ in range(IN_FLIGHT):
            group.create_task(work())
