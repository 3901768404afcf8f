"""Broadsheet's own way: the engine with its ledger in SQLite, the courier and the transport."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from gettext import NullTranslations
from pathlib import Path

from bot.core.campaigns import Campaign, CampaignEvent, CampaignState
from bot.core.deliveries import OnUncertain
from bot.core.pacing import Gate
from bot.core.people import Profile
from bot.core.richtext import Entity, RichText
from bot.delivery.engine import Engine
from bot.gateway.courier import Courier
from bot.gateway.encoder import Encoder
from bot.gateway.encoding import encode
from bot.gateway.transport import Transport
from bot.rendering.message import Message
from bot.rendering.texts import Texts
from bot.storage import campaigns, drafts, ledger, people, posts
from bot.storage.engine import Database, Transaction
from bot.storage.for_delivery import LedgerStore
from bot.storage.migrating import upgrade
from tests.bench.message import BOLD, TEXT
from tests.bench.meter import Meter
from tests.bench.task import FASTEST, Task


async def run(task: Task, meter: Meter) -> None:
    """One campaign, from the moment at which it is due to its end."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}"
        now = datetime.now(UTC)
        await upgrade(url, now)
        database = Database.open(url)
        campaign = await database.write(lambda tx: _begin_campaign(tx, task.chats, now))
        transport = Transport(task.token)
        courier = Courier(transport, Gate(FASTEST), api_url=task.api_url, token=task.token)
        store = _FinishingStore(database)
        texts = Texts(NullTranslations(), "en", UTC, "Bench")
        async with courier:
            engine = Engine(store, courier, Encoder(), texts, lambda: datetime.now(UTC), OnUncertain.HOLD)
            store.finished = engine.stop
            with meter:
                await engine.run()
        async with database.read() as tx:
            progress = await ledger.progress(tx, campaign.id)
        await database.close()
    if progress.sent != len(task.chats):
        raise RuntimeError(f"not every message was sent: {progress}")


class _FinishingStore(LedgerStore):
    """Ends the engine with its only campaign."""

    finished: Callable[[], None]

    async def happened(
        self, campaign: Campaign, event: CampaignEvent, now: datetime, reason: str | None = None
    ) -> CampaignState | None:
        """Whatever happens to the campaign after its proof, it is over."""
        state = await super().happened(campaign, event, now, reason)
        self.finished()
        return state


async def _begin_campaign(tx: Transaction, chats: Sequence[int], now: datetime) -> Campaign:
    for chat_id in chats:
        await people.subscribe(tx, Profile(chat_id, "Reader"), now)
    draft = await drafts.begin(tx, chats[0], now)
    text = RichText(TEXT, tuple(Entity("bold", offset, length) for offset, length in BOLD))
    post = await posts.add(
        tx,
        draft_id=draft.id,
        author_id=chats[0],
        headline="Bench",
        article={},
        rendered=[encode(Message(text))],
        now=now,
    )
    return await campaigns.begin(tx, post.id, chats[0], now)
