"""Methods that take messages away, and that pin them."""

from __future__ import annotations

from typing import Any

from bot.sandbox.methods.method import Method, chat_of, may_edit, message_of, method, unspoken
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import bad_request
from bot.sandbox.world.accounts import BotAccount
from bot.sandbox.world.messages import Message
from bot.sandbox.world.messenger import Messenger

DELETABLE = 48 * 3600
"""Seconds for which a bot can delete its messages (Bot API, deleteMessage)."""

MOST_DELETED = 100
"""Ids of one deleteMessages."""


def delete_message(messenger: Messenger, parameters: Parameters) -> Any:
    """deleteMessage."""
    if not parameters.text("chat_id"):
        raise bad_request("Chat identifier is not specified")
    if parameters.number("message_id") <= 0:
        raise bad_request("Message identifier is not specified")
    chat = chat_of(messenger, parameters)
    may_edit(messenger, chat)
    message = message_of(chat, parameters, "message to delete")
    _check_deletable(messenger, message)
    messenger.delete(message)
    return True


def delete_messages(messenger: Messenger, parameters: Parameters) -> Any:
    """deleteMessages: unknown ids are passed over, one that may not be deleted refuses the whole call."""
    if not parameters.text("message_ids"):
        raise bad_request("Message identifiers are not specified")
    ids = parameters.structure(
        "message_ids",
        list,
        "Can't parse message_ids JSON object",
        "Expected an Array of message identifiers",
    )
    if ids is not None and len(ids) > MOST_DELETED:
        raise bad_request("Too many message identifiers specified")
    if not ids:
        raise bad_request("Message identifiers are not specified")
    numbers = [_number(value) for value in ids]
    chat = chat_of(messenger, parameters)
    may_edit(messenger, chat)
    messages = [chat.messages[number] for number in dict.fromkeys(numbers) if number in chat.messages]
    for message in messages:
        _check_deletable(messenger, message)
    for message in messages:
        messenger.delete(message)
    return True


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


def _check_deletable(messenger: Messenger, message: Message) -> None:
    """Refuse what is older than 48 hours, and in groups, without rights, what others wrote."""
    if messenger.clock.now() - message.date > DELETABLE:
        raise bad_request("Message can't be deleted for everyone")
    chat = message.chat
    mine = isinstance(message.sender, BotAccount)
    if not chat.private and not mine and chat.bot != "administrator":
        raise bad_request("message can't be deleted")


def pin_chat_message(messenger: Messenger, parameters: Parameters) -> Any:
    """pinChatMessage: in private chats any message, in groups for administrators only.

    The service message that tells of it reaches the bot, too (the open server's ``need_skip_update_message``).
    """
    unspoken(parameters, "business_connection_id")
    chat = chat_of(messenger, parameters)
    may_edit(messenger, chat)
    message = message_of(chat, parameters, "message to pin")
    if not chat.private and chat.bot != "administrator":
        raise bad_request("not enough rights to manage pinned messages in the chat")
    if message.id in chat.pinned:
        chat.pinned.remove(message.id)
    chat.pinned.append(message.id)
    _, shape = messenger.post(chat, messenger.bot, {"pinned_message": message.shape(with_reply=False)})
    messenger.updates.add("message", shape)
    return True


def unpin_chat_message(messenger: Messenger, parameters: Parameters) -> Any:
    """unpinChatMessage: the one named, or the newest pinned one."""
    unspoken(parameters, "business_connection_id")
    chat = chat_of(messenger, parameters)
    may_edit(messenger, chat)
    if parameters.number("message_id"):
        message_id = message_of(chat, parameters, "message to unpin").id
    elif chat.pinned:
        message_id = chat.pinned[-1]
    else:
        raise bad_request("message to unpin not found")
    if message_id in chat.pinned:
        chat.pinned.remove(message_id)
        chat.ring()
    return True


def unpin_all_chat_messages(messenger: Messenger, parameters: Parameters) -> Any:
    """unpinAllChatMessages."""
    chat = chat_of(messenger, parameters)
    may_edit(messenger, chat)
    chat.pinned.clear()
    chat.ring()
    return True


METHODS: tuple[Method, ...] = (
    method("deleteMessage", delete_message, "chat_id message_id"),
    method("deleteMessages", delete_messages, "chat_id message_ids"),
    method(
        "pinChatMessage", pin_chat_message, "business_connection_id chat_id message_id disable_notification", paced=True
    ),
    method("unpinChatMessage", unpin_chat_message, "business_connection_id chat_id message_id"),
    method("unpinAllChatMessages", unpin_all_chat_messages, "chat_id"),
)
