"""The parts of drafts: the author's messages. One message can be a part of several drafts: of a copy, for example."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, and_, bindparam, delete, func, insert, literal, select, update

from bot.core.draft_json import body_to_json, part_of_body
from bot.core.drafts import Draft
from bot.core.parts import Key, Part, Standing, Use
from bot.storage.drafts import draft_of
from bot.storage.engine import Transaction
from bot.storage.tables import drafts, parts
from bot.storage.upsert import insert_or_ignore


async def of_draft(tx: Transaction, draft_id: int) -> list[Part]:
    """All parts of a draft, those that were removed as well, by the key."""
    rows = await tx.execute(
        select(parts).where(parts.c.draft_id == draft_id).order_by(parts.c.chat_id, parts.c.message_id, parts.c.item)
    )
    return [_part(row) for row in rows]


async def find(tx: Transaction, draft_id: int, key: Key) -> Part | None:
    """One part of a draft."""
    row = (await tx.execute(select(parts).where(_is(draft_id, key)))).first()
    return None if row is None else _part(row)


async def count(tx: Transaction, draft_id: int) -> int:
    """How many parts the draft holds, those that were removed as well."""
    counted = select(func.count()).select_from(parts).where(parts.c.draft_id == draft_id)
    return int((await tx.execute(counted)).scalar_one())


async def add(tx: Transaction, draft_id: int, part: Part) -> None:
    """Adds a message. One that is a part already stays as it is; was its edit here before it, that counts now."""
    await tx.execute(insert_or_ignore(tx, parts, _KEY).values(_row(draft_id, part)))
    await tx.execute(
        update(parts)
        .where(_is(draft_id, part.key), parts.c.standing == Standing.EARLY)
        .values(standing=part.standing, answers=part.answers)
    )


async def add_all(tx: Transaction, draft_id: int, added: Iterable[Part]) -> None:
    """Adds many parts at once, none of which is there."""
    rows = [_row(draft_id, part) for part in added]
    if rows:
        await tx.execute(insert(parts), rows)


async def drafts_with(tx: Transaction, chat_id: int, message_id: int) -> list[Draft]:
    """The drafts that a message is a part of, the newest first."""
    rows = await tx.execute(
        select(drafts)
        .join(parts, parts.c.draft_id == drafts.c.id)
        .where(parts.c.chat_id == chat_id, parts.c.message_id == message_id, parts.c.item == 0)
        .order_by(drafts.c.id.desc())
    )
    return [draft_of(row) for row in rows]


async def draft_with_album(tx: Transaction, chat_id: int, album_id: str, near: int) -> Draft | None:
    """The newest draft that holds an item of an album; ``near`` is the id of another of its messages.

    The items of an album are sent at once, and so their ids are close to each other.
    """
    rows = await tx.execute(
        select(drafts, parts.c.body)
        .join(parts, parts.c.draft_id == drafts.c.id)
        .where(parts.c.chat_id == chat_id, parts.c.message_id.between(near - _ALBUM_REACH, near + _ALBUM_REACH))
        .order_by(drafts.c.id.desc())
    )
    return next((draft_of(row) for row in rows if row.body["album_id"] == album_id), None)


async def change(tx: Transaction, draft_id: int, part: Part) -> None:
    """The author edited the message; where it stands, and as what, stays."""
    await tx.execute(update(parts).where(_is(draft_id, part.key)).values(body=body_to_json(part)))


async def set_standing(tx: Transaction, draft_id: int, keys: Iterable[Key], standing: Standing) -> None:
    """Takes parts out of the post, or puts them back."""
    await _set_each(tx, draft_id, "standing", dict.fromkeys(keys, standing))


async def set_use(tx: Transaction, draft_id: int, key: Key, use: Use | None) -> None:
    """What the part is to be; None: what it looks like."""
    await tx.execute(update(parts).where(_is(draft_id, key)).values(use=use))


async def drop_use(tx: Transaction, draft_id: int, use: Use) -> None:
    """No part is that any more by choice."""
    await tx.execute(update(parts).where(parts.c.draft_id == draft_id, parts.c.use == use).values(use=None))


async def set_places(tx: Transaction, draft_id: int, places: Mapping[Key, int]) -> None:
    """Where parts stand from now on."""
    await _set_each(tx, draft_id, "place", places)


async def answered(tx: Transaction, draft_id: int, key: Key) -> None:
    """It is decided what the part does with the one that it replied to."""
    await tx.execute(update(parts).where(_is(draft_id, key)).values(answers=None))


async def copy(tx: Transaction, draft_id: int, to_draft_id: int) -> None:
    """The same parts for another draft, which has none."""
    others = [column for column in parts.c if column is not parts.c.draft_id]
    rows = select(literal(to_draft_id, parts.c.draft_id.type), *others).where(parts.c.draft_id == draft_id)
    await tx.execute(insert(parts).from_select(["draft_id", *(column.name for column in others)], rows))


async def replace_all(tx: Transaction, draft_id: int, others: Iterable[Part]) -> None:
    """These are the draft's parts from now on, and no others."""
    await tx.execute(delete(parts).where(parts.c.draft_id == draft_id))
    await add_all(tx, draft_id, others)


_KEY = ("draft_id", "chat_id", "message_id", "item")

_ALBUM_REACH = 100
"""How far apart the ids of an album's messages are at most: it has ten items, and a bot that hundreds write to at once
counts their messages in between."""


async def _set_each(tx: Transaction, draft_id: int, column: str, values: Mapping[Key, int]) -> None:
    """One column of many parts, in one go."""
    one = and_(
        parts.c.draft_id == bindparam("of_draft"),
        parts.c.chat_id == bindparam("in_chat"),
        parts.c.message_id == bindparam("of_message"),
        parts.c.item == bindparam("of_item"),
    )
    rows = [
        {"of_draft": draft_id, "in_chat": chat_id, "of_message": message_id, "of_item": item, "new": value}
        for (chat_id, message_id, item), value in values.items()
    ]
    if rows:
        await tx.execute(update(parts).where(one).values({column: bindparam("new")}), rows)


def _is(draft_id: int, key: Key) -> Any:
    chat_id, message_id, item = key
    return and_(
        parts.c.draft_id == draft_id,
        parts.c.chat_id == chat_id,
        parts.c.message_id == message_id,
        parts.c.item == item,
    )


def _row(draft_id: int, part: Part) -> dict[str, Any]:
    return {
        "draft_id": draft_id,
        "chat_id": part.chat_id,
        "message_id": part.message_id,
        "item": part.item,
        "sent_at": part.sent_at,
        "body": body_to_json(part),
        "place": part.place,
        "standing": part.standing,
        "use": part.use,
        "answers": part.answers,
    }


def _part(row: Row[Any]) -> Part:
    return replace(
        part_of_body((row.chat_id, row.message_id, row.item), row.sent_at, row.body),
        place=row.place,
        standing=Standing(row.standing),
        use=None if row.use is None else Use(row.use),
        answers=row.answers,
    )
