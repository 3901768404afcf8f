"""The part of the control API that is about no person: the bot's calls, events, faults, time and speed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

from bot.sandbox.bot_api import BotApi
from bot.sandbox.pacing import Pace

LOOKS = 10
"""Parts of the time in which nothing may come. A machine that stands still for long lets one of them go by, and what
it would have done meanwhile comes in the next."""

Act = Callable[[dict[str, Any], dict[str, str]], Awaitable[Any]]
"""What answers a request: it gets query and body as one, and the parts of the path."""


class Conditions:
    """What a bot meets with besides people, in one sandbox."""

    def __init__(self, api: BotApi) -> None:
        self._api = api
        self._messenger = api.messenger

    def table(self) -> list[tuple[str, str, Act]]:
        """Verbs, paths and what answers them."""
        return [
            ("POST", "/sim/updates", self.add_update),
            ("GET", "/sim/clock", self.clock),
            ("POST", "/sim/clock", self.move_clock),
            ("GET", "/sim/calls", self.calls),
            ("GET", "/sim/events", self.events),
            ("GET", "/sim/quiet", self.quiet),
            ("POST", "/sim/faults", self.order_fault),
            ("GET", "/sim/faults/{fault}", self.fault),
            ("DELETE", "/sim/faults/{fault}", self.cancel_fault),
            ("GET", "/sim/faults/{fault}/held", self.held),
            ("GET", "/sim/faults/{fault}/struck", self.struck),
            ("POST", "/sim/faults/{fault}/release", self.release),
            ("GET", "/sim/settings", self.settings),
            ("POST", "/sim/settings", self.settings),
        ]

    # The bot's calls

    async def calls(self, body: dict[str, Any], path: dict[str, str]) -> Any:
        """The call log; ``method`` and ``after`` (a number) narrow it."""
        method = str(body.get("method", "")).lower()
        after = int(body.get("after", 0))
        return {
            "count": self._api.calls.count,
            "calls": [
                call.shape()
                for call in self._api.calls.all()
                if (not method or call.method == method) and (after == 0 or (call.number or 0) > after)
            ],
        }

    async def events(self, body: dict[str, Any], path: dict[str, str]) -> Any:
        """Long polling for events after number ``after``."""
        journal = self._messenger.journal
        after = int(body.get("after", 0))
        found = await journal.bell.until(lambda: journal.after(after) or None, float(body.get("timeout", 0)))
        return {"last": journal.last, "events": found or []}

    async def quiet(self, body: dict[str, Any], path: dict[str, str]) -> Any:
        """Wait until no update is unconfirmed, no call under way, and none has come for ``settle`` seconds."""
        calls, updates = self._api.calls, self._messenger.updates
        settle = float(body.get("settle", 0.1))
        deadline = asyncio.get_running_loop().time() + float(body.get("timeout", 10))

        def idle() -> bool | None:
            return True if not len(updates) and not calls.in_flight else None

        quiet = False
        while not quiet and (left := deadline - asyncio.get_running_loop().time()) > 0:
            if await self._messenger.activity.until(idle, left):
                count = calls.count
                for _ in range(LOOKS):
                    await asyncio.sleep(settle / LOOKS)
                    quiet = calls.count == count and idle() is True
                    if not quiet:
                        break
        return {"quiet": quiet, "count": calls.count, "updates": len(updates), "in_flight": calls.in_flight}

    async def add_update(self, body: dict[str, Any], path: dict[str, str]) -> Any:
        """Put an update of any kind into the queue, as it is: ``kind`` and ``value``."""
        self._messenger.updates.add(str(body["kind"]), body["value"])

    # Faults, time, speed

    async def order_fault(self, body: dict[str, Any], path: dict[str, str]) -> Any:
        """Order a fault."""
        return self._api.faults.order(self._api.calls.count, **body).shape()

    async def fault(self, body: dict[str, Any], path: dict[str, str]) -> Any:
        """What became of a fault."""
        return self._api.faults.get(int(path["fault"])).shape()

    async def cancel_fault(self, body: dict[str, Any], path: dict[str, str]) -> Any:
        """Take a fault back."""
        self._api.faults.cancel(int(path["fault"]))

    async def held(self, body: dict[str, Any], path: dict[str, str]) -> Any:
        """Wait until the fault holds at least ``count`` calls."""
        fault = self._api.faults.get(int(path["fault"]))
        count = int(body.get("count", 1))
        await fault.bell.until(lambda: True if len(fault.held) >= count else None, float(body.get("timeout", 10)))
        return fault.shape()

    async def struck(self, body: dict[str, Any], path: dict[str, str]) -> Any:
        """Wait until the fault has struck at least ``count`` calls."""
        fault = self._api.faults.get(int(path["fault"]))
        count = int(body.get("count", 1))
        await fault.bell.until(lambda: True if len(fault.struck) >= count else None, float(body.get("timeout", 10)))
        return fault.shape()

    async def release(self, body: dict[str, Any], path: dict[str, str]) -> Any:
        """Let held calls go on, or drop them."""
        fault = self._api.faults.get(int(path["fault"]))
        return {"released": fault.release(drop=bool(body.get("drop")))}

    async def clock(self, body: dict[str, Any], path: dict[str, str]) -> Any:
        """The sandbox's time."""
        return {"now": self._messenger.clock.now()}

    async def move_clock(self, body: dict[str, Any], path: dict[str, str]) -> Any:
        """Let ``seconds`` pass at once."""
        self._messenger.clock.move(float(body["seconds"]))
        return {"now": self._messenger.clock.now()}

    async def settings(self, body: dict[str, Any], path: dict[str, str]) -> Any:
        """Set ``pace`` (fields of `Pace`; {} for the usual, null for none), ``latency`` and ``jitter`` (seconds)."""
        if "pace" in body:
            self._api.pacing.set(None if body["pace"] is None else Pace(**body["pace"]))
        if "latency" in body:
            self._api.latency = float(body["latency"])
        if "jitter" in body:
            self._api.jitter = float(body["jitter"])
        pace = self._api.pacing.pace
        return {
            "pace": None if pace is None else asdict(pace),
            "latency": self._api.latency,
            "jitter": self._api.jitter,
        }
