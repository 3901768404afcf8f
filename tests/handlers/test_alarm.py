"""The alarm publishes what is due exactly once, whoever else presses and wherever it is cut off."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from gettext import NullTranslations

import pytest
from sqlalchemy import select

from bot.core.drafts import DraftState
from bot.core.parts import Part
from bot.core.people import Profile, Role
from bot.core.refusals import Refusal, RefusalKey
from bot.core.richtext import RichText
from bot.core.schedule import Schedule, ScheduleState
from bot.handlers import alarm
from bot.handlers.alarm import Alarm
from bot.handlers.answers import Say
from bot.handlers.blog import Blog
from bot.handlers.coming_due import ComingDue
from bot.handlers.desk import Desk
from bot.handlers.published import Published
from bot.handlers.publishing import Publishing
from bot.rendering.texts import Texts
from bot.sandbox.client import PATIENCE
from bot.storage import desks, drafts, parts, people, schedules
from bot.storage.engine import Database, Transaction
from bot.storage.people import People
from bot.storage.tables import campaigns, outbox
from tests.storage.racing import race

NOW = datetime(2026, 3, 27, 20, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
OLGA = Profile(7_000_000_001, "Olga")
TEXTS = Texts(NullTranslations(), "en", UTC, "The Long View")
BLOG = Blog(TEXTS, People(), "long_view_bot", None, timedelta(minutes=1), timedelta(), lambda: 25.0, lambda: "code")
DESK = Desk(BLOG)
PUBLISHED = Published(BLOG, DESK)
PUBLISHING = Publishing(BLOG, DESK)


class Clock:
    """What time it is."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


class Broken(ComingDue):
    """Fails at the drafts in ``at``, after it has done its work, for so many times."""

    def __init__(self, at: dict[int, int]) -> None:
        super().__init__(BLOG, DESK, PUBLISHING)
        self.at = at

    async def came(self, tx: Transaction, now: datetime, schedule: Schedule) -> tuple[Say, ...]:
        said = await super().came(tx, now, schedule)
        if self.at.get(schedule.draft_id, 0) > 0:
            self.at[schedule.draft_id] -= 1
            raise RuntimeError("a bug")
        return said


def coming_due() -> ComingDue:
    return ComingDue(BLOG, DESK, PUBLISHING)


async def scheduled(tx: Transaction, due_at: datetime = NOW, text: str = "The barrier held") -> Schedule:
    """A draft of Olga's that goes out then."""
    await people.subscribe(tx, OLGA, NOW)
    await people.give_role(tx, OLGA.id, Role.AUTHOR, NOW)
    draft = await drafts.begin(tx, OLGA.id, NOW)
    await desks.put(tx, OLGA.id, draft.id)
    if text:
        await parts.add(tx, draft.id, Part(OLGA.id, draft.id, NOW, RichText(text)))
    schedule = Schedule(draft.id, OLGA.id, due_at, ScheduleState.WAITING)
    await schedules.put(tx, schedule)
    return schedule


@asynccontextmanager
async def ringing(
    database: Database, clock: Clock, due: ComingDue, committed: Callable[[], None]
) -> AsyncIterator[Alarm]:
    """An alarm that runs."""
    clock_alarm = Alarm(database, clock, committed)
    running = asyncio.create_task(clock_alarm.run(due))
    yield clock_alarm
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def until_nothing_is_due(database: Database, clock: Clock, due: ComingDue) -> None:
    """Runs an alarm until the schedules that are due now are seen to."""
    commit = asyncio.Event()
    async with asyncio.timeout(PATIENCE), ringing(database, clock, due, commit.set):
        while True:
            async with database.read() as tx:
                if not await schedules.due(tx, clock()):
                    return
            commit.clear()
            await commit.wait()


async def campaigns_in(database: Database) -> list[datetime]:
    """When each campaign is due to begin."""
    async with database.read() as tx:
        return list((await tx.execute(select(campaigns.c.due_at).order_by(campaigns.c.id))).scalars())


async def said_in(database: Database) -> list[str]:
    """What waits in the outbox."""
    async with database.read() as tx:
        rows = await tx.execute(select(outbox.c.tail).order_by(outbox.c.id))
        return [bytes(tail).decode("unicode_escape", errors="replace") for tail in rows.scalars()]


async def state_of(database: Database, schedule: Schedule) -> tuple[DraftState, Schedule | None]:
    async with database.read() as tx:
        draft = await drafts.find(tx, schedule.draft_id)
        assert draft is not None
        return draft.state, await schedules.of_draft(tx, schedule.draft_id)


async def test_what_is_due_is_published_without_time_to_stop_and_the_rest_waits(database: Database) -> None:
    clock = Clock()
    first = await database.write(scheduled)
    second = await database.write(lambda tx: scheduled(tx, NOW + MINUTE))

    await until_nothing_is_due(database, clock, coming_due())

    assert await campaigns_in(database) == [NOW]
    assert await state_of(database, first) == (DraftState.PUBLISHED, None)
    assert await state_of(database, second) == (DraftState.OPEN, second)


