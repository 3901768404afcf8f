"""The conversation on paper: what people write and press, and what the blog answers, as it happens."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console
from rich.text import Text

from bot.core.richtext import RichText
from bot.core.richtext_json import entities_from_json
from bot.demo.terminal_text import lines_of
from bot.rendering.excerpts import excerpt
from bot.sandbox.client import Message, World

WIDTH = 80
"""Columns of the text at most; wider lines are hard to read."""

HEAD, TAIL = 5, 2
"""Lines that are shown of a long text, at its beginning and at its end."""

HIDDEN = 4
"""Lines that are worth hiding: fewer are shown."""

MESSAGE_LENGTH = 4096
"""UTF-16 units at which a client cuts a text that was pasted (Bot API, sendMessage)."""

_INDENT = "  "


@dataclass(slots=True)
class _Saying:
    """Something that the blog does in one or several chats, held back until it is clear in which."""

    what: str
    key: str
    lines: list[Text]
    to: list[str] = field(default_factory=list)


class Conversation:
    """Prints a sandbox's events. What goes to several people in the same words is printed once."""

    def __init__(self, console: Console, blog: str, *, marked: bool, recorded_from: str | None = None) -> None:
        """``blog`` is the name of the bot's side; ``marked`` shows formatting by marks instead of styles.

        From the act ``recorded_from`` on, the console records what it prints.
        """
        self._console = console
        self._blog = blog
        self._marked = marked
        self._recorded_from = recorded_from
        self._width = min(console.width, WIDTH)
        self._names: dict[int, str] = {}
        self._standing: dict[tuple[int, int], Message] = {}
        self._said: set[str] = set()
        self._held: _Saying | None = None
        self._printed = 0
        self._progress = asyncio.Condition()

    async def follow(self, world: World) -> None:
        """Prints everything that happens, until cancelled."""
        async for event in world.events(after=0):
            self._show(event)
            async with self._progress:
                self._printed = event["seq"]
                self._progress.notify_all()

    async def up_to_now(self, world: World) -> None:
        """Waits until nothing more is under way and everything so far is printed."""
        await world.quiet()
        last = (await world.get("events"))["last"]
        async with self._progress:
            await self._progress.wait_for(lambda: self._printed >= last)
        self._release()

    def act(self, title: str) -> None:
        """The heading of what comes next."""
        self._console.print()
        self._console.record |= title == self._recorded_from
        self._console.rule(Text(title, "bold"), align="left", style="dim")

    def remark(self, text: str) -> None:
        """Something that people see outside the chat."""
        self._release()
        self._console.print()
        self._console.print(Text(text, "dim"))

    def _show(self, event: dict[str, Any]) -> None:
        match event["event"]:
            case "message" if event["message"]["from"]["is_bot"]:
                self._blog_says(event["message"])
            case "edited" if event["message"]["from"]["is_bot"]:
                self._blog_edits(event["message"])
            case "message" | "edited":
                self._person_says(event["message"], edited=event["event"] == "edited")
            case "pressed":
                self._person_presses(event)
            case "answered" if event["text"]:
                self._block(f"{self._names[event['person_id']]} sees a toast", [Text(event["text"], "italic")])

    def _person_says(self, message: Message, *, edited: bool) -> None:
        name = self._name_in(message)
        words = _words(message)
        if words.text.startswith("/start"):
            link = " a link with a secret, and presses Start" if " " in words.text else ""
            self._block(f"{name} opens{link}" if link else f"{name} presses Start", [])
            return
        reply = message.get("reply_to_message")
        head = f"{name} → {self._blog}" + (" (edits)" if edited else "")
        lines = self._lines(message)
        if reply is not None:
            lines.insert(0, Text(f"↩ {_first_line(reply)}", "dim"))
        if words.units == MESSAGE_LENGTH:
            lines.append(Text(f"(cut here by the client: {MESSAGE_LENGTH:,} characters)", "dim"))
        self._block(head, lines)

    def _person_presses(self, event: dict[str, Any]) -> None:
        message = self._standing[event["chat_id"], event["message_id"]]
        pressed = (button for row in _rows(message) for button in row if button.get("callback_data") == event["data"])
        label = next((button["text"] for button in pressed), "…")
        self._block(f"{self._names[event['person_id']]} presses [ {label} ]", [])

    def _blog_says(self, message: Message) -> None:
        name = self._name_in(message)
        self._standing[message["chat"]["id"], message["message_id"]] = message
        key = _key(message)
        words = _key(message, "reply_markup")
        if self._held is not None and self._held.key == key:
            self._hold("says", key, [], name)
        elif key in self._said:
            self._hold("says again", "", [], name)
            self._held_line(Text(f"the same as above: {_first_line(message)}", "dim"))
        elif words in self._said and len(_words(message).text) > self._width:
            line = Text(f"the same as above, with other buttons: {_first_line(message, 38)}", "dim")
            self._hold("says", key, [line, *self._buttons(message)], name)
        else:
            self._hold("says", key, self._lines(message), name)
        self._said |= {key, words}

    def _blog_edits(self, message: Message) -> None:
        place = (message["chat"]["id"], message["message_id"])
        before = self._standing.get(place)
        self._standing[place] = message
        if before is not None and _key(before, "reply_markup") == _key(message, "reply_markup"):
            key = json.dumps([[button["text"] for button in row] for row in _rows(message)])
            self._hold("changes buttons", key, self._buttons(message), self._name_in(message))
        else:
            self._hold("edits", _key(message), self._lines(message), self._name_in(message))
        self._said.add(_key(message))

    def _hold(self, what: str, key: str, lines: list[Text], name: str) -> None:
        if self._held is None or (self._held.what, self._held.key) != (what, key):
            self._release()
            self._held = _Saying(what, key, lines)
        if name not in self._held.to:
            self._held.to.append(name)

    def _held_line(self, line: Text) -> None:
        """Adds to what is held, unless it says that already."""
        if self._held is not None and line not in self._held.lines:
            self._held.lines.append(line)

    def _release(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            manner = {"edits": " (edited)", "changes buttons": " (only the buttons edited)"}.get(held.what, "")
            self._block(f"{self._blog} → {', '.join(held.to)}{manner}", held.lines)

    def _block(self, head: str, lines: list[Text]) -> None:
        self._release()
        self._console.print()
        self._console.print(Text(head, "bold cyan" if head.startswith(self._blog) else "bold green"))
        for line in lines:
            self._console.print(Text.assemble(_INDENT, line) if line else "", soft_wrap=True)

    def _lines(self, message: Message) -> list[Text]:
        """What a message says, shortened when it is long, and its buttons."""
        lines = lines_of(_words(message), self._console, self._width - len(_INDENT), marked=self._marked)
        if len(lines) >= HEAD + TAIL + HIDDEN:
            hidden = len(lines) - HEAD - TAIL
            lines = [*lines[:HEAD], Text(f"⋮ {hidden} more lines", "dim"), *lines[-TAIL:]]
        if "photo" in message:
            largest = message["photo"][-1]
            lines.insert(0, Text(f"▣ photo, {largest['width']} × {largest['height']}", "magenta"))
        return lines + self._buttons(message)

    def _buttons(self, message: Message) -> list[Text]:
        return [
            Text(" ").join([Text(f"[ {button['text']} ]", "" if self._marked else "reverse") for button in row])
            for row in _rows(message)
        ]

    def _name_in(self, message: Message) -> str:
        """The person whose chat it is."""
        chat = message["chat"]
        return self._names.setdefault(chat["id"], chat["first_name"])


def _words(message: Message) -> RichText:
    entities = message.get("entities") or message.get("caption_entities") or []
    return RichText(message.get("text") or message.get("caption") or "", entities_from_json(entities))


def _first_line(message: Message, limit: int = 56) -> str:
    return excerpt(_words(message).text.partition("\n")[0], limit)


def _rows(message: Message) -> list[list[dict[str, Any]]]:
    rows: list[list[dict[str, Any]]] = (message.get("reply_markup") or {}).get("inline_keyboard", [])
    return rows


def _key(message: Message, *without: str) -> str:
    """What makes two messages the same to those who read them."""
    fields = ("text", "caption", "entities", "caption_entities", "photo", "reply_markup")
    return json.dumps({name: message.get(name) for name in fields if name not in without}, sort_keys=True)
