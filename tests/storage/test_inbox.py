"""The inbox: stored once, handled once, in the order of each chat, and forgotten in time."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select

from bot.core.updates import WaitingUpdate
from bot.storage import inbox
from bot.storage.engine import Database, Transaction
from bot.storage.housekeeping import tidy
from bot.storage.inbox import State
from bot.storage.tables import inbox as table
from tests.storage.given import DAY, NOW, SECOND
from tests.storage.racing import race

ANN, BEN, CARLA = 7_000_000_001, 7_000_000_002, 7_000_000_003


async def store(database: Database, *updates: tuple[int, int], received_at: datetime = NOW) -> None:
    """Stores (update id, chat id)."""
    rows = [(id_, chat_id, {"update_id": id_}) for id_, chat_id in updates]
    await database.write(lambda tx: inbox.add(tx, rows, received_at))


async def waiting(database: Database, *busy: int, now: datetime = NOW, limit: int = 64) -> list[int]:
    """The ids of what can be handled now."""
    async with database.read() as tx:
        return [update.update_id for update in await inbox.waiting(tx, busy, now, limit)]


async def kept(database: Database) -> dict[int, tuple[State, str | None]]:
    """Update id → state and body."""
    async with database.read() as tx:
        rows = await tx.execute(select(table.c.update_id, table.c.state, table.c.body))
        return {row.update_id: (State(row.state), row.body) for row in rows}


async def test_an_update_is_stored_once_and_comes_back_as_it_was(database: Database) -> None:
    body = {"update_id": 5, "message": {"text": "Schön 🌊 \x00 \ud83c half an emoji"}}
    await database.write(lambda tx: inbox.add(tx, [(5, ANN, body)], NOW))
    await database.write(lambda tx: inbox.add(tx, [(5, ANN, {"other": 1}), (6, ANN, {})], NOW))
    await database.write(lambda tx: inbox.add(tx, [], NOW))

    async with database.read() as tx:
        assert await inbox.waiting(tx, (), NOW, 64) == [WaitingUpdate(5, ANN, body, 0)]
        assert await inbox.find(tx, 6) == WaitingUpdate(6, ANN, {}, 0)
        assert await inbox.find(tx, 7) is None


async def test_each_chat_that_is_not_busy_has_its_oldest_update_handled(database: Database) -> None:
    await store(database, (9, BEN), (1, ANN), (2, ANN), (3, BEN), (4, CARLA), (5, 0))

    assert await waiting(database) == [1, 3, 4, 5]
    assert await waiting(database, ANN, 0) == [3, 4]
    assert await waiting(database, limit=2) == [1, 3]
    assert await database.write(lambda tx: inbox.finish(tx, 1))
    assert await waiting(database) == [2, 3, 4, 5]


async def test_an_update_is_finished_once_and_its_body_erased(database: Database) -> None:
    await store(database, (1, ANN))

    results = await race(database, lambda tx: inbox.finish(tx, 1), lambda tx: inbox.finish(tx, 1))

    assert [*results] == [True, False]
    assert await kept(database) == {1: (State.DONE, None)}
    assert not await database.write(lambda tx: inbox.finish(tx, 99))


async def test_a_rollback_leaves_the_update_waiting(database: Database) -> None:
    await store(database, (1, ANN))

    async def fails(tx: Transaction) -> None:
        assert await inbox.finish(tx, 1)
        raise RuntimeError("a bug")

    with pytest.raises(RuntimeError):
        await database.write(fails)

    assert await waiting(database) == [1]


async def test_an_update_that_is_to_be_tried_again_holds_its_chat_and_no_other(database: Database) -> None:
    await store(database, (1, ANN), (2, ANN), (3, BEN))
    await database.write(lambda tx: inbox.try_again(tx, 1, "bug", NOW + SECOND))

    assert await waiting(database) == [3]
    async with database.read() as tx:
        assert await inbox.next_due(tx, NOW) == NOW + SECOND
        assert await inbox.next_due(tx, NOW + SECOND) is None
        found = await inbox.find(tx, 1)
    assert found is not None
    assert found.tries == 1
    assert await waiting(database, now=NOW + SECOND) == [1, 3]


async def test_an_update_that_is_set_aside_lets_the_next_one_pass_and_keeps_its_body(database: Database) -> None:
    await store(database, (1, ANN), (2, ANN))
    await database.write(lambda tx: inbox.set_aside(tx, 1, "bug"))

    assert await waiting(database) == [2]
    assert not await database.write(lambda tx: inbox.finish(tx, 1))
    assert (await kept(database))[1] == (State.SET_ASIDE, '{"update_id":1}')


async def test_what_is_done_is_neither_tried_again_nor_set_aside(database: Database) -> None:
    await store(database, (1, ANN))
    await database.write(lambda tx: inbox.finish(tx, 1))
    await database.write(lambda tx: inbox.set_aside(tx, 1, "too late"))
    await database.write(lambda tx: inbox.try_again(tx, 1, "too late", NOW))

    assert await kept(database) == {1: (State.DONE, None)}


async def test_polling_goes_on_after_the_last_update_unless_a_week_has_passed(database: Database) -> None:
    async def offset(days: float) -> int | None:
        async with database.read() as tx:
            return await inbox.next_offset(tx, NOW + days * DAY)

    assert await offset(0) is None
    await store(database, (500, ANN), (499, BEN))
    assert await offset(6.9) == 501
    assert await offset(7.1) is None

    await store(database, (20, ANN), received_at=NOW + 8 * DAY)
    assert await offset(8) == 21


async def test_done_updates_are_forgotten_after_a_week_and_failed_ones_after_thirty_days(database: Database) -> None:
    await store(database, (1, ANN), (2, ANN), (3, ANN))
    await store(database, (4, ANN), received_at=NOW + 5 * DAY)
    for id_ in (1, 4):
        await _finish(database, id_)
    await database.write(lambda tx: inbox.set_aside(tx, 2, "bug"))

    await tidy(database, NOW + 6 * DAY, 45 * DAY)
    assert set(await kept(database)) == {1, 2, 3, 4}
    await tidy(database, NOW + 8 * DAY, 45 * DAY)
    assert set(await kept(database)) == {2, 3, 4}
    await tidy(database, NOW + 31 * DAY, 45 * DAY)
    assert await kept(database) == {3: (State.WAITING, '{"update_id":3}')}


async def _finish(database: Database, update_id: int) -> None:
    assert await database.write(lambda tx: inbox.finish(tx, update_id))
