"""Fetches the documents that are to take the place of a draft, and hands their bytes to whoever reads them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Protocol

from bot.core.halting import Halted
from bot.core.outcomes import Halt, Unsent, Wait
from bot.core.text_forms import TextForm
from bot.gateway.fetching import Files, fetch

TRIES = 4
"""Attempts, the last after some seven seconds: the author waits. While Telegram cannot be reached, none is counted."""

FIRST_PAUSE = timedelta(seconds=1)
"""Time before the second attempt; it doubles with each."""

LOOK = 5.0
"""Seconds between two looks at the table; whoever wants a document calls :meth:`DocumentFetcher.wake`."""

_AT_A_TIME = 10


Arrived = Callable[[TextForm, bytes | None], Awaitable[None]]
"""Gets the bytes of a document, or None when they cannot be had."""


class WantedDocuments(Protocol):
    """Which documents are to be fetched (``bot.storage.for_gateway``)."""

    async def wanted(self, now: datetime, limit: int) -> list[TextForm]:
        """Those that are due."""

    async def put_off(self, form: TextForm, due_at: datetime, *, counted: bool) -> None:
        """It could not be had now; ``counted`` says whether that was an attempt."""


class DocumentFetcher:
    """Fetches documents, for ever."""

    def __init__(
        self,
        documents: WantedDocuments,
        courier: Files,
        clock: Callable[[], datetime],
    ) -> None:
        self._documents = documents
        self._courier = courier
        self._clock = clock
        self._news = asyncio.Event()

    def wake(self) -> None:
        """A document is wanted."""
        self._news.set()

    async def run(self, arrived: Arrived) -> None:
        """Until cancelled; raises :class:`Halted` when Telegram no longer takes the token.

        ``arrived`` sees to it that a document is not wanted any more.
        """
        while True:
            self._news.clear()
            while wanted := await self._documents.wanted(self._clock(), _AT_A_TIME):
                for form in wanted:
                    await self._fetch(form, arrived)
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK):
                    await self._news.wait()

    async def _fetch(self, form: TextForm, arrived: Arrived) -> None:
        """One attempt: handed on, given up or put off, but never left as it was.

        It is counted before it is handed on, so that a document at which its reader fails does not come for ever, and
        before all others.
        """
        now, next_at = self._clock(), self._clock() + FIRST_PAUSE * 2**form.tries
        if form.tries >= TRIES:
            await arrived(form, None)
            return
        match await fetch(self._courier, form.file_id):
            case bytes() as content:
                await self._documents.put_off(form, next_at, counted=True)
                await arrived(form, content)
            case Halt(conflict=False, reason=reason):
                raise Halted(reason)
            case Wait(seconds):
                await self._documents.put_off(form, now + timedelta(seconds=seconds), counted=False)
            case Unsent():
                await self._documents.put_off(form, now + FIRST_PAUSE, counted=False)
            case _ if form.tries + 1 >= TRIES:
                await arrived(form, None)
            case _:
                await self._documents.put_off(form, next_at, counted=True)
