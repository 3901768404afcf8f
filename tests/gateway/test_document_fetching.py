"""Documents that are to take the place of a draft are fetched, a few times if need be."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.halting import Halted
from bot.core.pacing import Gate
from bot.core.people import Profile
from bot.core.richtext import RichText
from bot.core.submissions import Submission
from bot.core.text_forms import TextForm, TextFormState
from bot.gateway.courier import Courier
from bot.gateway.document_fetching import TRIES, DocumentFetcher
from bot.gateway.transport import Transport
from bot.sandbox.client import PATIENCE, World
from bot.sandbox.server import Sandbox
from bot.storage import drafts, people, text_forms
from bot.storage.engine import Database, Transaction
from bot.storage.for_gateway import DocumentStore

NOW = datetime(2026, 3, 27, 20, 0, tzinfo=UTC)
OLGA = Profile(1, "Olga")
CONTENT = b"---\ndraft: 1\n---\n\nIt held."


class Desk:
    """A document of Olga's at Telegram, and what its fetcher does with it."""

    def __init__(self, database: Database, sandbox: Sandbox, world: World) -> None:
        self.database = database
        self.sandbox = sandbox
        self.world = world
        self.now = NOW
        self.arrived: list[bytes | None] = []
        self.readable = True
        self._news = asyncio.Event()

    async def wants(self, file_id: str) -> None:
        """The document is to be fetched."""
        submission = Submission(OLGA, OLGA.id, 7, NOW, RichText())

        async def work(tx: Transaction) -> None:
            await people.subscribe(tx, OLGA, NOW)
            draft = await drafts.begin(tx, OLGA.id, NOW)
            await text_forms.want(tx, draft.id, submission, file_id, NOW)

        await self.database.write(work)

    async def _take(self, form: TextForm, content: bytes | None) -> None:
        if content is not None and not self.readable:
            raise RuntimeError("a bug")
        await self.database.write(lambda tx: text_forms.end(tx, form.id, TextFormState.WANTED, TextFormState.DROPPED))
        self.arrived.append(content)
        self._news.set()

    @asynccontextmanager
    async def fetcher(self, url: str | None = None) -> AsyncIterator[DocumentFetcher]:
        """At work, perhaps with another address of Telegram; its failure is the test's."""
        transport = Transport(self.sandbox.token)
        async with (
            asyncio.timeout(PATIENCE),
            Courier(transport, Gate(100), api_url=url or self.sandbox.url, token=self.sandbox.token) as courier,
            asyncio.TaskGroup() as group,
        ):
            fetcher = DocumentFetcher(DocumentStore(self.database), courier, lambda: self.now)
            running = group.create_task(fetcher.run(self._take))
            yield fetcher
            running.cancel()

    async def has_come(self) -> None:
        """Until it is here, or cannot be had."""
        await self._news.wait()

    async def is_put_off(self) -> TextForm:
        """Until it is wanted later than now."""
        while True:
            async with self.database.read() as tx:
                if not await text_forms.wanted(tx, self.now, 1):
                    (form,) = await text_forms.wanted(tx, self.now + timedelta(hours=1), 1)
                    return form
            await asyncio.sleep(0.005)


@pytest.fixture
async def desk(database: Database) -> AsyncIterator[Desk]:
    async with Sandbox() as sandbox, World(sandbox.url) as world:
        yield Desk(database, sandbox, world)


async def uploaded(desk: Desk, content: bytes = CONTENT) -> str:
    """The file id of a document that Olga has sent."""
    olga = await desk.world.person("Olga", id=OLGA.id)
    await olga.starts()
    message = await olga.sends(document={"data": content, "name": "draft.md"})
    return str(message["document"]["file_id"])


async def test_a_document_is_fetched_and_handed_on(desk: Desk) -> None:
    await desk.wants(await uploaded(desk))
    async with desk.fetcher():
        await desk.has_come()
    assert desk.arrived == [CONTENT]


async def test_what_cannot_be_had_is_given_up_after_a_few_attempts(desk: Desk) -> None:
    await desk.wants(await uploaded(desk))
    await desk.world.faults("getFile", code=500, times=None)
    async with desk.fetcher() as fetcher:
        for attempt in range(1, TRIES):
            form = await desk.is_put_off()
            assert form.tries == attempt
            desk.now += timedelta(minutes=1)
            fetcher.wake()
        await desk.has_come()
    assert desk.arrived == [None]


async def test_a_document_at_which_its_reader_fails_is_given_up_after_as_many_attempts(desk: Desk) -> None:
    await desk.wants(await uploaded(desk))
    desk.readable = False
    for attempt in range(1, TRIES + 1):
        with pytest.raises(ExceptionGroup):
            async with desk.fetcher():
                await asyncio.Event().wait()
        desk.now += timedelta(minutes=1)
        async with desk.database.read() as tx:
            (form,) = await text_forms.wanted(tx, desk.now, 1)
        assert form.tries == attempt
    async with desk.fetcher():
        await desk.has_come()
    assert desk.arrived == [None]


async def test_a_pause_that_telegram_asks_for_is_no_attempt(desk: Desk) -> None:
    await desk.wants(await uploaded(desk))
    await desk.world.faults("getFile", code=429, retry_after=30)
    async with desk.fetcher() as fetcher:
        assert (await desk.is_put_off()).tries == 0
        desk.now += timedelta(minutes=1)
        fetcher.wake()
        await desk.has_come()
    assert desk.arrived == [CONTENT]


async def test_while_telegram_is_away_no_attempt_is_counted(desk: Desk) -> None:
    await desk.wants("a file")
    async with desk.fetcher("http://127.0.0.1:9"):
        assert (await desk.is_put_off()).tries == 0


async def test_a_token_that_is_not_taken_ends_it(desk: Desk) -> None:
    await desk.wants(await uploaded(desk))
    await desk.world.faults("getFile", code=401)
    with pytest.raises(ExceptionGroup) as ended:
        async with desk.fetcher():
            await asyncio.Event().wait()
    assert ended.group_contains(Halted)
    assert desk.arrived == []
