"""HTTP to Telegram: what goes over the wire, and which failure is raised as what."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import socket
from collections.abc import AsyncIterator, Callable, Coroutine
from io import BytesIO
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot, InputFile
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.core.calls import Upload
from bot.core.outcomes import Uncertain, Unsent
from bot.gateway import transport as transport_module
from bot.gateway.failures import (
    FloodedError,
    NotPermittedError,
    TooLargeError,
    UnintelligibleError,
    UnreachedError,
    UnreachedInTimeError,
)
from bot.gateway.outcomes import outcome_of
from bot.gateway.permits import permitted
from bot.gateway.transport import PreparedBody, Transport
from bot.sandbox.client import PATIENCE
from tests.gateway.fake_telegram import TOKEN, FakeTelegram, ok, page, refusal, running


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with running() as fake:
        yield fake


@pytest.fixture
async def transport() -> AsyncIterator[Transport]:
    async with Transport(TOKEN) as opened:
        yield opened


async def post(transport: Transport, url: str, body: bytes = b"{}", read_timeout: float = PATIENCE) -> object:
    with permitted(1):
        return await transport.post(f"{url}/bot{TOKEN}/sendMessage", PreparedBody(body), read_timeout=read_timeout)


async def call(transport: Transport, url: str, body: bytes = b"{}", read_timeout: float = PATIENCE) -> object:
    with permitted(1):
        return await transport.call(f"{url}/bot{TOKEN}/sendMessage", body, read_timeout=read_timeout)


both_ways = pytest.mark.parametrize("post", [post, call], ids=["by the library", "prepared"])
"""The library's calls and prepared ones go different ways, and fail alike."""

Post = Callable[..., Coroutine[Any, Any, object]]


async def test_a_file_goes_out_with_the_parameters_as_a_form(telegram: FakeTelegram, transport: Transport) -> None:
    parameters = {"chat_id": 5, "caption": "Ünder 🌊", "caption_entities": [{"type": "bold", "offset": 0, "length": 5}]}
    content = bytes(range(256)) * 4
    with permitted(1):
        await transport.post(
            f"{telegram.url}/bot{TOKEN}/sendDocument",
            PreparedBody(json.dumps(parameters).encode(), Upload("Ärger „post“.md", content)),
        )
    (got,) = telegram.received
    boundary = re.match(rb"--([0-9a-f]+)\r\n", got.body)
    assert boundary
    parts = [part.partition(b"\r\n\r\n") for part in got.body.split(b"--" + boundary[1])[1:-1]]
    forms = {re.search(rb'name="(\w+)"', head)[1].decode(): (head, body[:-2]) for head, _, body in parts}  # type: ignore[index]
    assert got.content_type == "multipart/form-data"
    assert forms["chat_id"][1] == b"5"
    assert forms["caption"][1] == "Ünder 🌊".encode()
    assert json.loads(forms["caption_entities"][1]) == parameters["caption_entities"]
    head, body = forms["document"]
    assert body == content
    assert "Ärger „post“.md".encode() in head
    assert b"Content-Type: text/markdown" in head or b"Content-Type: application/octet-stream" in head


def test_parameters_without_a_file_are_no_form() -> None:
    assert not PreparedBody(b"{}").contains_files
    assert PreparedBody(b"{}").multipart_data == {}


async def test_prepared_bytes_go_out_as_they_are(telegram: FakeTelegram, transport: Transport) -> None:
    body = '{"chat_id":5,"text":"Ünïcödé 🌊"}'.encode()
    result = await post(transport, telegram.url, body)
    assert isinstance(result, dict)
    assert result["message_id"] == 1
    assert [(got.method, got.body, got.content_type) for got in telegram.received] == [
        ("sendMessage", body, "application/json")
    ]


