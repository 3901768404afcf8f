"""A Telegram to measure against: a sandbox in a process of its own, so that what it spends is not counted.

Its people have pressed Start before anybody was there to hear of it.
"""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection

from bot.sandbox.server import DEFAULT_TOKEN, Sandbox


@dataclass(frozen=True, slots=True)
class LocalTelegram:
    """Where it is, without a slash at the end; the bot's token; the ids of its people, ascending; the process's id."""

    url: str
    token: str
    chats: Sequence[int]
    process: int


@contextmanager
def local_telegram(people: int) -> Iterator[LocalTelegram]:
    """A sandbox with so many people, until the end of the block."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(people, theirs))
    process.start()
    theirs.close()
    assert process.pid is not None
    try:
        url, chats = ours.recv()
        yield LocalTelegram(url, DEFAULT_TOKEN, chats, process.pid)
    finally:
        process.terminate()
        process.join()


def _serve(people: int, address: Connection) -> None:
    """Run a sandbox in this process until it is ended; where it is and who is there goes through the pipe."""
    asyncio.run(_serve_forever(people, address))


async def _serve_forever(people: int, address: Connection) -> None:
    async with Sandbox() as sandbox:
        for number in range(people):
            sandbox.messenger.add_person(f"Reader {number}").began = True
        address.send((sandbox.url, sorted(sandbox.messenger.people)))
        await asyncio.Event().wait()
