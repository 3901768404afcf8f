"""What is asked at every step is found by an index, however long the tables are.

SQLite says how it would find the rows of each statement: SEARCH goes by an index, SCAN looks at all of them.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.core.calls import Prepared
from bot.core.campaigns import Campaign, CampaignState
from bot.core.cases import CommentState
from bot.core.deliveries import DeliveryState, OnUncertain
from bot.core.listing import ListOrder
from bot.core.posts import Copy
from bot.core.slots import Slot, SlotKind
from bot.storage import (
    accounts,
    comment_lists,
    comment_pieces,
    comments,
    copies,
    inbox,
    ledger,
    loose_messages,
    muted_threads,
    outbox,
    people,
    posts,
    slots,
)
from bot.storage.engine import Database, Transaction
from tests.storage import given
from tests.storage.given import NOW
from tests.storage.test_engine import only_sqlite

ENDED = Campaign(1, 1, 1, CampaignState.DONE, NOW, NOW, NOW, None)
COPY = Copy(1, 7, 5, 1, 1, 0)
SAY = Prepared("sendMessage", b"")

Question = Callable[[Transaction], Awaitable[Any]]

QUESTIONS: dict[str, Question] = {
    "read ahead from the beginning": lambda tx: ledger.due(tx, 1, None, 500),
    "read ahead further on": lambda tx: ledger.due(tx, 1, 7_000_000_000, 500),
    "claim": lambda tx: ledger.claim(tx, 1, [(chat, page) for chat in range(7, 60) for page in (1, 2)]),
    "record": lambda tx: ledger.record(tx, 1, [(7, 1, DeliveryState.SENT, 0), (8, 1, DeliveryState.SENT, 0)]),
    "give up a reader": lambda tx: ledger.give_up(tx, 1, 7, DeliveryState.BLOCKED),
    "drop the departed": lambda tx: ledger.drop_departed(tx, 1, [7, 8]),
    "cancel": lambda tx: ledger.cancel(tx, 1),
    "progress": lambda tx: ledger.progress(tx, 1),
    "what of a campaign failed": lambda tx: ledger.queue_again(tx, 1, DeliveryState.FAILED),
    "readers who have all of it": lambda tx: accounts.of_campaign(tx, ENDED),
    "chats in doubt": lambda tx: accounts.in_doubt(tx, 1),
    "has a row": lambda tx: ledger.has_row(tx, 1, 7),
    "adopt": lambda tx: ledger.adopt(tx, 1, 7, 1),
    "recover the ledger": lambda tx: ledger.recover(tx, OnUncertain.RESEND),
    "add copies": lambda tx: copies.add(tx, [COPY]),
    "find a copy": lambda tx: copies.find(tx, 7, 5),
    "has a copy": lambda tx: copies.has_copy(tx, 1, 7),
    "copies with another count": lambda tx: copies.showing_other_count(tx, 1, 3, (7, 5), 8),
    "repaint at once": lambda tx: copies.shows(tx, COPY),
    "newest copy with buttons": lambda tx: copies.newest_with_buttons(tx, 1, 7),
    "paint": lambda tx: copies.painted(tx, [(COPY, 1), (COPY, 2)]),
    "newest post": posts.newest,
    "count a comment": lambda tx: posts.count_comment(tx, 1, 1, NOW),
    "comments under a post": lambda tx: comment_lists.under_post(tx, 1, ListOrder.OLDEST, 1, 10_000),
    "comments under a post, the newest first": lambda tx: comment_lists.under_post(tx, 1, ListOrder.NEWEST, 1, 10_000),
    "comments of a thread": lambda tx: comment_lists.of_thread(tx, 1, 0),
    "muted thread": lambda tx: muted_threads.is_muted(tx, 7, 1),
    "comment of a message": lambda tx: comments.of_message(tx, 7, 5),
    "pieces of a comment": lambda tx: comment_pieces.of_comment(tx, 1),
    "newest piece of a person": lambda tx: comment_pieces.newest(tx, 7),
    "newest loose message": lambda tx: loose_messages.newest(tx, 7),
    "loose message with a piece": lambda tx: loose_messages.with_message(tx, 7, 5),
    "forget loose messages": lambda tx: loose_messages.forget_old(tx, NOW),
    "put into the outbox": lambda tx: outbox.put(tx, 7, SAY, NOW, slot_id=1, change=SAY),
    "claim from the outbox": lambda tx: outbox.claim(tx, 7, NOW),
    "put back into the outbox": lambda tx: outbox.requeue(tx, 1, NOW),
    "settle in the outbox": lambda tx: outbox.settle(tx, 1, DeliveryState.SENT),
    "block in the outbox": lambda tx: outbox.block(tx, 7),
    "recover the outbox": lambda tx: outbox.recover(tx, OnUncertain.RESEND, NOW),
    "chats that wait in the outbox": lambda tx: outbox.chats_waiting(tx, [8], NOW, 64),
    "slots that show": lambda tx: slots.showing(tx, SlotKind.CARD, 1),
    "slot of a message": lambda tx: slots.standing_in(tx, 7, 5),
    "finish an update": lambda tx: inbox.finish(tx, 1),
    "waiting updates": lambda tx: inbox.waiting(tx, [8], NOW, 64),
    "set reachable": lambda tx: people.set_reachable(tx, 7, True),
}


@only_sqlite
@pytest.mark.parametrize("question", QUESTIONS)
async def test_the_answer_is_found_by_an_index(database: Database, question: str) -> None:
    async def work(tx: Transaction) -> list[str]:
        campaign = await given.run(tx, [7, 8])
        post = await posts.get(tx, campaign.post_id)
        await given.comment(tx, post, state=CommentState.APPROVED)
        await outbox.put(tx, 7, SAY, NOW, slot_id=await slots.ensure(tx, Slot(SlotKind.CARD, 1, 7)), change=SAY)
        assert (campaign.id, post.id) == (1, 1)
        async with _listening(tx) as asked:
            await QUESTIONS[question](tx)
        return [line for statement in asked for line in await tx.run_sync(_plan, statement)]

    steps = await database.write(work)

    assert steps
    assert [
        step for step in steps if re.match(r"SCAN (?!\d|json_each|posts USING INDEX ix_posts_published_at)", step)
    ] == []


@only_sqlite
@pytest.mark.parametrize("question", ["claim", "record", "give up a reader", "drop the departed", "has a row", "adopt"])
async def test_the_rows_of_a_few_readers_are_found_by_their_readers(database: Database, question: str) -> None:
    async def work(tx: Transaction) -> list[str]:
        await given.run(tx, [7, 8])
        async with _listening(tx) as asked:
            await QUESTIONS[question](tx)
        return [line for statement in asked for line in await tx.run_sync(_plan, statement)]

    steps = [step for step in await database.write(work) if step.startswith("SEARCH deliveries")]

    assert steps
    assert [step for step in steps if "(campaign_id=? AND chat_id=?" not in step] == []


@only_sqlite
async def test_reading_on_and_repainting_begin_where_they_left_off(database: Database) -> None:
    async def work(tx: Transaction) -> list[str]:
        await given.run(tx, [7, 8])
        async with _listening(tx) as asked:
            await ledger.due(tx, 1, 7, 500)
            await copies.showing_other_count(tx, 1, 3, (7, 5), 8)
        return [line for statement in asked for line in await tx.run_sync(_plan, statement)]

    steps = await database.write(work)

    assert "SEARCH deliveries USING PRIMARY KEY (campaign_id=? AND chat_id>?)" in steps
    assert "SEARCH copies USING PRIMARY KEY (post_id=? AND (chat_id,message_id)>(?,?))" in steps
    assert not [step for step in steps if "ORDER BY" in step or "DISTINCT" in step]


@only_sqlite
@pytest.mark.parametrize("order", ListOrder)
async def test_a_page_of_comments_is_found_in_the_order_of_the_index(database: Database, order: ListOrder) -> None:
    async def work(tx: Transaction) -> list[str]:
        await given.run(tx, [7, 8])
        async with _listening(tx) as asked:
            await comment_lists.under_post(tx, 1, order, 900, 10_000)
        return [line for statement in asked for line in await tx.run_sync(_plan, statement)]

    steps = await database.write(work)

    assert "SEARCH comments USING INDEX ix_comments_shown (post_id=? AND pinned=?)" in steps
    # Threads come in the order of the index; turned round, only the comments of each are sorted.
    assert "USE TEMP B-TREE FOR ORDER BY" not in steps


@asynccontextmanager
async def _listening(tx: Transaction) -> AsyncIterator[list[str]]:
    """Every statement that SQLite gets while it lasts, with its values."""
    asked: list[str] = []
    driver: Any = (await tx.get_raw_connection()).driver_connection
    await driver.set_trace_callback(asked.append)
    try:
        yield asked
    finally:
        await driver.set_trace_callback(None)


def _plan(connection: Connection, statement: str) -> list[str]:
    return [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")]
