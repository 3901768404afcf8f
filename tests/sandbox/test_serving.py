"""The sandbox as a server: where it listens, how it ends, and how much it keeps."""

from __future__ import annotations

import asyncio
import gc
import tracemalloc

import aiohttp
import pytest

from bot.sandbox.client import Person, World
from bot.sandbox.methods.table import TABLE
from bot.sandbox.parameters import Parameters
from bot.sandbox.server import DEFAULT_TOKEN, Sandbox, serve
from bot.sandbox.world.messenger import Messenger, Options
from tests.sandbox.conftest import RawBot, button, keyboard


async def test_serving_tells_its_address_and_ends_when_it_is_cancelled() -> None:
    address: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    serving = asyncio.create_task(serve(port=0, bound=address.set_result, bot_username="other_bot"))
    url = await address
    assert url.startswith("http://127.0.0.1:")
    async with World(url) as world:
        assert world.bot["username"] == "other_bot"
    serving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await serving
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientConnectionError):
            await session.get(f"{url}/bot{DEFAULT_TOKEN}/getMe")


async def test_only_the_newest_messages_and_calls_are_kept_when_so_told() -> None:
    async with (
        Sandbox(keep_messages=3, keep_calls=2) as sandbox,
        World(sandbox.url) as world,
        aiohttp.ClientSession() as session,
    ):
        bot = RawBot(sandbox, session)
        ann, ben = await world.person("Ann"), await world.person("Ben")
        for person in (ann, ben):
            await person.starts()
        for text in "abc":
            await bot.does("sendMessage", chat_id=ben.id, text=text)
        assert await ann.messages() == []
        assert [message["text"] for message in await ben.messages()] == ["a", "b", "c"]
        assert [call["number"] for call in await world.calls()] == [2, 3]
        assert await world.count() == 3


def test_a_stored_message_takes_less_than_two_kilobytes() -> None:
    messenger = Messenger("1:x", Options(keep_events=100))
    messenger.add_person("Ann", id=5).began = True

    def send(first: int, count: int) -> None:
        for number in range(first, first + count):
            text = f"{number}: {'The water stood on one side of the gates. ' * 5}"
            entities = [{"type": "bold", "offset": 0, "length": 3}, {"type": "italic", "offset": 9, "length": 3}]
            parameters = {"chat_id": 5, "text": text, "entities": entities, "reply_markup": keyboard([button()])}
            TABLE["sendmessage"].handle(messenger, Parameters(parameters))

    send(0, 500)
    tracemalloc.start()
    try:
        send(500, 2000)
        gc.collect()
        assert tracemalloc.get_traced_memory()[0] / 2000 < 2048
    finally:
        tracemalloc.stop()


async def test_calls_take_longer_when_so_told(bot: RawBot, world: World, ann: Person) -> None:
    await world.delays(3600)
    call = asyncio.create_task(bot.call("sendMessage", chat_id=ann.id, text="x"))
    while not await world.calls("sendMessage"):
        pass
    assert (await bot.call("getUpdates"))["ok"]
    assert not call.done()
    call.cancel()
    await asyncio.gather(call, return_exceptions=True)


async def test_it_is_not_quiet_while_an_update_or_a_call_is_open(bot: RawBot, world: World, ann: Person) -> None:
    with pytest.raises(AssertionError, match="'updates': 1"):
        await world.quiet(timeout=0.01, settle=0)
    updates = await bot.does("getUpdates")
    await bot.does("getUpdates", offset=updates[-1]["update_id"] + 1)
    fault = await world.faults("sendMessage", hold="before")
    call = asyncio.create_task(bot.does("sendMessage", chat_id=ann.id, text="x"))
    await fault.held()
    with pytest.raises(AssertionError, match="'in_flight': 1"):
        await world.quiet(timeout=0.01, settle=0)
    quiet = asyncio.create_task(world.quiet(settle=0))
    await fault.release()
    await asyncio.gather(call, quiet)
