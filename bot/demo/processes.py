"""Starting commands of Broadsheet in processes of their own, hearing what they say, and ending them in any case."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path

TO_START = 60.0
"""Seconds that a command has to say what is waited for: two or three, but on a machine that is busy otherwise."""

TO_END = 12.0
"""Seconds that a command has to end when asked: a bot gives what is under way ten."""

INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "PYTHONPATH")
"""What of the environment goes along. No setting of Broadsheet's does: they are the demo's own."""

_LAST_LINES = 12


class EndedEarlyError(Exception):
    """A process ended that should have gone on, or did not start in time. The message says what it said last."""


class Program:
    """A running ``broadsheet`` command. Use :func:`running`."""

    def __init__(self, name: str, process: Process) -> None:
        self._name = name
        self._process = process
        self._lines: deque[str] = deque(maxlen=500)
        self._silent = False
        self._news = asyncio.Condition()
        self._listening = asyncio.create_task(self._listen())

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    async def says(self, pattern: str) -> str:
        """Waits for a line with that in it; what its first group has. Raises :class:`EndedEarlyError`."""
        found: list[str] = []

        def heard() -> bool:
            found.extend(match[1] for line in self._lines if (match := re.search(pattern, line)))
            return bool(found) or self._silent

        with suppress(TimeoutError):
            async with asyncio.timeout(TO_START), self._news:
                await self._news.wait_for(heard)
        if not found:
            raise EndedEarlyError(f"{self._name} did not start.\n{self.last_words()}")
        return found[0]

    async def ends_early(self) -> None:
        """Waits until the process ends, and raises :class:`EndedEarlyError` then."""
        code = await self._process.wait()
        await self._listening
        raise EndedEarlyError(f"{self._name} ended by itself, with exit code {code}.\n{self.last_words()}")

    def last_words(self) -> str:
        """The last lines of its output and its log."""
        return "\n".join(list(self._lines)[-_LAST_LINES:])

    async def end(self) -> None:
        """Asks the process to end, and ends it if it does not."""
        with suppress(ProcessLookupError):
            self._process.terminate()
        try:
            async with asyncio.timeout(TO_END):
                await self._process.wait()
        except TimeoutError:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()
        await self._listening

    async def _listen(self) -> None:
        stdout = self._process.stdout
        assert stdout is not None
        async for line in stdout:
            async with self._news:
                self._lines.append(line.decode(errors="replace").rstrip())
                self._news.notify_all()
        async with self._news:
            self._silent = True
            self._news.notify_all()


@asynccontextmanager
async def running(name: str, *arguments: str, folder: Path, settings: Mapping[str, str]) -> AsyncIterator[Program]:
    """``broadsheet`` with these arguments in that folder, until the context ends.

    ``name`` is what people call it. Its environment holds ``settings`` and little else. It does not get the terminal's
    Ctrl-C: whoever started it ends it.
    """
    environment = {variable: os.environ[variable] for variable in INHERITED if variable in os.environ}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        cwd=folder,
        env={**environment, **settings},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=PIPE,
        stderr=STDOUT,
        start_new_session=True,
    )
    program = Program(name, process)
    try:
        yield program
    finally:
        await program.end()
