"""What a campaign does while Telegram asks to wait, is away, or throws the bot out; and after a crash."""

from __future__ import annotations

import asyncio

from bot.core.campaigns import Campaign, CampaignState, Progress
from bot.core.deliveries import OnUncertain
from bot.delivery.engine import Engine
from bot.gateway.encoder import Encoder
from tests.delivery.newsroom import Newsroom, halts, sent_to, texts_before, until


async def test_while_telegram_asks_to_wait_nothing_is_claimed_and_afterwards_all_get_it_once(
    newsroom: Newsroom,
) -> None:
    readers = await newsroom.readers(30)
    floods = [
        await newsroom.world.faults("sendMessage", code=429, retry_after=20, chat=reader) for reader in readers[:2]
    ]
    campaign = await newsroom.begins(await newsroom.post("All of it"))

    async with newsroom.engine():
        for flood in floods:
            await flood.struck()
        await until(lambda: paused(newsroom))
        await until(lambda: nothing_under_way(newsroom, campaign.id))
        called = len(await newsroom.calls())
        assert called < 31
        while await paused(newsroom):
            assert await nothing_under_way(newsroom, campaign.id)
            assert len(await newsroom.calls()) == called
        await newsroom.comes_to(campaign, CampaignState.DONE)

    for reader in readers:
        assert await texts_before(reader) == ["All of it"]
    assert await newsroom.progress(campaign) == Progress(sent=31, readers=31)


async def paused(newsroom: Newsroom) -> bool:
    return newsroom.courier.paused_until is not None


async def nothing_under_way(newsroom: Newsroom, campaign_id: int) -> bool:
    return not (await newsroom.ledger.progress(campaign_id)).sending


async def test_a_reader_whose_chat_is_to_wait_holds_up_nobody_else(newsroom: Newsroom) -> None:
    ann, *others = await newsroom.readers(10)
    await newsroom.world.faults("sendMessage", code=429, retry_after=30, chat=ann)
    campaign = await newsroom.begins(await newsroom.post("First", "Last"))

    async with newsroom.engine():
        await newsroom.has_settled(campaign, 20)
        assert await texts_before(ann) == []
        for other in others:
            assert await texts_before(other) == ["First", "Last"]
        await newsroom.comes_to(campaign, CampaignState.DONE)

    assert await texts_before(ann) == ["First", "Last"]
    assert await newsroom.progress(campaign) == Progress(sent=22, readers=11)


async def test_while_telegram_cannot_be_reached_the_ledger_waits(newsroom: Newsroom) -> None:
    readers = await newsroom.readers(40)
    campaign = await newsroom.begins(await newsroom.post("All of it"))

    async with newsroom.engine():
        await newsroom.has_settled(campaign, 5)
        await newsroom.sandbox.stop()
        await until(lambda: nothing_under_way(newsroom, campaign.id))
        away = await newsroom.progress(campaign)
        assert away.settled == away.sent + away.uncertain
        assert away.queued > 0
        await newsroom.sandbox.start()
        await newsroom.comes_to(campaign, CampaignState.DONE)

    assert all([len(await texts_before(reader)) >= 1 for reader in readers])
    progress = await newsroom.progress(campaign)
    assert (progress.sent + progress.uncertain, progress.planned) == (41, 41)


async def test_an_outage_leaves_few_messages_in_doubt_however_many_are_queued(newsroom: Newsroom) -> None:
    await newsroom.readers(60)
    outage = await newsroom.world.faults("sendMessage", code=502, skip=1, times=None)
    campaign = await newsroom.begins(await newsroom.post("All of it"))

    async with newsroom.engine():
        await outage.struck(6)
        during = await newsroom.progress(campaign)
        assert during.queued > 50
        assert during.uncertain < 6
        await outage.cancel()
        await newsroom.comes_to(campaign, CampaignState.DONE)

    progress = await newsroom.progress(campaign)
    assert progress.sent > 50
    assert progress.sent + progress.uncertain == progress.planned == 61