async def test_the_librarys_own_calls_go_through(telegram: FakeTelegram, transport: Transport) -> None:
    bot = Bot(TOKEN, base_url=f"{telegram.url}/bot", request=transport, get_updates_request=transport)
    telegram.answers(ok({"id": 1, "is_bot": True, "first_name": "B", "username": "b_bot"}))
    with permitted(None):
        assert (await bot.get_me()).username == "b_bot"


async def test_files_go_out_as_a_form(telegram: FakeTelegram, transport: Transport) -> None:
    bot = Bot(TOKEN, base_url=f"{telegram.url}/bot", request=transport, get_updates_request=transport)
    file = InputFile(BytesIO(b"# A post\n"), filename="post.md")
    with permitted(1):
        await bot.send_document(5, file, caption="Grüße")
    (got,) = telegram.received
    assert got.content_type == "multipart/form-data"
    for part in (b"# A post\n", b'filename="post.md"', b'name="caption"', "Grüße".encode()):
        assert part in got.body


async def test_a_call_that_did_not_pass_the_courier_is_refused(telegram: FakeTelegram, transport: Transport) -> None:
    bot = Bot(TOKEN, base_url=f"{telegram.url}/bot", request=transport, get_updates_request=transport)
    with pytest.raises(NotPermittedError, match="courier"):
        await bot.send_message(5, "past the gate")
    assert telegram.received == []


async def test_a_permit_is_good_for_as_many_calls_as_it_says(telegram: FakeTelegram, transport: Transport) -> None:
    url = f"{telegram.url}/bot{TOKEN}/sendMessage"
    with permitted(1):
        await transport.post(url, PreparedBody(b"{}"))
        with pytest.raises(NotPermittedError):
            await transport.post(url, PreparedBody(b"{}"))
    assert len(telegram.received) == 1


async def test_a_permit_ends_with_its_block_for_tasks_that_began_there(
    telegram: FakeTelegram, transport: Transport
) -> None:
    block_left = asyncio.Event()

    async def later() -> None:
        await block_left.wait()
        await transport.post(f"{telegram.url}/bot{TOKEN}/sendMessage", PreparedBody(b"{}"))

    with permitted(None):
        task = asyncio.create_task(later())
        await asyncio.sleep(0)
    block_left.set()
    with pytest.raises(NotPermittedError):
        await task
    assert telegram.received == []


@pytest.mark.parametrize(
    ("code", "description", "error"),
    [
        (400, "Bad Request: chat not found", BadRequest),
        (401, "Unauthorized", InvalidToken),
        (403, "Forbidden: bot was blocked by the user", Forbidden),
        (404, "Not Found", InvalidToken),
        (500, "Internal Server Error: restart", NetworkError),
        (502, "Bad Gateway", NetworkError),
    ],
)
@both_ways
async def test_telegrams_refusals_become_the_librarys_errors(
    telegram: FakeTelegram, transport: Transport, code: int, description: str, error: type[TelegramError], post: Post
) -> None:
    telegram.answers(refusal(code, description))
    with pytest.raises(TelegramError) as caught:
        await post(transport, telegram.url)
    assert type(caught.value) is error


@pytest.mark.parametrize(("parameters", "seconds"), [({"retry_after": 35}, 35), ({"retry_after": 0}, 1), ({}, 1)])
@both_ways
async def test_429_is_raised_without_a_warning(
    telegram: FakeTelegram, transport: Transport, parameters: dict[str, int], seconds: int, post: Post
) -> None:
    telegram.answers(refusal(429, "Too Many Requests: retry after 35", **parameters))
    with pytest.raises(RetryAfter) as caught:
        await post(transport, telegram.url)
    assert isinstance(caught.value, FloodedError)
    assert caught.value.seconds == caught.value.retry_after == seconds