async def test_a_schedule_that_is_made_meanwhile_rings_too(database: Database) -> None:
    clock, commit = Clock(), asyncio.Event()
    async with asyncio.timeout(PATIENCE), ringing(database, clock, coming_due(), commit.set) as running:
        schedule = await database.write(scheduled)
        running.wake()
        await commit.wait()
    assert await state_of(database, schedule) == (DraftState.PUBLISHED, None)


async def test_what_was_cut_off_has_not_happened_and_happens_once_after(database: Database) -> None:
    schedule = await database.write(scheduled)

    async def dies(tx: Transaction) -> None:
        assert await coming_due().came(tx, NOW, schedule)
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        await database.write(dies)
    assert await state_of(database, schedule) == (DraftState.OPEN, schedule)
    for _ in range(2):
        await until_nothing_is_due(database, Clock(), coming_due())
    assert await campaigns_in(database) == [NOW]


async def test_two_alarms_publish_it_once(database: Database) -> None:
    schedule = await database.write(scheduled)

    first, second = await race(
        database,
        lambda tx: coming_due().came(tx, NOW, schedule),
        lambda tx: coming_due().came(tx, NOW, schedule),
    )

    assert len(first) > 0
    assert second == ()
    assert await campaigns_in(database) == [NOW]


async def test_of_send_now_and_the_alarm_one_is_first_and_the_post_goes_out_once(database: Database) -> None:
    pressed, rung = await database.write(scheduled), await database.write(scheduled)

    _, nothing = await race(
        database,
        lambda tx: PUBLISHING.sent(tx, NOW, OLGA, pressed.draft_id),
        lambda tx: coming_due().came(tx, NOW, pressed),
    )
    _, refused = await race(
        database,
        lambda tx: coming_due().came(tx, NOW, rung),
        lambda tx: PUBLISHING.sent(tx, NOW, OLGA, rung.draft_id),
    )

    assert nothing == ()
    assert isinstance(refused, Refusal)
    assert refused.key is RefusalKey.DRAFT_CLOSED
    assert await campaigns_in(database) == [NOW + MINUTE, NOW]


async def test_one_that_gets_another_time_at_the_last_moment_does_not_ring(database: Database) -> None:
    schedule = await database.write(scheduled)
    later = Schedule(schedule.draft_id, OLGA.id, NOW + MINUTE, ScheduleState.WAITING)
    await database.write(lambda tx: schedules.put(tx, later))

    assert await database.write(lambda tx: coming_due().came(tx, NOW, schedule)) == ()
    assert (
        await database.write(lambda tx: coming_due().refused(tx, NOW, schedule, Refusal(RefusalKey.DRAFT_EMPTY))) == ()
    )
    assert await database.write(lambda tx: coming_due().failed(tx, schedule, "1f2e")) == ()
    assert await state_of(database, schedule) == (DraftState.OPEN, later)


async def test_fifteen_minutes_late_it_goes_out_and_a_second_later_it_is_held(database: Database) -> None:
    clock = Clock()
    clock.now = NOW + 15 * MINUTE
    punctual = await database.write(scheduled)
    late = await database.write(lambda tx: scheduled(tx, NOW - timedelta(seconds=1)))

    await until_nothing_is_due(database, clock, coming_due())

    assert await state_of(database, punctual) == (DraftState.PUBLISHED, None)
    held = Schedule(late.draft_id, OLGA.id, late.due_at, ScheduleState.HELD)
    assert await state_of(database, late) == (DraftState.OPEN, held)


async def test_an_empty_draft_is_given_up_with_its_reason(database: Database) -> None:
    empty = await database.write(lambda tx: scheduled(tx, text=""))

    await until_nothing_is_due(database, Clock(), coming_due())

    assert await state_of(database, empty) == (DraftState.OPEN, None)
    assert any("and does not. The draft is empty." in said for said in await said_in(database))


async def test_a_failure_that_passes_costs_nothing_and_holds_up_no_other(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, alarm.__name__)
    monkeypatch.setattr(alarm, "LOOK", timedelta(milliseconds=1))
    failing, other = await database.write(scheduled), await database.write(scheduled)

    await until_nothing_is_due(database, Clock(), Broken({failing.draft_id: 2}))

    for schedule in (failing, other):
        assert await state_of(database, schedule) == (DraftState.PUBLISHED, None)
    assert await campaigns_in(database) == [NOW, NOW]


async def test_a_bug_is_said_after_three_tries_and_the_draft_stays(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(alarm, "LOOK", timedelta(milliseconds=1))
    failing = await database.write(scheduled)
    broken = Broken({failing.draft_id: 100})

    await until_nothing_is_due(database, Clock(), broken)

    assert broken.at == {failing.draft_id: 97}
    assert await state_of(database, failing) == (DraftState.OPEN, None)
    assert await campaigns_in(database) == []
    error_id = caplog.records[-1].getMessage().split()[-1]
    (said,) = await said_in(database)
    assert f"this number: {error_id}" in said
