"""Who and what a request of the control API speaks of."""

from __future__ import annotations

from bot.sandbox.refusals import MisusedError
from bot.sandbox.world.accounts import Person
from bot.sandbox.world.chats import Chat
from bot.sandbox.world.messages import Message
from bot.sandbox.world.messenger import Messenger


def person_of(messenger: Messenger, person_id: int) -> Person:
    """The person with that id."""
    person = messenger.people.get(person_id)
    if person is None:
        raise MisusedError(f"there is no person {person_id}")
    return person


def chat_of(messenger: Messenger, person: Person, chat_id: int | None) -> Chat:
    """The chat that she means: her private one with the bot, or a group that she is in."""
    chat = messenger.chats.get(person.id if chat_id is None else chat_id)
    if chat is None or person.id not in chat.members:
        raise MisusedError(f"{person.name} is not in the chat {chat_id}")
    return chat


def message_of(chat: Chat, message_id: int) -> Message:
    """A message of that chat."""
    message = chat.messages.get(message_id)
    if message is None:
        raise MisusedError(f"there is no message {message_id} in the chat {chat.id}")
    return message
