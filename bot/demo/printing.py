"""The conversation on paper: what people write and press and what the blog answers, in the order in which it happens."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console
from rich.text import Text

from bot.core.richtext import RichText
from bot.core.richtext_json import entities_from_json
from bot.demo.terminal_text import lines_of
from bot.sandbox.client import Message, World

WIDTH = 80
"""Columns of the text at most; wider lines are hard to read."""

HEAD, TAIL = 8, 3
"""Lines that are shown of a long text, at its beginning and at its end."""

_INDENT = "  "


@dataclass(slots=True)
class _Saying:
    """Something that the blog does in one or several chats, held back until it is clear in which."""

    what: str
    key: str
    lines: list[Text]
    to: Counter[str] = field(default_factory=Counter)


class Conversation:
    """Prints a sandbox's events. What goes to several people in the same words is printed once."""

    def __init__(self, console: Console, blog: str, *, marked: bool) -> None:
        """``blog`` is the name of the bot's side; ``marked`` shows formatting by marks instead of styles."""
        self._console = console
        self._blog = blog
        self._marked = marked
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
                self._block(
                    f"{self._blog} ⚡ {self._names[event['person_id']]}", [Text(f"“{event['text']}”", "italic")]
                )

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
        if key in self._said and (self._held is None or self._held.key != key):
            self._hold("again", "", [], name)
        elif words in self._said and len(_words(message).text) > self._width:
            shown = [Text(f"the same as above: {_first_line(message)}", "dim"), *self._buttons(message)]
            self._hold("says", key, shown, name)
        else:
            self._hold("says", key, self._lines(message), name)
        self._said |= {key, words}

    def _blog_edits(self, message: Message) -> None:
        place = (message["chat"]["id"], message["message_id"])
        before = self._standing.get(place)
        self._standing[place] = message
        if before is not None and _key(before, "reply_markup") == _key(message, "reply_markup"):
            key = json.dumps([[button["text"] for button in row] for row in _rows(message)])
            self._hold("changes the buttons of", key, self._buttons(message), self._name_in(message))
        else:
            self._hold("edits", _key(message), self._lines(message), self._name_in(message))
        self._said.add(_key(message))

    def _hold(self, what: str, key: str, lines: list[Text], name: str) -> None:
        if self._held is None or (self._held.what, self._held.key) != (what, key):
            self._release()
            self._held = _Saying(what, key, lines)
        self._held.to[name] += 1

    def _release(self) -> None:
        held, self._held = self._held, None
        if held is None:
            return
        names = ", ".join(held.to)
        match held.what:
            case "says":
                self._block(f"{self._blog} → {names}", held.lines)
            case "again":
                count = max(held.to.values())
                same = "the same message" if count == 1 else f"the same {count} messages"
                self._block(f"{self._blog} → {names}", [Text(same, "dim")])
            case "edits":
                self._block(f"{self._blog} ✎ {names}", held.lines)
            case _:
                self._block(f"{self._blog} ✎ {names}", [Text("the buttons are now", "dim"), *held.lines])

    def _block(self, head: str, lines: list[Text]) -> None:
        self._release()
        self._console.print()
        self._console.print(Text(head, "bold cyan" if head.startswith(self._blog) else "bold green"))
        for line in lines:
            self._console.print(Text.assemble(_INDENT, line), soft_wrap=True)

    def _lines(self, message: Message) -> list[Text]:
        """What a message says, shortened when it is long, and its buttons."""
        lines = lines_of(_words(message), self._console, self._width - len(_INDENT), marked=self._marked)
        if len(lines) > HEAD + TAIL + 1:
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


def _first_line(message: Message) -> str:
    line = _words(message).text.partition("\n")[0]
    return line if len(line) <= 50 else line[:49].rstrip() + "…"


def _rows(message: Message) -> list[list[dict[str, Any]]]:
    rows: list[list[dict[str, Any]]] = (message.get("reply_markup") or {}).get("inline_keyboard", [])
    return rows


def _key(message: Message, *without: str) -> str:
    """What makes two messages the same to those who read them."""
    fields = ("text", "caption", "entities", "caption_entities", "photo", "reply_markup")
    return json.dumps({name: message.get(name) for name in fields if name not in without}, sort_keys=True)
