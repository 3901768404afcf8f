"""Statements that go straight to the driver: in the transaction that they are given, with the errors of all others."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import DBAPIError

from bot.storage.engine import Database, Transaction
from bot.storage.straight import Straight
from tests.storage import given
from tests.storage.given import AUTHOR
from tests.storage.test_engine import only_sqlite

RENAME = Straight("UPDATE people SET name = ? WHERE id = ?")
NAME = Straight("SELECT name FROM people WHERE id = ?")
WRONG = Straight("UPDATE nothing SET name = ? WHERE id = ?")


async def name(database: Database, id_: int) -> str:
    async with database.read() as tx:
        ((found,),) = await NAME.ask(tx, id_)
    return str(found)


async def test_a_statement_runs_for_each_of_the_rows(database: Database) -> None:
    async def work(tx: Transaction) -> None:
        await given.readers(tx, [AUTHOR, 7, 8])
        await RENAME.each(tx, [("Ann", 7), ("Ben", 8)])
        assert list(await RENAME.ask(tx, "Olga", AUTHOR)) == []

    await database.write(work)

    assert [await name(database, id_) for id_ in (AUTHOR, 7, 8)] == ["Olga", "Ann", "Ben"]


@pytest.mark.parametrize("many", [True, False])
async def test_it_is_taken_back_with_its_transaction(database: Database, many: bool) -> None:
    await database.write(lambda tx: given.readers(tx, [7]))

    async def work(tx: Transaction) -> None:
        if many:
            await RENAME.each(tx, [("Ann", 7)])
        else:
            await RENAME.ask(tx, "Ann", 7)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await database.write(work)

    assert await name(database, 7) == "Reader 7"


@pytest.mark.parametrize("many", [True, False])
async def test_its_errors_are_those_of_other_statements(database: Database, many: bool) -> None:
    async def work(tx: Transaction) -> None:
        if many:
            await WRONG.each(tx, [("Ann", 7)])
        else:
            await WRONG.ask(tx, "Ann", 7)

    with pytest.raises(DBAPIError, match="nothing"):
        await database.write(work)

    await database.write(lambda tx: given.readers(tx, [7]))


@only_sqlite
async def test_an_error_says_what_sqlite_said(database: Database) -> None:
    with pytest.raises(DBAPIError) as caught:
        await database.write(lambda tx: WRONG.ask(tx, "Ann", 7))

    assert getattr(caught.value.orig, "sqlite_errorname", None) == "SQLITE_ERROR"
