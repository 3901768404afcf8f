"""The Bot API over HTTP: ``/bot{token}/{method}`` and ``/file/bot{token}/{path}``.

One call goes through: token, parameters, the log, ordered faults, limits on speed, the method itself (which runs
without a pause, so that its effect is whole or none), faults again, the answer.
"""

from __future__ import annotations

import asyncio
import json
import random
from contextlib import suppress
from typing import Any

from aiohttp import web

from bot.sandbox.calls import Call, CallLog
from bot.sandbox.faults import Fault, Faults
from bot.sandbox.methods.table import GET_UPDATES, TABLE
from bot.sandbox.pacing import Pacing
from bot.sandbox.parameters import Parameters, parameters_of
from bot.sandbox.refusals import RefusedError
from bot.sandbox.world.messenger import Messenger

LONGEST_POLL = 50
"""Seconds that getUpdates waits at most (the open server's LONG_POLL_MAX_TIMEOUT)."""


SEVERAL = {"sendmediagroup": "media", "copymessages": "message_ids", "forwardmessages": "message_ids"}
"""Methods that make several messages at once, each of which counts; and the parameter that says how many."""


class DroppedError(Exception):
    """The connection is to be broken without an answer."""


class BotApi:
    """Answers a bot's calls on one messenger."""

    def __init__(self, messenger: Messenger, token: str) -> None:
        self.messenger = messenger
        self.calls = CallLog(messenger.options.keep_calls, messenger.activity)
        self.faults = Faults()
        self.pacing = Pacing(messenger.options.pace)
        self.latency = messenger.options.latency
        self.jitter = messenger.options.jitter
        self._chance = random.Random(messenger.options.seed)  # noqa: S311
        self._token = token

    async def call(self, request: web.Request) -> web.StreamResponse:
        """Handle ``/bot{token}/{method}``."""
        refused = self._refused_token(request.match_info["token"])
        if refused is not None:
            return answer_of(refused.code, refused.answer())
        name = request.match_info["method"].lower()
        known = GET_UPDATES if name == "getupdates" else None
        if known is None:
            method = TABLE.get(name)
            if method is None:
                return answer_of(404, RefusedError(404, "Not Found: method not found").answer())
            known = method.parameters
        try:
            parameters = await parameters_of(request)
        except RefusedError as refusal:
            call = self.calls.begin(name, self.messenger.clock.now(), {})
            return self._end(call, refusal.code, refusal.answer())
        values = parameters.values
        unknown = tuple(field for field in values if field not in known)
        call = self.calls.begin(name, self.messenger.clock.now(), values, tuple(parameters.files), unknown)
        try:
            status, answer, fault = await self._answer(call, name, parameters)
            if fault is not None and fault.stall:
                return await self._half(request, fault, call, status, answer)
        except DroppedError:
            self.calls.end(call, self.messenger.clock.now())
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        except BaseException:
            self.calls.end(call, self.messenger.clock.now())
            raise
        return self._end(call, status, answer)

    def _end(self, call: Call, status: int, answer: Any) -> web.Response:
        call.status = status
        call.answer = answer
        self.calls.end(call, self.messenger.clock.now())
        return answer_of(status, answer)

    def _refused_token(self, token: str) -> RefusedError | None:
        if token == self._token:
            return None
        number, colon, secret = token.partition(":")
        if not colon or not number.isdigit() or not secret:
            return RefusedError(404, "Not Found")
        return RefusedError(401, "Unauthorized")

    async def _half(
        self, request: web.Request, fault: Fault, call: Call, status: int, answer: Any
    ) -> web.StreamResponse:
        """Begin an answer and let it wait for its second half, perhaps for ever."""
        whole = answer_of(status, answer)
        body = whole.body
        assert isinstance(body, bytes)
        response = web.StreamResponse(status=status, headers={"Content-Type": "application/json"})
        response.content_length = len(body)
        await response.prepare(request)
        await response.write(body[: len(body) // 2])
        if await fault.holds(call.number or 0):
            raise DroppedError
        call.status, call.answer = status, answer
        self.calls.end(call, self.messenger.clock.now())
        with suppress(ConnectionError):
            await response.write(body[len(body) // 2 :])
        return response

    async def delay(self) -> None:
        """Take as long as a call is to take."""
        if self.latency or self.jitter:
            await asyncio.sleep(self.latency + self._chance.uniform(0, self.jitter))

    def _about(self, parameters: Parameters) -> int | None:
        """Whose chat a call is about; an answer to a press is about whoever pressed."""
        chat_id = parameters.number("chat_id")
        if chat_id:
            return chat_id
        press = self.messenger.presses.find(parameters.text("callback_query_id"))
        return None if press is None else press.person_id

    async def _answer(self, call: Call, name: str, parameters: Parameters) -> tuple[int, Any, Fault | None]:
        """The status, the answer, and the fault that struck. Breaks off with `DroppedError`."""
        if call.number is not None:
            await self.delay()
        fault = None
        if self.faults:
            fault = self.faults.strike(call.number, name, self._about(parameters))
        if fault is not None:
            ordered = await self._before(fault, call)
            if ordered is not None:
                return fault.code or 500, ordered, None
        try:
            result = await self._result(name, parameters)
            status, answer = 200, {"ok": True, "result": result}
        except RefusedError as refusal:
            status, answer = refusal.code, refusal.answer()
        if fault is not None:
            await self._after(fault, call)
        return status, answer, fault

    async def _before(self, fault: Fault, call: Call) -> Any:
        if fault.delay:
            await asyncio.sleep(fault.delay)
        if fault.drop == "before" or (fault.hold == "before" and await fault.holds(call.number or 0)):
            raise DroppedError
        return fault.answer()

    async def _after(self, fault: Fault, call: Call) -> None:
        if fault.drop == "after" or (fault.hold == "after" and await fault.holds(call.number or 0)):
            raise DroppedError

    async def _result(self, name: str, parameters: Parameters) -> Any:
        if name == "getupdates":
            return await self._get_updates(parameters)
        method = TABLE[name]
        if method.paced and self.pacing.pace is not None:
            several = parameters.array(SEVERAL[name]) if name in SEVERAL else None
            self.pacing.take(
                parameters.number("chat_id"),
                len(several or [None]),
                self.messenger.clock.now(),
                paid=parameters.flag("allow_paid_broadcast"),
            )
        return method.handle(self.messenger, parameters)

    async def _get_updates(self, parameters: Parameters) -> Any:
        updates = self.messenger.updates
        allowed = parameters.array("allowed_updates")
        if allowed is not None:
            updates.allow([kind for kind in allowed if isinstance(kind, str)])
        limit = min(max(parameters.number("limit", 100), 1), 100)
        timeout = min(max(parameters.number("timeout"), 0), LONGEST_POLL)
        return await updates.poll(parameters.number("offset"), limit, timeout)

    async def download(self, request: web.Request) -> web.StreamResponse:
        """Handle ``/file/bot{token}/{path}``."""
        refused = self._refused_token(request.match_info["token"])
        if refused is not None:
            return answer_of(refused.code, refused.answer())
        file = self.messenger.files.at(request.match_info["path"])
        if file is None:
            return answer_of(404, RefusedError(404, "Not Found").answer())
        return web.Response(body=file.data, content_type="application/octet-stream")


def answer_of(status: int, answer: Any) -> web.Response:
    """The HTTP response: JSON, or an HTML page if the answer is a text."""
    if isinstance(answer, str):
        return web.Response(status=status, text=answer, content_type="text/html")
    headers = None
    if status == 429:
        headers = {"Retry-After": str(answer.get("parameters", {}).get("retry_after", 1))}
    body = json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()
    return web.Response(status=status, body=body, content_type="application/json", headers=headers)
