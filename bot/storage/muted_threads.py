"""Threads whose answers somebody does not want to hear of."""

from __future__ import annotations

from sqlalchemy import ColumnElement, delete, select

from bot.storage.engine import Transaction
from bot.storage.tables import muted_threads
from bot.storage.upsert import insert_or_ignore


async def mute(tx: Transaction, person_id: int, thread_id: int) -> None:
    """No word of answers in the thread any more. Does nothing where that was said before."""
    row = {"person_id": person_id, "thread_id": thread_id}
    await tx.execute(insert_or_ignore(tx, muted_threads, tuple(row)).values(row))


async def unmute(tx: Transaction, person_id: int, thread_id: int) -> None:
    """Word of answers in the thread again."""
    await tx.execute(delete(muted_threads).where(*_is(person_id, thread_id)))


async def is_muted(tx: Transaction, person_id: int, thread_id: int) -> bool:
    """Whether the person does not want to hear of answers in the thread."""
    found = select(muted_threads.c.thread_id).where(*_is(person_id, thread_id))
    return (await tx.execute(found)).first() is not None


def _is(person_id: int, thread_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return muted_threads.c.person_id == person_id, muted_threads.c.thread_id == thread_id
