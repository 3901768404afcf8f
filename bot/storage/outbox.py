"""The outbox: answers to people, committed together with what they tell of (architecture, decision 2)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, literal_column, or_, select, update

from bot.core.calls import Prepared, Upload
from bot.core.deliveries import DeliveryState, OnUncertain, after_doubt
from bot.core.outgoing import PageOf, Queued, repeatable
from bot.core.slots import Slot
from bot.storage import slots
from bot.storage.columns import milliseconds
from bot.storage.engine import Transaction
from bot.storage.straight import Straight
from bot.storage.tables import outbox
from bot.storage.tables import slots as slots_table

SETTLED = (DeliveryState.SENT, DeliveryState.BLOCKED, DeliveryState.FAILED, DeliveryState.CANCELLED)

_ERASED = {"tail": None, "change_tail": None, "file": None}
"""What a row gives up with its end."""

SETTLED_KEPT = timedelta(days=1)
"""Rows that are done stay this long for whoever looks into what went out; their bodies are erased at once."""

UNCERTAIN_KEPT = timedelta(days=30)
"""Rows that may have gone out stay this long with their bodies, for whoever wants to say again what they said."""

# Spelled out, so that SQLite knows the index on the queued rows of a slot for the one that is meant.
_QUEUED = outbox.c.state == literal_column(f"{DeliveryState.QUEUED:d}")
_SENDING = outbox.c.state == literal_column(f"{DeliveryState.SENDING:d}")


_COLUMNS = (
    *("chat_id", "method", "tail", "change_method", "change_tail", "slot_id", "post_id", "revision", "page"),
    *("comments", "messages", "preview_of", "file", "file_name", "doubts", "due_at"),
)


def _spelled(form: str) -> Straight:
    """A statement with states as numbers, for SQLite's index, and with the columns that :func:`put` gives."""
    return Straight(
        form.format(
            columns=", ".join(_COLUMNS),
            values=", ".join("?" for _ in _COLUMNS),
            changes=", ".join(f"{column} = ?" for column in _COLUMNS),
            queued=int(DeliveryState.QUEUED),
            sending=int(DeliveryState.SENDING),
        )
    )


_PUT = _spelled("INSERT INTO outbox ({columns}, state) VALUES ({values}, {queued})")
_PUT_IN_PLACE = _spelled("UPDATE outbox SET {changes} WHERE slot_id = ? AND state = {queued} RETURNING id")
_DROP_QUEUED = _spelled("DELETE FROM outbox WHERE slot_id = ? AND state = {queued}")


async def put(
    tx: Transaction,
    chat_id: int,
    prepared: Prepared,
    due_at: datetime,
    *,
    slot_id: int | None = None,
    change: Prepared | None = None,
    page: PageOf | None = None,
    preview_of: int | None = None,
) -> None:
    """Queues a message. What was queued for the same slot and has not gone out is replaced by it.

    A message with a slot needs ``change``, too: the same content as the edit of a message that is there, without the
    message's id. It keeps the turn of what it replaces, so that one which changes often is not put off for ever, unless
    it is to be a new message. Where the slot is of a kind that changes only now and then, it waits for that.
    """
    standing, may_change_at = (None, None) if slot_id is None else await slots.hold(tx, slot_id)
    row = (
        chat_id,
        prepared.method,
        prepared.tail,
        change and change.method,
        change and change.tail,
        slot_id,
        page and page.post_id,
        page and page.revision,
        page and page.page,
        page and page.comments,
        prepared.messages,
        preview_of,
        prepared.file and prepared.file.content,
        prepared.file and prepared.file.name,
        0,
        milliseconds(max(due_at, may_change_at or due_at)),
    )
    if standing is not None and await _PUT_IN_PLACE.ask(tx, *row, slot_id):
        return
    if standing is None and slot_id is not None:
        await _DROP_QUEUED.ask(tx, slot_id)
    await _PUT.ask(tx, *row)


async def says_already(tx: Transaction, chat_id: int, prepared: Prepared) -> bool:
    """Whether the very same message waits to go out to the chat."""
    waiting = select(outbox.c.id).where(
        outbox.c.chat_id == chat_id,
        _QUEUED,
        outbox.c.slot_id.is_(None),
        outbox.c.method == prepared.method,
        outbox.c.tail == prepared.tail,
    )
    return (await tx.execute(waiting.limit(1))).first() is not None


