"""Fetches the originals of what posts show and keeps them by hash (architecture, decision 14).

Telegram's file ids belong to one bot; the files beside the database outlive its account.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from bot.core.calls import Call
from bot.core.outcomes import Halt, Outcome, Rejected, Sent
from bot.core.parts import Wanted
from bot.gateway.courier import DownloadFailed
from bot.gateway.encoding import encode_file_request

TRIES = 8
"""Attempts, the last after about four hours; then the original counts as lost."""

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

    async def put_off(self, unique_id: str, due_at: datetime) -> None:
        """It could not be had now."""

    async def give_up(self, unique_id: str, *, too_big: bool) -> None:
        """It cannot be had at all."""


class Files(Protocol):
    """The courier, as far as it is needed here."""

    async def deliver(self, call: Call) -> Outcome:
        """Makes a call."""

    async def download(self, file_path: str) -> bytes:
        """Fetches a file."""


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
        """Until cancelled."""
        while True:
            self._news.clear()
            while wanted := await self._media.wanted(self._clock(), _AT_A_TIME):
                for original in wanted:
                    await self._keep(original)
            try:
                async with asyncio.timeout(LOOK):
                    await self._news.wait()
            except TimeoutError:
                pass

    async def _keep(self, original: Wanted) -> None:
        outcome = await self._courier.deliver(encode_file_request(original.file_id))
        if isinstance(outcome, Rejected) and "too big" in outcome.reason.lower():
            await self._media.give_up(original.unique_id, too_big=True)
            return
        if isinstance(outcome, Sent) and isinstance(outcome.result, dict) and "file_path" in outcome.result:
            try:
                content = await self._courier.download(outcome.result["file_path"])
            except DownloadFailed as failed:
                outcome = failed.outcome
            else:
                digest = await asyncio.to_thread(_write, self._folder, content)
                await self._media.kept(original.unique_id, digest, len(content))
                return
        if original.tries + 1 >= TRIES or isinstance(outcome, Halt):
            _log.warning("an original could not be fetched: %s", outcome)
            await self._media.give_up(original.unique_id, too_big=False)
            return
        pause = FIRST_PAUSE * 2**original.tries
        await self._media.put_off(original.unique_id, self._clock() + pause)


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
    return digest
