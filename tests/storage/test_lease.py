"""One works and the others stand by: the lease is held, renewed, lost and taken over, and fences what is written."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.core.people import Profile
from bot.sandbox.client import PATIENCE
from bot.storage import lease as lease_module
from bot.storage import people
from bot.storage.engine import Database, Transaction
from bot.storage.lease import DatabaseAway, Lease, LeaseLost, Loss, Spans, Succession, process_name
from bot.storage.outages import outage
from tests.storage.given import NOW
from tests.stories.relay import through, to_postgres

pytestmark = pytest.mark.parametrize(
    "database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)

SPANS = Spans(renew=0.02, valid=5.0, takeover=8.0, patience=4.0)
"""As in earnest, for the clock stands still unless it is moved; only renewing goes by the loop's."""


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that answers is not away because the machine has stood still."""
    monkeypatch.setattr(lease_module, "ANSWER_TIME", PATIENCE)


class HandClock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def stands_by(database_url: str, clock: HandClock) -> AsyncIterator[Callable[[str], Succession]]:
    """Makes processes that stand by for the test's database, each with a name."""
    made: list[Succession] = []

    def make(name: str, url: str = database_url) -> Succession:
        made.append(Succession(url, name, spans=SPANS, clock=clock))
        return made[-1]

    yield make
    for succession in made:
        await succession.close()


@asynccontextmanager
async def kept(lease: Lease) -> AsyncIterator[asyncio.Task[None]]:
    """A block in which the lease is renewed."""
    keeping = asyncio.create_task(lease.keep())
    try:
        yield keeping
    finally:
        keeping.cancel()
        with suppress(asyncio.CancelledError):
            await keeping


async def taken(succession: Succession) -> Lease:
    """The lease, which is to be had; sessions that are ended take a moment to be gone."""
    async with asyncio.timeout(PATIENCE):
        while (lease := await succession.look()) is None:
            pass
    return lease


async def _start(tx: Transaction, id_: int) -> None:
    await people.subscribe(tx, Profile(id_, f"Reader {id_}"), NOW)


async def _known(database: Database) -> list[int]:
    async with database.read() as tx:
        return list((await tx.execute(text("SELECT id FROM people ORDER BY id"))).scalars())


async def _ends_sessions(database: Database, name: str) -> None:
    ending = text(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE datname = current_database() AND application_name = :name"
    )
    await database.write(lambda tx: tx.execute(ending, {"name": name}))


async def _renewals(database: Database, count: int) -> None:
    """Wait until the lease was renewed so often."""
    async with asyncio.timeout(PATIENCE):
        for _ in range(count):
            before = await _renewed_at(database)
            while await _renewed_at(database) == before:  # noqa: ASYNC110 — another connection does it
                await asyncio.sleep(0.005)


async def _renewed_at(database: Database) -> int:
    async with database.read() as tx:
        return int((await tx.execute(text("SELECT renewed_at FROM leases"))).scalar_one())


async def test_of_all_who_look_at_a_new_database_one_works(stands_by: Callable[[str], Succession]) -> None:
    looks = await asyncio.gather(*(stands_by(f"process {number}").look() for number in range(5)))

    assert sum(lease is not None for lease in looks) == 1


async def test_whoever_renews_keeps_the_lease(
    stands_by: Callable[[str], Succession], clock: HandClock, database: Database
) -> None:
    lease, other = await taken(stands_by("first")), stands_by("second")
    async with kept(lease):
        for _ in range(5):
            clock.now += SPANS.valid - 0.1
            await _renewals(database, 2)
            assert lease.valid()
            assert await other.look() is None


async def test_a_renewal_counts_from_before_it_was_asked_for(
    stands_by: Callable[[str], Succession], clock: HandClock
) -> None:
    lease = await taken(stands_by("first"))

    assert lease.valid()
    clock.now += SPANS.valid - 0.01
    assert lease.valid()
    clock.now += 0.01
    assert not lease.valid()


async def test_whoever_does_not_renew_is_replaced_when_its_calls_have_long_stopped(
    stands_by: Callable[[str], Succession], clock: HandClock
) -> None:
    lease, other = await taken(stands_by("first")), stands_by("second")
    assert await other.look() is None
    clock.now += SPANS.takeover - 0.01
    assert not lease.valid()
    assert await other.look() is None

    clock.now += 0.01
    assert (await taken(other)).valid()


async def test_two_who_look_at_the_same_moment_do_not_both_take_over(
    stands_by: Callable[[str], Succession], clock: HandClock
) -> None:
    await taken(stands_by("first"))
    others = [stands_by(f"process {number}") for number in range(5)]
    assert await asyncio.gather(*(other.look() for other in others)) == [None] * 5
    clock.now += SPANS.takeover

    found: list[Lease] = []
    async with asyncio.timeout(PATIENCE):
        while not found:
            looks = await asyncio.gather(*(other.look() for other in others))
            found = [lease for lease in looks if lease is not None]

    assert len(found) == 1


