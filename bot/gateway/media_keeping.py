"""Fetches the originals of what posts show and keeps them by hash (architecture, decision 14).

Telegram's file ids belong to one bot; the files beside the database outlive its account.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from bot.core.halting import Halted
from bot.core.outcomes import Halt, Rejected, Unsent, Wait
from bot.core.parts import Wanted
from bot.gateway.fetching import Files, fetch

TRIES = 8
"""Attempts, the last after about two hours; then the original counts as lost. While Telegram cannot be reached or asks
to wait, none is counted."""

FIRST_PAUSE = timedelta(minutes=1)
"""Time before the second attempt; it doubles with each."""

LOOK = 30.0
"""Seconds between two looks at the table; whoever wants a file kept calls :meth:`MediaKeeper.wake`."""

_AT_A_TIME = 10

_log = logging.getLogger(__name__)


class WantedMedia(Protocol):
    """Which originals are to be kept (``bot.storage.for_gateway``)."""

    async def wanted(self, now: datetime, limit: int) -> list[Wanted]:
        """Those that are due."""

    async def kept(self, unique_id: str, sha256: str, size: int) -> None:
        """The file lies in the folder."""

    async def put_off(self, unique_id: str, due_at: datetime, *, counted: bool = True) -> None:
        """It could not be had now; ``counted`` says whether that was an attempt."""

    async def give_up(self, unique_id: str, *, too_big: bool) -> None:
        """It cannot be had at all."""


class MediaKeeper:
    """Keeps originals in ``folder``, for ever."""

    def __init__(self, media: WantedMedia, courier: Files, folder: Path, clock: Callable[[], datetime]) -> None:
        """``folder`` is made when the first file comes."""
        self._media = media
        self._courier = courier
        self._folder = folder
        self._clock = clock
        self._news = asyncio.Event()

    def wake(self) -> None:
        """A file is wanted."""
        self._news.set()

    async def run(self) -> None:
        """Until cancelled; raises :class:`Halted` when Telegram no longer takes the token."""
        while True:
            self._news.clear()
            while wanted := await self._media.wanted(self._clock(), _AT_A_TIME):
                for original in wanted:
                    await self._keep(original)
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK):
                    await self._news.wait()

    async def _keep(self, original: Wanted) -> None:
        """One attempt: kept, given up or put off, but never left as it was."""
        now = self._clock()
        outcome = await fetch(self._courier, original.file_id)
        match outcome:
            case bytes():
                try:
                    digest = await asyncio.to_thread(_write, self._folder, outcome)
                except OSError as error:
                    _log.error("an original cannot be written: %s", error.strerror or type(error).__name__)
                    await self._media.put_off(original.unique_id, now + FIRST_PAUSE, counted=False)
                else:
                    await self._media.kept(original.unique_id, digest, len(outcome))
            case Halt(conflict=False, reason=reason):
                raise Halted(reason)
            case Rejected(reason) if "too big" in reason.lower():
                await self._media.give_up(original.unique_id, too_big=True)
            case Wait(seconds):
                pause = max(FIRST_PAUSE, timedelta(seconds=seconds))
                await self._media.put_off(original.unique_id, now + pause, counted=False)
            case Unsent():
                await self._media.put_off(original.unique_id, now + FIRST_PAUSE, counted=False)
            case _ if original.tries + 1 >= TRIES:
                _log.warning("an original could not be fetched: %s", outcome)
                await self._media.give_up(original.unique_id, too_big=False)
            case _:
                await self._media.put_off(original.unique_id, now + FIRST_PAUSE * 2**original.tries)


def _write(folder: Path, content: bytes) -> str:
    """Puts the bytes into the folder under their hash, whole or not at all; gives back the hash."""
    digest = hashlib.sha256(content).hexdigest()
    target = folder / digest[:2] / digest
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{digest}.part")
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
        _sync(target.parent)
    return digest


def _sync(folder: Path) -> None:
    """The new name survives a power failure, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
