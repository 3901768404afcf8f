"""What a handler gives back: what is to be sent, and what a press is told. Nobody calls Telegram from a handler."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.core.calls import Prepared
from bot.core.outgoing import PageOf
from bot.core.slots import Slot
from bot.gateway.encoding import at_message, beginning_at, encode, encode_revision
from bot.rendering.message import Message
from bot.storage import outbox, slots
from bot.storage.engine import Transaction


@dataclass(frozen=True, slots=True)
class Say:
    """A message to a chat.

    With a ``slot`` it takes the place of what stands there; ``anew`` sends it as a new message all the same. With
    ``changes`` it is a revision of that message of the chat. With a ``page`` it leaves a copy; one that is a
    ``preview_of`` a draft is taken away when the draft is shown again. ``due_at`` None is now.
    """

    chat_id: int
    content: Message | Prepared
    slot: Slot | None = None
    anew: bool = False
    page: PageOf | None = None
    due_at: datetime | None = None
    changes: int | None = None
    preview_of: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a handler decided. ``toast`` answers a press; ``alert`` makes it a box that has to be closed."""

    messages: tuple[Say, ...] = ()
    toast: str = ""
    alert: bool = False


def shown(slot: Slot, message: Message, *, anew: bool = False, due_at: datetime | None = None) -> Say:
    """What stands in a slot from now on."""
    return Say(slot.chat_id, message, slot=slot, anew=anew, due_at=due_at)


async def put_into_outbox(tx: Transaction, messages: Iterable[Say], now: datetime) -> None:
    """Queues messages in their order, in the transaction that makes them true."""
    for say in messages:
        content = say.content
        prepared, change = (content, None) if isinstance(content, Prepared) else both_forms(content)
        slot_id = None
        if say.changes is not None:
            prepared = at_message(change or prepared, say.changes)
            await outbox.drop_beginning(tx, say.chat_id, beginning_at(say.changes))
        if say.slot is not None:
            slot_id = await slots.ensure(tx, say.slot)
            if say.anew:
                await slots.empty(tx, slot_id)
        await outbox.put(
            tx,
            say.chat_id,
            prepared,
            say.due_at or now,
            slot_id=slot_id,
            change=change if slot_id is not None else None,
            page=say.page,
            preview_of=say.preview_of,
        )


def both_forms(message: Message) -> tuple[Prepared, Prepared]:
    """A message as a new one, and as the change of one that is there (without that one's id)."""
    return encode(message), encode_revision(message)
