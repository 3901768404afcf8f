"""Methods that take messages away."""

from __future__ import annotations

from typing import Any

from bot.sandbox.methods.method import Method, chat_of, may_write, message_ids_of, message_of, method
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import bad_request
from bot.sandbox.world.accounts import BotAccount
from bot.sandbox.world.chats import WITH_OWN_IDS
from bot.sandbox.world.messages import Message
from bot.sandbox.world.messenger import Messenger

DELETABLE = 48 * 3600
"""Seconds for which a bot can delete its messages (Bot API, deleteMessage)."""

DICE_STAY = 24 * 3600
"""Seconds for which dice in a private chat cannot be deleted (Bot API, deleteMessage)."""


def delete_message(messenger: Messenger, parameters: Parameters) -> Any:
    """deleteMessage."""
    if not parameters.text("chat_id"):
        raise bad_request("Chat identifier is not specified")
    if parameters.number("message_id") <= 0:
        raise bad_request("Message identifier is not specified")
    chat = chat_of(messenger, parameters)
    may_write(messenger, chat)
    message = message_of(chat, parameters, "message to delete")
    _check_deletable(messenger, message)
    messenger.delete(message)
    return True


def delete_messages(messenger: Messenger, parameters: Parameters) -> Any:
    """deleteMessages: unknown ids are passed over, one that may not be deleted refuses the whole call."""
    numbers = message_ids_of(parameters)
    chat = chat_of(messenger, parameters)
    may_write(messenger, chat)
    messages = [chat.messages[number] for number in dict.fromkeys(numbers) if number in chat.messages]
    for message in messages:
        _check_deletable(messenger, message)
    for message in messages:
        messenger.delete(message)
    return True


def _check_deletable(messenger: Messenger, message: Message) -> None:
    """Refuse what may stay: TDLib's ``can_delete_channel_message`` and ``can_revoke_message``.

    Nothing older than 48 hours. In a supergroup or channel an administrator deletes all else but the first message,
    others their own; in a basic group the same, in other words; in a private chat all but dice of the last day.
    """
    chat = message.chat
    age = messenger.clock.now() - message.date
    mine = isinstance(message.sender, BotAccount) and message.kind != "service"
    entitled = mine or chat.bot == "administrator"
    if chat.kind in WITH_OWN_IDS:
        if age >= DELETABLE or message.id == 1 or not entitled:
            raise bad_request("Message can't be deleted")
        return
    stays = message.kind == "dice" and age < DICE_STAY if chat.private else not entitled
    if stays or age > DELETABLE:
        raise bad_request("Message can't be deleted for everyone")


METHODS: tuple[Method, ...] = (
    method("deleteMessage", delete_message, "chat_id message_id"),
    method("deleteMessages", delete_messages, "chat_id message_ids"),
)
