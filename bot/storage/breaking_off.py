"""Breaking connections off, where waiting for the other end could last for as long as that is silent.

A cancelled task is no way out of it: a transaction is closed to the end whatever happens to whoever opened it, and a
read ends with a ROLLBACK that a silent server never answers. What ends each such wait at once is the end of its
connection. The server takes back what was not committed.
"""

from __future__ import annotations

from typing import Any
from weakref import WeakSet

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.lease import Lease, LeaseLost


def break_off_when_lost(engine: AsyncEngine, lease: Lease) -> None:
    """Ends all connections of a PostgreSQL engine at the moment in which the lease is lost, and later ones at once."""
    drivers: WeakSet[Any] = WeakSet()

    @event.listens_for(engine.sync_engine, "connect")
    def _note(connection: Any, _record: Any) -> None:
        driver = connection.driver_connection
        drivers.add(driver)
        if lease.loss is not None:
            driver.terminate()

    def _break_off(_loss: LeaseLost) -> None:
        for driver in tuple(drivers):
            driver.terminate()

    lease.when_lost(_break_off)
