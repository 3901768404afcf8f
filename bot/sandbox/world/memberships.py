"""Who is what in a chat: the `ChatMember` objects of people and of the bot (Bot API, the open server's order)."""

from __future__ import annotations

from typing import Any

from bot.sandbox.world.accounts import BotAccount, Person
from bot.sandbox.world.chats import Chat

RIGHTS = (
    "can_manage_chat",
    "can_change_info",
    "can_delete_messages",
    "can_invite_users",
    "can_restrict_members",
    "can_promote_members",
    "can_manage_video_chats",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
)
"""The rights that an administrator of any kind of chat has, or not."""

RIGHTS_IN = {
    "group": ("can_pin_messages", "can_manage_tags"),
    "supergroup": ("can_pin_messages", "can_manage_topics", "can_manage_tags"),
    "channel": ("can_post_messages", "can_edit_messages", "can_manage_direct_messages"),
}
"""Those that only administrators of one kind of chat have."""


def bots_membership(bot: BotAccount, chat: Chat, status: str) -> dict[str, Any]:
    """The `ChatMember` object of the bot with that status; as an administrator it has all rights."""
    member: dict[str, Any] = {"user": bot.user, "status": status}
    if status == "kicked":
        member["until_date"] = 0
    elif status == "administrator":
        member["can_be_edited"] = False
        member |= dict.fromkeys((*RIGHTS, *RIGHTS_IN.get(chat.kind, ())), True) | {"is_anonymous": False}
    return member


def persons_membership(chat: Chat, person: Person) -> dict[str, Any]:
    """The `ChatMember` object of a person: the owner, a member, or somebody who is not here."""
    if person.id not in chat.members:
        return {"user": person.user, "status": "left"}
    if not chat.private and person.id == chat.owner:
        return {"user": person.user, "status": "creator", "is_anonymous": False}
    return {"user": person.user, "status": "member"}
