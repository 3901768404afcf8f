"""Repainting: cards that show what is no longer true are brought up to date, a few in each transaction.

Many changes of a comment, and many moderators, come to one repainting of each card. Nothing depends on how soon: a
press on a card that is not up to date decides nothing, and repaints it by itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from bot.core.slots import SlotKind
from bot.handlers.answers import put_into_outbox
from bot.handlers.cards import Cards
from bot.storage import slots
from bot.storage.engine import Database, Transaction

PORTION = 20
"""Cards that are painted in one transaction, in some tens of milliseconds."""

LOOK = 5.0
"""Seconds after which the table is looked at by itself; whoever changes it calls :meth:`Repainter.wake`."""


class Repainter:
    """Repaints stale cards until cancelled."""

    def __init__(self, database: Database, clock: Callable[[], datetime], committed: Callable[[], None]) -> None:
        """``committed`` is called after each commit: there may be something to send."""
        self._database = database
        self._clock = clock
        self._committed = committed
        self._news = asyncio.Event()

    def wake(self) -> None:
        """A card may be stale."""
        self._news.set()

    async def run(self, cards: Cards) -> None:
        """Has everything repainted that becomes stale."""
        while True:
            self._news.clear()
            if await self.paint_some(cards):
                continue
            try:
                async with asyncio.timeout(LOOK):
                    await self._news.wait()
            except TimeoutError:
                pass

    async def paint_some(self, cards: Cards) -> bool:
        """One portion; whether there was anything to paint."""
        async with self._database.read() as tx:
            if not await slots.stale(tx, SlotKind.CARD, 1):
                return False

        async def work(tx: Transaction) -> None:
            now = self._clock()
            for slot in await slots.stale(tx, SlotKind.CARD, PORTION):
                await put_into_outbox(tx, await cards.repainted(tx, now, slot), now)

        await self._database.write(work)
        self._committed()
        return True
