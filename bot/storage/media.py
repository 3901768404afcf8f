"""Originals of what posts show: which are to be fetched, and under which hash they are kept (decision 14)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select, update

from bot.core.parts import Media, Wanted
from bot.storage.engine import Transaction
from bot.storage.tables import media
from bot.storage.upsert import insert_or_ignore


class State(StrEnum):
    """Where an original is. ``too_big`` cannot be fetched by a bot, ``lost`` could not after several tries."""

    WANTED = "wanted"
    KEPT = "kept"
    TOO_BIG = "too_big"
    LOST = "lost"


async def want(tx: Transaction, found: Iterable[Media], now: datetime) -> None:
    """Notes files that are to be kept; known ones stay as they are."""
    for item in found:
        await tx.execute(
            insert_or_ignore(tx, media, ("unique_id",)).values(
                unique_id=item.unique_id,
                file_id=item.file_id,
                kind=item.kind,
                size=item.size,
                state=State.WANTED,
                due_at=now,
            )
        )


async def wanted(tx: Transaction, now: datetime, limit: int) -> list[Wanted]:
    """Originals that are due to be fetched."""
    rows = await tx.execute(
        select(media).where(media.c.state == State.WANTED, media.c.due_at <= now).order_by(media.c.due_at).limit(limit)
    )
    return [Wanted(row.unique_id, row.file_id, row.tries) for row in rows]


async def kept(tx: Transaction, unique_id: str, sha256: str, size: int) -> None:
    """The original lies in the media folder under its hash; ``size`` in bytes."""
    await tx.execute(
        update(media).where(media.c.unique_id == unique_id).values(state=State.KEPT, sha256=sha256, size=size)
    )


async def put_off(tx: Transaction, unique_id: str, due_at: datetime, *, counted: bool = True) -> None:
    """Fetching failed for now; ``counted`` says whether that was an attempt."""
    await tx.execute(
        update(media).where(media.c.unique_id == unique_id).values(tries=media.c.tries + int(counted), due_at=due_at)
    )


async def give_up(tx: Transaction, unique_id: str, state: State) -> None:
    """The original cannot be had."""
    await tx.execute(update(media).where(media.c.unique_id == unique_id).values(state=state))
