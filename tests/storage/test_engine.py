"""Transactions that end: one at a time where there is one writer, whatever becomes of whoever began them."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.core.people import Profile
from bot.storage import drafts, engine, people
from bot.storage.engine import Database, NotWrittenError, Transaction
from tests.storage.given import NOW, readers

only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
only_postgres = pytest.mark.parametrize(
    "database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)

_LET_ALL_OTHERS_GO = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


def _file(url: str) -> Path:
    return Path(url.removeprefix("sqlite+aiosqlite:///"))


async def _start(tx: Transaction, id_: int) -> None:
    await people.subscribe(tx, Profile(id_, f"Reader {id_}"), NOW)


async def _known(database: Database) -> list[int]:
    async with database.read() as tx:
        return list((await tx.execute(text("SELECT id FROM people ORDER BY id"))).scalars())


async def test_what_was_written_is_read(database: Database) -> None:
    await database.write(lambda tx: _start(tx, 1))

    assert await _known(database) == [1]


async def test_one_rollback_takes_nobody_elses_rows(database: Database) -> None:
    async def fails(tx: Transaction) -> None:
        await _start(tx, 3)
        raise RuntimeError("after the insert")

    results = await asyncio.gather(
        database.write(lambda tx: _start(tx, 1)),
        database.write(fails),
        database.write(lambda tx: _start(tx, 2)),
        return_exceptions=True,
    )

    assert [type(result) for result in results] == [type(None), RuntimeError, type(None)]
    assert await _known(database) == [1, 2]


async def test_a_write_ends_though_its_caller_was_cancelled(database: Database) -> None:
    inside, go_on = asyncio.Event(), asyncio.Event()

    async def work(tx: Transaction) -> None:
        await _start(tx, 1)
        inside.set()
        await go_on.wait()
        await _start(tx, 2)

    caller = asyncio.create_task(database.write(work))
    await inside.wait()
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert await _known(database) == []
    go_on.set()
    await database.write(lambda tx: _start(tx, 3))  # the lock is free again
    await database.close()

    assert await _known(database) == [1, 2, 3]


async def test_a_write_that_nobody_waits_for_any_more_may_fail(database: Database) -> None:
    inside, go_on = asyncio.Event(), asyncio.Event()

    async def work(tx: Transaction) -> None:
        await _start(tx, 1)
        inside.set()
        await go_on.wait()
        raise RuntimeError("nobody hears this")

    caller = asyncio.create_task(database.write(work))
    await inside.wait()
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    go_on.set()
    await database.write(lambda tx: _start(tx, 2))

    assert await _known(database) == [2]


async def test_closing_waits_for_writes_under_way_and_those_that_they_lead_to(database: Database) -> None:
    inside, go_on = asyncio.Event(), asyncio.Event()

    async def work(tx: Transaction) -> None:
        await _start(tx, 1)
        inside.set()
        await go_on.wait()

    async def one_after_the_other() -> None:
        await database.write(work)
        await database.write(lambda tx: _start(tx, 2))

    both = asyncio.create_task(one_after_the_other())
    await inside.wait()
    closing_ = asyncio.create_task(database.close())
    await asyncio.sleep(0)
    assert not closing_.done()
    go_on.set()
    await closing_

    assert both.done()
    assert await _known(database) == [1, 2]


async def test_readers_do_not_wait_for_the_writer_and_see_the_last_commit(database: Database) -> None:
    await database.write(lambda tx: _start(tx, 1))

    async def work(tx: Transaction) -> list[int]:
        await _start(tx, 2)
        return await _known(database)

    assert await database.write(work) == [1]
    assert await _known(database) == [1, 2]


async def test_a_read_is_one_view_though_others_write_meanwhile(database: Database) -> None:
    await database.write(lambda tx: _start(tx, 1))

    async with database.read() as tx:
        before = await people.audience_size(tx)
        await database.write(lambda tx: _start(tx, 2))
        assert await people.audience_size(tx) == before == 1


async def test_a_read_cannot_change_anything(database: Database) -> None:
    async with database.read() as tx:
        with pytest.raises(DBAPIError, match=r"readonly database|read-only transaction"):
            await _start(tx, 1)
    await database.write(lambda tx: _start(tx, 2))

    assert await _known(database) == [2]


async def test_a_row_cannot_point_to_nothing(database: Database) -> None:
    with pytest.raises(IntegrityError):
        await database.write(lambda tx: drafts.begin(tx, 12345, NOW))


@only_sqlite
async def test_a_write_waits_while_another_process_has_the_file(database: Database, database_url: str) -> None:
    await _known(database)
    with closing(sqlite3.connect(_file(database_url), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        write = asyncio.create_task(database.write(lambda tx: _start(tx, 1)))
        for _ in range(20):
            assert await _known(database) == []
        assert not write.done()
        other.execute("COMMIT")
        await write

    assert await _known(database) == [1]


@only_sqlite
async def test_a_file_that_stays_locked_fails_one_write_and_not_the_next(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_TIMEOUT", 0.02)
    database = Database.open(database_url)
    with closing(sqlite3.connect(_file(database_url), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DBAPIError, match="database is locked"):
            await database.write(lambda tx: _start(tx, 1))
        other.execute("ROLLBACK")
    await database.write(lambda tx: _start(tx, 2))

    assert await _known(database) == [2]
    await database.close()


@only_sqlite
async def test_sqlite_keeps_what_was_committed_through_a_power_cut(database: Database) -> None:
    async def pragmas(tx: Transaction) -> list[object]:
        return [
            (await tx.execute(text(f"PRAGMA {name}"))).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]

    assert await database.write(pragmas) == ["wal", 2, 1]


@only_postgres
async def test_a_lost_connection_is_replaced_before_it_is_used(database: Database) -> None:
    await database.write(lambda tx: _start(tx, 1))
    assert await _known(database) == [1]

    other = Database.open(str(_url_of(database)))
    await other.write(lambda tx: tx.execute(_LET_ALL_OTHERS_GO))
    await other.close()

    await database.write(lambda tx: _start(tx, 2))
    assert await _known(database) == [1, 2]


@only_postgres
async def test_a_connection_that_is_lost_in_the_middle_fails_that_write_alone(database: Database) -> None:
    other = Database.open(str(_url_of(database)))

    async def work(tx: Transaction) -> None:
        await _start(tx, 1)
        await other.write(lambda tx: tx.execute(_LET_ALL_OTHERS_GO))
        await _start(tx, 2)

    with pytest.raises(DBAPIError):
        await database.write(work)
    await other.close()
    await database.write(lambda tx: _start(tx, 3))

    assert await _known(database) == [3]


@only_postgres
async def test_of_two_writes_that_wait_for_each_other_both_are_done(database: Database) -> None:
    await database.write(lambda tx: readers(tx, [1, 2]))
    meeting = asyncio.Barrier(2)
    runs = 0

    async def leave(tx: Transaction, first: int, second: int) -> None:
        nonlocal runs
        runs += 1
        await people.unsubscribe(tx, first)
        if runs <= 2:
            await meeting.wait()
        await people.set_reachable(tx, second, False)

    await asyncio.gather(
        database.write(lambda tx: leave(tx, 1, 2)),
        database.write(lambda tx: leave(tx, 2, 1)),
    )

    async with database.read() as tx:
        found = await tx.execute(text("SELECT subscribed, reachable FROM people"))
        assert found.all() == [(False, False), (False, False)]
    assert runs == 3


def _url_of(database: Database) -> str:
    return database._writer.url.render_as_string(hide_password=False)


@only_sqlite
async def test_a_patient_write_waits_until_the_file_is_free_and_says_when(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_TIMEOUT", 0.02)
    monkeypatch.setattr(engine, "BETWEEN_TRIES", 0.02)
    database = Database.open(database_url)
    said: list[str | None] = []
    begun = asyncio.Event()

    def told(words: str | None) -> None:
        said.append(words)
        begun.set()

    database.be_patient(told)
    with closing(sqlite3.connect(_file(database_url), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        writes = [asyncio.create_task(database.write(partial(_start, id_=id_))) for id_ in (1, 2)]
        await begun.wait()
        await asyncio.sleep(0.2)
        assert said == ["database is locked"]
        assert not any(write.done() for write in writes)
        other.execute("ROLLBACK")
    await asyncio.gather(*writes)

    assert said == ["database is locked", None]
    assert await _known(database) == [1, 2]
    await database.close()


@only_sqlite
async def test_a_patient_write_is_given_up_when_there_is_a_hurry(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_TIMEOUT", 0.02)
    database = Database.open(database_url)
    begun = asyncio.Event()
    database.be_patient(lambda _words: begun.set())
    with closing(sqlite3.connect(_file(database_url), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        writes = [asyncio.create_task(database.write(partial(_start, id_=id_))) for id_ in (1, 2)]
        await begun.wait()
        database.hurry()
        for write in writes:
            with pytest.raises(NotWrittenError, match="database is locked"):
                await write
        other.execute("ROLLBACK")

    assert await _known(database) == []
    await database.close()


@only_sqlite
async def test_a_patient_database_does_not_wait_for_what_cannot_pass(database: Database) -> None:
    database.be_patient(lambda _words: None)
    with pytest.raises(IntegrityError):
        await database.write(lambda tx: drafts.begin(tx, 12345, NOW))
