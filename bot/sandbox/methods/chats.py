"""Methods that ask about chats, their members, and files."""

from __future__ import annotations

from typing import Any

from bot.sandbox.methods.method import Method, chat_of, method
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import RefusedError, bad_request
from bot.sandbox.world.chats import Chat
from bot.sandbox.world.memberships import bots_membership, persons_membership
from bot.sandbox.world.messenger import Messenger

DOWNLOAD_LIMIT = 20 * 1024 * 1024
"""Bytes of a file that a bot can download (Bot API, getFile)."""

NO_GIFTS = dict.fromkeys(
    (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    ),
    False,
)


def get_chat(messenger: Messenger, parameters: Parameters) -> Any:
    """getChat: the `ChatFullInfo` object."""
    chat = chat_of(messenger, parameters)
    full: dict[str, Any] = {
        **chat.shape,
        "accepted_gift_types": NO_GIFTS,
        "accent_color_id": 0,
        "max_reaction_count": 11,
    }
    if "username" in chat.shape:
        full["active_usernames"] = [chat.shape["username"]]
    if chat.pinned:
        full["pinned_message"] = chat.messages[chat.pinned[-1]].shape()
    return full


def get_chat_member(messenger: Messenger, parameters: Parameters) -> Any:
    """getChatMember."""
    chat = chat_of(messenger, parameters)
    user_id = parameters.number("user_id")
    if user_id <= 0:
        raise bad_request("Invalid user_id specified")
    return _member(messenger, chat, user_id)


def _member(messenger: Messenger, chat: Chat, user_id: int) -> dict[str, Any]:
    if user_id == messenger.bot.id:
        return bots_membership(messenger.bot, chat, "member" if chat.private else chat.bot)
    person = messenger.people.get(user_id)
    if person is None:
        raise bad_request("user not found" if not chat.private else "member not found")
    if chat.private and user_id not in chat.members:
        raise bad_request("member not found")
    return persons_membership(chat, person)


def get_chat_member_count(messenger: Messenger, parameters: Parameters) -> Any:
    """getChatMemberCount."""
    chat = chat_of(messenger, parameters)
    return len(chat.members) + chat.has_bot


def get_chat_administrators(messenger: Messenger, parameters: Parameters) -> Any:
    """getChatAdministrators: the owner, and the bot if it is one; there are no other bots."""
    chat = chat_of(messenger, parameters)
    if chat.private:
        raise bad_request("there are no administrators in the private chat")
    ids = [chat.owner, *([messenger.bot.id] if chat.bot == "administrator" else [])]
    return [_member(messenger, chat, user_id) for user_id in ids if user_id]


def leave_chat(messenger: Messenger, parameters: Parameters) -> Any:
    """leaveChat."""
    chat = chat_of(messenger, parameters)
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    if not chat.has_bot:
        raise RefusedError(403, f"Forbidden: bot is not a member of the {chat.kind} chat")
    messenger.bot_moves(chat, messenger.bot, "left")
    return True


def get_file(messenger: Messenger, parameters: Parameters) -> Any:
    """getFile: where to download a file of up to 20 MB, at ``/file/bot{token}/{file_path}``."""
    file_id = parameters.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    try:
        file = messenger.files.get(file_id)
    except RefusedError:
        raise bad_request("invalid file_id") from None
    if len(file.data) > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {
        "file_id": file.id,
        "file_unique_id": file.unique_id,
        "file_size": len(file.data),
        "file_path": file.path,
    }


METHODS: tuple[Method, ...] = (
    method("getChat", get_chat, "chat_id"),
    method("getChatMember", get_chat_member, "chat_id user_id"),
    method("getChatMemberCount", get_chat_member_count, "chat_id"),
    method("getChatAdministrators", get_chat_administrators, "chat_id return_bots"),
    method("leaveChat", leave_chat, "chat_id"),
    method("getFile", get_file, "file_id"),
)
