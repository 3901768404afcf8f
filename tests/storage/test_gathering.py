"""Small writes that come at the same time share a transaction on SQLite, and none is lost in it."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import text

from bot.storage.engine import Database, Transaction
from bot.storage.gathering import Gathering
from tests.storage.given import readers
from tests.storage.test_engine import only_sqlite


async def _add(tx: Transaction, id_: int) -> int:
    """Gives something that tells which transaction it was."""
    await readers(tx, [id_])
    return id(tx)


async def _known(database: Database) -> list[int]:
    async with database.read() as tx:
        return list((await tx.execute(text("SELECT id FROM people ORDER BY id"))).scalars())


async def test_each_gets_what_its_own_work_returned_once_it_is_committed(database: Database) -> None:
    gathering = Gathering(database)

    async def add(id_: int) -> int:
        async def work(tx: Transaction) -> int:
            await _add(tx, id_)
            return id_

        assert await gathering.write(work) == id_
        assert id_ in await _known(database)
        return id_

    assert await asyncio.gather(*map(add, range(1, 9))) == list(range(1, 9))


@only_sqlite
async def test_what_comes_while_one_is_under_way_is_one_transaction(database: Database) -> None:
    gathering = Gathering(database)
    transactions: list[Transaction] = []
    under_way = asyncio.Event()

    async def work(tx: Transaction) -> None:
        transactions.append(tx)
        under_way.set()

    first = asyncio.create_task(gathering.write(work))
    await under_way.wait()
    await asyncio.gather(gathering.write(work), gathering.write(work), first)

    assert transactions[0] is not transactions[1]
    assert transactions[1] is transactions[2]


async def test_one_who_no_longer_waits_holds_up_nobody(database: Database) -> None:
    gathering = Gathering(database)
    gone, stays = (asyncio.create_task(gathering.write(lambda tx, n=n: _add(tx, n))) for n in (1, 2))  # type: ignore[misc]
    await asyncio.sleep(0)
    gone.cancel()

    await stays

    with pytest.raises(asyncio.CancelledError):
        await gone
    await gathering.write(lambda tx: _add(tx, 3))
    assert {2, 3} <= set(await _known(database))


async def test_after_a_failure_the_next_go_on(database: Database) -> None:
    gathering = Gathering(database)

    async def fails(_tx: Transaction) -> None:
        raise RuntimeError("no such thing")

    with pytest.raises(RuntimeError, match="no such thing"):
        await gathering.write(fails)
    await gathering.write(lambda tx: _add(tx, 1))

    assert await _known(database) == [1]
