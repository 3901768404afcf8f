"""A statement on SQLite visits the driver's thread once, and says all the same what it did."""

from __future__ import annotations

from typing import Any

import aiosqlite
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot.storage.engine import Database, Transaction
from tests.storage.given import readers
from tests.storage.test_engine import only_sqlite

pytestmark = only_sqlite


@pytest.fixture
def visits(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Everything that a thread was given to do."""
    given: list[Any] = []
    usual: Any = aiosqlite.Connection._execute

    async def counted(connection: aiosqlite.Connection, work: Any, *args: Any, **named: Any) -> Any:
        given.append(work)
        return await usual(connection, work, *args, **named)

    monkeypatch.setattr(aiosqlite.Connection, "_execute", counted)
    return given


async def test_a_question_is_one_visit_beside_begin_and_commit(database: Database, visits: list[Any]) -> None:
    await database.write(lambda tx: readers(tx, [1, 2]))
    visits.clear()

    async def work(tx: Transaction) -> list[int]:
        return list((await tx.execute(text("SELECT id FROM people ORDER BY id"))).scalars())

    assert await database.write(work) == [1, 2]
    assert len(visits) == 3


async def test_what_a_statement_did_is_known(database: Database) -> None:
    async def work(tx: Transaction) -> tuple[int, list[int], bool]:
        await readers(tx, [1, 2, 3])
        changed = (await tx.execute(text("UPDATE people SET name = 'Ann' WHERE id > 1"))).rowcount
        gone = await tx.execute(text("DELETE FROM people WHERE id > 1 RETURNING id"))
        nothing = await tx.execute(text("DELETE FROM people WHERE id > 1"))
        return changed, sorted(gone.scalars()), nothing.returns_rows

    assert await database.write(work) == (2, [2, 3], False)


async def test_a_write_that_failed_leaves_nothing_and_the_next_begins_anew(database: Database) -> None:
    async def twice(tx: Transaction) -> None:
        await readers(tx, [1])
        await tx.execute(text("INSERT INTO people (id) VALUES (1)"))

    with pytest.raises(IntegrityError):
        await database.write(twice)
    await database.write(lambda tx: readers(tx, [2]))

    async with database.read() as tx:
        assert list((await tx.execute(text("SELECT id FROM people"))).scalars()) == [2]
