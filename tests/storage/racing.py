"""Two writers at once, brought to the moment at which they meet."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import text

from bot.storage.engine import Database, Transaction

_WAITING_FOR_A_LOCK = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


async def race(
    database: Database,
    first: Callable[[Transaction], Awaitable[Any]],
    second: Callable[[Transaction], Awaitable[Any]],
) -> tuple[Any, Any]:
    """What became of both: results or exceptions.

    On PostgreSQL the first one has done its work and has not committed when the second one does its own; it commits
    when the second one waits for it, or has ended. On SQLite the second one begins when the first one has ended.
    """
    if database.dialect == "sqlite":
        return await asyncio.gather(database.write(first), database.write(second), return_exceptions=True)
    done = asyncio.Event()

    async def ahead(tx: Transaction) -> Any:
        result = await first(tx)
        done.set()
        while not other.done() and not await _somebody_waits(database):
            pass
        return result

    async def behind(tx: Transaction) -> Any:
        await done.wait()
        return await second(tx)

    other = asyncio.ensure_future(database.write(behind))
    return await asyncio.gather(database.write(ahead), other, return_exceptions=True)


async def _somebody_waits(database: Database) -> bool:
    async with database.read() as tx:
        return bool((await tx.execute(_WAITING_FOR_A_LOCK)).scalar())