@pytest.mark.parametrize("status", [200, 302, 400, 401, 403, 404, 409, 413, 429, 502, 503])
@both_ways
async def test_a_proxys_page_is_uncertain_whatever_its_number(
    telegram: FakeTelegram, transport: Transport, status: int, post: Post
) -> None:
    telegram.answers(page(status, f"/bot{TOKEN}/sendMessage"))
    with pytest.raises(UnintelligibleError) as caught:
        await post(transport, telegram.url)
    assert isinstance(outcome_of(caught.value), Uncertain)
    assert TOKEN not in f"{caught.value!r}{caught.value}"


@pytest.mark.parametrize("body", ["", "null", "[]", '"ok"', "{}", '{"ok": true}', '{"ok": true, "result"'])
@both_ways
async def test_an_answer_that_is_not_telegrams_is_uncertain(
    telegram: FakeTelegram, transport: Transport, body: str, post: Post
) -> None:
    telegram.answers(web.Response(text=body, content_type="application/json"))
    with pytest.raises(UnintelligibleError):
        await post(transport, telegram.url)


@both_ways
async def test_a_redirection_is_not_followed(telegram: FakeTelegram, transport: Transport, post: Post) -> None:
    async def elsewhere(request: web.Request) -> web.StreamResponse:
        return web.Response(status=307, headers={"Location": f"{telegram.url}/elsewhere"})

    telegram.answers(elsewhere)
    with pytest.raises(UnintelligibleError):
        await post(transport, telegram.url)
    assert len(telegram.received) == 1


@both_ways
async def test_a_refused_connection_was_not_sent(transport: Transport, unused_tcp_port: int, post: Post) -> None:
    with pytest.raises(UnreachedError) as caught:
        await post(transport, f"http://127.0.0.1:{unused_tcp_port}")
    assert isinstance(outcome_of(caught.value), Unsent)


