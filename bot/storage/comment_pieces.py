"""The messages that comments were written in: most in one, a long paste or an album in several."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, select, update

from bot.core.draft_json import body_to_json, part_of_body
from bot.core.parts import Part
from bot.storage.columns import milliseconds
from bot.storage.engine import Transaction
from bot.storage.straight import Straight
from bot.storage.tables import comment_pieces

_SUPERSEDED: dict[str, Any] = {}
"""What is kept of a message in whose place another one stands: whose it was, and nothing that it said."""


_PUT = Straight(
    """INSERT INTO comment_pieces (person_id, message_id, comment_id, piece, sent_at) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (person_id, message_id) DO UPDATE
        SET comment_id = excluded.comment_id, piece = excluded.piece, sent_at = excluded.sent_at"""
)


async def put(tx: Transaction, comment_id: int, person_id: int, pieces: Iterable[Part]) -> None:
    """These messages are the comment's, in place of what is known of them."""
    rows = [
        (person_id, piece.message_id, comment_id, json.dumps(body_to_json(piece)), milliseconds(piece.sent_at))
        for piece in pieces
    ]
    await _PUT.each(tx, rows)


async def supersede(tx: Transaction, comment_id: int) -> None:
    """What the comment was written in so far no longer counts."""
    await tx.execute(update(comment_pieces).where(comment_pieces.c.comment_id == comment_id).values(piece=_SUPERSEDED))


async def of_comment(tx: Transaction, comment_id: int) -> list[Part]:
    """The messages that the comment consists of now, in their order."""
    found = (
        select(comment_pieces)
        .where(comment_pieces.c.comment_id == comment_id)
        .order_by(comment_pieces.c.person_id, comment_pieces.c.message_id)
    )
    return [_part(row) for row in await tx.execute(found) if row.piece != _SUPERSEDED]


async def newest(tx: Transaction, person_id: int) -> tuple[int, Part] | None:
    """The last message that a person's comments consist of, behind the id of its comment."""
    found = (
        select(comment_pieces)
        .where(comment_pieces.c.person_id == person_id)
        .order_by(comment_pieces.c.message_id.desc())
        .limit(1)
    )
    row = (await tx.execute(found)).first()
    return None if row is None or row.piece == _SUPERSEDED else (row.comment_id, _part(row))


def _part(row: Row[Any]) -> Part:
    """A person's chat with the bot has the person's id."""
    return part_of_body((row.person_id, row.message_id, 0), row.sent_at, row.piece)
