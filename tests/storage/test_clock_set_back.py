"""After the clock was set back, what was to go out at once goes out, and what has its time keeps it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from bot.core.calls import Prepared
from bot.storage import campaigns, inbox, outbox
from bot.storage.clock_set_back import bring_forward
from bot.storage.engine import Database, Transaction
from bot.storage.tables import campaigns as campaign_table
from bot.storage.tables import inbox as inbox_table
from bot.storage.tables import outbox as outbox_table
from tests.storage import given
from tests.storage.given import NOW, SECOND

HOUR = timedelta(hours=1)
STOP, NOTICE = 10 * SECOND, 15 * SECOND


async def test_what_waits_longer_than_anything_is_put_off_is_brought_forward(database: Database) -> None:
    message = Prepared("sendMessage", b',"text":"x"}')

    async def work(tx: Transaction) -> int:
        post = await given.post(tx)
        await campaigns.begin(tx, post.id, post.author_id, NOW + HOUR + STOP)
        await campaigns.begin(tx, post.id, post.author_id, NOW + STOP)
        await outbox.put(tx, 1, message, NOW + HOUR)
        await outbox.put(tx, 2, message, NOW + NOTICE)
        await inbox.add(tx, [(1, 1, {"update_id": 1}), (2, 2, {"update_id": 2})], NOW)
        await inbox.try_again(tx, 1, "bug", NOW + HOUR)
        await inbox.try_again(tx, 2, "bug", NOW + SECOND)
        return await bring_forward(tx, NOW, STOP, NOTICE)

    assert await database.write(work) == 3

    async with database.read() as tx:
        due = [
            [*(await tx.execute(select(table.c.due_at).order_by(column))).scalars()]
            for table, column in (
                (campaign_table, campaign_table.c.id),
                (outbox_table, outbox_table.c.chat_id),
                (inbox_table, inbox_table.c.update_id),
            )
        ]
    assert due == [[NOW + STOP, NOW + STOP], [NOW, NOW + NOTICE], [NOW, NOW + SECOND]]
