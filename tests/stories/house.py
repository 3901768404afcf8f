"""Olga's house: her readers, a campaign that lasts some seconds, and several processes that could serve them."""

from __future__ import annotations

from contextlib import AsyncExitStack
from pathlib import Path

from sqlalchemy import select

from bot.core.deliveries import DeliveryState
from bot.sandbox.client import PATIENCE, Person, World
from bot.sandbox.server import Sandbox
from bot.storage.engine import Database
from bot.storage.tables import deliveries
from tests.stories.processes import BotProcess, ForkedBot
from tests.stories.relay import Relay, through, to_postgres, to_telegram
from tests.stories.stage import copies_of

RUNNING = "Broadsheet is running"
STANDING_BY = "Standing by: another process works."
LOST = "the lease is lost"
AWAY = "The database does not answer"

READERS = 30
RATE = "6"
"""Messages a second: the campaign lasts five seconds, and what happens in the middle of it does."""

TAKEN_OVER = 15.0
"""Seconds in which another process works after the first has died or hangs (issue 5)."""

HEADLINE, TEXT = "The barrier held", "For the whole night."


class House:
    """A Telegram, a database, and whoever comes."""

    def __init__(self, sandbox: Sandbox, world: World, url: str, folder: Path, stack: AsyncExitStack) -> None:
        self.world = world
        self.url = url
        self._sandbox = sandbox
        self._folder = folder
        self._stack = stack
        self.readers: list[Person] = []

    async def process(self, database: Relay | None = None) -> tuple[BotProcess, Relay]:
        """A process that has not started yet, and its wire to Telegram; ``database`` is the one to its database."""
        wire = await self._stack.enter_async_context(to_telegram(self._sandbox.port))
        url = self.url if database is None else through(database, self.url)
        settings = {"api_url": f"http://127.0.0.1:{wire.port}", "send_rate": RATE, "on_uncertain": "hold"}
        bot = ForkedBot(self._sandbox, url, self._folder, **settings)
        return await self._stack.enter_async_context(bot), wire

    async def opens(self, database: Relay | None = None) -> tuple[tuple[BotProcess, Relay], tuple[BotProcess, Relay]]:
        """Two processes: the first works, and readers have come; the second stands by."""
        (first, wire), (second, quiet) = await self.process(database), await self.process()
        await self.fills(first)
        await second.starts()
        await second.says(STANDING_BY, patience=PATIENCE)
        return (first, wire), (second, quiet)

    async def database_wire(self) -> Relay:
        """A wire to PostgreSQL."""
        return await self._stack.enter_async_context(to_postgres(self.url))

    async def fills(self, first: BotProcess) -> None:
        """The first process starts; Olga and the readers come."""
        await first.starts()
        claim = await first.says("no owner yet", patience=PATIENCE)
        self.olga = await self.world.person("Olga")
        await self.olga.follows(claim.split()[-1])
        self.readers = [await self.world.person(f"Reader {number}") for number in range(READERS)]
        for reader in self.readers:
            await reader.starts()
        for reader in self.readers:
            await reader.sees("You will get new posts", timeout=PATIENCE)

    async def is_in_the_middle(self) -> None:
        """Olga sends a post; returns when a third of the readers have it."""
        await self.olga.says(f"{HEADLINE}\n\n{TEXT}")
        await self.olga.presses("Publish", wait=False, timeout=PATIENCE)
        await self.olga.presses("Send now", wait=False, timeout=PATIENCE)
        await self.readers[READERS // 3].sees(TEXT, timeout=PATIENCE)

    async def all_have_it(self) -> None:
        """The campaign ends; nobody has the post twice, and only those whom the ledger names may be without."""
        await self.olga.sees("went out", timeout=PATIENCE)
        await self.world.quiet(timeout=PATIENCE, settle=0.5)
        copies = {reader.id: await copies_of(reader, TEXT) for reader in self.readers}
        uncertain = await self._uncertain()
        assert {copies[id_] for id_ in copies if id_ not in uncertain} == {1}
        assert max(copies.values()) == 1
        without = [id_ for id_ in uncertain if not copies[id_]]
        assert len(without) <= 0.3 * float(RATE) + 1, "more were claimed than what was about to go"

    async def _uncertain(self) -> set[int]:
        database = Database.open(self.url)
        try:
            async with database.read() as tx:
                rows = (await tx.execute(select(deliveries.c.chat_id, deliveries.c.state))).all()
        finally:
            await database.close()
        assert {row.state for row in rows} <= {DeliveryState.SENT, DeliveryState.UNCERTAIN}
        return {row.chat_id for row in rows if row.state == DeliveryState.UNCERTAIN}
