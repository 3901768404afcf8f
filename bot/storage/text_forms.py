"""Documents that are to take the place of a draft."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from bot.core.article import Article
from bot.core.article_json import article_from_json, article_to_json
from bot.core.submissions import Submission
from bot.core.text_forms import TextForm, TextFormState
from bot.storage.engine import Transaction
from bot.storage.tables import text_forms


async def want(tx: Transaction, draft_id: int, submission: Submission, file_id: str, now: datetime) -> None:
    """A document that is to be fetched. Of those for one draft only the last counts."""
    waiting = (TextFormState.WANTED, TextFormState.SHOWN)
    await tx.execute(
        update(text_forms)
        .where(text_forms.c.draft_id == draft_id, text_forms.c.state.in_(waiting))
        .values(state=TextFormState.DROPPED, article=None)
    )
    await tx.execute(
        insert(text_forms).values(
            draft_id=draft_id,
            person_id=submission.sender.id,
            message_id=submission.message_id,
            sent_at=submission.sent_at,
            file_id=file_id,
            state=TextFormState.WANTED,
            due_at=now,
        )
    )


async def wanted(tx: Transaction, now: datetime, limit: int) -> list[TextForm]:
    """Documents that are due to be fetched."""
    rows = await tx.execute(
        select(text_forms)
        .where(text_forms.c.state == TextFormState.WANTED, text_forms.c.due_at <= now)
        .order_by(text_forms.c.due_at)
        .limit(limit)
    )
    return [_text_form(row) for row in rows]


async def hold(tx: Transaction, form_id: int) -> TextForm | None:
    """The document with that id, on which nobody else decides until the transaction ends."""
    row = (await tx.execute(select(text_forms).where(text_forms.c.id == form_id).with_for_update())).first()
    return None if row is None else _text_form(row)


async def show(tx: Transaction, form_id: int, article: Article, now: datetime) -> None:
    """The document was read, and its author sees now what it would change."""
    await tx.execute(
        update(text_forms)
        .where(text_forms.c.id == form_id)
        .values(state=TextFormState.SHOWN, article=article_to_json(article), due_at=now)
    )


async def put_off(tx: Transaction, form_id: int, due_at: datetime, *, counted: bool) -> None:
    """Fetching failed for now; ``counted`` says whether that was an attempt."""
    await tx.execute(
        update(text_forms)
        .where(text_forms.c.id == form_id)
        .values(tries=text_forms.c.tries + int(counted), due_at=due_at)
    )


async def end(tx: Transaction, form_id: int, before: TextFormState, after: TextFormState) -> bool:
    """It is decided on: what it says goes. False when it was no longer ``before``."""
    result = await tx.execute(
        update(text_forms)
        .where(text_forms.c.id == form_id, text_forms.c.state == before)
        .values(state=after, article=None)
    )
    return result.rowcount == 1


def _text_form(row: Row[Any]) -> TextForm:
    return TextForm(
        row.id,
        row.draft_id,
        row.person_id,
        row.message_id,
        row.sent_at,
        row.file_id,
        TextFormState(row.state),
        Article() if row.article is None else article_from_json(row.article),
        row.tries,
        row.due_at,
    )
