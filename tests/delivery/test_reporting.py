"""The status of a campaign: one message that says what is so, changes only with it, and ends with the truth."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from bot.core.campaigns import Campaign, CampaignEvent, CampaignState
from bot.core.deliveries import DeliveryState, Result
from bot.delivery.reporting import Reporter
from bot.handlers.answers import both_forms
from bot.storage.for_delivery import ReportStore
from tests.delivery.newsroom import PATIENCE, Newsroom, messages_before, until
from tests.delivery.test_postman import all_settled, postman


@asynccontextmanager
async def reporter_on_call(newsroom: Newsroom) -> AsyncIterator[Reporter]:
    """With a postman at work, whose failure is the test's; it looks when the test lets it look, and not by itself."""
    async with postman(newsroom) as post:
        store = ReportStore(newsroom.database)
        yield Reporter(store, newsroom.courier, both_forms, newsroom.texts, newsroom.clock, post.wake)


@asynccontextmanager
async def reporter(newsroom: Newsroom) -> AsyncIterator[Reporter]:
    """At work, with a postman; their failure is the test's."""
    async with asyncio.timeout(PATIENCE), reporter_on_call(newsroom) as at_work, asyncio.TaskGroup() as group:
        running = group.create_task(at_work.run())
        yield at_work
        running.cancel()


async def status(newsroom: Newsroom) -> dict[str, Any]:
    """The one status in Olga's chat; it names the post in quotation marks."""
    (found,) = [message for message in await messages_before(newsroom.olga) if "“Headline”" in message["text"]]
    return found


async def final(newsroom: Newsroom, campaign: Campaign) -> None:
    """Until the end is shown, and nothing is left to say."""

    async def reported() -> bool:
        due = await ReportStore(newsroom.database).due_reports()
        return campaign.id not in [account.campaign.id for account, _ in due] and await all_settled(newsroom)

    await until(reported)


async def test_one_message_tells_of_the_whole_way_and_of_the_end_with_all_its_numbers(newsroom: Newsroom) -> None:
    ann, *_, zoe = await newsroom.readers(15)
    await ann.blocks_bot()
    held = await newsroom.world.faults("sendMessage", hold="before", chat=zoe)
    campaign = await newsroom.begins(await newsroom.post("Headline", "Last"), after=3600)

    async with newsroom.engine() as engine, reporter(newsroom):
        await newsroom.olga.sees("“Headline”", button="Stop")
        newsroom.clock.passes(timedelta(hours=1))
        engine.wake()
        await newsroom.olga.sees("“Headline”", button="Pause")
        await held.held()
        await held.release()
        await newsroom.comes_to(campaign, CampaignState.DONE)
        await final(newsroom, campaign)

    shown = await status(newsroom)
    assert "30 messages to 15 readers" in shown["text"]
    assert "sent 30 · blocked 2 · failed 0 · uncertain 0 · queued 0 = 32" in shown["text"]


async def test_what_has_not_changed_costs_no_call(newsroom: Newsroom) -> None:
    await newsroom.readers(20)
    campaign = await newsroom.begins(await newsroom.post("Headline"))

    async with newsroom.engine() as engine, reporter(newsroom) as at_work:
        await newsroom.has_settled(campaign, 5)
        await newsroom.moves(campaign, CampaignEvent.PAUSE)
        engine.wake()
        at_work.wake()
        await newsroom.olga.sees("Headline", button="Resume")
        await until(lambda: at_rest(newsroom, campaign))
        await at_work.look()
        await until(lambda: all_settled(newsroom))
        calls = await newsroom.world.count()
        for _ in range(5):
            await at_work.look()
        assert await all_settled(newsroom)
        assert await newsroom.world.count() == calls


async def at_rest(newsroom: Newsroom, campaign: Campaign) -> bool:
    return not (await newsroom.progress(campaign)).sending


