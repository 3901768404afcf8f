"""Methods that pin messages and unpin them."""

from __future__ import annotations

from typing import Any

from bot.sandbox.methods.method import Method, chat_of, may_write, message_of, method, unspoken
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import bad_request
from bot.sandbox.world.messenger import Messenger


def pin_chat_message(messenger: Messenger, parameters: Parameters) -> Any:
    """pinChatMessage: in private chats any message, in groups and channels for administrators only.

    The service message that tells of it reaches the bot, too (the open server's ``need_skip_update_message``).
    """
    unspoken(parameters, "business_connection_id")
    chat = chat_of(messenger, parameters)
    may_write(messenger, chat)
    message = message_of(chat, parameters, "message to pin")
    if not chat.private and chat.bot != "administrator":
        raise bad_request("not enough rights to manage pinned messages in the chat")
    if message.id in chat.pinned:
        chat.pinned.remove(message.id)
    chat.pinned.append(message.id)
    _, shape = messenger.post(chat, messenger.bot, {"pinned_message": message.shape(with_reply=False)})
    messenger.updates.add("channel_post" if chat.channel else "message", shape)
    return True


def unpin_chat_message(messenger: Messenger, parameters: Parameters) -> Any:
    """unpinChatMessage: the one named, or the newest pinned one."""
    unspoken(parameters, "business_connection_id")
    chat = chat_of(messenger, parameters)
    may_write(messenger, chat)
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
    may_write(messenger, chat)
    chat.pinned.clear()
    chat.ring()
    return True


METHODS: tuple[Method, ...] = (
    method(
        "pinChatMessage", pin_chat_message, "business_connection_id chat_id message_id disable_notification", paced=True
    ),
    method("unpinChatMessage", unpin_chat_message, "business_connection_id chat_id message_id"),
    method("unpinAllChatMessages", unpin_all_chat_messages, "chat_id"),
)
