"""Questions whose answer is the next message of a chat."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, delete, select

from bot.core.prompts import Prompt, PromptKind
from bot.storage.engine import Transaction
from bot.storage.straight import Straight
from bot.storage.tables import prompts
from bot.storage.upsert import insert_or_update


async def ask(tx: Transaction, chat_id: int, prompt: Prompt, now: datetime, *, person_id: int | None = None) -> None:
    """The person's next message in the chat is the answer; takes the place of a question before.

    ``person_id`` None: whose private chat it is.
    """
    row = {
        "chat_id": chat_id,
        "person_id": chat_id if person_id is None else person_id,
        "kind": prompt.kind,
        "subject_id": prompt.subject_id,
        "seen": prompt.seen,
        "asked_at": now,
    }
    await tx.execute(insert_or_update(tx, prompts, _KEY, row, ("kind", "subject_id", "seen", "asked_at")))


async def asked(tx: Transaction, chat_id: int, since: datetime, *, person_id: int | None = None) -> Prompt | None:
    """What the person was asked in the chat; None when nothing was asked since then."""
    found = select(prompts).where(*_whose(chat_id, person_id), prompts.c.asked_at >= since)
    row = (await tx.execute(found)).first()
    return None if row is None else Prompt(PromptKind(row.kind), row.subject_id, row.seen)


_DROP = Straight("DELETE FROM prompts WHERE chat_id = ? AND person_id = ?")


async def drop(tx: Transaction, chat_id: int, *, person_id: int | None = None) -> None:
    """The question is answered, or no longer stands."""
    await _DROP.ask(tx, chat_id, chat_id if person_id is None else person_id)


async def withdraw(tx: Transaction, chat_id: int, prompt: Prompt) -> None:
    """This question no longer stands in the chat; another one does."""
    await tx.execute(delete(prompts).where(prompts.c.chat_id == chat_id, *_is(prompt)))


async def withdraw_everywhere(tx: Transaction, prompt: Prompt) -> None:
    """This question no longer stands in any chat."""
    await tx.execute(delete(prompts).where(*_is(prompt)))


_KEY = ("chat_id", "person_id")


def _whose(chat_id: int, person_id: int | None) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return prompts.c.chat_id == chat_id, prompts.c.person_id == (chat_id if person_id is None else person_id)


def _is(prompt: Prompt) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return prompts.c.kind == prompt.kind, prompts.c.subject_id == prompt.subject_id
