"""What a person's client has before it besides messages: her chats, the bot's menu, and the files behind pictures."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.sandbox.bot_api import BotApi
from bot.sandbox.refusals import RefusedError
from bot.sandbox.whereabouts import chat_of, person_of
from bot.sandbox.world.accounts import Person
from bot.sandbox.world.chats import Chat

PICTURES = ((b"\xff\xd8", "image/jpeg"), (b"\x89PNG", "image/png"), (b"GIF8", "image/gif"))
"""How pictures begin. SVG is not among them: it can hold scripts."""

SHOWN = ("image/jpeg", "image/png", "image/gif", "image/webp", "video/", "audio/")
"""The kinds of files that a browser may show; others it is told to save."""


class Sights:
    """What the page asks for about one messenger."""

    def __init__(self, api: BotApi) -> None:
        self._messenger = api.messenger

    async def chats(self, body: dict[str, Any], path: dict[str, str]) -> Any:
        """The chats that a person has, the private one first: the chat, the bot's standing, members, what is pinned."""
        person = person_of(self._messenger, int(path["person"]))
        mine = [chat for chat in self._messenger.chats.values() if person.id in chat.members]
        return [
            {
                "chat": chat.shape,
                "bot": chat.bot,
                "owner": chat.owner,
                "members": [self._messenger.people[member].user for member in chat.members],
                "pinned": chat.pinned,
            }
            for chat in sorted(mine, key=lambda chat: not chat.private)
        ]

    async def menu(self, body: dict[str, Any], path: dict[str, str]) -> Any:
        """The bot's commands as this person sees them in a chat, and its description."""
        person = person_of(self._messenger, int(path["person"]))
        chat = chat_of(self._messenger, person, int(body["chat_id"]) if "chat_id" in body else None)
        bot = self._messenger.bot
        language = str(person.user.get("language_code", ""))
        commands = next(
            (
                found
                for scope in scopes(chat, person)
                for spoken in (language, "")
                if (found := bot.commands.get((scope, spoken)))
            ),
            [],
        )
        description = bot.description.get(language) or bot.description.get("", "")
        return {"commands": commands, "description": description}

    async def file(self, request: web.Request) -> web.StreamResponse:
        """A file's bytes, by its id."""
        try:
            file = self._messenger.files.get(request.match_info["file"])
        except RefusedError as refusal:
            return web.json_response({"error": refusal.description}, status=404)
        kind = next((kind for start, kind in PICTURES if file.data.startswith(start)), file.mime or "")
        headers = {
            "Cache-Control": "private, max-age=86400, immutable",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
        }
        if not kind.startswith(SHOWN):
            kind = "application/octet-stream"
            headers["Content-Disposition"] = "attachment"
        return web.Response(body=file.data, content_type=kind, headers=headers)


def scopes(chat: Chat, person: Person) -> list[str]:
    """The scopes of commands that hold for a person in a chat, the narrowest first (Bot API, BotCommandScope)."""
    if chat.private:
        return [f"chat:{chat.id}", "all_private_chats", "default"]
    rulers = [f"chat_administrators:{chat.id}", f"chat:{chat.id}", "all_chat_administrators"]
    if person.id != chat.owner:
        rulers = [f"chat:{chat.id}"]
    return [f"chat_member:{person.id}:{chat.id}", *rulers, "all_group_chats", "default"]