async def test_whoever_was_replaced_writes_nothing_and_reads_nothing_more(
    stands_by: Callable[[str], Succession], clock: HandClock, database_url: str, database: Database
) -> None:
    lease, other = await taken(stands_by("first")), stands_by("second")
    its_own = Database.open(database_url, lease)
    await its_own.write(lambda tx: _start(tx, 1))
    await other.look()
    clock.now += SPANS.takeover
    await taken(other)

    with pytest.raises(LeaseLost) as caught:
        await its_own.write(lambda tx: _start(tx, 2))
    assert caught.value.loss is Loss.REPLACED
    with pytest.raises(LeaseLost):
        await _known(its_own)
    async with kept(lease) as keeping:
        await keeping
    assert not lease.valid()
    await its_own.close()
    assert await _known(database) == [1]


async def test_a_paused_holder_learns_of_it_by_renewing(
    stands_by: Callable[[str], Succession], clock: HandClock
) -> None:
    lease, other = await taken(stands_by("first")), stands_by("second")
    await other.look()
    clock.now += SPANS.takeover
    await taken(other)

    await asyncio.wait_for(lease.keep(), PATIENCE)

    assert lease.loss is not None


async def test_a_transaction_that_hangs_is_ended_by_whoever_takes_over(
    stands_by: Callable[[str], Succession], clock: HandClock, database_url: str, database: Database
) -> None:
    lease, other = await taken(stands_by("first")), stands_by("second")
    its_own = Database.open(database_url, lease)
    inside, goes_on = asyncio.Event(), asyncio.Event()

    async def work(tx: Transaction) -> None:
        await _start(tx, 1)
        inside.set()
        await goes_on.wait()
        await _start(tx, 2)

    hanging = asyncio.create_task(its_own.write(work))
    await inside.wait()
    await other.look()
    clock.now += SPANS.takeover
    async with asyncio.timeout(PATIENCE):
        next_one = Database.open(database_url, await taken(other))
        await next_one.write(lambda tx: _start(tx, 1))
    goes_on.set()

    with pytest.raises(LeaseLost):
        await hanging
    await its_own.close()
    await next_one.close()
    assert await _known(database) == [1]


async def test_a_lease_is_renewed_while_a_transaction_is_fenced_by_it(
    stands_by: Callable[[str], Succession], database_url: str, database: Database
) -> None:
    lease = await taken(stands_by("first"))
    its_own = Database.open(database_url, lease)
    async with kept(lease):
        await its_own.write(lambda _tx: _renewals(database, 3))
    await its_own.close()


async def test_a_lease_that_is_given_back_is_to_be_had_at_once(
    stands_by: Callable[[str], Succession], clock: HandClock
) -> None:
    lease, other = await taken(stands_by("first")), stands_by("second")
    assert await other.look() is None

    await lease.release()

    assert not lease.valid()
    assert (await taken(other)).valid()


async def test_a_process_takes_its_own_lease_again_at_once(stands_by: Callable[[str], Succession]) -> None:
    first = stands_by("first")
    lease = await taken(first)
    lease.lose(Loss.AWAY)
    await lease.release()

    assert (await taken(first)).valid()
    assert not lease.valid()


async def test_a_connection_that_breaks_is_replaced_and_the_lease_kept(
    stands_by: Callable[[str], Succession], clock: HandClock, database: Database
) -> None:
    lease = await taken(stands_by("first"))
    async with kept(lease):
        await _renewals(database, 1)
        await _ends_sessions(database, "first")
        await _renewals(database, 2)
    assert lease.loss is None

    clock.now += SPANS.takeover
    other = stands_by("second")
    await other.look()
    clock.now += SPANS.takeover
    await taken(other)  # it has ended the session that had the advisory lock again


