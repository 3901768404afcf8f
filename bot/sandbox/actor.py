"""A person in a story: each verb is something that she does in her client, or sees there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.sandbox.naming import Chat, Entities, HasId, Message, chat_around, id_of_chat, id_of_message, with_files
from bot.sandbox.spectator import PATIENCE, Spectator


class ImpossibleError(Exception):
    """The sandbox says that nobody could do this: press a button that is not there, write to a blocked bot."""


class Toast(str):
    """The answer to a press: its text (often empty), whether it was an ``alert``, and the ``url`` that it opens."""

    alert: bool
    url: str | None

    @classmethod
    def of(cls, text: str, *, alert: bool = False, url: str | None = None) -> Toast:
        """A toast with that text."""
        toast = cls(text)
        toast.alert = alert
        toast.url = url
        return toast


class Person(Spectator):
    """Somebody with a Telegram account. Each verb is something that she does in her client, or sees there."""

    # Coming and going

    async def starts(self, payload: str | None = None) -> Message:
        """Press Start, perhaps with the parameter of a deep link."""
        message: Message = await self._does("start", payload=payload)
        return message

    async def follows(self, url: str) -> Message:
        """Open a link ``https://t.me/<bot>?start=…`` and press Start."""
        parts = urlsplit(url)
        name = parts.path.strip("/")
        if parts.netloc not in ("t.me", "telegram.me") or name.lower() != str(self._world.bot["username"]).lower():
            raise ImpossibleError(f"{url} does not lead to the bot")
        return await self.starts(parse_qs(parts.query).get("start", [None])[0])

    async def blocks_bot(self) -> None:
        """Block the bot."""
        await self._does("block")

    async def unblocks_bot(self) -> None:
        """Unblock the bot, without Start."""
        await self._does("unblock")

    async def deactivates(self) -> None:
        """Delete her account."""
        await self._does("deactivate")

    async def joins(self, group: HasId) -> None:
        """Go into a group, or subscribe to a channel."""
        await self._does("join", chat_id=group.id)

    async def leaves(self, group: HasId) -> None:
        """Leave a group or channel."""
        await self._does("leave", chat_id=group.id)

    async def upgrades(self, group: HasId) -> int:
        """Turn her basic group into a supergroup, which is another chat: its id."""
        return int((await self._does("upgrade", chat_id=group.id))["id"])

    async def adds_bot(self, group: HasId, *, administrator: bool = False) -> None:
        """Add the bot to a group or channel, or make it an administrator there (in channels it always is)."""
        await self._does("join", chat_id=group.id, bot=True, administrator=administrator)

    async def removes_bot(self, group: HasId) -> None:
        """Throw the bot out of a group."""
        await self._does("leave", chat_id=group.id, bot=True)

    # Writing

    async def says(self, text: str, *, entities: Entities = None, chat: Chat = None, as_reply: bool = True) -> Message:
        """Write a text. While a ForceReply is open in the chat it replies to it, unless ``as_reply`` is False."""
        message: Message = await self._does(
            "send", text=text, entities=entities, chat_id=id_of_chat(chat), as_reply=as_reply
        )
        return message

    async def replies_to(
        self,
        message: Message | int,
        text: str,
        *,
        quote: str | None = None,
        entities: Entities = None,
        chat: Chat = None,
    ) -> Message:
        """Reply to a message, perhaps to words quoted from it."""
        sent: Message = await self._does(
            "send",
            text=text,
            entities=entities,
            reply_to=id_of_message(message),
            quote=quote,
            chat_id=chat_around(message, chat),
        )
        return sent

    async def pastes(self, text: str, *, entities: Entities = None, chat: Chat = None) -> list[Message]:
        """Paste a long text: the client cuts it into messages of at most 4,096 UTF-16 units."""
        messages: list[Message] = await self._does("paste", text=text, entities=entities, chat_id=id_of_chat(chat))
        return messages

    async def sends(self, chat: Chat = None, **content: Any) -> Message:
        """Send anything else: ``video=…``, ``document=…`` (bytes, a path, a file id), ``caption=``, ``reply_to=`` …"""
        message: Message = await self._does("send", chat_id=id_of_chat(chat), **with_files(content))
        return message

    async def sends_photo(
        self, photo: bytes | Path | str, caption: str | None = None, *, entities: Entities = None, chat: Chat = None
    ) -> Message:
        """Send a photo, from a file or as bytes (JPEG, PNG)."""
        return await self.sends(chat, photo=photo, caption=caption, entities=entities)

    async def sends_album(self, items: Sequence[dict[str, Any]], *, chat: Chat = None) -> list[Message]:
        """Send an album: items such as ``{"photo": path, "caption": "…"}``."""
        messages: list[Message] = await self._does(
            "album", items=[with_files(item) for item in items], chat_id=id_of_chat(chat)
        )
        return messages

    async def sends_sticker(self, emoji: str = "👍", *, chat: Chat = None) -> Message:
        """Send a sticker."""
        return await self.sends(chat, sticker={"data": b"RIFF", "emoji": emoji})

    async def sends_dice(self, emoji: str = "🎲", value: int = 4, *, chat: Chat = None) -> Message:
        """Throw dice; the value is not left to chance."""
        return await self.sends(chat, dice={"emoji": emoji, "value": value})

    async def sends_contact(self, phone: str = "+10000000000", name: str = "Somebody", *, chat: Chat = None) -> Message:
        """Share a contact."""
        return await self.sends(chat, contact={"phone_number": phone, "first_name": name})

    async def sends_location(self, latitude: float = 54.3, longitude: float = 10.1, *, chat: Chat = None) -> Message:
        """Share a place."""
        return await self.sends(chat, location={"latitude": latitude, "longitude": longitude})

    async def edits(
        self, message: Message | int, text: str, *, entities: Entities = None, chat: Chat = None
    ) -> Message:
        """Change the text of one of her messages; of media, the caption."""
        field = "text" if isinstance(message, int) or "text" in message else "caption"
        edited: Message = await self._does(
            "edit",
            message_id=id_of_message(message),
            chat_id=chat_around(message, chat),
            entities=entities,
            **{field: text},
        )
        return edited

    async def forwards(self, message: Message | int, *, chat: Chat = None, to: Chat = None) -> Message:
        """Forward a message from one of her chats to another, or to the same."""
        sent: Message = await self._does(
            "forward",
            message_id=id_of_message(message),
            from_chat_id=chat_around(message, chat),
            chat_id=id_of_chat(to),
        )
        return sent

    async def forwards_from(self, origin: str | dict[str, Any], chat: Chat = None, **content: Any) -> Message:
        """Forward something from elsewhere: from a channel with that title, or from any `MessageOrigin`."""
        if isinstance(origin, str):
            channel = {"id": -1_001_000_000_001, "title": origin, "type": "channel"}
            origin = {"type": "channel", "chat": channel, "message_id": 1}
        sent: Message = await self._does("forward_from", origin=origin, chat_id=id_of_chat(chat), **with_files(content))
        return sent

    async def deletes(self, message: Message | int, *, chat: Chat = None, for_both: bool = True) -> None:
        """Delete a message, for both sides or only for herself. The bot is not told."""
        await self._does(
            "delete", message_id=id_of_message(message), chat_id=chat_around(message, chat), for_both=for_both
        )

    async def reacts(self, message: Message | int, emoji: str | None = "👍", *, chat: Chat = None) -> None:
        """React to a message, or take the reaction back (None)."""
        await self._does("react", message_id=id_of_message(message), chat_id=chat_around(message, chat), emoji=emoji)

    # Pressing

    async def presses(
        self,
        label: str,
        *,
        on: Message | int | None = None,
        chat: Chat = None,
        wait: bool = True,
        timeout: float = PATIENCE,  # noqa: ASYNC109
    ) -> Toast | None:
        """Press the button with that label, an emoji before it aside, on the newest message that has one.

        Waits until there is such a button, then for the toast, and gives it: None if none came in time, or with
        ``wait=False``. The address of a link button is the toast's ``url``.
        """
        answer = await self._does(
            "wait/press",
            label=label,
            message_id=None if on is None else id_of_message(on),
            chat_id=id_of_chat(chat) if on is None else chat_around(on, chat),
            wait=wait,
            timeout=timeout,
        )
        return _toast(answer)

    async def presses_data(
        self,
        data: str,
        *,
        on: Message | int,
        chat: Chat = None,
        wait: bool = True,
        timeout: float = PATIENCE,  # noqa: ASYNC109
    ) -> Toast | None:
        """Send forged callback data, as a client of one's own could."""
        answer = await self._does(
            "wait/press",
            data=data,
            message_id=id_of_message(on),
            chat_id=chat_around(on, chat),
            wait=wait,
            timeout=timeout,
        )
        return _toast(answer)


def _toast(answer: dict[str, Any]) -> Toast | None:
    if answer["url"] is not None:
        return Toast.of("", url=answer["url"])
    toast = answer["answer"]
    return None if toast is None else Toast.of(toast["text"], alert=toast["show_alert"], url=toast["url"] or None)
