"""Campaigns in a terminal: listed, watched, and controlled as their buttons do it, beside a bot that runs or not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

from bot.core.campaigns import Account, Campaign, CampaignState, Control
from bot.core.speed import Speed
from bot.handlers.controlling import controlled
from bot.rendering.campaign_list import campaign_lines
from bot.rendering.console_texts import ConsoleTexts
from bot.rendering.texts import Texts
from bot.storage import accounts, campaigns
from bot.storage.engine import Database, Transaction

LISTED = 20
"""Campaigns that are listed, the newest ones."""

LOOK = 1.0
"""Seconds between two looks. Each reads all rows of what is on its way, as the status in the chat does."""

RUNNING = (CampaignState.WAITING, CampaignState.PROVING, CampaignState.SENDING)
"""States that change by themselves."""


class CampaignsConsole:
    """One terminal's view of a blog's campaigns; needs a migrated database at ``url``."""

    def __init__(
        self, url: str, texts: Texts, sentences: ConsoleTexts, console: Console, clock: Callable[[], datetime]
    ) -> None:
        self._url = url
        self._texts = texts
        self._sentences = sentences
        self._console = console
        self._clock = clock
        self._speeds: dict[int, Speed] = {}

    async def list(self) -> None:
        """Prints the newest campaigns. What is on its way is looked at twice, so that its pace can be said."""
        async with self._opened() as database:
            found = await self._look(database)
            lines = self._lines(found)
            if any(_runs(account) for account in found):
                await asyncio.sleep(LOOK)
                lines = self._lines(await self._look(database))
            self._console.print(lines)

    async def watch(self) -> None:
        """The same, kept up to date until nothing changes by itself any more."""
        async with self._opened() as database:
            found = await self._look(database)
            with Live(self._lines(found), console=self._console, auto_refresh=False) as live:
                while any(_runs(account) for account in found):
                    await asyncio.sleep(LOOK)
                    found = await self._look(database)
                    live.update(self._lines(found), refresh=True)
            if not self._console.is_terminal:  # where the last line would be left open
                self._console.line()

    async def find(self, campaign_id: int) -> Account | None:
        """What a campaign has come to so far."""
        async with self._opened() as database, database.read() as tx:
            campaign = await campaigns.find(tx, campaign_id)
            return None if campaign is None else await accounts.of_campaign(tx, campaign)

    async def control(self, campaign_id: int, control: Control) -> None:
        """Does what the button does, and prints the campaign. A bot that runs notices within a second.

        Raises ``Refusal`` when it is too late, and when there is nothing to send again.
        """

        async def work(tx: Transaction) -> Campaign:
            await controlled(tx, self._clock(), await campaigns.get(tx, campaign_id), control)
            return await campaigns.get(tx, campaign_id)

        async with self._opened() as database:
            campaign = await database.write(work)
            async with database.read() as tx:
                self._console.print(self._lines([await accounts.of_campaign(tx, campaign)]))

    @asynccontextmanager
    async def _opened(self) -> AsyncIterator[Database]:
        database = Database.open(self._url)
        try:
            yield database
        finally:
            await database.close()

    async def _look(self, database: Database) -> Sequence[Account]:
        async with database.read() as tx:
            return await accounts.newest(tx, LISTED)

    def _lines(self, found: Sequence[Account]) -> Group:
        blocks, now = [], self._clock()
        for account in found:
            rate = None
            if account.campaign.state is CampaignState.SENDING:
                speed = self._speeds.setdefault(account.campaign.id, Speed())
                rate = speed.at(now, account.progress.settled)
            headline, *others = campaign_lines(self._texts, self._sentences, account, rate, now)
            blocks.append(Text.assemble((headline, "bold"), *(f"\n    {line}" for line in others)))
        return Group(*blocks) if blocks else Group(self._sentences.no_campaigns())


def _runs(account: Account) -> bool:
    return account.campaign.state in RUNNING or account.progress.sending > 0
