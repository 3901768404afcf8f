"""The engine: campaigns through their states, several at once, and an end in good order."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.core.campaigns import CampaignEvent, CampaignState, Progress
from bot.core.deliveries import OnUncertain
from bot.core.posts import PostState
from bot.delivery.engine import Engine
from bot.gateway.encoder import Encoder
from tests.delivery.newsroom import Newsroom, sent_to, texts_before, until


async def test_a_campaign_waits_until_it_is_due(newsroom: Newsroom) -> None:
    ann = await newsroom.reader("Ann")
    campaign = await newsroom.begins(await newsroom.post("All of it"), after=20)

    async with newsroom.engine():
        assert await texts_before(newsroom.olga) == []
        assert newsroom.clock() < campaign.due_at
        done = await newsroom.comes_to(campaign, CampaignState.DONE)

    assert done.started_at is not None
    assert done.finished_at is not None
    assert campaign.due_at - timedelta(seconds=0.001) <= done.started_at <= done.finished_at
    assert await texts_before(ann) == ["All of it"]


async def test_a_campaign_that_was_stopped_in_time_sends_nothing(newsroom: Newsroom) -> None:
    stopped = await newsroom.begins(await newsroom.post("Never"), after=10)
    other = await newsroom.begins(await newsroom.post("Later"), after=20)

    async with newsroom.engine() as engine:
        await newsroom.moves(stopped, CampaignEvent.STOP)
        engine.wake()
        await newsroom.comes_to(other, CampaignState.DONE)

    assert await texts_before(newsroom.olga) == ["Later"]
    assert (await newsroom.campaign(stopped)).state is CampaignState.STOPPED


async def test_pause_is_obeyed_and_resume_goes_on_where_it_was(newsroom: Newsroom) -> None:
    readers = await newsroom.readers(40)
    campaign = await newsroom.begins(await newsroom.post("First", "Last"))

    async with newsroom.engine() as engine:
        await newsroom.has_settled(campaign, 10)
        await newsroom.moves(campaign, CampaignEvent.PAUSE)
        engine.wake()
        await until(lambda: at_rest(newsroom, campaign.id))
        paused = await newsroom.progress(campaign)
        assert paused.queued > 40
        later = newsroom.clock() + timedelta(seconds=5)
        await until(lambda: it_is(newsroom, later))
        assert await newsroom.progress(campaign) == paused
        await newsroom.moves(campaign, CampaignEvent.RESUME)
        engine.wake()
        await newsroom.comes_to(campaign, CampaignState.DONE)

    for reader in readers:
        assert await texts_before(reader) == ["First", "Last"]
    assert await newsroom.progress(campaign) == Progress(sent=82, readers=41)


async def at_rest(newsroom: Newsroom, campaign_id: int) -> bool:
    return not (await newsroom.ledger.progress(campaign_id)).sending


async def it_is(newsroom: Newsroom, moment: object) -> bool:
    return newsroom.clock() >= moment  # type: ignore[operator]


async def test_cancel_is_obeyed_and_no_row_stays_behind(newsroom: Newsroom) -> None:
    ann, ben, *others = await newsroom.readers(40)
    to_wait = await newsroom.world.faults("sendMessage", hold="before", chat=ann)
    lost = await newsroom.world.faults("sendMessage", hold="after", chat=ben)
    campaign = await newsroom.begins(await newsroom.post("First", "Last"))

    async with newsroom.engine() as engine:
        await to_wait.held()
        await lost.held()
        await newsroom.moves(campaign, CampaignEvent.CANCEL)
        engine.wake()
        await newsroom.world.faults("sendMessage", code=429, retry_after=5, times=None)
        await to_wait.release(drop=True)
        await lost.release(drop=True)
        await until(lambda: at_rest(newsroom, campaign.id))

    progress = await newsroom.progress(campaign)
    assert (progress.queued, progress.sending, progress.uncertain) == (0, 0, 2)
    assert progress.cancelled > 40
    assert progress.planned == 82
    assert await texts_before(others[-1]) == []


async def test_two_campaigns_share_the_way_and_neither_waits_for_the_others_end(newsroom: Newsroom) -> None:
    readers = await newsroom.readers(40)
    mia = await newsroom.reader("Mia")
    first = await newsroom.begins(await newsroom.post("By Olga"))

    async with newsroom.engine() as engine:
        await newsroom.has_settled(first, 3)
        second = await newsroom.begins(await newsroom.post("By Mia", by=mia))
        engine.wake()
        await newsroom.comes_to(second, CampaignState.SENDING)
        assert (await newsroom.progress(first)).queued > 0
        await newsroom.comes_to(first, CampaignState.DONE)
        await newsroom.comes_to(second, CampaignState.DONE)

    for reader in [newsroom.olga, mia, *readers]:
        assert sorted(await texts_before(reader)) == ["By Mia", "By Olga"]


async def test_stop_claims_nothing_more_and_records_what_was_under_way(newsroom: Newsroom) -> None:
    ann, *_ = await newsroom.readers(40)
    held = await newsroom.world.faults("sendMessage", hold="after", chat=ann)
    campaign = await newsroom.begins(await newsroom.post("All of it"))
    engine = Engine(newsroom.ledger, newsroom.courier, Encoder(), newsroom.texts, newsroom.clock, OnUncertain.HOLD)
    running = asyncio.create_task(engine.run())

    await held.held()
    engine.stop()
    await held.release()
    await running

    progress = await newsroom.progress(campaign)
    assert progress == Progress(queued=41 - progress.sent, sent=progress.sent, readers=41)
    assert progress.sent == len(sent_to(await newsroom.calls())) < 41
    assert (await newsroom.campaign(campaign)).state is CampaignState.SENDING


async def test_a_start_finds_every_campaign_where_it_was(newsroom: Newsroom) -> None:
    readers = await newsroom.readers(30)
    campaign = await newsroom.begins(await newsroom.post("First", "Last"))

    for settled in (1, 9, 30):
        async with newsroom.engine():
            await newsroom.has_settled(campaign, settled)
    async with newsroom.engine():
        await newsroom.comes_to(campaign, CampaignState.DONE)

    for reader in [newsroom.olga, *readers]:
        assert await texts_before(reader) == ["First", "Last"]


async def test_a_campaign_without_readers_ends_with_its_own_copy(newsroom: Newsroom) -> None:
    post = await newsroom.post("All of it")
    campaign = await newsroom.begins(post)

    async with newsroom.engine():
        await newsroom.comes_to(campaign, CampaignState.DONE)

    assert await newsroom.progress(campaign) == Progress(sent=1, readers=1)
    assert (await newsroom.the_post(post)).state is PostState.PUBLISHED
