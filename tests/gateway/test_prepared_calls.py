"""Prepared calls: which connection they take, how long they wait, and when one is of no more use."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from telegram.error import NetworkError, TelegramError, TimedOut

from bot.gateway import connections as connections_module
from bot.gateway.connections import IDLE
from bot.gateway.failures import UnintelligibleError, UnreachedError, UnreachedInTimeError
from bot.gateway.http_answer import HttpAnswer
from bot.gateway.prepared_calls import PreparedCalls
from bot.sandbox.client import PATIENCE

ANSWER = b'HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{"ok":true}'


class Wire:
    """A server that shows what comes over the wire, request by request."""

    def __init__(self) -> None:
        self.requests: list[bytes] = []
        self.connections = 0
        self.ended = 0
        self.answer = ANSWER
        self.silent = False
        self.ends = False
        self.arrived = asyncio.Event()
        self.url = ""

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, from its beginning to its end."""
        self.connections += 1
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            await self.talk(reader, writer)
        writer.close()
        with suppress(ConnectionError, ssl.SSLError):
            await writer.wait_closed()
        self.ended += 1

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answers each request."""
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
            self.requests.append(head + await reader.readexactly(length))
            self.arrived.set()
            if not self.silent:
                writer.write(self.answer)
            if self.ends:
                return


@asynccontextmanager
async def listening(wire: Wire, tls: ssl.SSLContext | None = None) -> AsyncIterator[Wire]:
    server = await asyncio.start_server(wire.handle, "127.0.0.1", 0, ssl=tls)
    scheme, host = ("http", "127.0.0.1") if tls is None else ("https", "localhost")
    wire.url = f"{scheme}://{host}:{server.sockets[0].getsockname()[1]}/bot1:A%3A/sendMessage"
    try:
        yield wire
    finally:
        server.close()
        await until(lambda: wire.ended == wire.connections)


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with listening(Wire()) as listening_wire:
        yield listening_wire


@asynccontextmanager
async def opened(most: int = 10, may_leave: Callable[[], bool] = lambda: True) -> AsyncIterator[PreparedCalls]:
    calls = PreparedCalls(
        {"Content-Type": "application/json"}, most=most, words=lambda error: type(error).__name__, may_leave=may_leave
    )
    try:
        yield calls
    finally:
        calls.close()


async def post(
    calls: PreparedCalls,
    wire: Wire,
    body: bytes = b"{}",
    connect: float = PATIENCE,
    write: float = PATIENCE,
    read: float = PATIENCE,
) -> HttpAnswer:
    return await calls.post(wire.url, body, connect_timeout=connect, write_timeout=write, read_timeout=read, limit=1000)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.001)


async def test_a_request_says_what_it_must(wire: Wire) -> None:
    async with opened() as calls:
        answer = await post(calls, wire, '{"text":"Ü"}'.encode())
    assert answer == HttpAnswer(200, b'{"ok":true}', True)
    place = wire.url.split("/")[2]
    assert wire.requests == [
        f"POST /bot1:A%3A/sendMessage HTTP/1.1\r\nHost: {place}\r\nContent-Type: application/json\r\n"
        'Content-Length: 13\r\n\r\n{"text":"Ü"}'.encode()
    ]


async def test_a_connection_is_used_again(wire: Wire) -> None:
    async with opened() as calls:
        for _ in range(3):
            await post(calls, wire)
    assert (len(wire.requests), wire.connections) == (3, 1)


async def test_calls_at_the_same_time_have_connections_of_their_own(wire: Wire) -> None:
    async with opened() as calls:
        await asyncio.gather(*(post(calls, wire) for _ in range(4)))
        await post(calls, wire)
    assert (len(wire.requests), wire.connections) == (5, 4)


async def test_a_connection_that_the_server_ends_is_not_used_again(wire: Wire) -> None:
    wire.ends = True
    async with opened() as calls:
        await post(calls, wire)
        await until(lambda: wire.ended == 1)
        await asyncio.sleep(0.01)
        await post(calls, wire)
    assert wire.connections == 2


async def test_a_connection_that_is_to_be_closed_is_not_used_again(wire: Wire) -> None:
    wire.answer = ANSWER.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    async with opened() as calls:
        await post(calls, wire)
        await post(calls, wire)
        await until(lambda: wire.ended == 2)


async def test_a_connection_that_says_more_than_was_asked_is_not_used_again(wire: Wire) -> None:
    async with opened() as calls:
        wire.answer = ANSWER + b"HTTP/1.1 500 Oh\r\n"
        await post(calls, wire)
        wire.answer = ANSWER
        assert (await post(calls, wire)).status == 200
    assert wire.connections == 2


@pytest.fixture
async def passes(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Lets seconds go by on the loop's clock, in which nothing happens."""
    loop = asyncio.get_running_loop()
    seconds, ahead = loop.time, [0.0]
    monkeypatch.setattr(loop, "time", lambda: seconds() + sum(ahead))
    return ahead.append


