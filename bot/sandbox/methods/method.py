"""What a method is, and how it finds the chat and the message that it is about."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import RefusedError, bad_request, forbidden
from bot.sandbox.world.chats import WITH_OWN_IDS, Chat
from bot.sandbox.world.messages import Message
from bot.sandbox.world.messenger import Messenger

CHAT_ID = re.compile(r"^-?\d{1,20}$", re.ASCII)

MOST_IDS = 100
"""Ids of one deleteMessages, copyMessages or forwardMessages (Bot API)."""

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
    """The chat that a call names. Refused if there is none, or none that the bot may read.

    Supergroups and channels without a username are closed to a bot that is not in them (``check_chat_access``).
    """
    named = parameters.text(field)
    if not named:
        raise bad_request(f"{field} is empty")
    if named.startswith("@"):
        chat = messenger.named(named[1:])
    else:
        chat = messenger.chats.get(int(named)) if CHAT_ID.match(named) else None
        if chat is not None and not chat.private and not chat.known:
            chat = None
    if chat is None:
        raise bad_request("chat not found")
    if chat.kind in WITH_OWN_IDS and (chat.bot == "kicked" or not chat.public):
        _refuse_outsider(chat)
    return chat


def _refuse_outsider(chat: Chat) -> None:
    if chat.bot == "kicked":
        raise forbidden(f"bot was kicked from the {chat.kind} chat")
    if not chat.has_bot:
        raise forbidden(f"bot is not a member of the {chat.kind} chat")


def may_edit(messenger: Messenger, chat: Chat) -> None:
    """Refuse if the bot cannot write or change anything in a chat (the open server's ``check_chat_access``)."""
    if chat.private:
        if messenger.people[chat.id].deactivated:
            raise forbidden("user is deactivated")
    else:
        _refuse_outsider(chat)


def may_write(messenger: Messenger, chat: Chat) -> None:
    """As `may_edit`, and refuse for a group that has become a supergroup: the answer says which."""
    if chat.moved_to is not None:
        raise RefusedError(
            400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.moved_to
        )
    may_edit(messenger, chat)


def may_send(messenger: Messenger, chat: Chat) -> None:
    """Refuse if a person has not begun the conversation, or has blocked the bot (PEER_ID_INVALID, USER_IS_BLOCKED).

    In a channel only administrators post (TDLib's ``can_send_message_to_dialog``).
    """
    may_write(messenger, chat)
    if chat.private:
        person = messenger.people[chat.id]
        if person.blocked:
            raise forbidden("bot was blocked by the user")
        if not person.began:
            raise forbidden("bot can't initiate conversation with a user")
    elif chat.channel and chat.bot != "administrator":
        raise bad_request("Need administrator rights in the channel chat")


def message_of(chat: Chat, parameters: Parameters, called: str, field: str = "message_id") -> Message:
    """The message that a call names; ``called`` is what the refusal calls it, such as "message to edit"."""
    message = chat.messages.get(parameters.number(field))
    if message is None:
        raise bad_request(f"{called} not found")
    return message


def message_ids_of(parameters: Parameters) -> list[int]:
    """The ``message_ids`` of a call: 1–100 numbers, in digits perhaps (the open server's ``get_message_ids``)."""
    if not parameters.text("message_ids"):
        raise bad_request("Message identifiers are not specified")
    ids = parameters.structure(
        "message_ids",
        list,
        "Can't parse message_ids JSON object",
        "Expected an Array of message identifiers",
    )
    if ids is not None and len(ids) > MOST_IDS:
        raise bad_request("Too many message identifiers specified")
    if not ids:
        raise bad_request("Message identifiers are not specified")
    return [_number(value) for value in ids]


def _number(value: Any) -> int:
    if isinstance(value, str):
        try:
            value = int(value)
        except ValueError:
            raise bad_request("Can't parse message identifier as a Number") from None
    if not isinstance(value, int) or isinstance(value, bool):
        raise bad_request("Message identifier must be a Number")
    if value <= 0:
        raise bad_request("Invalid message identifier specified")
    return value