@pytest.fixture
def unused_tcp_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def test_a_connection_that_is_never_made_was_not_sent(transport: Transport) -> None:
    # A full queue of connections that nobody accepts: further ones stay without an answer
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        port = deaf.getsockname()[1]
        fillers = [socket.socket() for _ in range(4)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.1", port))
        with permitted(1), pytest.raises(UnreachedInTimeError) as caught:
            await transport.post(
                f"http://127.0.0.1:{port}/bot{TOKEN}/getMe", PreparedBody(b"{}"), connect_timeout=0.1, pool_timeout=0.1
            )
        for filler in fillers:
            filler.close()
    assert isinstance(caught.value, TimedOut)
    assert isinstance(outcome_of(caught.value), Unsent)


async def test_a_full_pool_was_not_sent(telegram: FakeTelegram) -> None:
    async with Transport(TOKEN, connections=1) as transport:
        telegram.answers(telegram.is_silent)
        first = asyncio.create_task(post(transport, telegram.url))
        await telegram.arrived.wait()
        with permitted(1), pytest.raises(UnreachedInTimeError):
            await transport.post(f"{telegram.url}/bot{TOKEN}/getMe", PreparedBody(b"{}"), connect_timeout=0.05)
        telegram.let_go.set()
        assert await first is True
    assert len(telegram.received) == 1


@both_ways
async def test_silence_after_sending_is_uncertain(telegram: FakeTelegram, transport: Transport, post: Post) -> None:
    telegram.answers(telegram.is_silent)
    with pytest.raises(TimedOut) as caught:
        await post(transport, telegram.url, read_timeout=0.05)
    assert isinstance(outcome_of(caught.value), Uncertain)


@both_ways
async def test_a_connection_lost_in_mid_call_is_uncertain(
    telegram: FakeTelegram, transport: Transport, post: Post
) -> None:
    telegram.answers(telegram.hangs_up)
    with pytest.raises(NetworkError) as caught:
        await post(transport, telegram.url)
    assert isinstance(outcome_of(caught.value), Uncertain)


@both_ways
async def test_closing_in_mid_call_is_uncertain(telegram: FakeTelegram, post: Post) -> None:
    transport = Transport(TOKEN)
    await transport.initialize()
    telegram.answers(telegram.is_silent)
    call = asyncio.create_task(post(transport, telegram.url))
    await telegram.arrived.wait()
    await transport.shutdown()
    with pytest.raises(NetworkError) as caught:
        await call
    assert isinstance(outcome_of(caught.value), Uncertain)


@both_ways
async def test_a_closed_transport_sends_nothing(telegram: FakeTelegram, post: Post) -> None:
    with pytest.raises(UnreachedError):
        await post(Transport(TOKEN), telegram.url)


async def test_it_is_the_couriers_to_close_whatever_a_bot_that_shares_it_does(telegram: FakeTelegram) -> None:
    transport = Transport(TOKEN)
    await transport.open()
    await transport.initialize()
    await transport.shutdown()
    assert await post(transport, telegram.url)
    await transport.initialize()
    await transport.close()
    await transport.close()
    with pytest.raises(UnreachedError):
        await post(transport, telegram.url)


@pytest.mark.parametrize("length_is_known", [True, False])
@both_ways
async def test_an_answer_over_the_limit_is_not_read(
    telegram: FakeTelegram, transport: Transport, monkeypatch: pytest.MonkeyPatch, length_is_known: bool, post: Post
) -> None:
    monkeypatch.setattr(transport_module, "ANSWER_LIMIT", 1000)

    async def large(request: web.Request) -> web.StreamResponse:
        response = web.Response(body=b"x" * 1001)
        if not length_is_known:
            response.enable_chunked_encoding()
        return response

    telegram.answers(large)
    with pytest.raises(TooLargeError):
        await post(transport, telegram.url)


@pytest.mark.parametrize("length_is_known", [True, False])
async def test_an_answer_at_the_limit_is_read(
    telegram: FakeTelegram, transport: Transport, monkeypatch: pytest.MonkeyPatch, length_is_known: bool
) -> None:
    monkeypatch.setattr(transport_module, "ANSWER_LIMIT", 1000)

    async def fitting(request: web.Request) -> web.StreamResponse:
        response = web.Response(body=b"x" * 1000)
        if not length_is_known:
            response.enable_chunked_encoding()
        return response

    telegram.answers(fitting)
    with permitted(1):
        assert await transport.retrieve(f"{telegram.url}/file/bot{TOKEN}/photos/1.jpg") == b"x" * 1000


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "http://nowhere.invalid", "http://[", "nonsense"])
@both_ways
async def test_no_error_and_no_log_line_names_the_token(
    transport: Transport, url: str, caplog: pytest.LogCaptureFixture, post: Post
) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(TelegramError) as caught:
        await post(transport, url)
    assert not re.search("AAH-this", f"{caught.value!r}{caught.value}{transport!r}{caplog.text}", re.IGNORECASE)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


async def test_a_call_that_may_not_leave_is_not_made_and_may_be_repeated(telegram: FakeTelegram) -> None:
    may_leave = False
    async with Transport(TOKEN, may_leave=lambda: may_leave) as transport:
        with pytest.raises(UnreachedError, match="lease") as caught:
            await post(transport, telegram.url)
        assert telegram.received == []
        assert isinstance(outcome_of(caught.value), Unsent)
        may_leave = True
        await post(transport, telegram.url)
    assert len(telegram.received) == 1


async def test_a_call_that_waits_for_a_connection_is_asked_about_when_it_has_got_one(telegram: FakeTelegram) -> None:
    may_leave = True
    telegram.answers(telegram.is_silent)
    async with Transport(TOKEN, connections=1, may_leave=lambda: may_leave) as transport:
        first = asyncio.create_task(post(transport, telegram.url))
        await telegram.arrived.wait()
        second = asyncio.create_task(post(transport, telegram.url))
        await asyncio.sleep(0)
        may_leave = False
        telegram.let_go.set()
        await first
        with pytest.raises(UnreachedError):
            await second
        assert len(telegram.received) == 1
        may_leave = True
        await post(transport, telegram.url)  # the connection was not lost with it
    assert len(telegram.received) == 2
