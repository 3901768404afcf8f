"""Who there is: people and the one bot, with their `User` objects (Bot API 10.0)."""

from __future__ import annotations

from typing import Any


class Person:
    """A person with a Telegram account.

    ``began`` says whether she has begun a conversation with the bot: by Start or by any message to it; before that the
    bot cannot write to her. ``user`` is her `User` object; it is replaced, never changed in place.
    """

    __slots__ = ("began", "blocked", "deactivated", "id", "user")

    def __init__(self, person_id: int, first_name: str, **optional: Any) -> None:
        self.id = person_id
        self.began = False
        self.blocked = False
        self.deactivated = False
        self.user: dict[str, Any] = {"id": person_id, "is_bot": False, "first_name": first_name}
        for field in ("last_name", "username", "language_code", "is_premium"):
            if optional.get(field):
                self.user[field] = optional[field]

    @property
    def name(self) -> str:
        """First and last name, as chats show it."""
        last = self.user.get("last_name")
        return f"{self.user['first_name']} {last}" if last else str(self.user["first_name"])

    def chat(self) -> dict[str, Any]:
        """The `Chat` object of her private chat with the bot."""
        chat = {"id": self.id, "first_name": self.user["first_name"]}
        for field in ("last_name", "username"):
            if field in self.user:
                chat[field] = self.user[field]
        chat["type"] = "private"
        return chat


class BotAccount:
    """The bot that the token belongs to. Its id is the token's first part, as at Telegram."""

    __slots__ = ("commands", "description", "id", "reads_groups", "short_description", "user")

    def __init__(self, token: str, username: str, name: str, *, reads_groups: bool) -> None:
        self.id = int(token.partition(":")[0])
        self.reads_groups = reads_groups
        self.user: dict[str, Any] = {"id": self.id, "is_bot": True, "first_name": name, "username": username}
        self.commands: dict[tuple[str, str], list[dict[str, Any]]] = {}
        self.description: dict[str, str] = {}
        self.short_description: dict[str, str] = {}

    @property
    def username(self) -> str:
        """The name after the @, without it."""
        return str(self.user["username"])

    @property
    def name(self) -> str:
        """The name that people see."""
        return str(self.user["first_name"])

    def me(self) -> dict[str, Any]:
        """What getMe answers."""
        return {
            **self.user,
            "can_join_groups": True,
            "can_read_all_group_messages": self.reads_groups,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
            "has_topics_enabled": False,
            "allows_users_to_create_topics": False,
        }