async def take_back(tx: Transaction, slot: Slot, since: datetime, until: datetime) -> bool:
    """What is queued for the slot is not sent. Whether nothing else has to be: what stands there is what was shown
    before, from a moment between ``since`` and ``until``.

    False where the row is on its way or has gone out, and where what it had taken the place of has not.
    """
    standing = await _emptied(tx, slot)
    if standing is None:
        return True
    if await _has(tx, standing, _SENDING):
        return False
    return standing.changed_at is not None and since <= standing.changed_at < until


async def drop_queued(tx: Transaction, slot: Slot) -> bool:
    """What is queued for the slot is not sent. Whether a message stands there all the same, or is on its way."""
    standing = await _emptied(tx, slot)
    return standing is not None and (standing.message_id is not None or await _has(tx, standing, _SENDING))


async def is_filled(tx: Transaction, slot: Slot) -> bool:
    """Whether a message stands in the slot, or is to go out into it."""
    standing = await slots.find(tx, slot)
    if standing is None or standing.message_id is not None:
        return standing is not None
    return await _has(tx, standing, or_(_QUEUED, _SENDING))


async def _emptied(tx: Transaction, slot: Slot) -> slots.Standing | None:
    """The slot, for which nothing is queued any more; None where there is none."""
    standing = await slots.find(tx, slot)
    if standing is not None:
        await slots.hold(tx, standing.slot_id)
        await tx.execute(delete(outbox).where(outbox.c.slot_id == standing.slot_id, _QUEUED))
    return standing


async def _has(tx: Transaction, standing: slots.Standing, state: ColumnElement[bool]) -> bool:
    found = select(outbox.c.id).where(outbox.c.slot_id == standing.slot_id, state)
    return (await tx.execute(found.limit(1))).first() is not None


async def drop_beginning(tx: Transaction, chat_id: int, beginning: bytes) -> None:
    """Rows that have not gone out and whose parameters begin so: they change a message that now is changed anew."""
    await tx.execute(
        delete(outbox).where(
            outbox.c.chat_id == chat_id,
            _QUEUED,
            outbox.c.slot_id.is_(None),
            func.substr(outbox.c.tail, 1, len(beginning)) == beginning,
        )
    )


async def drop_preview(tx: Transaction, draft_id: int, chat_id: int | None = None) -> None:
    """The messages of a draft's preview that have not gone out yet, in one chat or in all, are not sent."""
    dropped = delete(outbox).where(outbox.c.preview_of == draft_id, _QUEUED)
    if chat_id is not None:
        dropped = dropped.where(outbox.c.chat_id == chat_id)
    await tx.execute(dropped)


async def chats_waiting(tx: Transaction, busy: Collection[int], now: datetime, limit: int) -> list[tuple[int, int]]:
    """Chats that have a due row and are not ``busy``, those that wait longest first.

    Each with the messages that its oldest due row makes.
    """
    first = (
        select(func.min(outbox.c.id))
        .where(_QUEUED, outbox.c.due_at <= now, outbox.c.chat_id.not_in(list(busy)))
        .group_by(outbox.c.chat_id)
        .order_by(func.min(outbox.c.id))
        .limit(limit)
    )
    rows = await tx.execute(
        select(outbox.c.chat_id, outbox.c.messages).where(outbox.c.id.in_(first)).order_by(outbox.c.id)
    )
    return [(row.chat_id, row.messages) for row in rows]


_CLAIM = _spelled(
    """UPDATE outbox SET state = {sending}
    WHERE id = (
        SELECT min(id) FROM outbox
        WHERE chat_id = ? AND (state = {sending} OR (state = {queued} AND due_at <= ?))
    ) AND state = {queued} AND messages <= ?
    RETURNING id, method, tail, messages, file, file_name, change_method, change_tail, slot_id,
        post_id, revision, page, comments, doubts, preview_of"""
)


