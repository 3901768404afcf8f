"""Broadsheet's own way: the engine with its ledger, the courier and the transport.

On the event loop, and with the garbage collector, as ``broadsheet run`` has them.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime
from gettext import NullTranslations

from bot.cli import loop_factory
from bot.core.campaigns import Campaign, CampaignEvent, CampaignState
from bot.core.deliveries import OnUncertain
from bot.core.pacing import Gate
from bot.delivery.engine import Engine
from bot.gateway.courier import Courier
from bot.gateway.encoder import Encoder
from bot.gateway.transport import Transport
from bot.rendering.texts import Texts
from bot.storage import ledger
from bot.storage.engine import Database
from bot.storage.for_delivery import LedgerStore
from bot.storage.migrating import upgrade
from tests.bench.blog import begin_campaign, page, sqlite_url
from tests.bench.meter import Meter
from tests.bench.task import FASTEST, Task

__all__ = ["FinishingStore", "loop_factory", "run"]


async def run(task: Task, meter: Meter) -> None:
    """One campaign, from the moment at which it is due to its end."""
    with sqlite_url() if task.database_url is None else nullcontext(task.database_url) as url:
        now = datetime.now(UTC)
        await upgrade(url, now)
        database = Database.open(url)
        campaign = await database.write(lambda tx: begin_campaign(tx, task.chats, [page()], now))
        transport = Transport(task.token)
        courier = Courier(transport, Gate(FASTEST), api_url=task.api_url, token=task.token)
        store = FinishingStore(database)
        texts = Texts(NullTranslations(), "en", UTC, "Bench")
        async with courier:
            engine = Engine(store, courier, Encoder(), texts, lambda: datetime.now(UTC), OnUncertain.HOLD)
            store.finished = engine.stop
            gc.freeze()
            with meter:
                await engine.run()
        async with database.read() as tx:
            progress = await ledger.progress(tx, campaign.id)
        await database.close()
    if progress.sent != len(task.chats):
        raise RuntimeError(f"not every message was sent: {progress}")


class FinishingStore(LedgerStore):
    """Ends the engine with its only campaign."""

    finished: Callable[[], None]

    async def happened(
        self, campaign: Campaign, event: CampaignEvent, now: datetime, reason: str | None = None
    ) -> CampaignState | None:
        """Whatever happens to the campaign after its proof, it is over."""
        state = await super().happened(campaign, event, now, reason)
        self.finished()
        return state
