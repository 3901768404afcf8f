"""Originals: fetched once, kept whole under their hash, and given up only when they cannot be had."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Row, select

from bot.core.halting import Halted
from bot.core.pacing import Gate
from bot.core.parts import Media, MediaKind
from bot.gateway.courier import Courier
from bot.gateway.media_keeping import FIRST_PAUSE, TRIES, MediaKeeper
from bot.gateway.transport import Transport
from bot.sandbox.client import PATIENCE, Person, World
from bot.sandbox.server import Sandbox
from bot.storage import media, tables
from bot.storage.engine import Database
from bot.storage.for_gateway import MediaStore

CONTENT = b"%PDF-1.7 the Office's report"


class Archive:
    """Olga's files at Telegram, and the folder in which they are kept."""

    def __init__(self, database: Database, sandbox: Sandbox, world: World, olga: Person, folder: Path) -> None:
        self.database = database
        self.sandbox = sandbox
        self.world = world
        self.olga = olga
        self.folder = folder
        self.now = datetime(2026, 3, 27, 20, 0, tzinfo=UTC)

    async def wants(self, content: bytes = CONTENT, size: int | None = None) -> str:
        """A document of hers is to be kept; its unique id."""
        message = await self.olga.sends(document={"data": content, "name": "report.pdf"})
        document = message["document"]
        item = Media(MediaKind.DOCUMENT, document["file_id"], document["file_unique_id"], size)
        await self.database.write(lambda tx: media.want(tx, [item], self.now))
        return str(document["file_unique_id"])

    async def row(self, unique_id: str) -> Row[tuple[object, ...]]:
        """What is known of it."""
        async with self.database.read() as tx:
            return (await tx.execute(select(tables.media).where(tables.media.c.unique_id == unique_id))).one()

    def files(self) -> dict[str, bytes]:
        """All that lies in the folder, by name."""
        return {path.name: path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}

    @asynccontextmanager
    async def keeper(self) -> AsyncIterator[MediaKeeper]:
        """At work; its failure is the test's."""
        sandbox = self.sandbox
        transport = Transport(sandbox.token)
        async with (
            asyncio.timeout(PATIENCE),
            Courier(transport, Gate(100), api_url=sandbox.url, token=sandbox.token) as courier,
            asyncio.TaskGroup() as group,
        ):
            keeper = MediaKeeper(MediaStore(self.database), courier, self.folder, lambda: self.now)
            running = group.create_task(keeper.run())
            yield keeper
            running.cancel()

    async def comes_to(self, unique_id: str, state: media.State) -> Row[tuple[object, ...]]:
        """Until the original is there."""
        async with asyncio.timeout(PATIENCE):
            while (row := await self.row(unique_id)).state != state:  # noqa: ASYNC110 — what it asks for has no event
                await asyncio.sleep(0.005)
        return row

    async def is_put_off(self, unique_id: str) -> Row[tuple[object, ...]]:
        """Until it is wanted later than now."""
        async with asyncio.timeout(PATIENCE):
            while (row := await self.row(unique_id)).due_at <= self.now:  # noqa: ASYNC110 — what it asks for has no event
                await asyncio.sleep(0.005)
        assert row.state == media.State.WANTED
        return row


@pytest.fixture
async def archive(database: Database, tmp_path: Path) -> AsyncIterator[Archive]:
    async with Sandbox() as sandbox, World(sandbox.url) as world:
        olga = await world.person("Olga")
        await olga.starts()
        yield Archive(database, sandbox, world, olga, tmp_path / "media")


async def test_an_original_is_kept_under_its_hash(archive: Archive) -> None:
    unique_id = await archive.wants()

    async with archive.keeper():
        row = await archive.comes_to(unique_id, media.State.KEPT)

    digest = hashlib.sha256(CONTENT).hexdigest()
    assert archive.files() == {digest: CONTENT}
    assert (archive.folder / digest[:2] / digest).is_file()
    assert (row.sha256, row.size) == (digest, len(CONTENT))


async def test_what_is_the_same_lies_there_once(archive: Archive) -> None:
    first, second = await archive.wants(), await archive.wants()

    async with archive.keeper():
        for unique_id in (first, second):
            await archive.comes_to(unique_id, media.State.KEPT)

    assert len(archive.files()) == 1


