"""Limits on speed, and calls that take their time."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.bot_api import BotApi
from bot.sandbox.client import Person, World
from bot.sandbox.pacing import SLACK, Pace, Pacing
from bot.sandbox.refusals import RefusedError
from bot.sandbox.server import Sandbox
from bot.sandbox.world.messenger import Messenger, Options
from tests.sandbox.conftest import RawBot, png
from tests.sandbox.test_files import upload

ALL = Pace(all_per_second=30, paid_per_second=None, chat_per_second=None, group_per_minute=None)


def accepted(pacing: Pacing, chat_id: int, now: float, messages: int = 1, *, paid: bool = False) -> int:
    """Whether a call passes, as 0, or the seconds that it is told to wait."""
    try:
        pacing.take(chat_id, messages, now, paid=paid)
    except RefusedError as refusal:
        return refusal.parameters["retry_after"]
    return 0


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
    assert codes.index(429) == 31
    assert (await bot.call("getMe"))["ok"]


@given(
    st.lists(st.tuples(st.floats(0, 0.2, allow_subnormal=False), st.integers(1, 10)), min_size=20, max_size=200),
)
def test_no_sliding_second_holds_more_than_31(calls: list[tuple[float, int]]) -> None:
    pacing, now, passed = Pacing(ALL), 1000.0, []
    for number, (pause, messages) in enumerate(calls):
        now += pause
        if not accepted(pacing, number, now, messages):
            passed.append((now, messages))
    for at, (begin, _) in enumerate(passed):
        assert sum(messages for moment, messages in passed[at:] if moment - begin <= 1) <= 30 + SLACK


def test_whoever_keeps_exactly_to_30_a_second_is_never_refused() -> None:
    pacing = Pacing(ALL)
    assert not any(accepted(pacing, number, 1000 + number / 30) for number in range(3000))


def test_retry_after_is_long_enough_and_no_second_too_long() -> None:
    pacing = Pacing(Pace(all_per_second=None, chat_per_second=None))
    for number in range(20):
        assert not accepted(pacing, -5, 1000.0 + number)
    wait = accepted(pacing, -5, 1020.0)
    assert wait == 40
    assert accepted(pacing, -5, 1020.0 + wait - 1)
    assert not accepted(pacing, -5, 1020.01 + wait)


def test_each_limit_can_be_had_alone() -> None:
    off = dict.fromkeys(("all_per_second", "paid_per_second", "chat_per_second", "group_per_minute"))
    assert not any(accepted(Pacing(Pace(**off)), -5, 1000.0) for _ in range(100))  # type: ignore[arg-type]
    pacing = Pacing(Pace(**{**off, "chat_per_second": 1.0}))  # type: ignore[arg-type]
    assert [accepted(pacing, 5, 1000.0) for _ in range(4)] == [0, 0, 0, 1]
    assert [accepted(pacing, chat, 1000.0) for chat in range(6, 106)] == [0] * 100


def test_a_chat_takes_one_a_second_after_a_burst() -> None:
    pacing = Pacing(Pace())
    assert [accepted(pacing, 5, 1000.0 + second) for second in (0, 0, 0, 0.5, 1, 2, 2.5, 3)] == [0, 0, 0, 1, 0, 0, 1, 0]


def test_paid_messages_go_a_thousand_a_second_and_leave_the_others_alone() -> None:
    pacing = Pacing(Pace())
    paid = [accepted(pacing, chat, 1000.0, paid=True) for chat in range(1100)]
    assert paid.index(1) == 1001
    assert not accepted(pacing, 5000, 1000.0)
    assert [accepted(pacing, chat, 1000.0) for chat in range(2000, 2040)].index(1) == 30


async def test_a_call_says_that_it_is_paid_and_an_album_counts_as_its_items(
    bot: RawBot, world: World, ann: Person
) -> None:
    await world.paces(all_per_second=9, chat_per_second=None, paid_per_second=2)
    files: dict[str, Any] = {"a": png()}
    media = [{"type": "photo", "media": "attach://a"}] * 10
    assert (await upload(bot, "sendMediaGroup", files, chat_id=ann.id, media=media))["ok"]
    refused = await bot.call("sendMessage", chat_id=ann.id, text="x")
    assert refused["error_code"] == 429
    for _ in range(3):
        await bot.does("sendMessage", chat_id=ann.id, text="x", allow_paid_broadcast=True)
    refused = await bot.call("sendMessage", chat_id=ann.id, text="x", allow_paid_broadcast=True)
    assert refused["error_code"] == 429
    await world.moves_clock(1.1)
    said = [(await ann.says("x"))["message_id"] for _ in range(10)]
    await bot.does("forwardMessages", chat_id=ann.id, from_chat_id=ann.id, message_ids=said)
    assert (await bot.call("sendMessage", chat_id=ann.id, text="x"))["error_code"] == 429


async def test_what_is_refused_for_speed_counts_for_nothing_and_changes_nothing(
    bot: RawBot, world: World, ann: Person
) -> None:
    await world.paces(all_per_second=0, chat_per_second=None)
    await bot.does("sendMessage", chat_id=ann.id, text="one")
    for _ in range(50):
        assert (await bot.call("sendMessage", chat_id=ann.id, text="x"))["error_code"] == 429
    assert len(await ann.messages()) == 2
    await world.moves_clock(1.1)
    await bot.does("sendMessage", chat_id=ann.id, text="two")


async def test_speed_can_be_set_at_the_start_and_read() -> None:
    async with (
        Sandbox(pace=Pace(chat_burst=1), latency=0.001, jitter=0.002) as sandbox,
        World(sandbox.url) as world,
    ):
        settings = await world.get("settings")
    assert settings["pace"]["chat_burst"] == 1
    assert (settings["latency"], settings["jitter"]) == (0.001, 0.002)


async def test_jitter_adds_up_to_its_seconds_by_the_chance_of_its_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []

    async def note(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", note)

    async def waits(seed: int) -> list[float]:
        slept.clear()
        api = BotApi(Messenger("1:x", Options(latency=2.0, jitter=3.0, seed=seed)), "1:x")
        for _ in range(50):
            await api.delay()
        return slept[:]

    first = await waits(1)
    assert all(2.0 <= seconds <= 5.0 for seconds in first)
    assert max(first) - min(first) > 2
    assert await waits(1) == first
    assert await waits(2) != first
