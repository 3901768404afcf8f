"""Drafts and their parts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from bot.core.article_json import media_from_json, media_to_json
from bot.core.drafts import Draft, DraftState
from bot.core.parts import Part
from bot.core.richtext_json import rich_from_json, rich_to_json
from bot.storage.engine import Transaction
from bot.storage.tables import drafts, parts
from bot.storage.upsert import insert_or_ignore


async def open_of(tx: Transaction, author_id: int) -> Draft | None:
    """The draft that the author's next message goes to."""
    return _draft(
        (
            await tx.execute(select(drafts).where(drafts.c.author_id == author_id, drafts.c.state == DraftState.OPEN))
        ).first()
    )


async def find(tx: Transaction, draft_id: int) -> Draft | None:
    """The draft with that id."""
    return _draft((await tx.execute(select(drafts).where(drafts.c.id == draft_id))).first())


async def begin(tx: Transaction, author_id: int, now: datetime) -> Draft:
    """A new, empty, open draft; the author must have no other open one."""
    result = await tx.execute(
        insert(drafts).values(author_id=author_id, state=DraftState.OPEN, created_at=now).returning(drafts.c.id)
    )
    return Draft(result.scalar_one(), author_id, None, DraftState.OPEN)


async def set_title(tx: Transaction, draft_id: int, title: str | None) -> None:
    """None: the first line decides again."""
    await tx.execute(update(drafts).where(drafts.c.id == draft_id).values(title=title))


async def set_state(tx: Transaction, draft_id: int, before: DraftState, after: DraftState) -> bool:
    """Moves a draft on; False when it was no longer ``before``."""
    result = await tx.execute(
        update(drafts).where(drafts.c.id == draft_id, drafts.c.state == before).values(state=after)
    )
    return result.rowcount == 1


async def parts_of(tx: Transaction, draft_id: int) -> list[Part]:
    """The author's messages, in their order."""
    rows = await tx.execute(
        select(parts).where(parts.c.draft_id == draft_id).order_by(parts.c.chat_id, parts.c.message_id)
    )
    return [_part(row) for row in rows]


async def count_parts(tx: Transaction, draft_id: int) -> int:
    """How many messages the draft holds."""
    count = select(func.count()).select_from(parts).where(parts.c.draft_id == draft_id)
    return int((await tx.execute(count)).scalar_one())


async def add_part(tx: Transaction, draft_id: int, part: Part) -> None:
    """Adds a message; one that is a part already stays as it is."""
    row = {
        "chat_id": part.chat_id,
        "message_id": part.message_id,
        "draft_id": draft_id,
        "sent_at": part.sent_at,
        "body": _body(part),
    }
    await tx.execute(insert_or_ignore(tx, parts, ("chat_id", "message_id")).values(row))


async def draft_of_part(tx: Transaction, chat_id: int, message_id: int) -> Draft | None:
    """The draft that a message is a part of."""
    return _draft(
        (
            await tx.execute(
                select(drafts)
                .join(parts, parts.c.draft_id == drafts.c.id)
                .where(parts.c.chat_id == chat_id, parts.c.message_id == message_id)
            )
        ).first()
    )


async def change_part(tx: Transaction, part: Part) -> None:
    """The author edited the message."""
    await tx.execute(
        update(parts)
        .where(parts.c.chat_id == part.chat_id, parts.c.message_id == part.message_id)
        .values(body=_body(part))
    )


async def remove_part(tx: Transaction, chat_id: int, message_id: int) -> None:
    """Takes a message out of its draft."""
    await tx.execute(delete(parts).where(parts.c.chat_id == chat_id, parts.c.message_id == message_id))


def _draft(row: Row[Any] | None) -> Draft | None:
    return None if row is None else Draft(row.id, row.author_id, row.title, DraftState(row.state))


def _body(part: Part) -> dict[str, Any]:
    return {
        "text": rich_to_json(part.text),
        "media": None if part.media is None else media_to_json(part.media),
        "album_id": part.album_id,
        "origin": part.origin,
    }


def _part(row: Row[Any]) -> Part:
    body = row.body
    return Part(
        row.chat_id,
        row.message_id,
        row.sent_at,
        rich_from_json(body["text"]),
        None if body["media"] is None else media_from_json(body["media"]),
        body["album_id"],
        body["origin"],
    )
