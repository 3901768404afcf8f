"""Polling: nothing is confirmed before it is stored, and trouble passes."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from typing import Any

import pytest

from bot.core.calls import Call
from bot.core.halting import Halted
from bot.core.outcomes import Halt, Outcome, Rejected, Sent, Uncertain, Unsent, Wait
from bot.core.pacing import Gate
from bot.gateway.courier import Courier
from bot.gateway.polling import pause_after, poll
from bot.gateway.transport import Transport
from tests.gateway.fake_telegram import TOKEN, ok, refusal, running


class ScriptEndedError(Exception):
    """The script has no further answer: the end of a test's polling."""


class ScriptedCourier:
    """Gives prepared outcomes, and keeps what it was asked."""

    def __init__(self, *outcomes: Outcome) -> None:
        self.outcomes = list(outcomes)
        self.asked: list[dict[str, Any]] = []
        self.read_timeout: float | None = None

    async def deliver(self, call: Call, *, read_timeout: float | None = None) -> Outcome:
        assert (call.method, call.lane) == ("getUpdates", None)
        self.asked.append(json.loads(call.body))
        self.read_timeout = read_timeout
        await asyncio.sleep(0)
        if not self.outcomes:
            raise ScriptEndedError
        return self.outcomes.pop(0)

    @property
    def offsets(self) -> list[int | None]:
        return [fields.get("offset") for fields in self.asked]


class ListInbox:
    """Keeps updates in a list, and can be made to wait or to fail."""

    def __init__(self, first: int | None = None) -> None:
        self.first = first
        self.stored: list[dict[str, Any]] = []
        self.storing = asyncio.Event()
        self.before_commit: Callable[[], Any] = lambda: None
        self.held: asyncio.Event | None = None

    async def next_offset(self) -> int | None:
        return self.first

    async def store(self, updates: list[dict[str, Any]]) -> None:
        self.storing.set()
        if self.held:
            await self.held.wait()
        self.before_commit()
        self.stored += updates


def batch(*ids: int) -> Sent:
    return Sent(None, [{"update_id": number, "message": {}} for number in ids])


async def run(courier: ScriptedCourier, inbox: ListInbox) -> list[float]:
    """Poll to the end of the script; returns the pauses that were made."""
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    with pytest.raises(ScriptEndedError):
        await poll(courier, inbox, chance=lambda: 1.0, sleep=sleep)
    return pauses


async def test_the_next_offset_is_sent_after_the_batch_is_stored() -> None:
    courier, inbox = ScriptedCourier(batch(11, 12), batch(), batch(15)), ListInbox(first=11)
    assert await run(courier, inbox) == []
    assert courier.offsets == [11, 13, 13, 16]
    assert [update["update_id"] for update in inbox.stored] == [11, 12, 15]


async def test_without_a_first_offset_none_is_sent() -> None:
    courier = ScriptedCourier(batch())
    await run(courier, ListInbox())
    assert courier.offsets == [None, None]


async def test_it_asks_for_what_the_product_needs_and_waits_longer_than_telegram_does() -> None:
    courier = ScriptedCourier()
    await run(courier, ListInbox())
    assert courier.asked == [
        {"timeout": 50, "allowed_updates": ["message", "edited_message", "callback_query", "my_chat_member"]}
    ]
    assert courier.read_timeout == 65


async def test_updates_in_any_order_are_confirmed_up_to_the_last() -> None:
    courier = ScriptedCourier(batch(12, 11))
    await run(courier, ListInbox())
    assert courier.offsets == [None, 13]


async def test_an_inbox_that_fails_confirms_nothing() -> None:
    courier, inbox = ScriptedCourier(batch(11), batch(12)), ListInbox()

    def fails() -> None:
        raise OSError("the disk is full")

    inbox.before_commit = fails
    with pytest.raises(OSError, match="the disk is full"):
        await poll(courier, inbox)
    assert courier.offsets == [None]


