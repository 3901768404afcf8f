"""Statements of the bulk path, which go straight to the driver.

SQLAlchemy's way with a statement costs more than the statement where it is run for each moment of a broadcast: values
are bound one by one in Python, and on SQLite each step of a cursor is a visit to another thread. Here a statement is a
text, its values are what the driver takes, and it is one visit.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from itertools import count
from typing import Any

from sqlalchemy.exc import DBAPIError

from bot.storage.engine import Transaction


class Straight:
    """A statement with ``?`` for each value, or a form of its own for each database."""

    def __init__(self, sqlite: str, postgresql: str | None = None) -> None:
        self._sqlite = sqlite
        self._postgresql = _numbered(sqlite) if postgresql is None else postgresql

    async def each(self, tx: Transaction, rows: Sequence[tuple[Any, ...]]) -> None:
        """Runs it for each of the rows."""
        if tx.dialect.name == "postgresql":
            await tx.exec_driver_sql(self._postgresql, list(rows))
            return
        try:
            await _driver(tx).executemany(self._sqlite, rows)
        except sqlite3.Error as error:
            raise DBAPIError(self._sqlite, None, error) from error

    async def ask(self, tx: Transaction, *values: Any) -> Sequence[Any]:
        """Runs it once, and returns the rows that it gives, as tuples."""
        if tx.dialect.name == "postgresql":
            answer = await tx.exec_driver_sql(self._postgresql, values)
            return answer.all() if answer.returns_rows else ()
        try:
            rows: Sequence[Any] = await _driver(tx).execute_fetchall(self._sqlite, values)
        except sqlite3.Error as error:
            raise DBAPIError(self._sqlite, None, error) from error
        return rows


def _numbered(statement: str) -> str:
    """The statement as PostgreSQL takes it."""
    numbers = count(1)
    return re.sub(r"\?", lambda _: f"${next(numbers)}", statement)


def _driver(tx: Transaction) -> Any:
    """SQLite's connection; its transaction has begun."""
    connection = tx.sync_connection
    assert connection is not None, "the transaction is open"
    return connection.connection.driver_connection
