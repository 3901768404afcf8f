"""A withdrawal: what can be deleted disappears by one call for each reader, what is too old becomes a notice."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.core.calls import Lane
from bot.core.campaigns import CampaignState, Progress
from bot.core.deliveries import OnUncertain
from bot.core.recalling import RECALLABLE
from bot.core.richtext import RichText
from bot.delivery.withdrawing import DELETED_AT_ONCE
from bot.gateway.encoding import encode
from bot.rendering.message import Message
from tests.delivery.newsroom import Newsroom, sent_to, texts_before, until
from tests.stories.stage import ON_SQLITE

NOTICE = "This post was withdrawn by its author."
DAYS = timedelta(hours=47)


async def passes(newsroom: Newsroom, span: timedelta) -> None:
    """So much time goes by, for the bot and for Telegram."""
    newsroom.clock.passes(span)
    await newsroom.world.moves_clock(span.total_seconds())


async def test_one_call_deletes_all_messages_of_a_reader(newsroom: Newsroom) -> None:
    readers = [newsroom.olga, *await newsroom.readers(3)]
    post = await newsroom.post("First", "Second", "Third")
    await newsroom.is_sent(post)
    await newsroom.leaves(readers[1])

    withdrawal = await newsroom.withdraws(post)
    async with newsroom.engine():
        await newsroom.comes_to(withdrawal, CampaignState.DONE)

    for reader in readers:
        assert await texts_before(reader) == []
    calls = await newsroom.calls("deleteMessages")
    assert sorted(sent_to(calls)) == sorted(reader.id for reader in readers)
    assert await newsroom.progress(withdrawal) == Progress(sent=4, readers=4)
    async with newsroom.database.read():
        assert await newsroom.ledger.copies(post.id, [newsroom.olga.id]) == {newsroom.olga.id: []}


async def test_what_is_older_than_48_hours_becomes_a_notice_and_what_is_not_is_deleted(newsroom: Newsroom) -> None:
    ann = await newsroom.reader("Ann")
    post = await newsroom.post("First", "Second")
    await newsroom.is_sent(post)
    await passes(newsroom, DAYS)
    update = await newsroom.updates(post, "First", "Second", "Third")
    async with newsroom.engine():
        await newsroom.comes_to(update, CampaignState.DONE)
    await passes(newsroom, timedelta(hours=1))

    withdrawal = await newsroom.withdraws(post)
    async with newsroom.engine():
        await newsroom.comes_to(withdrawal, CampaignState.DONE)
    for reader in (newsroom.olga, ann):
        assert await texts_before(reader) == [NOTICE, NOTICE]
    assert len(await newsroom.calls("deleteMessage")) == 2


async def test_the_oldest_copies_come_first(newsroom: Newsroom) -> None:
    ann, ben, carla = await newsroom.readers(3)
    post = await newsroom.post("First")
    for reader in (ann, carla):
        await newsroom.is_unreachable(reader)
    await newsroom.is_sent(post)
    for reader in (ann, carla):
        await newsroom.subscribes(reader)
    for reader in (carla, ann):
        await newsroom.gets(post, reader)

    withdrawal = await newsroom.withdraws(post)
    async with newsroom.new_courier(rate=2) as slow, newsroom.engine(courier=slow):
        await newsroom.comes_to(withdrawal, CampaignState.DONE)
    assert sent_to(await newsroom.calls("deleteMessage")) == [newsroom.olga.id, ben.id, carla.id, ann.id]


async def test_a_message_that_turns_48_hours_old_in_the_queue_becomes_a_notice(newsroom: Newsroom) -> None:
    ann = await newsroom.reader("Ann")
    post = await newsroom.post("First")
    await newsroom.is_sent(post)
    await passes(newsroom, DAYS)

    held = await newsroom.world.faults("sendMessage", hold="before", chat=ann)
    in_the_way = encode(Message(RichText("In the way"))).to(ann.id, Lane.EDITS)
    async with newsroom.engine(), asyncio.TaskGroup() as group:
        group.create_task(newsroom.courier.deliver(in_the_way))
        await held.held()
        withdrawal = await newsroom.withdraws(post)
        await newsroom.has_settled(withdrawal, 1)

        async def waits_for_its_turn() -> bool:
            return newsroom.courier.backlog(Lane.EDITS) == 1

        await until(waits_for_its_turn)
        await passes(newsroom, timedelta(hours=2))
        await held.release(drop=True)
        await newsroom.comes_to(withdrawal, CampaignState.DONE)
    assert await texts_before(ann) == [NOTICE]
    assert sent_to(await newsroom.calls("deleteMessage")) == [newsroom.olga.id]


async def test_what_telegram_does_not_let_the_bot_delete_becomes_a_notice(newsroom: Newsroom) -> None:
    ann = await newsroom.reader("Ann")
    post = await newsroom.post("First", "Second")
    await newsroom.is_sent(post)
    await newsroom.world.moves_clock(RECALLABLE.total_seconds())

    withdrawal = await newsroom.withdraws(post)
    async with newsroom.engine():
        done = await newsroom.comes_to(withdrawal, CampaignState.DONE)
    assert await texts_before(ann) == [NOTICE, NOTICE]
    assert done.reason is None


@pytest.mark.parametrize("moment", ["before", "after"])
async def test_a_deletion_without_an_answer_is_repeated(newsroom: Newsroom, moment: str) -> None:
    ann = await newsroom.reader("Ann")
    post = await newsroom.post("First", "Second")
    await newsroom.is_sent(post)
    await newsroom.world.faults("deleteMessages", drop=moment, chat=ann, times=2)

    withdrawal = await newsroom.withdraws(post)
    async with newsroom.engine(OnUncertain.HOLD):
        await newsroom.comes_to(withdrawal, CampaignState.DONE)
    assert await texts_before(ann) == []
    assert await newsroom.progress(withdrawal) == Progress(sent=2, readers=2)


async def test_a_copy_that_was_under_way_is_taken_back_when_it_turns_up(newsroom: Newsroom) -> None:
    ann, ben = await newsroom.readers(2)
    post = await newsroom.post("First", "Last")
    held = await newsroom.world.faults("sendMessage", hold="after", chat=ann)
    campaign = await newsroom.begins(post)
    async with newsroom.engine():
        await held.held()
        withdrawal = await newsroom.withdraws(post)
        await newsroom.comes_to(withdrawal, CampaignState.DONE)
        await held.cancel()

        async def nothing_is_left() -> bool:
            return await texts_before(ann) == []

        await until(nothing_is_left)
    assert (await newsroom.campaign(campaign)).state is CampaignState.CANCELLED
    assert await texts_before(ben) == []


@ON_SQLITE
async def test_an_update_that_is_under_way_makes_room(newsroom: Newsroom) -> None:
    ann = await newsroom.reader("Ann")
    post = await newsroom.post("First")
    await newsroom.is_sent(post)
    held = await newsroom.world.faults("editMessageText", hold="before", chat=ann)
    update = await newsroom.updates(post, "Second", line=True)
    async with newsroom.engine():
        await held.held()
        withdrawal = await newsroom.withdraws(post)
        await held.cancel()
        await newsroom.comes_to(withdrawal, CampaignState.DONE)
    assert (await newsroom.campaign(update)).state is CampaignState.SUPERSEDED
    assert await texts_before(ann) == []


@ON_SQLITE
@pytest.mark.check
async def test_a_post_of_very_many_messages_is_deleted_a_hundred_at_a_time(newsroom: Newsroom) -> None:
    pages = [f"Page {number}" for number in range(DELETED_AT_ONCE + 1)]
    post = await newsroom.post(*pages)
    await newsroom.is_sent(post)
    withdrawal = await newsroom.withdraws(post)
    async with newsroom.engine():
        await newsroom.comes_to(withdrawal, CampaignState.DONE)
    assert await texts_before(newsroom.olga) == []
    assert len(await newsroom.calls("deleteMessages")) == len(await newsroom.calls("deleteMessage")) == 1
