"""Things that go wrong to order."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest

from bot.sandbox.client import ImpossibleError, Person, World
from tests.sandbox.conftest import RawBot, button, keyboard


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


async def test_a_fault_can_strike_every_nth_call(bot: RawBot, world: World, ann: Person) -> None:
    async def codes(count: int) -> list[int]:
        answers = [await bot.call("sendMessage", chat_id=ann.id, text="x") for _ in range(count)]
        return [answer.get("error_code", 200) for answer in answers]

    fault = await world.faults("sendMessage", code=500, every=3, skip=1)
    assert await codes(8) == [200, 200, 200, 500, 200, 200, 500, 200]
    await fault.cancel()
    await world.faults("sendMessage", code=500, every=2, times=1)
    assert await codes(4) == [200, 500, 200, 200]


async def test_a_fault_can_strike_the_answers_to_one_persons_presses(bot: RawBot, world: World, ann: Person) -> None:
    ben = await world.person("Ben")
    await ben.starts()
    await world.faults(code=500, chat=ben, skip=1, times=None)
    codes = []
    for person in (ann, ben):
        sent = await bot.does("sendMessage", chat_id=person.id, text="x", reply_markup=keyboard([button()]))
        await person.presses_data("d", on=sent, wait=False)
        query = (await bot.does("getUpdates", offset=-1))[0]["callback_query"]["id"]
        answer = await bot.call("answerCallbackQuery", callback_query_id=query)
        codes.append(answer.get("error_code", 200))
    assert codes == [200, 500]


async def test_an_answer_can_stop_in_the_middle(bot: RawBot, world: World, ann: Person) -> None:
    fault = await world.faults("sendMessage", stall=True)
    response = await bot.session.post(f"{bot.base}/sendMessage", json={"chat_id": ann.id, "text": "half"})
    reading = asyncio.create_task(response.json())
    assert await fault.held() == [1]
    await ann.sees("half")
    assert response.status == 200
    assert not reading.done()
    await fault.release()
    assert (await reading)["result"]["text"] == "half"
    assert (await world.calls("sendMessage"))[0]["status"] == 200


async def test_an_answer_that_stopped_can_break_off(bot: RawBot, world: World, ann: Person) -> None:
    fault = await world.faults("sendMessage", stall=True)
    response = await bot.session.post(f"{bot.base}/sendMessage", json={"chat_id": ann.id, "text": "half"})
    await fault.held()
    await fault.release(drop=True)
    with pytest.raises(aiohttp.ClientPayloadError):
        await response.json()


@pytest.mark.parametrize(
    "order",
    [
        {},
        {"code": 500, "drop": "before"},
        {"code": 500, "stall": True},
        {"code": 500, "nonsense": 1},
        {"code": 500, "every": 0},
        {"hold": "now"},
    ],
)
async def test_a_fault_that_makes_no_sense_is_refused(world: World, order: dict[str, Any]) -> None:
    with pytest.raises(ImpossibleError):
        await world.faults("sendMessage", **order)
