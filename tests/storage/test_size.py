"""How much room a message takes on SQLite: a blog with a million readers keeps one copy of each post for each."""

from __future__ import annotations

import random

from sqlalchemy import insert, text, update

from bot.core.deliveries import DeliveryState
from bot.core.posts import Copy, Post
from bot.storage import copies, ledger
from bot.storage.engine import Database, Transaction
from bot.storage.tables import deliveries, people
from tests.storage import given
from tests.storage.given import AUTHOR, NOW
from tests.storage.test_engine import only_sqlite

READERS = 4_000
POSTS = 3
TOGETHER = 65
ALONE = 45
"""Bytes a message, all indexes included, when every page of the file is counted whole."""

_BYTES = text("SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE name LIKE :name")


@only_sqlite
async def test_a_delivered_message_takes_few_bytes(database: Database) -> None:
    chance = random.Random(1)
    readers = sorted(chance.sample(range(1_000_000_000, 9_999_999_999), READERS))
    row = {"name": "Ann", "username": None, "subscribed": True, "reachable": True, "started_at": NOW}
    await database.write(lambda tx: tx.execute(insert(people), [{"id": id_, **row} for id_ in readers]))
    message_id = 10_000_000

    async def deliver(tx: Transaction, post: Post, campaign_id: int, some: list[int]) -> None:
        nonlocal message_id
        for state in (DeliveryState.SENDING, DeliveryState.SENT):
            keys = (deliveries.c.campaign_id == campaign_id, deliveries.c.chat_id.in_(some))
            await tx.execute(update(deliveries).where(*keys).values(state=state))
        chance.shuffle(some)  # answers come back in no order
        arrived = []
        for chat_id in some:
            message_id += chance.randint(1, 3)
            arrived.append(Copy(post.id, chat_id, message_id, 1, 1, chance.randint(0, 9)))
        await copies.add(tx, arrived)

    async def send(tx: Transaction) -> None:
        post = await given.post(tx)
        campaign = await given.campaign(tx, post)
        await ledger.freeze_audience(tx, campaign.id, post.id, 1, without=AUTHOR)
        for first in range(0, READERS, 100):
            await deliver(tx, post, campaign.id, readers[first : first + 100])

    for _ in range(POSTS):
        await database.write(send)

    async with database.read() as tx:
        of_deliveries = (await tx.execute(_BYTES, {"name": "%deliveries%"})).scalar_one() / (READERS * POSTS)
        of_copies = (await tx.execute(_BYTES, {"name": "%copies%"})).scalar_one() / (READERS * POSTS)
    assert of_deliveries > 10
    assert 20 < of_copies <= ALONE
    assert of_deliveries + of_copies <= TOGETHER
