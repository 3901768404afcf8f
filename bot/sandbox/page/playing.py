"""A script that the page can play: acts of the control API, one after the other, as somebody has handed them in.

A step is the body of an act with ``person`` (a name; who is not there yet comes) and ``act``: any of
``/sim/people/{person}/{act}``, or ``press`` (as wait/press; ``on`` finds the message), or ``follow`` (``link``, or
``link_from`` finds the message that holds it). ``wait_for`` is what must be seen before the next step. Where a message
is to be found, one says ``text``, ``button``, ``kind`` as in wait/message, and ``person`` if it is somebody else's;
``later`` wants one that came after what the step itself has written.
"""

from __future__ import annotations

import asyncio
import copy
import re
from typing import Any

from aiohttp import web

from bot.sandbox.control import Control
from bot.sandbox.refusals import MisusedError
from bot.sandbox.world.messenger import Messenger

PAUSE = 0.8
"""Seconds between two steps, so that people can follow."""

PATIENCE = 30.0
"""Seconds for which a step waits for what is to be seen, unless it says otherwise."""

LINK = re.compile(r"https://t\.me/\w+\?start=([A-Za-z0-9_-]{1,64})")
"""A deep link to a bot."""

Step = dict[str, Any]


class Player:
    """The script of one sandbox, and how far it is. ``version`` grows with every change."""

    def __init__(self, messenger: Messenger, control: Control) -> None:
        self._messenger = messenger
        self._control = control
        self._title = ""
        self._steps: list[Step] = []
        self._at = 0
        self._state = "none"
        self._error: str | None = None
        self._task: asyncio.Task[None] | None = None
        self.version = 0

    def shape(self) -> dict[str, Any]:
        """The script's ``title``, ``state`` (none, ready, playing, done, stopped, failed), and the steps so far."""
        return {
            "title": self._title,
            "state": self._state,
            "step": self._at,
            "steps": len(self._steps),
            "error": self._error,
        }

    async def show(self, body: dict[str, Any], path: dict[str, str]) -> Any:
        """The script that can be played."""
        return self.shape()

    async def register(self, body: dict[str, Any], path: dict[str, str]) -> Any:
        """Hand a script in: ``title`` and ``steps``. It takes the place of the one before."""
        steps = body["steps"]
        if not isinstance(steps, list) or not all(isinstance(step, dict) and "person" in step for step in steps):
            raise ValueError("steps are objects, each with a person")
        await self._cancel()
        self._title, self._steps = str(body["title"]), steps
        self._become("ready", 0)
        return self.shape()

    async def play(self, body: dict[str, Any], path: dict[str, str]) -> Any:
        """Play the script from its beginning; ``pause`` is in seconds."""
        if not self._steps:
            raise MisusedError("there is no script to play")
        if self._task is not None and not self._task.done():
            raise MisusedError("the script is being played already")
        self._become("playing", 0)
        self._task = asyncio.create_task(self._perform(float(body.get("pause", PAUSE))))
        return self.shape()

    async def stop(self, body: dict[str, Any], path: dict[str, str]) -> Any:
        """Stop playing after the act that is under way."""
        await self._cancel()
        return self.shape()

    async def close(self, app: web.Application) -> None:
        """End with the server."""
        await self._cancel()

    async def _cancel(self) -> None:
        task, self._task = self._task, None
        if task is not None and not task.done():
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            self._become("stopped", self._at)

    def _become(self, state: str, at: int, error: str | None = None) -> None:
        self._state, self._at, self._error = state, at, error
        self.version += 1
        self._messenger.journal.bell.ring()

    async def _perform(self, pause: float) -> None:
        try:
            for number, step in enumerate(self._steps, start=1):
                self._become("playing", number)
                await self._step(copy.deepcopy(step))
                await asyncio.sleep(pause)
        except (MisusedError, KeyError, TypeError, ValueError) as error:
            self._become("failed", self._at, f"step {self._at}: {error}")
        else:
            self._become("done", self._at)

    async def _step(self, step: Step) -> None:
        person = str(step.pop("person"))
        wait_for = step.pop("wait_for", None)
        act = step.pop("act", None)
        path = {"person": str(self._id(person)), "act": str(act)}
        written: Any = None
        match act:
            case None:
                pass
            case "press":
                if "on" in step:
                    step["message_id"] = (await self._message(person, step.pop("on")))["message_id"]
                await self._control.press({"timeout": PATIENCE, **step}, path)
            case "follow":
                words = step["link"] if "link" in step else _words(await self._message(person, step["link_from"]))
                link = LINK.search(words)
                if link is None:
                    raise MisusedError(f"there is no deep link in {words!r}")
                written = await self._control.act({"payload": link[1]}, path | {"act": "start"})
            case _:
                written = await self._control.act(step, path)
        if wait_for is not None:
            if wait_for.pop("later", False):
                last = written[-1] if isinstance(written, list) else written
                wait_for["after"] = last["message_id"]
            await self._message(person, wait_for)

    async def _message(self, person: str, wanted: dict[str, Any]) -> dict[str, Any]:
        """The message that somebody is to see, once she sees it."""
        wanted = {"timeout": PATIENCE, **wanted}
        who = str(wanted.pop("person", person))
        found = await self._control.wait_message(wanted, {"person": str(self._id(who))})
        if found["message"] is None:
            raise MisusedError(f"{who} does not see {wanted}:\n{found['transcript']}")
        message: dict[str, Any] = found["message"]
        return message

    def _id(self, name: str) -> int:
        for person in self._messenger.people.values():
            if person.name == name:
                return person.id
        return self._messenger.add_person(name).id


def _words(message: dict[str, Any]) -> str:
    """All words of a message, and the addresses behind them."""
    entities = message.get("entities") or message.get("caption_entities") or []
    return " ".join([message.get("text") or message.get("caption") or "", *(each.get("url", "") for each in entities)])
