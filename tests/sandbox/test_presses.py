"""Buttons: pressing, answering, forging."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.sandbox.client import ImpossibleError, Person, World
from tests.sandbox.conftest import RawBot, button, keyboard

TOO_OLD = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"


async def query(bot: RawBot) -> dict[str, Any]:
    """The newest callback query."""
    updates = await bot.does("getUpdates", offset=-1, timeout=10)
    value: dict[str, Any] = updates[0]["callback_query"]
    return value


async def test_a_press_brings_the_message_and_its_answer_the_toast(bot: RawBot, world: World, ann: Person) -> None:
    sent = await bot.does("sendMessage", chat_id=ann.id, text="x", reply_markup=keyboard([button("✅ Publish", "p")]))
    press = asyncio.create_task(ann.presses("Publish"))
    await anext(event async for event in world.events(after=0) if event["event"] == "pressed")
    asked = await query(bot)
    assert (asked["data"], asked["message"], asked["from"]["id"]) == ("p", sent, ann.id)
    await bot.does("answerCallbackQuery", callback_query_id=asked["id"], text="Going out", show_alert=True)
    toast = await press
    assert toast == "Going out"
    assert toast is not None
    assert toast.alert


async def test_an_answer_comes_in_time_or_not_at_all(bot: RawBot, world: World, ann: Person) -> None:
    await bot.does("sendMessage", chat_id=ann.id, text="x", reply_markup=keyboard([button()]))
    assert await ann.presses("Publish", timeout=0.01) is None
    asked = (await query(bot))["id"]
    await world.moves_clock(149)
    await bot.does("answerCallbackQuery", callback_query_id=asked)
    await bot.does("answerCallbackQuery", callback_query_id=asked, text="unseen")
    await world.moves_clock(2)
    assert await bot.is_refused("answerCallbackQuery", callback_query_id=asked) == TOO_OLD
    assert await bot.is_refused("answerCallbackQuery", callback_query_id="1") == TOO_OLD


async def test_a_toast_has_up_to_200_characters(bot: RawBot, ann: Person) -> None:
    await bot.does("sendMessage", chat_id=ann.id, text="x", reply_markup=keyboard([button()]))
    await ann.presses("Publish", wait=False)
    asked = (await query(bot))["id"]
    refusal = await bot.is_refused("answerCallbackQuery", callback_query_id=asked, text="x" * 201)
    assert refusal == "400 Bad Request: MESSAGE_TOO_LONG"
    await bot.does("answerCallbackQuery", callback_query_id=asked, text="x" * 200)


async def test_the_newest_message_with_the_button_is_pressed_unless_one_is_named(bot: RawBot, ann: Person) -> None:
    old = await bot.does("sendMessage", chat_id=ann.id, text="old", reply_markup=keyboard([button(data="1")]))
    await bot.does("sendMessage", chat_id=ann.id, text="new", reply_markup=keyboard([button(data="2")]))
    await bot.does("sendMessage", chat_id=ann.id, text="newest")
    await ann.presses("Publish", wait=False)
    assert (await query(bot))["data"] == "2"
    await ann.presses("Publish", on=old, wait=False)
    assert (await query(bot))["data"] == "1"
    await ann.presses_data("forged", on=old, wait=False)
    assert (await query(bot))["data"] == "forged"


async def test_a_button_that_is_not_there_cannot_be_pressed(bot: RawBot, ann: Person) -> None:
    await bot.does("sendMessage", chat_id=ann.id, text="x", reply_markup=keyboard([button("Publish later")]))
    with pytest.raises(ImpossibleError, match="Publish later"):
        await ann.presses("Publish", timeout=0.01)


async def test_a_button_with_an_address_opens_it(bot: RawBot, ann: Person) -> None:
    link = {"text": "Open", "url": "https://t.me/sandbox_bot?start=post-5"}
    await bot.does("sendMessage", chat_id=ann.id, text="x", reply_markup=keyboard([link]))
    toast = await ann.presses("Open")
    assert toast is not None
    assert toast.url is not None
    assert (await ann.follows(toast.url))["text"] == "/start post-5"
