"""A PostgreSQL of the test's own, which it may stop and start; the others share one that stays up."""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.sandbox.client import PATIENCE

QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=", "max_connections=100")
"""Nothing here has to survive a power cut."""


class OwnPostgres:
    """A server whose data lie in ``folder``; it listens on a socket there."""

    def __init__(self, folder: Path, programs: Path) -> None:
        """``programs`` is where ``initdb`` and ``postgres`` are."""
        self.folder = folder
        self._programs = programs
        self._server: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        """Its first database."""
        return f"postgresql+asyncpg://postgres@/postgres?host={self.folder}"

    async def is_made(self) -> None:
        """Make its data, owned by whoever it runs as: it refuses to run as root."""
        if os.getuid() == 0:
            shutil.chown(self.folder, _servant().pw_uid, _servant().pw_gid)
        how = ("--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
        made = await self._begins("initdb", f"--pgdata={self.folder / 'data'}", *how)
        assert await made.wait() == 0, (self.folder / "log").read_text()

    async def starts(self) -> None:
        """Start it, and wait until it takes connections."""
        settings = [part for setting in QUICK for part in ("-c", setting)]
        self._server = await self._begins(
            "postgres", "-D", str(self.folder / "data"), "-k", str(self.folder), *settings
        )
        async with asyncio.timeout(PATIENCE):
            while not await self._accepts():
                assert self._server.returncode is None, (self.folder / "log").read_text()
                await asyncio.sleep(0.05)

    async def stops(self) -> None:
        """Stop it at once: whoever is connected is thrown out."""
        if self._server is not None and self._server.returncode is None:
            self._server.send_signal(signal.SIGINT)
            async with asyncio.timeout(PATIENCE):
                await self._server.wait()

    async def _accepts(self) -> bool:
        asked = await self._begins("pg_isready", "--quiet", f"--host={self.folder}")
        return await asked.wait() == 0

    async def _begins(self, program: str, *arguments: str) -> asyncio.subprocess.Process:
        who = _servant() if os.getuid() == 0 else None
        with (self.folder / "log").open("ab") as log:
            return await asyncio.create_subprocess_exec(
                str(self._programs / program),
                *arguments,
                cwd=self.folder,
                stdout=log,
                stderr=log,
                user=who and who.pw_uid,
                group=who and who.pw_gid,
                extra_groups=() if who else None,
            )


def _servant() -> pwd.struct_passwd:
    """Whoever serves instead of root."""
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _programs() -> Path | None:
    """Debian keeps them off the PATH, in a folder for each version: the newest is taken."""
    found = shutil.which("postgres")
    if found is not None:
        return Path(found).resolve().parent
    folders = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    newest = max(folders, key=lambda path: int(path.parents[1].name), default=None)
    return None if newest is None else newest.parent


@asynccontextmanager
async def own_postgres() -> AsyncIterator[OwnPostgres]:
    """A server that has been made and not started; gone at the end. The test is skipped where there are no programs."""
    programs = _programs()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed here: apt-get install postgresql")
    # Not in the test's own folder: a socket's path has room for about a hundred characters, and root's is closed.
    folder = Path(tempfile.mkdtemp(prefix="broadsheet-postgres.", dir="/tmp"))
    server = OwnPostgres(folder, programs)
    try:
        await server.is_made()
        yield server
    finally:
        await server.stops()
        shutil.rmtree(folder)
