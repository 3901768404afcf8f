"""Requests as they come: tokens, encodings, methods, and what is malformed."""

from __future__ import annotations

import asyncio
import inspect
import io
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiohttp
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


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--x",
        b"--x\r\n",
        b'--x\r\nContent-Disposition: form-data; name="chat_id"\r\n\r\n',
        b'--x\r\nContent-Disposition: form-data; name="photo"; filename="a.png"\r\n\r\n\x89PNG',
        b"--y\r\n\r\n",
        b"no part at all",
    ],
)
async def test_half_a_multipart_body_is_refused_and_changes_nothing(bot: RawBot, ann: Person, body: bytes) -> None:
    chat = f'--x\r\nContent-Disposition: form-data; name="chat_id"\r\n\r\n{ann.id}\r\n'.encode()
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    for given in (body, chat + body):
        async with bot.session.post(f"{bot.base}/sendPhoto", data=given, headers=headers) as response:
            answer = await response.json()
        assert response.status == answer["error_code"] == 400
        assert answer["description"].startswith("Bad Request: ")
    assert len(await ann.messages()) == 1
    assert not bot.sandbox.messenger.files.count


async def test_a_body_that_breaks_off_has_no_effect_and_leaves_the_server_well(bot: RawBot, ann: Person) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", bot.sandbox.port)
    head = f"POST /bot{bot.sandbox.token}/sendMessage HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    writer.write(f'{head}Content-Length: 500\r\n\r\n{{"chat_id": {ann.id}, "text": "half'.encode())
    await writer.drain()
    writer.close()
    await writer.wait_closed()
    await bot.does("sendMessage", chat_id=ann.id, text="whole")
    assert [message["text"] for message in await ann.messages()] == ["/start", "whole"]


async def test_60_megabytes_are_too_large_and_leave_nothing(bot: RawBot, ann: Person) -> None:
    form = aiohttp.FormData({"chat_id": str(ann.id)})
    form.add_field("document", io.BytesIO(bytes(60 * 1000 * 1000)), filename="a.bin")
    async with bot.session.post(f"{bot.base}/sendDocument", data=form) as response:
        answer = await response.json()
    assert (response.status, answer["description"]) == (413, "Request Entity Too Large")
    assert len(await ann.messages()) == 1
    assert not bot.sandbox.messenger.files.count


@pytest.mark.parametrize(
    ("parameters", "refusal"),
    [
        ({"entities": 5}, None),
        ({"entities": [5]}, "can't parse MessageEntity: expected an Object"),
        (
            {"entities": [{"type": 5, "offset": 0, "length": 1}]},
            "can't parse MessageEntity: Unsupported type specified",
        ),
        (
            {"entities": [{"type": "bold", "offset": "x", "length": 1}]},
            'can\'t parse MessageEntity: Field "offset" must be a valid Number',
        ),
        ({"reply_markup": 5}, "object expected as reply markup"),
        ({"reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
        ({"reply_markup": {"inline_keyboard": 5}}, 'field "inline_keyboard" must be of type Array'),
        ({"link_preview_options": 5}, "object expected as link preview options"),
        ({"chat_id": [1]}, "chat not found"),
        ({"text": {"a": 1}}, None),
    ],
)
async def test_wrong_types_get_telegrams_answers(
    bot: RawBot, ann: Person, parameters: dict[str, Any], refusal: str | None
) -> None:
    answer = await bot.call("sendMessage", **{"chat_id": ann.id, "text": "x", **parameters})
    assert answer.get("description") == (None if refusal is None else f"Bad Request: {refusal}")
    assert len(await ann.messages()) == 1 + (refusal is None)


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
    await bot.does("deleteMyCommands")
    assert await bot.does("getMyCommands") == []
    await bot.does("setMyShortDescription", short_description="Einer", language_code="de")
    assert await bot.does("getMyShortDescription", language_code="de") == {"short_description": "Einer"}
    assert await bot.does("getMyShortDescription") == {"short_description": ""}
    await bot.does("setMyDescription", description="A blog")
    assert await bot.does("getMyDescription") == {"description": "A blog"}
    assert "TOO_LONG" in await bot.is_refused("setMyShortDescription", short_description="x" * 121)
    await bot.does("setMyName", name="The Long View")
    assert (await bot.does("getMe"))["first_name"] == "The Long View"
    assert await bot.does("getMyName") == {"name": "The Long View"}


async def test_the_readme_lists_every_request_of_the_control_api(bot: RawBot) -> None:
    readme = (Path(bot_package()) / "README.md").read_text()
    for route in Control(bot.sandbox.api).routes():
        path = route.path.removesuffix("/{act}")
        assert f"{route.method} {path}" in readme or path.rpartition("/")[2] in ("held", "struck"), route


@pytest.mark.parametrize("act", re.findall(r'case "(\w+)"', inspect.getsource(Control.act)))
def test_the_readme_lists_everything_that_people_can_do(act: str) -> None:
    assert f"/{act}`" in (Path(bot_package()) / "README.md").read_text()


def bot_package() -> str:
    return str(bot.sandbox.__path__[0])