async def claim(tx: Transaction, chat_id: int, now: datetime, messages: int = 1) -> Queued | None:
    """Marks the oldest due row of a chat as ``sending``.

    None when there is none, it makes more than so many ``messages``, or one is under way already.
    """
    for row in await _CLAIM.ask(tx, chat_id, milliseconds(now), messages):
        row_id, method, tail, made, file, file_name, change_method, change_tail, slot_id, *page, doubts, preview_of = (
            row
        )
        return Queued(
            row_id,
            chat_id,
            Prepared(method, tail, made, None if file is None else Upload(file_name, file)),
            Prepared(change_method, change_tail) if change_method is not None else None,
            slot_id,
            await slots.message_in(tx, slot_id) if slot_id is not None else None,
            PageOf(*page) if page[0] is not None else None,
            doubts,
            preview_of,
        )
    return None


_SETTLE = _spelled(
    "UPDATE outbox SET state = ?, error = ?, tail = NULL, change_tail = NULL, file = NULL"
    " WHERE id = ? AND state = {sending}"
)
_SETTLE_WITH_BODY = _spelled("UPDATE outbox SET state = ?, error = ? WHERE id = ? AND state = {sending}")


async def settle(tx: Transaction, row_id: int, state: DeliveryState, error: str | None = None) -> None:
    """Ends a row that was ``sending``: nothing more is to be done for it.

    Its body is erased unless it is held as uncertain.
    """
    await (_SETTLE if state in SETTLED else _SETTLE_WITH_BODY).ask(tx, int(state), error, row_id)


async def requeue(tx: Transaction, row_id: int, due_at: datetime, *, doubt: bool = False) -> None:
    """Puts a row back that was ``sending``. Is a newer one queued for its slot by now, the old one is dropped."""
    slot_id = (await tx.execute(select(outbox.c.slot_id).where(outbox.c.id == row_id, _SENDING))).scalar()
    if slot_id is not None:
        await slots.hold(tx, slot_id)
        if (await tx.execute(select(outbox.c.id).where(outbox.c.slot_id == slot_id, _QUEUED))).first() is not None:
            await tx.execute(delete(outbox).where(outbox.c.id == row_id, _SENDING))
            return
    await tx.execute(
        update(outbox)
        .where(outbox.c.id == row_id, _SENDING)
        .values(state=DeliveryState.QUEUED, due_at=due_at, doubts=outbox.c.doubts + int(doubt))
    )


async def block(tx: Transaction, chat_id: int) -> None:
    """Nobody is to be reached in that chat: what waits for it is given up."""
    await tx.execute(
        update(outbox).where(outbox.c.chat_id == chat_id, _QUEUED).values(state=DeliveryState.BLOCKED, **_ERASED)
    )


async def move(tx: Transaction, chat_id: int, new_chat_id: int) -> None:
    """The group became a supergroup with another id, in which nothing stands yet."""
    await tx.execute(update(outbox).where(outbox.c.chat_id == chat_id).values(chat_id=new_chat_id))
    await slots.move(tx, chat_id, new_chat_id)


async def next_due(tx: Transaction, now: datetime) -> datetime | None:
    """When the next row falls due after ``now``."""
    due: datetime | None = (
        await tx.execute(select(func.min(outbox.c.due_at)).where(_QUEUED, outbox.c.due_at > now))
    ).scalar()
    return due


async def recover(tx: Transaction, policy: OnUncertain, now: datetime) -> int:
    """After a crash: rows found ``sending`` may have gone out. Edits are repeated, sends as ``policy`` says.

    Returns how many sends were in doubt.
    """
    found = await tx.execute(
        select(outbox.c.id, outbox.c.method, outbox.c.doubts, slots_table.c.message_id)
        .select_from(outbox.outerjoin(slots_table, slots_table.c.id == outbox.c.slot_id))
        .where(_SENDING)
        .order_by(outbox.c.id)
    )
    doubted = 0
    for row in found.all():
        harmless = repeatable(row.method, row.message_id)
        doubted += not harmless
        if after_doubt(row.doubts, policy, harmless) is DeliveryState.QUEUED:
            await requeue(tx, row.id, now, doubt=not harmless)
        else:
            await settle(tx, row.id, DeliveryState.UNCERTAIN)
    return doubted


async def forget_old(tx: Transaction, now: datetime) -> None:
    """Deletes rows that were done a day ago, and those in doubt after 30 days."""
    await tx.execute(delete(outbox).where(outbox.c.state.in_(SETTLED), outbox.c.due_at < now - SETTLED_KEPT))
    await tx.execute(
        delete(outbox).where(outbox.c.state == DeliveryState.UNCERTAIN, outbox.c.due_at < now - UNCERTAIN_KEPT)
    )