async def test_a_database_that_stays_away_for_longer_than_the_lease_is_valid_takes_it(
    stands_by: Callable[..., Succession],
    clock: HandClock,
    database_url: str,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with to_postgres(database_url) as wire:
        lease = await taken(stands_by("first", through(wire, database_url)))
        async with kept(lease) as keeping:
            await _renewals(database, 1)
            monkeypatch.setattr(lease_module, "ANSWER_TIME", 0.2)
            wire.is_cut()
            clock.now += SPANS.valid
            async with asyncio.timeout(PATIENCE):
                await keeping
        assert lease.loss is not None
        assert lease.loss.loss is Loss.AWAY
        wire.is_mended()


@pytest.mark.parametrize("cancelled", [False, True])
@pytest.mark.parametrize("waits", ["in a read", "at the end of a read", "in a write"])
async def test_whoever_waits_for_a_silent_database_is_let_go_when_the_lease_is_lost(
    stands_by: Callable[[str], Succession], database_url: str, waits: str, cancelled: bool
) -> None:
    lease = await taken(stands_by("first"))
    async with to_postgres(database_url) as wire:
        its_own = Database.open(through(wire, database_url), lease)
        inside, goes_on = asyncio.Event(), asyncio.Event()

        async def work(tx: Transaction) -> None:
            await tx.execute(text("SELECT 1"))
            inside.set()
            await goes_on.wait()
            if waits != "at the end of a read":
                await tx.execute(text("SELECT 2"))

        async def read() -> None:
            async with its_own.read() as tx:
                await work(tx)

        waiting = asyncio.create_task(its_own.write(work) if waits == "in a write" else read())
        await inside.wait()
        wire.is_cut()
        passed = wire.passed
        goes_on.set()
        while wire.passed == passed:  # noqa: ASYNC110 — until it has asked, and waits for the answer
            await asyncio.sleep(0.005)

        lease.lose(Loss.AWAY)
        if cancelled:
            waiting.cancel()
        done, _ = await asyncio.wait({waiting}, timeout=PATIENCE)
        assert done, "it still waits, and cannot be made to end"
        with pytest.raises((LeaseLost, asyncio.CancelledError)):
            await waiting
        await its_own.close()


async def test_a_connection_that_comes_after_the_lease_is_lost_is_ended(
    stands_by: Callable[[str], Succession], database_url: str
) -> None:
    lease = await taken(stands_by("first"))
    async with to_postgres(database_url) as wire:
        its_own = Database.open(through(wire, database_url), lease)
        wire.is_cut()
        connecting = asyncio.create_task(its_own.write(lambda tx: _start(tx, 1)))
        while not wire.passed:  # noqa: ASYNC110 — until it has said who it is
            await asyncio.sleep(0.005)
        lease.lose(Loss.AWAY)
        wire.is_mended()

        with pytest.raises(LeaseLost):
            await connecting
        await its_own.close()


async def test_everything_stops_together_when_the_database_goes_away(
    stands_by: Callable[[str], Succession], database_url: str, database: Database
) -> None:
    lease = await taken(stands_by("first"))
    its_own = Database.open(database_url, lease)

    async def work(tx: Transaction) -> None:
        await _start(tx, 1)
        await _ends_sessions(database, "first")
        await _start(tx, 2)

    async with kept(lease) as keeping:
        with pytest.raises(LeaseLost) as caught:
            await its_own.write(work)
        await keeping
    assert caught.value.loss is Loss.AWAY
    assert "connection" in caught.value.reason
    with pytest.raises(LeaseLost):
        await its_own.write(lambda tx: _start(tx, 3))
    await its_own.close()
    assert await _known(database) == []


async def test_what_else_goes_wrong_in_a_transaction_leaves_the_lease_alone(
    stands_by: Callable[[str], Succession], database_url: str
) -> None:
    lease = await taken(stands_by("first"))
    its_own = Database.open(database_url, lease)

    async def wrong(tx: Transaction) -> None:
        await tx.execute(text("SELECT nonsense"))

    with pytest.raises(Exception, match="nonsense"):
        await its_own.write(wrong)
    await its_own.write(lambda tx: _start(tx, 1))
    assert await _known(its_own) == [1]
    await its_own.close()


async def test_somebody_who_has_the_lock_and_does_not_go_on_is_ended_too(
    stands_by: Callable[[str], Succession], clock: HandClock, database: Database
) -> None:
    await taken(stands_by("first"))
    other = stands_by("second")
    await other.look()
    clock.now += SPANS.takeover
    await _ends_sessions(database, "first")
    locking = text("SELECT pg_try_advisory_lock(:lock)")
    hanging = Database.open(str(database._writer.url.render_as_string(hide_password=False)))

    async def hang(tx: Transaction) -> None:
        assert (await tx.execute(locking, {"lock": lease_module._LOCK})).scalar_one()
        assert await other.look() is None
        clock.now += SPANS.patience
        await taken(other)
        await tx.execute(text("SELECT 1"))

    with pytest.raises(DBAPIError) as caught:
        await hanging.write(hang)
    assert outage(caught.value)
    await hanging.close()


async def test_a_database_that_is_not_there_is_said_so(clock: HandClock, database_url: str) -> None:
    succession = Succession("postgresql+asyncpg://olga:opensesame@127.0.0.1:1/blog", "first", clock=clock)

    with pytest.raises(DatabaseAway) as caught:
        await succession.look()

    assert "Connect call failed" in caught.value.reason
    assert "opensesame" not in str(caught.value)


def test_no_two_processes_have_one_name_and_postgresql_keeps_all_of_it(database_url: str) -> None:
    names = {process_name() for _ in range(100)}

    assert len(names) == 100
    assert max(map(len, names)) <= 63
    assert all(name.isascii() and name.isprintable() for name in names)
