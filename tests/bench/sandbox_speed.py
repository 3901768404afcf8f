"""``python -m tests.bench.sandbox_speed``: what the sandbox itself takes, so that no benchmark measures it unawares.

A sandbox in a process of its own answers sendMessage over keep-alive connections; the client writes prepared bytes and
reads no JSON. Told are messages a second, the sandbox's processor time for each (which a busy machine changes least),
and how much its memory grew for each message that it stores.
"""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.bench.local_telegram import local_telegram
from tests.bench.message import BOLD, BUTTONS, TEXT
from tests.bench.results import parser, present

HEADING = "The sandbox itself"

CONNECTIONS = 16
PEOPLE = 50

WANTED_RATE, WANTED_BYTES = 1500, 2048
"""Messages a second, and bytes for each that is stored, which the sandbox promises on two cores."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a run took: messages a second, milliseconds of the sandbox's processor and bytes of memory for each."""

    rate: float
    cpu_ms: float
    memory: float


def alike(number: int) -> dict[str, Any]:
    """A message of a campaign: 2,000 characters with ten entities, the same for everyone."""
    return {"text": TEXT, "entities": [bold(offset, length) for offset, length in BOLD]}


def different(number: int) -> dict[str, Any]:
    """An answer to somebody: 200 characters with two entities, like no other."""
    return {"text": f"{number}: {TEXT}"[:200], "entities": [bold(0, 3), bold(20, 9)]}


MESSAGES = {
    "alike: 2,000 characters with ten entities": alike,
    "all different: 200 characters with two entities": different,
}


def bold(offset: int, length: int) -> dict[str, Any]:
    """A bold stretch, in UTF-16 code units."""
    return {"type": "bold", "offset": offset, "length": length}


def request(host: str, path: str, chat_id: int, message: dict[str, Any]) -> bytes:
    """A whole sendMessage over HTTP, with two buttons."""
    buttons = [{"text": label, "callback_data": data} for label, data in BUTTONS]
    body = json.dumps({"chat_id": chat_id, **message, "reply_markup": {"inline_keyboard": [buttons]}}).encode()
    fields = {"Host": host, "Content-Type": "application/json", "Content-Length": len(body)}
    head = "".join([f"POST {path} HTTP/1.1\r\n", *(f"{name}: {value}\r\n" for name, value in fields.items()), "\r\n"])
    return head.encode() + body


async def send(host: str, requests: Iterator[bytes]) -> None:
    """One connection: a request, its answer, the next."""
    name, _, port = host.partition(":")
    reader, writer = await asyncio.open_connection(name, int(port))
    for each in requests:
        writer.write(each)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"refused: {head!r}")
        await reader.readexactly(int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]))
    writer.close()
    await writer.wait_closed()


def memory_of(process: int) -> int:
    """Resident bytes of a process (Linux)."""
    return int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def cpu_of(process: int) -> float:
    """Seconds of the processor that a process has had (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def measure(messages: int, warm: int, message: Callable[[int], dict[str, Any]]) -> Taken:
    """Send ``messages``, after so many more that fill the call log and the journal, which keep their size."""
    with local_telegram(PEOPLE) as telegram:
        host, path = urlsplit(telegram.url).netloc, f"/bot{telegram.token}/sendMessage"

        async def run(first: int, count: int) -> None:
            requests = (
                request(host, path, telegram.chats[number % PEOPLE], message(number))
                for number in range(first, first + count)
            )
            await asyncio.gather(*(send(host, requests) for _ in range(CONNECTIONS)))

        await run(0, warm)
        began, cpu, memory = time.perf_counter(), cpu_of(telegram.process), memory_of(telegram.process)
        await run(warm, messages)
        seconds = time.perf_counter() - began
        return Taken(
            messages / seconds,
            (cpu_of(telegram.process) - cpu) * 1000 / messages,
            (memory_of(telegram.process) - memory) / messages,
        )


def table(taken: dict[str, Taken]) -> str:
    """The result as a Markdown table."""
    lines = ["| messages | a second | CPU for each | memory for each |", "| --- | ---: | ---: | ---: |"]
    lines += [
        f"| {name} | {one.rate:,.0f} | {one.cpu_ms:.2f} ms | {one.memory:,.0f} bytes |" for name, one in taken.items()
    ]
    return "\n".join([*lines, f"| promised | at least {WANTED_RATE:,} | | at most {WANTED_BYTES:,} bytes |"])


def main() -> None:
    """Measures, prints, and keeps the result where asked to."""
    arguments = parser("tests.bench.sandbox_speed", __doc__)
    arguments.add_argument("--messages", type=int, default=20_000, help="(default: %(default)s)")
    arguments.add_argument("--warm", type=int, default=12_000, help="messages before (default: %(default)s)")
    asked = arguments.parse_args()
    taken = {name: asyncio.run(measure(asked.messages, asked.warm, message)) for name, message in MESSAGES.items()}
    about = "What a message costs the server, so that no benchmark measures it unawares."
    present(HEADING, "tests.bench.sandbox_speed", about, table(taken), record=asked.record)


if __name__ == "__main__":
    main()
