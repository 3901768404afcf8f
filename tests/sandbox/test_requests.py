"""Requests as they come: tokens, encodings, methods, and what is malformed."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

import pytest

import bot.sandbox
from bot.sandbox.client import Person, World
from bot.sandbox.control import Control
from tests.sandbox.conftest import RawBot


@pytest.mark.parametrize(
    ("token", "status", "description"),
    [
        ("7000000001:wrong", 401, "Unauthorized"),
        ("1:AAsandbox", 401, "Unauthorized"),
        ("nonsense", 404, "Not Found"),
        ("x:y", 404, "Not Found"),
    ],
)
async def test_a_wrong_token_is_unauthorized_and_a_malformed_one_not_found(
    bot: RawBot, token: str, status: int, description: str
) -> None:
    async with bot.session.get(f"{bot.sandbox.url}/bot{token}/getMe") as response:
        assert response.status == status
        assert await response.json() == {"ok": False, "error_code": status, "description": description}


async def test_a_token_may_come_percent_encoded(bot: RawBot) -> None:
    token = quote(bot.sandbox.token, safe="")
    async with bot.session.get(f"{bot.sandbox.url}/bot{token}/getMe") as response:
        assert (await response.json())["result"]["username"] == "sandbox_bot"


async def test_methods_are_found_in_any_case_and_unknown_ones_not(bot: RawBot) -> None:
    assert (await bot.does("GETME"))["is_bot"] is True
    assert await bot.is_refused("getEverything") == "404 Not Found: method not found"


async def test_all_encodings_of_a_call_are_one(bot: RawBot, ann: Person) -> None:
    entities = [{"type": "bold", "offset": 0, "length": 2}]
    written = {"chat_id": str(ann.id), "text": "hello", "entities": json.dumps(entities), "protect_content": "true"}
    url = f"{bot.base}/sendMessage"
    sent = []
    async with bot.session.get(url, params=written) as response:
        sent.append((await response.json())["result"])
    for options in ({"data": written}, {"json": written}, {"json": {**written, "entities": entities}}):
        async with bot.session.post(url, **options) as response:
            sent.append((await response.json())["result"])
    for message in sent:
        assert message["entities"] == [{"offset": 0, "length": 2, "type": "bold"}]
        assert message["has_protected_content"] is True


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        (b"{", "can't parse JSON object"),
        (b"[]", "JSON object expected"),
        (b"\xff", "can't parse JSON object"),
        (b'{"text": "\\ud800"}', "can't parse JSON object"),
        (b'{"text": NaN}', "can't parse JSON object"),
        (b'{"text":' + b"[" * 100_000, "can't parse JSON object"),
    ],
)
async def test_a_body_that_is_no_json_object_is_refused_and_changes_nothing(
    bot: RawBot, ann: Person, body: bytes, refusal: str
) -> None:
    headers = {"Content-Type": "application/json"}
    async with bot.session.post(f"{bot.base}/sendMessage", data=body, headers=headers) as response:
        answer = await response.json()
    assert (response.status, answer["description"]) == (400, f"Bad Request: {refusal}")
    assert len(await ann.messages()) == 1


async def test_a_broken_form_is_refused(bot: RawBot) -> None:
    headers = {"Content-Type": "multipart/form-data"}
    async with bot.session.post(f"{bot.base}/sendMessage", data=b"--x", headers=headers) as response:
        assert response.status == 400


async def test_a_null_is_the_word_null(bot: RawBot, ann: Person) -> None:
    assert (await bot.does("sendMessage", chat_id=ann.id, text=None))["text"] == "null"
    refusal = await bot.is_refused("sendMessage", chat_id=ann.id, text="x", reply_markup=None)
    assert refusal == "400 Bad Request: object expected as reply markup"


async def test_every_call_is_noted_with_its_unknown_parameters(bot: RawBot, world: World, ann: Person) -> None:
    await bot.does("sendMessage", chat_id=ann.id, text="x", colour="red")
    await bot.call("sendMessage", chat_id=ann.id)
    good, bad = await world.calls("sendMessage")
    assert (good["number"], good["status"], good["unknown"]) == (1, 200, ["colour"])
    assert good["parameters"] == {"chat_id": ann.id, "text": "x", "colour": "red"}
    assert good["answer"]["result"]["text"] == "x"
    assert (bad["number"], bad["status"], bad["unknown"]) == (2, 400, [])
    assert [call["number"] for call in await world.calls(after=1)] == [2]


async def test_commands_and_words_about_the_bot_are_kept(bot: RawBot) -> None:
    commands = [{"command": "start", "description": "Subscribe"}]
    await bot.does("setMyCommands", commands=commands)
    assert await bot.does("getMyCommands") == commands
    assert await bot.does("getMyCommands", scope={"type": "chat", "chat_id": 5}) == []
    refusal = await bot.is_refused("setMyCommands", commands=[{"command": "Über", "description": "x"}])
    assert refusal == "400 Bad Request: BOT_COMMAND_INVALID"
    await bot.does("setMyDescription", description="A blog")
    assert await bot.does("getMyDescription") == {"description": "A blog"}
    assert "TOO_LONG" in await bot.is_refused("setMyShortDescription", short_description="x" * 121)
    await bot.does("setMyName", name="The Long View")
    assert (await bot.does("getMe"))["first_name"] == "The Long View"


async def test_the_readme_lists_every_request_of_the_control_api(bot: RawBot) -> None:
    readme = (Path(bot_package()) / "README.md").read_text()
    for route in Control(bot.sandbox.api).routes():
        path = route.path.removesuffix("/{act}")
        assert f"{route.method} {path}" in readme or path.rpartition("/")[2] in ("held", "struck"), route


def bot_package() -> str:
    return str(bot.sandbox.__path__[0])
