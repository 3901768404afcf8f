"""Live updates for the page, as server-sent events: what happens between people and the bot, and the bot's calls.

A stream of events begins with ``hello``, at which a page reads everything anew. Each further event has an id, by which
a browser that lost the connection goes on where it was.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator
from typing import Any

from aiohttp import web

from bot.sandbox.bot_api import BotApi
from bot.sandbox.calls import Call
from bot.sandbox.methods.table import TABLE
from bot.sandbox.page.playing import Player

BEAT = 5.0
"""Seconds after which a silent stream says something, so that a lost connection is noticed, on either side."""

BREATH = 0.05
"""Seconds for which calls are gathered before they are shown; a broadcast makes hundreds of them."""

SHOWN_CALLS = 500
"""How many of the newest calls a stream begins with, getUpdates left out: a bot that waits does little else."""

Chunk = tuple[str, Any, str | None]
"""An event of a stream: its name, its value for JSON, and its id."""


class Stream:
    """The streams of one sandbox."""

    def __init__(self, api: BotApi, player: Player) -> None:
        self._messenger = api.messenger
        self._log = api.calls
        self._player = player
        self._run = secrets.token_hex(4)
        self._open: set[asyncio.Task[Any]] = set()

    async def events(self, request: web.Request) -> web.StreamResponse:
        """``hello``; then ``happened`` (an event of the journal), ``people`` (somebody is new), ``script``."""
        return await self._stream(request, self._events(request.headers.get("Last-Event-ID", "")))

    async def calls(self, request: web.Request) -> web.StreamResponse:
        """``call``, when a call has begun and again when it is over."""
        return await self._stream(request, self._calls())

    async def close(self, app: web.Application) -> None:
        """End with the server, also those streams whose listener has gone without a word."""
        for task in self._open:
            task.cancel()

    async def _events(self, heard: str) -> AsyncIterator[Chunk | None]:
        journal = self._messenger.journal
        run, _, seq = heard.partition("-")
        if run == self._run and seq.isdigit() and journal.last - int(seq) < self._messenger.options.keep_events:
            after = int(seq)
        else:
            after = journal.last
            yield "hello", {}, f"{self._run}-{after}"
        there, version = 0, -1
        while True:
            for event in journal.after(after):
                if event["seq"] > after + 1:  # more happened at once than the journal keeps
                    yield "hello", {}, f"{self._run}-{after}"
                after = event["seq"]
                yield "happened", self._seen(event), f"{self._run}-{after}"
            if there != (there := len(self._messenger.chats)):
                yield "people", {}, None
            if version != (version := self._player.version):
                yield "script", self._player.shape(), None

            def news(after: int = after, there: int = there, version: int = version) -> bool | None:
                now = (journal.last, len(self._messenger.chats), self._player.version)
                return None if now == (after, there, version) else True

            if not await journal.bell.until(news, BEAT):
                yield None

    def _seen(self, event: dict[str, Any]) -> dict[str, Any]:
        """An event with its message as people's clients have it now, if it is still there."""
        if "message" not in event:
            return event
        chat = self._messenger.chats.get(event["chat_id"])
        message = None if chat is None else chat.messages.get(event["message"]["message_id"])
        return event if message is None else {**event, "message": message.view()}

    async def _calls(self) -> AsyncIterator[Chunk | None]:
        log = self._log
        under_way: dict[int, Call] = {}
        after = log.last
        for call in [call for call in log.all() if call.number is not None][-SHOWN_CALLS:]:
            if call.ended is None:
                under_way[call.serial] = call
            yield "call", _spelled(call), None

        def news() -> bool | None:
            return True if log.last > after or any(call.ended is not None for call in under_way.values()) else None

        while True:
            for call in [call for call in under_way.values() if call.ended is not None]:
                del under_way[call.serial]
                yield "call", _spelled(call), None
            for call in log.after(after):
                after = call.serial
                if call.ended is None:
                    under_way[call.serial] = call
                yield "call", _spelled(call), None
            if await self._messenger.activity.until(news, BEAT):
                await asyncio.sleep(BREATH)
            else:
                yield None

    async def _stream(self, request: web.Request, chunks: AsyncIterator[Chunk | None]) -> web.StreamResponse:
        """Write chunks until the other side is gone; None is a sign of life."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        task = asyncio.current_task()
        assert task is not None, "a request is handled in a task"
        self._open.add(task)
        try:
            async for chunk in chunks:
                await response.write(_written(chunk))
        except ConnectionResetError:
            pass
        finally:
            self._open.discard(task)
        return response


def _spelled(call: Call) -> dict[str, Any]:
    """A call with its method as the Bot API's reference spells it; the log has it in lower case."""
    known = TABLE.get(call.method)
    return {**call.shape(), "method": "getUpdates" if known is None else known.name}


def _written(chunk: Chunk | None) -> bytes:
    if chunk is None:
        return b": still here\n\n"
    name, value, identity = chunk
    head = f"event: {name}\n" + (f"id: {identity}\n" if identity is not None else "")
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"{head}data: {body}\n\n".encode()
