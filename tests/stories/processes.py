"""The bot as a process of its own, for stories in which it is killed, asked to end, or listened to."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import sys
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.sandbox.client import PATIENCE
from bot.sandbox.server import Sandbox


class BotProcess:
    """``python -m bot run``, as often as it is started; :attr:`output` is all that it has ever written.

    Leaving ``async with`` kills it if it still runs; an error that passes by takes the output along.
    """

    def __init__(self, sandbox: Sandbox, database_url: str, folder: Path, **changed: str) -> None:
        """``changed`` are settings that differ, by their names in small letters without the prefix."""
        settings = {
            "bot_token": sandbox.token,
            "api_url": sandbox.url,
            "database_url": database_url,
            "media_dir": str(folder / "media"),
            "blog_title": "The Long View",
            "send_delay": "0",
            "notice_delay": "0",
        }
        surroundings = {name: value for name, value in os.environ.items() if not name.startswith("BROADSHEET_")}
        self.environment = surroundings | {
            f"BROADSHEET_{name.upper()}": value for name, value in (settings | changed).items()
        }
        self.folder = folder
        self.output = ""
        self._process: asyncio.subprocess.Process | None = None
        self._listening: asyncio.Task[None] | None = None
        self._news = asyncio.Event()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.is_killed()
        if error is not None:
            error.add_note(f"The bot has written:\n{self.output}")

    async def starts(self) -> None:
        """Start it; what it says comes later."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bot", "run"),
            cwd=self.folder,
            env=self.environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        assert self._process.stdout is not None
        self._listening = asyncio.create_task(self._listens(self._process.stdout))

    async def is_killed(self) -> None:
        """SIGKILL: it has no time for anything."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self.ends()

    async def is_asked_to_end(self) -> int:
        """SIGTERM; gives the exit code."""
        self.gets_sigterm()
        return await self.ends()

    def gets_sigterm(self) -> None:
        """SIGTERM, without waiting."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)

    def is_paused(self) -> None:
        """SIGSTOP: nothing of it runs, though the system goes on to carry its bytes."""
        os.kill(self.pid, signal.SIGSTOP)

    def goes_on(self) -> None:
        """SIGCONT, and it does not know that time has passed."""
        os.kill(self.pid, signal.SIGCONT)

    @property
    def pid(self) -> int:
        """The number of the process that was started last."""
        assert self._process is not None
        return self._process.pid

    async def ends(self) -> int:
        """Wait until it has ended, and all that it wrote is read; gives the exit code."""
        assert self._process is not None
        assert self._listening is not None
        await self._listening
        return await self._process.wait()

    async def says(self, text: str, *, times: int = 1, patience: float = PATIENCE) -> str:
        """Wait until it has written that text so often, counted from its first start; gives the last such line."""
        async with asyncio.timeout(patience):
            while self.output.count(text) < times:
                self._news.clear()
                await self._news.wait()
        return [line for line in self.output.splitlines() if text in line][-1]

    async def _listens(self, stream: asyncio.StreamReader) -> None:
        while line := await stream.readline():
            self.output += line.decode()
            self._news.set()


_SPAWNER = multiprocessing.get_context("forkserver")
_SPAWNER.set_forkserver_preload(["bot.cli"])


class ForkedBot(BotProcess):
    """The same command in a process that is forked off one which has imported the bot already.

    Starting Python and importing takes more than a second each time, which is most of what a short life costs.
    """

    _forked: ForkServerProcess | None = None

    async def starts(self) -> None:
        """Start it; what it says comes later."""
        reading, writing = _SPAWNER.Pipe(duplex=False)
        self._forked = _SPAWNER.Process(target=_run, args=(self.environment, self.folder, writing), daemon=True)
        await asyncio.to_thread(self._forked.start)
        writing.close()
        stream = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(stream), os.fdopen(os.dup(reading.fileno()), "rb", 0)
        )
        reading.close()
        self._listening = asyncio.create_task(self._listens(stream))

    async def is_killed(self) -> None:
        """SIGKILL: it has no time for anything."""
        if self._forked is not None and self._forked.is_alive():
            self._forked.kill()
            await self.ends()

    def gets_sigterm(self) -> None:
        """SIGTERM, without waiting."""
        assert self._forked is not None
        self._forked.terminate()

    @property
    def pid(self) -> int:
        """The number of the process that was started last."""
        assert self._forked is not None
        assert self._forked.pid is not None
        return self._forked.pid

    async def ends(self) -> int:
        """Wait until it has ended, and all that it wrote is read; gives the exit code."""
        assert self._forked is not None
        assert self._listening is not None
        await self._listening
        await asyncio.to_thread(self._forked.join)
        assert self._forked.exitcode is not None
        return self._forked.exitcode


def _run(environment: dict[str, str], folder: Path, writing: Connection) -> None:
    """``broadsheet run`` in the child."""
    from bot.cli import app

    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    os.dup2(writing.fileno(), 1)
    os.dup2(writing.fileno(), 2)
    writing.close()
    app(["run"])
