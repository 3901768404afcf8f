"""INSERT … ON CONFLICT, which both databases have and SQLAlchemy spells once for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.engine import Transaction


def insert_or_ignore(tx: Transaction, table: Table, key: Sequence[str]) -> postgresql.Insert | sqlite.Insert:
    """An insert that leaves a row with the same ``key`` as it is."""
    return _insert(tx, table).on_conflict_do_nothing(index_elements=list(key))


def insert_or_update(
    tx: Transaction,
    table: Table,
    key: Sequence[str],
    row: dict[str, Any],
    change: Sequence[str],
    where: ColumnElement[bool] | None = None,
) -> postgresql.Insert | sqlite.Insert:
    """An insert of ``row`` that takes over the columns ``change`` where a row with the same ``key`` is there.

    A row that is there and does not meet ``where`` stays as it is.
    """
    insert = _insert(tx, table).values(row)
    return insert.on_conflict_do_update(
        index_elements=list(key), set_={column: insert.excluded[column] for column in change}, where=where
    )


def _insert(tx: Transaction, table: Table) -> postgresql.Insert | sqlite.Insert:
    return postgresql.insert(table) if tx.dialect.name == "postgresql" else sqlite.insert(table)
