"""Albums: one call, as many messages as it has items, and one fate for all of them."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.core.calls import FOLLOWS, Prepared
from bot.core.campaigns import Campaign, CampaignState, Progress
from bot.core.deliveries import OnUncertain
from bot.core.parts import Media, MediaKind
from bot.core.richtext import RichText
from bot.delivery.engine import Engine
from bot.demo.sample import read_sample
from bot.gateway.encoder import Encoder
from bot.gateway.encoding import encode, encode_album
from bot.rendering.message import Message
from tests.delivery.newsroom import Newsroom, labels, messages_before, sent_to, until
from tests.stories.stage import ON_SQLITE

ALBUM = "sendMediaGroup"


async def photo(newsroom: Newsroom) -> Media:
    """One that the bot can send."""
    sent = await newsroom.olga.sends_photo(read_sample().photo)
    return Media(MediaKind.PHOTO, sent["photo"][-1]["file_id"], "unique")


async def pages(newsroom: Newsroom, items: int = 3) -> list[Prepared]:
    """A post: a line, an album with a caption, and the text that carries the buttons."""
    medium = await photo(newsroom)
    album = encode_album([Message(RichText("Caption"), medium), *[Message(RichText(), medium)] * (items - 1)])
    return [encode(Message(RichText("First"))), album, *[FOLLOWS] * (items - 1), encode(Message(RichText("Last")))]


def words(message: dict[str, Any]) -> str:
    return str(message.get("text") or message.get("caption", ""))


async def test_every_reader_gets_an_album_by_one_call_and_each_of_its_messages_is_known(newsroom: Newsroom) -> None:
    readers = [newsroom.olga, *await newsroom.readers(3)]
    campaign = await newsroom.begins(await newsroom.post_of(await pages(newsroom)))

    async with newsroom.engine():
        await newsroom.comes_to(campaign, CampaignState.DONE)

    for reader in readers:
        messages = await messages_before(reader)
        assert [words(message) for message in messages] == ["First", "Caption", "", "", "Last"]
        assert len({message.get("media_group_id") for message in messages[1:4]}) == 1
        known = [await newsroom.copy(reader, message) for message in messages]
        assert [copy and (copy.page, copy.comments) for copy in known] == [
            (1, None),
            (2, None),
            (3, None),
            (4, None),
            (5, 0),
        ]
        assert labels(messages[-1]) == ["No comments", "Post a comment"]
    assert sorted(sent_to(await newsroom.calls(ALBUM))) == sorted(reader.id for reader in readers)
    assert await newsroom.progress(campaign) == Progress(sent=20, readers=4)


@pytest.mark.parametrize(
    ("fault", "calls", "ends"),
    [
        ({"code": 400}, 1, Progress(sent=6, failed=4, readers=2)),
        ({"code": 403}, 1, Progress(sent=6, blocked=4, readers=2, readers_blocked=1)),
        ({"code": 429, "retry_after": 3}, 2, Progress(sent=10, readers=2)),
        ({"drop": "before"}, 2, Progress(sent=10, readers=2)),
        ({"drop": "before", "times": 2}, 2, Progress(sent=7, uncertain=3, readers=2)),
    ],
)
@ON_SQLITE
async def test_what_becomes_of_an_album_becomes_of_all_its_messages(
    newsroom: Newsroom, fault: dict[str, Any], calls: int, ends: Progress
) -> None:
    ann = await newsroom.reader("Ann")
    await newsroom.world.faults(ALBUM, chat=ann, **fault)
    campaign = await newsroom.begins(await newsroom.post_of(await pages(newsroom)))

    async with newsroom.engine():
        await newsroom.comes_to(campaign, CampaignState.DONE)

    assert sent_to(await newsroom.calls(ALBUM)).count(ann.id) == calls
    assert await newsroom.progress(campaign) == ends


@pytest.mark.parametrize("policy", OnUncertain)
async def test_after_a_crash_all_messages_of_an_album_are_in_doubt(newsroom: Newsroom, policy: OnUncertain) -> None:
    ann = await newsroom.reader("Ann")
    held = await newsroom.world.faults(ALBUM, hold="after", chat=ann)
    campaign = await newsroom.begins(await newsroom.post_of(await pages(newsroom)))
    engine = Engine(newsroom.ledger, newsroom.courier, Encoder(), newsroom.texts, newsroom.clock, policy)
    running = asyncio.create_task(engine.run())
    await held.held()
    await until(lambda: only_the_album_is_under_way(newsroom, campaign))
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await held.release()

    assert await newsroom.recovers(policy) == 3
    async with newsroom.engine(policy):
        await newsroom.comes_to(campaign, CampaignState.DONE)

    seen = [words(message) for message in await messages_before(ann)]
    if policy is OnUncertain.RESEND:
        assert seen == ["First", "Caption", "", "", "Caption", "", "", "Last"]
        assert await newsroom.progress(campaign) == Progress(sent=10, readers=2)
    else:
        assert seen == ["First", "Caption", "", "", "Last"]
        assert await newsroom.progress(campaign) == Progress(sent=7, uncertain=3, readers=2)


async def only_the_album_is_under_way(newsroom: Newsroom, campaign: Campaign) -> bool:
    progress = await newsroom.progress(campaign)
    return (progress.sending, progress.queued) == (3, 1)


@ON_SQLITE
async def test_albums_keep_to_the_rate_of_their_messages(newsroom: Newsroom) -> None:
    await newsroom.readers(24)
    campaign = await newsroom.begins(await newsroom.post_of(await pages(newsroom, items=5)))

    began = newsroom.clock()
    async with newsroom.engine():
        await newsroom.comes_to(campaign, CampaignState.DONE)

    took = (newsroom.clock() - began).total_seconds()
    assert await newsroom.progress(campaign) == Progress(sent=175, readers=25)
    assert took >= 175 / 25 - 1, "175 messages at 25 a second, with a second's worth of them at the very beginning"