async def test_a_revoked_token_stops_everything_and_marks_nobody(newsroom: Newsroom) -> None:
    ann, *_ = await newsroom.readers(20)
    held = await newsroom.world.faults("sendMessage", hold="before", chat=ann)
    campaign = await newsroom.begins(await newsroom.post("All of it"))
    engine = Engine(newsroom.ledger, newsroom.courier, Encoder(), newsroom.texts, newsroom.clock, OnUncertain.RESEND)
    running = asyncio.create_task(engine.run())

    await held.held()
    await newsroom.world.faults("sendMessage", code=401, times=None)
    sent = {int(call["parameters"]["chat_id"]) for call in await newsroom.calls() if call["status"] == 200}
    await held.release()
    assert await halts(running) == "Unauthorized"

    progress = await newsroom.progress(campaign)
    assert progress.sent >= len(sent)
    assert progress == Progress(queued=21 - progress.sent, sent=progress.sent, readers=21)
    assert (await newsroom.campaign(campaign)).state is CampaignState.SENDING
    for reader in (ann, newsroom.olga):
        assert await newsroom.is_reachable(reader)


async def test_a_conflict_with_another_poller_only_holds_a_message_up(newsroom: Newsroom) -> None:
    ann = await newsroom.reader("Ann")
    await newsroom.world.faults("sendMessage", code=409, chat=ann)
    campaign = await newsroom.begins(await newsroom.post("All of it"))

    async with newsroom.engine():
        await newsroom.comes_to(campaign, CampaignState.DONE)

    assert await texts_before(ann) == ["All of it"]


async def test_after_a_crash_what_was_under_way_is_sent_once_more_and_the_rest_once(newsroom: Newsroom) -> None:
    ann, *others = await newsroom.readers(12)
    campaign = await crashes_in_mid_call(newsroom, ann.id)

    assert await newsroom.recovers(OnUncertain.RESEND) == 1
    async with newsroom.engine(courier=newsroom.courier):
        await newsroom.comes_to(campaign, CampaignState.DONE)

    assert await texts_before(ann) == ["First", "First", "Last"]
    for other in others:
        assert await texts_before(other) == ["First", "Last"]
    assert await newsroom.progress(campaign) == Progress(sent=26, readers=13)


async def test_after_a_crash_what_was_under_way_can_be_held_and_is_counted(newsroom: Newsroom) -> None:
    ann, *others = await newsroom.readers(12)
    campaign = await crashes_in_mid_call(newsroom, ann.id)

    assert await newsroom.recovers(OnUncertain.HOLD) == 1
    async with newsroom.engine(OnUncertain.HOLD):
        await newsroom.comes_to(campaign, CampaignState.DONE)

    assert await texts_before(ann) == ["First", "Last"]
    for other in others:
        assert await texts_before(other) == ["First", "Last"]
    assert await newsroom.progress(campaign) == Progress(sent=25, uncertain=1, readers=13)


async def crashes_in_mid_call(newsroom: Newsroom, chat_id: int) -> Campaign:
    """The process ends while the call to that chat is under way: it has arrived, and nobody heard of it."""
    held = await newsroom.world.faults("sendMessage", hold="after", chat=chat_id)
    campaign = await newsroom.begins(await newsroom.post("First", "Last"))
    engine = Engine(newsroom.ledger, newsroom.courier, Encoder(), newsroom.texts, newsroom.clock, OnUncertain.RESEND)
    running = asyncio.create_task(engine.run())
    await held.held()
    await until(lambda: all_others_have_it(newsroom, campaign.id))
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await held.release()
    assert (await newsroom.progress(campaign)).sending == 1
    return campaign


async def all_others_have_it(newsroom: Newsroom, campaign_id: int) -> bool:
    progress = await newsroom.ledger.progress(campaign_id)
    return (progress.sending, progress.queued) == (1, 1)


async def test_cancelled_in_the_middle_what_never_left_goes_back_into_the_queue(newsroom: Newsroom) -> None:
    await newsroom.readers(20)
    campaign = await newsroom.begins(await newsroom.post("All of it"))
    slow = newsroom.new_courier(rate=0.2)
    async with slow:
        engine = Engine(newsroom.ledger, slow, Encoder(), newsroom.texts, newsroom.clock, OnUncertain.RESEND)
        running = asyncio.create_task(engine.run())
        await newsroom.has_settled(campaign, 2)
        await until(lambda: one_claimed(newsroom, campaign.id))
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    progress = await newsroom.progress(campaign)
    called = len(sent_to(await newsroom.calls()))
    assert progress == Progress(queued=21 - called, sent=called, readers=21)


async def one_claimed(newsroom: Newsroom, campaign_id: int) -> bool:
    return bool((await newsroom.ledger.progress(campaign_id)).sending)