async def test_cancelled_before_the_commit_it_confirms_nothing() -> None:
    courier, inbox = ScriptedCourier(batch(11), batch(12)), ListInbox()
    inbox.held = asyncio.Event()
    polling = asyncio.create_task(poll(courier, inbox))
    await inbox.storing.wait()
    polling.cancel()
    assert isinstance((await asyncio.gather(polling, return_exceptions=True))[0], asyncio.CancelledError)
    assert courier.offsets == [None]
    assert inbox.stored == []


async def test_what_is_not_an_update_is_left_out_and_said(caplog: pytest.LogCaptureFixture) -> None:
    mixed = Sent(None, ["text", {"message": "secret words"}, {"update_id": "1"}, {"update_id": 7}])
    courier, inbox = ScriptedCourier(mixed), ListInbox()
    assert await run(courier, inbox) == []
    assert inbox.stored == [{"update_id": 7}]
    assert courier.offsets == [None, 8]
    assert caplog.text.count("left out") == 3
    assert "secret words" not in caplog.text


@pytest.mark.parametrize("result", [[{"message": {}}], ["x"], {"update_id_is": "missing"}, True, None, "text"])
async def test_nothing_but_garbage_is_no_hot_loop(result: object) -> None:
    courier = ScriptedCourier(Sent(None, result), Sent(None, result), batch())
    assert await run(courier, ListInbox()) == [1.0, 2.0]
    assert courier.offsets == [None] * 4


@pytest.mark.parametrize("trouble", [Unsent("refused"), Uncertain("no answer"), Rejected("wrong")])
async def test_trouble_backs_off_to_half_a_minute_and_success_forgets_it(
    trouble: Outcome, caplog: pytest.LogCaptureFixture
) -> None:
    courier = ScriptedCourier(*[trouble] * 7, batch(3), trouble)
    assert await run(courier, ListInbox()) == [1, 2, 4, 8, 16, 30, 30, 1]
    assert courier.offsets == [None] * 8 + [4, 4]
    assert "no updates from Telegram" in caplog.text


@pytest.mark.parametrize(("chance", "pauses"), [(0.0, [0.5, 1, 15]), (1.0, [1, 2, 30])])
def test_half_of_a_pause_is_left_to_chance(chance: float, pauses: list[float]) -> None:
    assert [pause_after(troubles, chance) for troubles in (0, 1, 10**6)] == pauses


async def test_429_waits_as_long_as_telegram_says() -> None:
    assert await run(ScriptedCourier(Wait(90.0), Wait(0.5)), ListInbox()) == [90.0, 2.0]


async def test_another_poller_is_named_and_waited_for(caplog: pytest.LogCaptureFixture) -> None:
    conflict = Halt("Conflict: terminated by other getUpdates request", conflict=True)
    with caplog.at_level(logging.WARNING):
        assert await run(ScriptedCourier(conflict, conflict, batch(1)), ListInbox()) == [1, 2]
    assert "another process polls" in caplog.text


async def test_a_token_that_is_not_known_ends_it() -> None:
    with pytest.raises(Halted, match=r"^Unauthorized$"):
        await poll(ScriptedCourier(Halt("Unauthorized")), ListInbox())


async def test_through_the_courier_it_stores_resumes_and_halts() -> None:
    async def no_pause(seconds: float) -> None:
        await asyncio.sleep(0)

    async with running() as telegram:
        telegram.answers(ok([{"update_id": 5}]), telegram.hangs_up, refusal(409, "Conflict: terminated by other"))
        telegram.answers(ok([{"update_id": 6}]), refusal(404, "Not Found"))
        inbox = ListInbox()
        async with Courier(Transport(TOKEN), Gate(1), api_url=telegram.url, token=TOKEN) as courier:
            with pytest.raises(Halted) as caught:
                await poll(courier, inbox, long_poll=1, sleep=no_pause)
        assert TOKEN not in str(caught.value)
    assert [update["update_id"] for update in inbox.stored] == [5, 6]
    assert [json.loads(got.body).get("offset") for got in telegram.received] == [None, 6, 6, 6, 7]