async def test_a_connection_that_has_idled_for_long_is_not_used_again(
    wire: Wire, passes: Callable[[float], None]
) -> None:
    async with opened() as calls:
        await asyncio.gather(post(calls, wire), post(calls, wire))
        passes(IDLE + 1)
        await post(calls, wire)
        await until(lambda: wire.ended == 2)
    assert wire.connections == 3


async def test_those_that_idle_are_ended_while_others_work(
    wire: Wire, passes: Callable[[float], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections_module, "IDLE", PATIENCE)
    async with opened() as calls:
        await asyncio.gather(*(post(calls, wire) for _ in range(3)))
        for _ in range(3):
            passes(PATIENCE / 2)
            await post(calls, wire)
        await until(lambda: wire.ended == 2)
    assert wire.connections == 3


async def test_what_nobody_has_asked_for_ends_the_connection() -> None:
    spoken = asyncio.Event()

    async def talks(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"{}")
        writer.write(ANSWER)
        await spoken.wait()
        writer.write(b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n")
        assert await reader.read() == b""

    wire = Wire()
    wire.talk = talks  # type: ignore[method-assign]
    async with listening(wire), opened() as calls:
        await post(calls, wire)
        spoken.set()
        await until(lambda: wire.ended == 1)


async def test_silence_ends_a_call_and_its_connection(wire: Wire) -> None:
    wire.silent = True
    async with opened() as calls:
        patient = asyncio.create_task(post(calls, wire, read=60.0))
        await wire.arrived.wait()
        with pytest.raises(TimedOut):
            await post(calls, wire, read=0.05)
        await until(lambda: wire.ended == 1)
        assert not patient.done()
    with pytest.raises(NetworkError):
        await patient


async def test_an_answer_that_trickles_ends_with_the_whole_time() -> None:
    async def trickles(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"{}")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.02)

    wire = Wire()
    wire.talk = trickles  # type: ignore[method-assign]
    async with listening(wire), opened() as calls:
        with pytest.raises(TimedOut):
            await post(calls, wire, connect=0.1, write=0.1, read=0.2)


async def test_a_call_that_is_given_up_by_its_caller_ends_its_connection(wire: Wire) -> None:
    wire.silent = True
    async with opened() as calls:
        call = asyncio.create_task(post(calls, wire))
        await wire.arrived.wait()
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        await until(lambda: wire.ended == 1)
        wire.silent = False
        assert (await post(calls, wire)).status == 200


async def test_a_call_waits_for_room_and_is_then_made(wire: Wire) -> None:
    wire.silent = True
    async with opened(most=1) as calls:
        first = asyncio.create_task(post(calls, wire))
        await wire.arrived.wait()
        with pytest.raises(UnreachedInTimeError):
            await post(calls, wire, connect=0.01)
        wire.silent = False
        second = asyncio.create_task(post(calls, wire))
        first.cancel()
        assert (await second).status == 200
    assert len(wire.requests) == 2


async def test_an_end_in_the_middle_of_an_answer_is_in_doubt(wire: Wire) -> None:
    wire.answer, wire.ends = ANSWER[:-1], True
    async with opened() as calls:
        with pytest.raises(NetworkError) as caught:
            await post(calls, wire)
    assert type(caught.value) is NetworkError


async def test_an_answer_without_a_length_ends_with_the_connection(wire: Wire) -> None:
    wire.answer, wire.ends = b"HTTP/1.1 200 OK\r\n\r\nhello", True
    async with opened() as calls:
        assert await post(calls, wire) == HttpAnswer(200, b"hello", False)


async def test_what_is_no_http_is_unintelligible_and_ends_the_connection(wire: Wire) -> None:
    wire.answer = b"220 mail.example ESMTP\r\n\r\n"
    async with opened() as calls:
        with pytest.raises(UnintelligibleError):
            await post(calls, wire)
        await until(lambda: wire.ended == 1)


async def test_a_call_that_may_not_leave_any_more_was_not_sent(wire: Wire) -> None:
    leave = True
    async with opened(may_leave=lambda: leave) as calls:
        await post(calls, wire)
        leave = False
        with pytest.raises(UnreachedError):
            await post(calls, wire)
        leave = True
        await post(calls, wire)
    assert (len(wire.requests), wire.connections) == (2, 1)


@pytest.mark.parametrize(
    "url", ["nonsense", "ftp://127.0.0.1/x", "http:///x", "http://[", f"http://{'a' * 70}.invalid/"]
)
async def test_an_address_that_leads_nowhere_is_not_reached(url: str) -> None:
    wire = Wire()
    wire.url = url
    async with opened() as calls:
        with pytest.raises(UnreachedError):
            await post(calls, wire)


async def test_a_large_body_goes_out_whole(wire: Wire) -> None:
    async with opened() as calls:
        await post(calls, wire, b"x" * 2_000_000)
    assert wire.requests[0].endswith(b"\r\n\r\n" + b"x" * 2_000_000)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for localhost, with its key, that nobody trusts by itself."""
    path = tmp_path / "localhost.pem"
    path.write_text(LOCALHOST, encoding="ascii")
    return path


async def test_https_asks_who_the_server_is(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    async with listening(Wire(), tls) as wire:
        async with opened() as calls:
            with pytest.raises(UnreachedError, match="SSLCertVerificationError"):
                await post(calls, wire)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        async with opened() as calls:
            for _ in range(2):
                assert (await post(calls, wire)).status == 200
    assert len(wire.requests) == 2
    assert issubclass(UnreachedError, TelegramError)


LOCALHOST = """\
-----BEGIN CERTIFICATE-----
MIIBYDCCAQegAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABIICZ0+fhHqnbYag
EzVaMTRlrjJyCWvoD9mfGjnntPDVLotZ1ajauPV5xgJTdoW0R3bAGebiZVAH4ZhF
ooNgqx+jSDBGMBQGA1UdEQQNMAuCCWxvY2FsaG9zdDAPBgNVHRMBAf8EBTADAQH/
MB0GA1UdDgQWBBTgTp2GxMv6vljmF1yE44KgiwndazAKBggqhkjOPQQDAgNHADBE
AiBKo1CpivZuM2efuqrHRiPxHAVqbeqHOb3UGhruPufSMgIgH7RbPZsW9H/7pDSE
o9OZTN8mZOwEe1iIcO58tRb5QQo=
-----END CERTIFICATE-----
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgPk5ismqfGmlvyspE
UWAqGZKLaG3a38hr7VtRzyles16hRANCAASCAmdPn4R6p22GoBM1WjE0Za4ycglr
6A/Znxo557Tw1S6LWdWo2rj1ecYCU3aFtEd2wBnm4mVQB+GYRaKDYKsf
-----END PRIVATE KEY-----
"""
"""Good for localhost until 2120, and for nothing but this test."""
