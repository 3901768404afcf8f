"""SQLite's connection, whose thread is visited once for each statement.

The driver works in a thread of its own, and each visit there costs more than most statements do. SQLAlchemy's cursor
makes up to four of a statement: for a cursor, for running it, for its rows and for its end.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from typing import Any

from sqlalchemy import Dialect
from sqlalchemy.connectors.asyncio import AsyncAdapt_dbapi_connection
from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_connection, AsyncAdapt_aiosqlite_cursor
from sqlalchemy.util.concurrency import await_


class _Cursor(AsyncAdapt_aiosqlite_cursor):
    """A statement, its rows and its end in one visit."""

    __slots__ = ("_counted", "_described", "_last_id")

    def __init__(self, adapt_connection: AsyncAdapt_dbapi_connection) -> None:
        self._adapt_connection = adapt_connection
        self._rows = deque()
        self._described: Any = None
        self._last_id: Any = None
        self._counted = -1

    @property
    def description(self) -> Any:
        return self._described

    @property
    def lastrowid(self) -> Any:
        return self._last_id

    @property
    def rowcount(self) -> int:
        return self._counted

    def execute(self, operation: Any, parameters: Any = None) -> None:
        self._visit(sqlite3.Cursor.execute, operation, () if parameters is None else parameters)

    def executemany(self, operation: Any, seq_of_parameters: Any) -> None:
        self._visit(sqlite3.Cursor.executemany, operation, seq_of_parameters)

    def close(self) -> None:
        self._rows.clear()

    async def _async_soft_close(self) -> None:
        """The driver's cursor has ended with its visit."""

    def _visit(self, run: Any, operation: Any, parameters: Any) -> None:
        driver: Any = self._adapt_connection._connection
        try:
            seen = await_(driver._execute(_run, driver._conn, run, operation, parameters))
        except Exception as error:  # noqa: BLE001 — raised anew, as SQLAlchemy expects it
            self._adapt_connection._handle_exception(error)
        rows, self._described, self._last_id, self._counted = seen
        self._rows = deque(rows)


def _run(connection: sqlite3.Connection, run: Any, operation: Any, parameters: Any) -> tuple[Any, Any, Any, int]:
    """What happens in the thread: the rows, what they are, the last id, and how many were changed."""
    cursor = connection.cursor()
    try:
        run(cursor, operation, parameters)
        rows = cursor.fetchall() if cursor.description else ()  # counted only when all rows were taken
        return rows, cursor.description, cursor.lastrowid, cursor.rowcount
    finally:
        cursor.close()


class OneVisitConnection(AsyncAdapt_aiosqlite_connection):
    """What SQLAlchemy takes for the driver's connection. A transaction begins by :meth:`begin`."""

    __slots__ = ("_begun",)

    _cursor_cls = _Cursor

    def __init__(self, dbapi: Any, connection: Any) -> None:
        super().__init__(dbapi, connection)
        self._begun = False

    def begin(self, statement: str) -> None:
        """Opens a transaction. ``sqlite3.Error``, as the driver raises it."""
        self._begun = True  # also where nobody waits for it any more
        self.run_async(lambda driver: driver.execute(statement))

    def commit(self) -> None:
        super().commit()
        self._begun = False

    def rollback(self) -> None:
        """Asks nothing of the thread where nothing was begun, as whenever the pool takes the connection back."""
        if self._begun:
            super().rollback()
            self._begun = False


def connect(dialect: Dialect, _record: Any, arguments: Any, named: Any) -> OneVisitConnection:
    """For the event ``do_connect`` of an engine."""
    usual: Any = dialect.connect(*arguments, **named)
    return OneVisitConnection(dialect.dbapi, usual.driver_connection)