async def test_what_is_kept_is_not_fetched_again_after_a_restart(archive: Archive) -> None:
    first = await archive.wants()
    async with archive.keeper():
        await archive.comes_to(first, media.State.KEPT)
    second = await archive.wants(b"another")

    async with archive.keeper():
        await archive.comes_to(second, media.State.KEPT)

    assert len(await archive.world.calls("getFile")) == 2


async def test_a_half_written_file_of_an_earlier_run_is_replaced(archive: Archive) -> None:
    digest = hashlib.sha256(CONTENT).hexdigest()
    part = archive.folder / digest[:2] / f"{digest}.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(CONTENT[:5])
    unique_id = await archive.wants()

    async with archive.keeper():
        await archive.comes_to(unique_id, media.State.KEPT)

    assert archive.files() == {digest: CONTENT}


async def test_what_is_too_big_for_a_bot_is_given_up_at_once(archive: Archive) -> None:
    await archive.world.faults("getFile", code=400, description="Bad Request: file is too big")
    big, small = await archive.wants(), await archive.wants(b"small")

    async with archive.keeper():
        await archive.comes_to(big, media.State.TOO_BIG)
        await archive.comes_to(small, media.State.KEPT)

    assert len(await archive.world.calls("getFile")) == 2


async def test_what_cannot_be_had_is_tried_eight_times_ever_more_rarely_and_then_lost(archive: Archive) -> None:
    await archive.world.faults("getFile", code=400, description="Bad Request: wrong file_id", times=None)
    unique_id = await archive.wants()
    began = archive.now

    async with archive.keeper() as keeper:
        for attempt in range(1, TRIES):
            row = await archive.is_put_off(unique_id)
            assert row.tries == attempt
            assert row.due_at - archive.now == FIRST_PAUSE * 2 ** (attempt - 1)
            archive.now = row.due_at
            keeper.wake()
        await archive.comes_to(unique_id, media.State.LOST)

    assert len(await archive.world.calls("getFile")) == TRIES == 8
    assert timedelta(hours=2) < archive.now - began < timedelta(hours=3)


@pytest.mark.parametrize("trouble", [{"code": 429, "retry_after": 600}])
async def test_waiting_is_no_attempt(archive: Archive, trouble: dict[str, int]) -> None:
    await archive.world.faults("getFile", **trouble)
    unique_id = await archive.wants()

    async with archive.keeper() as keeper:
        row = await archive.is_put_off(unique_id)
        assert row.tries == 0
        assert row.due_at - archive.now == timedelta(seconds=600)
        archive.now = row.due_at
        keeper.wake()
        await archive.comes_to(unique_id, media.State.KEPT)


async def test_while_telegram_cannot_be_reached_no_attempt_is_counted(archive: Archive) -> None:
    unique_id = await archive.wants()
    await archive.sandbox.stop()

    async with archive.keeper() as keeper:
        for _ in range(TRIES + 1):
            row = await archive.is_put_off(unique_id)
            assert row.tries == 0
            archive.now = row.due_at
            keeper.wake()
        await archive.is_put_off(unique_id)
        await archive.sandbox.start()
        archive.now += FIRST_PAUSE
        keeper.wake()
        await archive.comes_to(unique_id, media.State.KEPT)


async def test_a_folder_that_cannot_be_written_loses_nothing(archive: Archive) -> None:
    archive.folder.write_bytes(b"in the way")
    unique_id = await archive.wants()

    async with archive.keeper() as keeper:
        row = await archive.is_put_off(unique_id)
        assert row.tries == 0
        archive.folder.unlink()
        archive.now = row.due_at
        keeper.wake()
        await archive.comes_to(unique_id, media.State.KEPT)


async def test_a_revoked_token_ends_it_and_gives_nothing_up(archive: Archive) -> None:
    await archive.world.faults("getFile", code=401)
    unique_id = await archive.wants()

    with pytest.RaisesGroup(Halted):
        async with archive.keeper():
            await asyncio.Event().wait()

    assert (await archive.row(unique_id)).state == media.State.WANTED
