"""What people see, and finding things in it: texts, buttons, a chat as text."""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox.world.accounts import BotAccount, Person
from bot.sandbox.world.chats import Chat
from bot.sandbox.world.messages import Message

LEADING_SIGNS = re.compile(r"^[^\w(/◀▶+-]+", re.UNICODE)
"""An emoji before a label, with the space behind it."""


def plain_label(label: str) -> str:
    """A button's label without an emoji before it; a label of signs alone stays as it is."""
    return LEADING_SIGNS.sub("", label).strip() or label.strip()


def has_label(button: dict[str, Any], label: str) -> bool:
    """Whether a button is called that, an emoji before the label aside."""
    return bool(button["text"].strip() == label.strip() or plain_label(button["text"]) == plain_label(label))


def find_message(
    chat: Chat,
    person: Person,
    *,
    text: str | None = None,
    button: str | None = None,
    kind: str | None = None,
    after: int = 0,
    mine: bool = False,
) -> Message | None:
    """The newest message that she now sees with that text in it, that button, that kind, and an id above ``after``.

    Her own messages are left out unless ``mine``.
    """
    for message in reversed(chat.seen_by(person.id)):
        if message.id <= after:
            return None
        if message.sender is person and not mine:
            continue
        if text is not None and text not in message.words:
            continue
        if kind is not None and message.kind != kind:
            continue
        if button is not None and not any(has_label(each, button) for each in message.buttons()):
            continue
        return message
    return None


def find_button(
    chat: Chat, person: Person, label: str, message_id: int | None
) -> tuple[Message, dict[str, Any]] | None:
    """The button with that label on that message, or on the newest one that has it."""
    message = chat.messages.get(message_id) if message_id is not None else find_message(chat, person, button=label)
    if message is None:
        return None
    for button in message.buttons():
        if has_label(button, label):
            return message, button
    return None


def transcript(chat: Chat, person: Person) -> str:
    """The chat as text, as she sees it, for people who read a failed test."""
    messages = chat.seen_by(person.id)
    if not messages:
        return "(the chat is empty)"
    return "\n".join(_lines(message) for message in messages)


def _lines(message: Message) -> str:
    who = message.author + (" (bot)" if isinstance(message.sender, BotAccount) and not message.chat.channel else "")
    notes = []
    if message.reply_to is not None:
        notes.append(f"↩ {message.reply_to}")
    if message.edited is not None:
        notes.append("edited")
    notes += [f"{count} × {kind['emoji']}" for kind, count in message.reaction_counts()]
    if message.kind not in ("text", "service"):
        notes.append(message.kind)
    if message.kind == "service":
        notes.append(", ".join(message.content))
    if message.keyboard is not None:
        notes.append(", ".join(message.keyboard))
    head = f"{message.id:>4}  {who}" + (f" [{' · '.join(notes)}]" if notes else "") + ":"
    lines = [head, *("      " + line for line in message.words.split("\n") if message.words)]
    if message.markup is not None:
        for row in message.markup["inline_keyboard"]:
            lines.append("      " + " ".join(f"[ {button['text']} ]" for button in row))
    return "\n".join(lines)
