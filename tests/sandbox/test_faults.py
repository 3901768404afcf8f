"""Things that go wrong to order, and limits on speed."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest

from bot.sandbox.client import ImpossibleError, Person, World
from tests.sandbox.conftest import RawBot


@pytest.mark.parametrize(
    ("order", "answer"),
    [
        ({"code": 400}, (400, "Bad Request: fault to order")),
        ({"code": 403}, (403, "Forbidden: bot was blocked by the user")),
        ({"code": 429, "retry_after": 7}, (429, "Too Many Requests: retry after 7")),
        ({"code": 500}, (500, "Internal Server Error")),
        ({"code": 400, "description": "Bad Request: chat not found"}, (400, "Bad Request: chat not found")),
    ],
)
async def test_an_error_is_answered_once_and_has_no_effect(
    bot: RawBot, world: World, ann: Person, order: dict[str, Any], answer: tuple[int, str]
) -> None:
    fault = await world.faults("sendMessage", **order)
    given = await bot.call("sendMessage", chat_id=ann.id, text="x")
    assert (given["error_code"], given["description"]) == answer
    assert given.get("parameters") == ({"retry_after": 7} if answer[0] == 429 else None)
    assert len(await ann.messages()) == 1
    await bot.does("sendMessage", chat_id=ann.id, text="x")
    assert await fault.struck() == [1]


async def test_a_bad_gateway_is_a_page_of_html(bot: RawBot, world: World, ann: Person) -> None:
    await world.faults(code=502)
    async with bot.session.get(f"{bot.base}/sendMessage", params={"chat_id": ann.id, "text": "x"}) as response:
        assert response.status == 502
        assert response.content_type == "text/html"
        assert "<h1>502 Bad Gateway</h1>" in await response.text()


@pytest.mark.parametrize(("moment", "messages"), [("before", 1), ("after", 2)])
async def test_a_connection_can_break_before_or_after_the_effect(
    bot: RawBot, world: World, ann: Person, moment: str, messages: int
) -> None:
    await world.faults("sendMessage", drop=moment)
    with pytest.raises(aiohttp.ClientConnectionError):
        await bot.call("sendMessage", chat_id=ann.id, text="x")
    assert len(await ann.messages()) == messages


@pytest.mark.parametrize(("moment", "messages"), [("before", 1), ("after", 2)])
async def test_a_call_can_be_held_before_or_after_its_effect(
    bot: RawBot, world: World, ann: Person, moment: str, messages: int
) -> None:
    fault = await world.faults("sendMessage", hold=moment)
    call = asyncio.create_task(bot.does("sendMessage", chat_id=ann.id, text="x"))
    assert await fault.held() == [1]
    assert len(await ann.messages()) == messages
    assert not call.done()
    assert await fault.release() == 1
    assert (await call)["text"] == "x"
    assert len(await ann.messages()) == 2


async def test_a_held_call_can_be_dropped(bot: RawBot, world: World, ann: Person) -> None:
    fault = await world.faults("sendMessage", hold="before")
    call = asyncio.create_task(bot.call("sendMessage", chat_id=ann.id, text="x"))
    await fault.held()
    await fault.release(drop=True)
    with pytest.raises(aiohttp.ClientConnectionError):
        await call
    assert len(await ann.messages()) == 1


async def test_a_call_whose_bot_was_killed_has_its_effect_when_released(bot: RawBot, world: World, ann: Person) -> None:
    fault = await world.faults("sendMessage", hold="before")
    async with aiohttp.ClientSession() as session:
        call = asyncio.create_task(session.post(f"{bot.base}/sendMessage", json={"chat_id": ann.id, "text": "late"}))
        await fault.held()
        call.cancel()
        await asyncio.gather(call, return_exceptions=True)
    await fault.release()
    await ann.sees("late")


async def test_faults_choose_their_calls_by_method_chat_and_number(bot: RawBot, world: World, ann: Person) -> None:
    ben = await world.person("Ben")
    await ben.starts()

    async def code(person: Person, method: str = "sendMessage") -> int:
        parameters = {"chat_id": person.id, "text": "x", "action": "typing"}
        answer = await bot.call(method, **parameters)
        return int(answer.get("error_code", 200))

    await world.faults(code=500, chat=ben)
    assert [await code(ann), await code(ben), await code(ben)] == [200, 500, 200]
    await world.faults("sendMessage", code=500, skip=1, times=2)
    assert [await code(ann) for _ in range(4)] == [200, 500, 500, 200]
    await world.faults("sendChatAction", code=500, times=None)
    assert [await code(ann), await code(ann, "sendChatAction"), await code(ann, "sendchataction")] == [200, 500, 500]
    done = await world.count()
    await world.faults(code=500, in_calls=2)
    assert [await code(ann) for _ in range(3)] == [200, 500, 200]
    await world.faults(code=500, call=done + 5)
    assert [await code(ann) for _ in range(3)] == [200, 500, 200]


async def test_getupdates_fails_only_if_it_is_named_and_is_not_counted(bot: RawBot, world: World) -> None:
    fault = await world.faults(code=500)
    assert (await bot.call("getUpdates"))["ok"]
    await fault.cancel()
    await world.faults("getUpdates", code=502)
    async with bot.session.post(f"{bot.base}/getUpdates") as response:
        assert response.status == 502
    assert await world.count() == 0


@pytest.mark.parametrize("order", [{}, {"code": 500, "drop": "before"}, {"code": 500, "nonsense": 1}, {"hold": "now"}])
async def test_a_fault_that_makes_no_sense_is_refused(world: World, order: dict[str, Any]) -> None:
    with pytest.raises(ImpossibleError):
        await world.faults("sendMessage", **order)


async def test_limits_on_speed_are_off_until_asked_for(bot: RawBot, world: World, ann: Person) -> None:
    for _ in range(5):
        await bot.does("sendMessage", chat_id=ann.id, text="x")
    await world.paces()
    for _ in range(3):
        await bot.does("sendMessage", chat_id=ann.id, text="x")
    answer = await bot.call("sendMessage", chat_id=ann.id, text="x")
    assert (answer["error_code"], answer["parameters"]) == (429, {"retry_after": 1})
    assert answer["description"] == "Too Many Requests: retry after 1"
    async with bot.session.post(f"{bot.base}/sendMessage", json={"chat_id": ann.id, "text": "x"}) as response:
        assert response.headers["Retry-After"] == "1"
    await world.moves_clock(1)
    await bot.does("sendMessage", chat_id=ann.id, text="x")


async def test_a_group_takes_20_a_minute_and_everyone_together_30_a_second(
    bot: RawBot, world: World, ann: Person
) -> None:
    desk = await world.group("Desk", [ann])
    await world.paces(chat_per_second=1000, chat_burst=1000)
    for _ in range(20):
        await bot.does("sendMessage", chat_id=desk.id, text="x")
    answer = await bot.call("sendMessage", chat_id=desk.id, text="x")
    assert answer["parameters"] == {"retry_after": 60}
    await world.paces(chat_per_second=1000, chat_burst=1000, all_per_second=30)
    codes = [(await bot.call("sendMessage", chat_id=ann.id, text="x")).get("error_code", 200) for _ in range(60)]
    assert codes.index(429) >= 30
    assert (await bot.call("getMe"))["ok"]
