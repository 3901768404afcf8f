"""What a method is, and how it finds the chat and the message that it is about."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import bad_request, forbidden
from bot.sandbox.world.chats import Chat
from bot.sandbox.world.messages import Message
from bot.sandbox.world.messenger import Messenger

CHAT_ID = re.compile(r"^-?\d{1,20}$", re.ASCII)

Handler = Callable[[Messenger, Parameters], Any]


@dataclass(frozen=True, slots=True)
class Method:
    """One method: its name, what it does, and the names of all its parameters in Bot API 10.0.

    ``handle`` answers the JSON value of ``result`` or raises `RefusedError`, in which case it has changed nothing.
    ``paced`` says that it counts as a message for the limits on speed.
    """

    name: str
    handle: Handler
    parameters: frozenset[str]
    paced: bool = False


def method(name: str, handle: Handler, parameters: str, *, paced: bool = False) -> Method:
    """A method with its parameters written as one line of names."""
    return Method(name, handle, frozenset(parameters.split()), paced)


def unspoken(parameters: Parameters, *names: str) -> None:
    """Refuse parameters that this server understands but does not speak, rather than ignore them silently."""
    for name in names:
        if parameters.values.get(name) not in (None, "", False, 0, "false", "0"):
            raise bad_request(f'Parameter "{name}" is not spoken here')


def chat_of(messenger: Messenger, parameters: Parameters, field: str = "chat_id") -> Chat:
    """The chat that a call names. Refused if there is none, or none that the bot may read."""
    named = parameters.text(field)
    if not named:
        raise bad_request(f"{field} is empty")
    chat = messenger.chats.get(int(named)) if CHAT_ID.match(named) else None
    if chat is None or (not chat.private and chat.bot == "left" and not chat.messages):
        raise bad_request("chat not found")
    return chat


def may_edit(messenger: Messenger, chat: Chat) -> None:
    """Refuse if the bot cannot write or change anything in a chat (the open server's ``check_chat_access``)."""
    if chat.private:
        if messenger.people[chat.id].deactivated:
            raise forbidden("user is deactivated")
    elif chat.bot == "kicked":
        raise forbidden("bot was kicked from the group chat")
    elif not chat.has_bot:
        raise forbidden("bot is not a member of the group chat")


def may_send(messenger: Messenger, chat: Chat) -> None:
    """Refuse if a person has not begun the conversation, or has blocked the bot (PEER_ID_INVALID, USER_IS_BLOCKED)."""
    may_edit(messenger, chat)
    if chat.private:
        person = messenger.people[chat.id]
        if person.blocked:
            raise forbidden("bot was blocked by the user")
        if not person.began:
            raise forbidden("bot can't initiate conversation with a user")


def message_of(chat: Chat, parameters: Parameters, called: str, field: str = "message_id") -> Message:
    """The message that a call names; ``called`` is what the refusal calls it, such as "message to edit"."""
    message = chat.messages.get(parameters.number(field))
    if message is None:
        raise bad_request(f"{called} not found")
    return message
