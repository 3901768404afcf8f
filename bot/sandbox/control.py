"""The control API, ``/sim/…``: to act as people and to see what they see; `Conditions` are a part of it.

JSON in, JSON out; ``README.md`` in this folder lists it. What a person could not do is answered 409 with ``error``.
"""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.sandbox.bot_api import BotApi
from bot.sandbox.comings import Comings
from bot.sandbox.conditions import Act, Conditions
from bot.sandbox.parameters import decoded
from bot.sandbox.refusals import MisusedError
from bot.sandbox.watching import find_button, find_message, transcript
from bot.sandbox.whereabouts import chat_of, message_of, person_of
from bot.sandbox.world.accounts import Person
from bot.sandbox.world.chats import Chat
from bot.sandbox.writing import Writing

FILES = ("photo", "video", "animation", "audio", "voice", "document", "sticker", "video_note")


class Control:
    """The control API of one sandbox."""

    def __init__(self, api: BotApi) -> None:
        self._api = api
        self._messenger = api.messenger
        self._writing = Writing(api.messenger)
        self._comings = Comings(api.messenger, self._writing)
        self._conditions = Conditions(api)

    def routes(self) -> list[web.RouteDef]:
        """All of ``/sim``."""
        table: list[tuple[str, str, Act]] = [
            ("GET", "/sim/bot", self.bot),
            ("GET", "/sim/people", self.people),
            ("POST", "/sim/people", self.add_person),
            ("POST", "/sim/people/{person}/{act}", self.act),
            ("GET", "/sim/people/{person}/messages", self.messages),
            ("GET", "/sim/people/{person}/transcript", self.transcript),
            ("POST", "/sim/people/{person}/wait/message", self.wait_message),
            ("POST", "/sim/people/{person}/wait/press", self.press),
            ("POST", "/sim/groups", self.add_group),
            *self._conditions.table(),
        ]
        return [web.route(verb, path, handler_of(act)) for verb, path, act in table]

    def _person(self, path: dict[str, str]) -> Person:
        return person_of(self._messenger, int(path["person"]))

    def _chat(self, person: Person, body: dict[str, Any]) -> Chat:
        chat_id = body.pop("chat_id", None)
        return chat_of(self._messenger, person, None if chat_id is None else int(chat_id))

    # People

    async def bot(self, body: dict[str, Any], path: dict[str, str]) -> Any:
        """Who the bot is."""
        return self._messenger.bot.me()

    async def people(self, body: dict[str, Any], path: dict[str, str]) -> Any:
        """Everyone, with what the bot does not know of them."""
        return [
            {"user": each.user, "began": each.began, "blocked": each.blocked, "deactivated": each.deactivated}
            for each in self._messenger.people.values()
        ]

    async def add_person(self, body: dict[str, Any], path: dict[str, str]) -> Any:
        """A new person; the fields of `User`."""
        return self._messenger.add_person(body.pop("first_name"), **body).user

    async def add_group(self, body: dict[str, Any], path: dict[str, str]) -> Any:
        """A new group, supergroup or channel (``kind``): title, members (ids), and whether the bot is in it."""
        members = [person_of(self._messenger, member) for member in body["members"]]
        if not members:
            raise MisusedError("a group has members")
        kind = body.get("kind", "group")
        if kind not in ("group", "supergroup", "channel"):
            raise MisusedError(f"there are groups, supergroups and channels, no {kind}")
        chat = self._messenger.add_group(body["title"], [member.id for member in members], kind, body.get("username"))
        if body.get("bot", True):
            self._comings.join(members[0], chat.id, bot=True, administrator=bool(body.get("administrator")))
        return chat.shape

    async def act(self, body: dict[str, Any], path: dict[str, str]) -> Any:
        """Something that a person does."""
        person = self._person(path)
        match path["act"]:
            case "start":
                return self._comings.start(person, body.get("payload"))
            case "send":
                return self._writing.send(person, **_with_bytes(body))
            case "album":
                return self._writing.album(person, [_with_bytes(item) for item in body["items"]], body.get("chat_id"))
            case "paste":
                return self._writing.paste(person, body["text"], body.get("entities"), body.get("chat_id"))
            case "edit":
                return self._writing.edit(person, **body)
            case "forward":
                return self._writing.forward(person, **body)
            case "forward_from":
                return self._writing.forward_from(person, **_with_bytes(body))
            case "delete":
                return self._writing.delete(person, **body)
            case "block":
                return self._comings.block(person)
            case "unblock":
                return self._comings.unblock(person)
            case "deactivate":
                return self._comings.deactivate(person)
            case "join":
                return self._comings.join(person, **body)
            case "leave":
                return self._comings.leave(person, **body)
            case "upgrade":
                return self._comings.upgrade(person, **body)
            case "react":
                return self._comings.react(person, **body)
        raise MisusedError(f"people cannot {path['act']}")

    async def press(self, body: dict[str, Any], path: dict[str, str]) -> Any:
        """Wait for a button and press it, then wait for the toast. With ``data`` the press is forged."""
        person = self._person(path)
        chat = self._chat(person, body)
        message_id = body.get("message_id")
        timeout = float(body.get("timeout", 10))
        if "data" in body:
            message = message_of(chat, int(body["message_id"]))
            data = str(body["data"])
        else:
            label = body["label"]
            found = await chat.waiting().until(lambda: find_button(chat, person, label, message_id), timeout)
            if found is None:
                raise MisusedError(f'no button "{label}" within {timeout:g} s:\n{transcript(chat, person)}')
            message, button = found
            if "url" in button:
                return {"url": button["url"], "message_id": message.id, "answer": None}
            if "callback_data" not in button:
                raise MisusedError(f'the button "{label}" does something that is not known here')
            data = button["callback_data"]
        press = self._comings.press(person, message, data)
        answer = await press.bell.until(lambda: press.answer, timeout) if body.get("wait", True) else None
        return {"url": None, "message_id": message.id, "answer": answer, "query_id": press.id}

    # What they see

    async def messages(self, body: dict[str, Any], path: dict[str, str]) -> Any:
        """The messages before her, oldest first."""
        person = self._person(path)
        return [message.view() for message in self._chat(person, body).seen_by(person.id)]

    async def transcript(self, body: dict[str, Any], path: dict[str, str]) -> Any:
        """The chat as text."""
        person = self._person(path)
        return {"transcript": transcript(self._chat(person, body), person)}

    async def wait_message(self, body: dict[str, Any], path: dict[str, str]) -> Any:
        """Wait until she sees a message with that text, button or kind."""
        person = self._person(path)
        chat = self._chat(person, body)
        timeout = float(body.pop("timeout", 10))
        gone = body.pop("gone", False)
        if gone:
            found = await chat.waiting().until(
                lambda: True if find_message(chat, person, **body) is None else None, timeout
            )
            return {"message": None, "gone": bool(found), "transcript": transcript(chat, person)}
        message = await chat.waiting().until(lambda: find_message(chat, person, **body), timeout)
        if message is None:
            return {"message": None, "transcript": transcript(chat, person)}
        return {"message": message.view()}


def handler_of(act: Act) -> Callable[[web.Request], Awaitable[web.Response]]:
    """The HTTP handler of an act, which gets the query and the JSON body as one, and the path's parts."""

    async def handle(request: web.Request) -> web.Response:
        body: dict[str, Any] = dict(request.query)
        try:
            if request.can_read_body:
                body.update(decoded(await request.read()))
            answer = await act(body, dict(request.match_info))
        except MisusedError as error:
            return web.json_response({"error": str(error)}, status=409)
        except (KeyError, TypeError, ValueError) as error:
            return web.json_response({"error": f"{type(error).__name__}: {error}"}, status=400)
        return web.json_response(answer)

    return handle


def _with_bytes(body: dict[str, Any]) -> dict[str, Any]:
    """A body whose files are no longer in base64."""
    for kind in FILES:
        value = body.get(kind)
        if isinstance(value, dict):
            value["data"] = base64.b64decode(value.pop("base64"))
    return body
