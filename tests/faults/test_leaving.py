"""Readers go in the middle of a campaign, half of them at once: they get nothing more, and the others everything."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from sqlalchemy import Column, select

from bot.core.campaigns import Campaign
from bot.core.deliveries import DeliveryState
from bot.sandbox.client import PATIENCE, Person
from bot.storage.tables import people
from tests.delivery.newsroom import sent_to, until
from tests.faults.crowd import Books, Crowd, begins, opened, pages_before
from tests.stories.stage import ON_SQLITE, Stage

pytestmark = ON_SQLITE

PAGES = ("First page", "Last page")


async def gone_and_in_hand(
    stage: Stage, campaign: Campaign, gone: Sequence[Person], sign: Column[bool]
) -> tuple[int, set[int]]:
    """Waits until the blog knows by that ``sign`` that they have gone.

    Gives the number of the last call by then, and the chats whose next message had been claimed before: only those may
    be called after it.
    """
    theirs = select(people.c.id).where(people.c.id.in_([reader.id for reader in gone]), sign)

    async with opened(stage.database_url) as database:

        async def known() -> bool:
            async with database.read() as tx:
                return (await tx.execute(theirs)).first() is None

        await until(known)
        claimed = (await Books.of(database, campaign.id)).keys_in(DeliveryState.SENDING)
    return await stage.world.count(), {chat_id for chat_id, _ in claimed}


async def test_half_of_the_readers_block_the_bot_in_the_middle(stage: Stage) -> None:
    crowd = await Crowd.gathers(stage.sandbox, stage.world, stage.database_url, 60, stage.clock())
    campaign = await begins(stage.database_url, crowd.olga, PAGES, stage.clock())
    await stage.starts_bot()
    await crowd.readers[9].sees(PAGES[0], timeout=PATIENCE)

    gone, staying = crowd.readers[::2], crowd.readers[1::2]
    await asyncio.gather(*(reader.blocks_bot() for reader in gone))
    had = {reader.id: await pages_before(reader, PAGES) for reader in gone}
    number, in_hand = await gone_and_in_hand(stage, campaign, gone, people.c.reachable)
    await crowd.olga.sees("went out", timeout=PATIENCE)

    for reader in staying:
        assert await pages_before(reader, PAGES) == [1, 2]
    for reader in gone:
        assert await pages_before(reader, PAGES) == had[reader.id]
    async with opened(stage.database_url) as database:
        books = await Books.of(database, campaign.id)
        async with database.read() as tx:
            unreachable = set((await tx.execute(select(people.c.id).where(~people.c.reachable))).scalars())
    books.add_up()
    sent = {(reader.id, page) for reader in crowd.everybody for page in had.get(reader.id, [1, 2])}
    assert books.keys_in(DeliveryState.SENT) == sent
    assert books.keys_in(DeliveryState.BLOCKED) == books.rows.keys() - sent
    assert unreachable == {reader.id for reader in gone}
    refused = [call for call in await stage.world.calls("sendMessage") if call["status"] == 403]
    chats = sent_to(refused)
    assert len(chats) == len(set(chats)), "who has blocked the bot is not called a second time"
    assert set(sent_to([call for call in refused if call["number"] > number])) <= in_hand

    again = await begins(stage.database_url, crowd.olga, ["Another post"], stage.clock())
    await crowd.olga.sees("“Another post” went out", timeout=PATIENCE)
    async with opened(stage.database_url) as database:
        assert len((await Books.of(database, again.id)).rows) == 1 + len(staying)


async def test_readers_who_leave_while_they_are_queued_get_no_page_after_they_were_told_so(stage: Stage) -> None:
    crowd = await Crowd.gathers(stage.sandbox, stage.world, stage.database_url, 60, stage.clock())
    campaign = await begins(stage.database_url, crowd.olga, PAGES, stage.clock())
    await stage.starts_bot()
    await crowd.readers[9].sees(PAGES[0], timeout=PATIENCE)

    leaving, staying = crowd.readers[1::2], crowd.readers[::2]
    said = dict(zip(leaving, await asyncio.gather(*(reader.says("/stop") for reader in leaving)), strict=True))
    number, in_hand = await gone_and_in_hand(stage, campaign, leaving, people.c.subscribed)
    await crowd.olga.sees("went out", timeout=PATIENCE)
    farewells = [
        await reader.sees("You will get no more posts", after=said[reader], timeout=PATIENCE) for reader in leaving
    ]

    for reader in staying:
        assert await pages_before(reader, PAGES) == [1, 2]
    for reader, farewell in zip(leaving, farewells, strict=True):
        ids = [message["message_id"] for message in await reader.messages() if message.get("text") in PAGES]
        assert sum(id_ > farewell["message_id"] for id_ in ids) <= 1, "only what was claimed when they left"
    pages = [call for call in await stage.world.calls("sendMessage", number) if call["parameters"]["text"] in PAGES]
    assert set(sent_to(pages)) & {reader.id for reader in leaving} <= in_hand
    async with opened(stage.database_url) as database:
        books = await Books.of(database, campaign.id)
    books.add_up()
    sent = {(reader.id, page) for reader in crowd.everybody for page in await pages_before(reader, PAGES)}
    assert books.keys_in(DeliveryState.SENT) == sent
    assert books.keys_in(DeliveryState.CANCELLED) == books.rows.keys() - sent
    assert len(books.keys_in(DeliveryState.CANCELLED)) > len(leaving)