async def test_an_end_is_not_final_while_an_answer_is_awaited(newsroom: Newsroom) -> None:
    ann, *_ = await newsroom.readers(20)
    held = await newsroom.world.faults("sendMessage", hold="after", chat=ann)
    campaign = await newsroom.begins(await newsroom.post("Headline"))

    async with newsroom.engine() as engine, reporter(newsroom) as at_work:
        await held.held()
        await newsroom.moves(campaign, CampaignEvent.CANCEL)
        engine.wake()
        await at_work.look()
        await held.release()
        await final(newsroom, campaign)
        progress = await newsroom.progress(campaign)

    text = (await status(newsroom))["text"]
    assert f"sent {progress.sent} " in text
    assert "queued 0" in text
    assert progress.sent + progress.uncertain + progress.cancelled == 21


async def test_a_restart_goes_on_in_the_same_message(newsroom: Newsroom) -> None:
    await newsroom.readers(30)
    campaign = await newsroom.begins(await newsroom.post("Headline"))

    for settled in (3, 12, 24):
        async with newsroom.engine(), reporter(newsroom):
            await newsroom.has_settled(campaign, settled)
            await newsroom.olga.sees("“Headline”")
    async with newsroom.engine(), reporter(newsroom):
        await newsroom.comes_to(campaign, CampaignState.DONE)
        await final(newsroom, campaign)

    assert "31 messages to 31 readers" in (await status(newsroom))["text"]


async def test_a_refusal_is_shown_in_telegrams_words(newsroom: Newsroom) -> None:
    await newsroom.world.faults("sendMessage", code=400, description="Bad Request: MEDIA_EMPTY")
    campaign = await newsroom.begins(await newsroom.post("Headline"))

    async with newsroom.engine():
        await newsroom.comes_to(campaign, CampaignState.REFUSED)
    async with reporter(newsroom):
        await newsroom.olga.sees("edia_empty")


async def test_pace_and_time_left_are_those_of_the_last_moments(newsroom: Newsroom) -> None:
    readers = await newsroom.readers(100)
    campaign = await sending(newsroom)
    chats = iter(reader.id for reader in readers)

    async with reporter_on_call(newsroom) as at_work:
        await at_work.look()
        await newsroom.olga.sees("25/s · 4 s left")
        for _ in range(3):
            newsroom.clock.passes(timedelta(seconds=200))
            await record(newsroom, campaign, [next(chats) for _ in range(20)])
            await at_work.look()
        shown = await newsroom.olga.sees("60 %")

    assert "0.1/s" in shown["text"]
    assert "6 min" in shown["text"]


async def test_the_pace_is_that_of_the_last_moments_also_after_the_clock_was_set_back(newsroom: Newsroom) -> None:
    readers = await newsroom.readers(60)
    campaign = await sending(newsroom)
    chats = iter(reader.id for reader in readers)

    steps = {"34 %": timedelta(seconds=200), "42 %": timedelta(hours=-1), "75 %": timedelta(seconds=200)}
    async with reporter_on_call(newsroom) as at_work:
        await at_work.look()
        for share, step in steps.items():
            newsroom.clock.passes(step)
            await record(newsroom, campaign, [next(chats) for _ in range(20 if step > timedelta(0) else 5)])
            await at_work.look()
            shown = await newsroom.olga.sees(share)

    assert "0.1/s" in shown["text"]


async def sending(newsroom: Newsroom) -> Campaign:
    """A campaign that has reached its author, with its audience frozen, and no engine at work."""
    campaign = await newsroom.begins(await newsroom.post("Headline"))
    await newsroom.ledger.begin(campaign, newsroom.clock())
    await record(newsroom, campaign, [newsroom.olga.id])
    await newsroom.ledger.proved(await newsroom.campaign(campaign), newsroom.clock())
    return campaign


async def record(newsroom: Newsroom, campaign: Campaign, chats: list[int]) -> None:
    """These have got the post."""
    await newsroom.ledger.settle(campaign.id, [], [(chat_id, 1) for chat_id in chats])
    results = [Result(chat_id, 1, DeliveryState.SENT, 0) for chat_id in chats]
    await newsroom.ledger.settle(campaign.id, results, [])
