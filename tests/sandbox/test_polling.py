"""getUpdates: waiting, confirming, and two who poll at once."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest

from bot.sandbox.client import Person, World
from tests.sandbox.conftest import RawBot, button, keyboard


async def polled(world: World, times: int) -> None:
    """Wait until so many polls have arrived."""
    while len(await world.calls("getUpdates")) < times:
        pass


async def test_updates_stay_until_they_are_confirmed(bot: RawBot, ann: Person) -> None:
    await ann.says("one")
    first = await bot.does("getUpdates")
    assert [update["message"]["text"] for update in first] == ["/start", "one"]
    assert await bot.does("getUpdates", offset=first[0]["update_id"]) == first
    assert await bot.does("getUpdates", limit=1) == first[:1]
    assert await bot.does("getUpdates", offset=-1) == first[1:]
    assert await bot.does("getUpdates", offset=first[1]["update_id"] + 1) == []
    assert await bot.does("getUpdates") == []


async def test_a_poll_waits_for_the_next_update(bot: RawBot, world: World, ann: Person) -> None:
    last = (await bot.does("getUpdates"))[-1]["update_id"]
    poll = asyncio.create_task(bot.does("getUpdates", offset=last + 1, timeout=30))
    await world.quiet()
    await ann.says("now")
    assert (await poll)[0]["message"]["text"] == "now"


async def test_the_older_of_two_pollers_gets_a_conflict(bot: RawBot, world: World) -> None:
    older = asyncio.create_task(bot.call("getUpdates", timeout=30))
    await polled(world, 1)
    newer = asyncio.create_task(bot.does("getUpdates", timeout=30))
    assert await older == {
        "ok": False,
        "error_code": 409,
        "description": "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running",
    }
    await (await world.person("Ben")).starts()
    assert (await newer)[0]["message"]["text"] == "/start"


async def test_a_poller_that_died_swallows_no_updates_and_stops_nobody(bot: RawBot, world: World, ann: Person) -> None:
    last = (await bot.does("getUpdates"))[-1]["update_id"]
    async with aiohttp.ClientSession() as session:
        dead = asyncio.create_task(session.post(f"{bot.base}/getUpdates", json={"offset": last + 1, "timeout": 30}))
        await polled(world, 2)
        dead.cancel()
        await asyncio.gather(dead, return_exceptions=True)
    await ann.says("still here")
    updates = await bot.does("getUpdates", offset=last + 1, timeout=30)
    assert [update["message"]["text"] for update in updates] == ["still here"]


async def test_allowed_updates_leave_out_the_rest_from_then_on(bot: RawBot, ann: Person) -> None:
    await bot.does("getUpdates", allowed_updates=["callback_query"])
    await ann.says("unheard")
    message = await bot.does("sendMessage", chat_id=ann.id, text="x", reply_markup=keyboard([button()]))
    await ann.presses_data("d", on=message, wait=False)
    assert (await bot.does("getWebhookInfo"))["allowed_updates"] == ["callback_query"]
    kinds = [set(update) - {"update_id"} for update in await bot.does("getUpdates", allowed_updates=[])]
    assert kinds == [{"message"}, {"callback_query"}]
    await ann.says("heard")
    assert len(await bot.does("getUpdates")) == 3


async def test_blocking_and_unblocking_are_told(bot: RawBot, ann: Person) -> None:
    await ann.blocks_bot()
    await ann.unblocks_bot()
    moves = [update["my_chat_member"] for update in await bot.does("getUpdates") if "my_chat_member" in update]
    assert [(move["old_chat_member"]["status"], move["new_chat_member"]["status"]) for move in moves] == [
        ("member", "kicked"),
        ("kicked", "member"),
    ]
    assert moves[0]["from"]["id"] == ann.id


async def test_an_unread_press_is_dropped_after_150_seconds_and_a_message_after_a_day(
    bot: RawBot, world: World, ann: Person
) -> None:
    message = await bot.does("sendMessage", chat_id=ann.id, text="x", reply_markup=keyboard([button()]))
    await ann.presses_data("d", on=message, wait=False)
    assert len(await bot.does("getUpdates")) == 2
    await world.moves_clock(151)
    assert len(await bot.does("getUpdates")) == 1
    await world.moves_clock(24 * 3600)
    assert await bot.does("getUpdates") == []


async def test_pending_updates_can_be_dropped(bot: RawBot, ann: Person) -> None:
    await bot.does("deleteWebhook", drop_pending_updates=True)
    assert await bot.does("getUpdates") == []


async def test_any_update_can_be_put_into_the_queue(bot: RawBot, world: World) -> None:
    await world.injects("message", {"nobody": "can read this"})
    assert (await bot.does("getUpdates"))[0]["message"] == {"nobody": "can read this"}


@pytest.mark.parametrize(
    ("asked", "given"), [({"limit": 0}, 1), ({"limit": 500}, 3), ({"limit": "2"}, 2), ({"limit": "x"}, 1)]
)
async def test_a_limit_is_brought_into_its_bounds(bot: RawBot, ann: Person, asked: dict[str, Any], given: int) -> None:
    await ann.pastes("x" * 5000)
    assert len(await bot.does("getUpdates", **asked)) == given
