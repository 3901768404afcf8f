"""What the gateway asks of storage, each in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from bot.core.parts import Wanted
from bot.core.text_forms import TextForm
from bot.core.updates import WaitingUpdate
from bot.storage import inbox, media, text_forms
from bot.storage.engine import Database


class InboxStore:
    """The inbox, as the poller and the dispatcher use it."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        chat_of: Callable[[Mapping[str, Any]], int],
        stored: Callable[[], None],
    ) -> None:
        """``chat_of`` says which chat an update belongs to; ``stored`` is called after each commit."""
        self._database = database
        self._clock = clock
        self._chat_of = chat_of
        self._stored = stored

    async def next_offset(self) -> int | None:
        """The last stored update's id + 1; None after a week without any."""
        async with self._database.read() as tx:
            return await inbox.next_offset(tx, self._clock())

    async def store(self, updates: list[dict[str, Any]]) -> None:
        """Keeps raw updates and commits; one that is there already is left alone."""
        rows = [(update["update_id"], self._chat_of(update), update) for update in updates]
        await self._database.write(lambda tx: inbox.add(tx, rows, self._clock()))
        self._stored()

    async def waiting(self, busy: Collection[int], now: datetime, limit: int) -> list[WaitingUpdate]:
        """The oldest waiting update of each chat that is not busy."""
        async with self._database.read() as tx:
            return await inbox.waiting(tx, busy, now, limit)

    async def next_due(self, now: datetime) -> datetime | None:
        """When an update is due that is held back for another try."""
        async with self._database.read() as tx:
            return await inbox.next_due(tx, now)

    async def untouched(self, update: WaitingUpdate) -> bool:
        """Whether it is neither done nor set aside nor put off."""
        async with self._database.read() as tx:
            found = await inbox.find(tx, update.update_id)
        return found is not None and found.tries == update.tries

    async def put_off(self, update: WaitingUpdate, due_at: datetime) -> None:
        """Counts a failed attempt, and holds the update and its chat until then."""
        await self._database.write(lambda tx: inbox.try_again(tx, update.update_id, "swallowed", due_at))


class MediaStore:
    """Originals that are to be kept, as the keeper uses them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def wanted(self, now: datetime, limit: int) -> list[Wanted]:
        """Originals that are due to be fetched."""
        async with self._database.read() as tx:
            return await media.wanted(tx, now, limit)

    async def kept(self, unique_id: str, sha256: str, size: int) -> None:
        """The original lies in the media folder under its hash."""
        await self._database.write(lambda tx: media.kept(tx, unique_id, sha256, size))

    async def put_off(self, unique_id: str, due_at: datetime, *, counted: bool = True) -> None:
        """Fetching failed for now; ``counted`` says whether that was an attempt."""
        await self._database.write(lambda tx: media.put_off(tx, unique_id, due_at, counted=counted))

    async def give_up(self, unique_id: str, *, too_big: bool) -> None:
        """The original cannot be had."""
        state = media.State.TOO_BIG if too_big else media.State.LOST
        await self._database.write(lambda tx: media.give_up(tx, unique_id, state))


class DocumentStore:
    """Documents that are to take the place of a draft, as their fetcher uses them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def wanted(self, now: datetime, limit: int) -> list[TextForm]:
        """Those that are due."""
        async with self._database.read() as tx:
            return await text_forms.wanted(tx, now, limit)

    async def put_off(self, form: TextForm, due_at: datetime, *, counted: bool) -> None:
        """It could not be had now; ``counted`` says whether that was an attempt."""
        await self._database.write(lambda tx: text_forms.put_off(tx, form.id, due_at, counted=counted))
