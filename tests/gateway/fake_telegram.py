"""A server that says what a test tells it to: Telegram's errors, a proxy's pages, and silence."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

TOKEN = "123456789:AAH-this_is_a_secret_of_35_characters"

Reply = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Received:
    """One request as it came in."""

    method: str
    body: bytes
    content_type: str
    chat_id: int | None


@dataclass
class FakeTelegram:
    """What came in, and what is answered: ``replies`` in turn, then success."""

    received: list[Received] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    let_go: asyncio.Event = field(default_factory=asyncio.Event)
    url: str = ""
    next_message_id: int = 1

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Any request to any address."""
        body = await request.read()
        method = request.path.rpartition("/")[2]
        chat_id = None
        if request.content_type == "application/json":
            chat_id = json.loads(body).get("chat_id")
        self.received.append(Received(method, body, request.content_type, chat_id))
        self.arrived.set()
        if self.replies:
            return await self.replies.pop(0)(request)
        message_id, self.next_message_id = self.next_message_id, self.next_message_id + 1
        return ok({"message_id": message_id, "date": 1, "chat": {"id": chat_id, "type": "private"}})

    def answers(self, *replies: Reply | web.Response) -> None:
        """What the next requests get, in their order."""
        for reply in replies:
            self.replies.append(_always(reply) if isinstance(reply, web.Response) else reply)

    async def is_silent(self, request: web.Request) -> web.StreamResponse:
        """A reply that does not come before ``let_go`` is set."""
        await self.let_go.wait()
        return ok(True)

    async def hangs_up(self, request: web.Request) -> web.StreamResponse:
        """A reply that is a closed connection."""
        assert request.transport
        request.transport.close()
        return web.Response()


def _always(response: web.Response) -> Reply:
    async def reply(request: web.Request) -> web.StreamResponse:
        return response

    return reply


def ok(result: Any) -> web.Response:
    """Success."""
    return web.json_response({"ok": True, "result": result})


def refusal(code: int, description: str, **parameters: Any) -> web.Response:
    """One of Telegram's errors."""
    body: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
    if parameters:
        body["parameters"] = parameters
    return web.json_response(body, status=code)


def page(code: int, request_path: str = "") -> web.Response:
    """What a proxy in between says."""
    html = f"<html><body><h1>{code}</h1>The requested URL {request_path} …</body></html>"
    return web.Response(status=code, text=html, content_type="text/html")


@asynccontextmanager
async def running() -> AsyncIterator[FakeTelegram]:
    """A server on a free port of this machine."""
    fake = FakeTelegram()
    app = web.Application(client_max_size=60 * 1024 * 1024)
    app.router.add_route("*", "/{path:.*}", fake.handle)
    server = TestServer(app)
    await server.start_server()
    fake.url = str(server.make_url("/")).rstrip("/")
    try:
        yield fake
    finally:
        fake.let_go.set()
        await server.close()
