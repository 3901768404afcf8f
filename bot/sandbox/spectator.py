"""A person in a story as far as she sees: her chats, and waiting for something to appear in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.sandbox.naming import Chat, Message, given, id_of_chat, id_of_message

if TYPE_CHECKING:
    from bot.sandbox.client import World

PATIENCE = 60.0
"""Seconds for which a person waits for something to appear, unless told otherwise. A wait ends when what is waited for
comes, so this only says how long a machine may stand still before a story counts as failed."""


class Spectator:
    """Somebody with a Telegram account, who looks at her chats with the bot."""

    def __init__(self, world: World, user: dict[str, Any]) -> None:
        self._world = world
        self.user = user
        self.id = int(user["id"])
        self.name = " ".join(filter(None, (user["first_name"], user.get("last_name"))))

    def __repr__(self) -> str:
        return f"<{self.name}, {self.id}>"

    async def _does(self, act: str, **body: Any) -> Any:
        return await self._world.post(f"people/{self.id}/{act}", **given(body))

    async def sees(
        self,
        text: str | None = None,
        *,
        button: str | None = None,
        kind: str | None = None,
        after: Message | int = 0,
        chat: Chat = None,
        timeout: float = PATIENCE,  # noqa: ASYNC109
    ) -> Message:
        """Wait until a message from someone else, now before her, has that text in it (and that button, that kind).

        Gives the newest such message, later than ``after`` if that is given. AssertionError shows the chat.
        """
        wanted = {"text": text, "button": button, "kind": kind, "after": id_of_message(after)}
        answer = await self._does("wait/message", chat_id=id_of_chat(chat), timeout=timeout, **wanted)
        message: Message | None = answer["message"]
        assert message is not None, f"{self.name} does not see {_said(wanted)}:\n{answer['transcript']}"
        return message

    async def sees_button(self, label: str, *, chat: Chat = None, timeout: float = PATIENCE) -> Message:  # noqa: ASYNC109
        """Wait for a message with a button of that label."""
        return await self.sees(button=label, chat=chat, timeout=timeout)

    async def sees_no(
        self,
        text: str | None = None,
        *,
        button: str | None = None,
        kind: str | None = None,
        after: Message | int = 0,
        chat: Chat = None,
        timeout: float = 0,  # noqa: ASYNC109
    ) -> None:
        """Nothing before her has that text (or button, or kind), now or at least once within ``timeout`` seconds."""
        wanted = {"text": text, "button": button, "kind": kind, "after": id_of_message(after)}
        answer = await self._does("wait/message", chat_id=id_of_chat(chat), timeout=timeout, gone=True, **wanted)
        assert answer["gone"], f"{self.name} sees {_said(wanted)}:\n{answer['transcript']}"

    async def messages(self, chat: Chat = None) -> list[Message]:
        """Everything before her in a chat, oldest first."""
        messages: list[Message] = await self._world.get(
            f"people/{self.id}/messages", **given({"chat_id": id_of_chat(chat)})
        )
        return messages

    async def transcript(self, chat: Chat = None) -> str:
        """A chat as text."""
        answer = await self._world.get(f"people/{self.id}/transcript", **given({"chat_id": id_of_chat(chat)}))
        return str(answer["transcript"])


def _said(wanted: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value!r}" for name, value in wanted.items() if value)
