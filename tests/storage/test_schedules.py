"""Schedules: which drafts go out by themselves, and the questions when."""

from __future__ import annotations

from dataclasses import replace

from bot.core.prompts import Prompt, PromptKind
from bot.core.schedule import Schedule, ScheduleState
from bot.storage import drafts, prompts, schedules
from bot.storage.engine import Database, Transaction
from tests.storage import given
from tests.storage.given import AUTHOR, DAY, NOW, SECOND

OTHER = 2


async def three(tx: Transaction) -> tuple[Schedule, Schedule, Schedule]:
    """Schedules for today and tomorrow by the author, and one for the day between by somebody else."""
    await given.readers(tx, [AUTHOR, OTHER])
    made = []
    for author, days in ((AUTHOR, 0), (OTHER, 1), (AUTHOR, 2)):
        draft = await drafts.begin(tx, author, NOW)
        made.append(Schedule(draft.id, author, NOW + days * DAY, ScheduleState.WAITING, paid=days % 2 == 1))
    for schedule in reversed(made):
        await schedules.put(tx, schedule)
    return made[0], made[1], made[2]


async def test_what_is_due_comes_in_its_order_and_the_rest_later(database: Database) -> None:
    first, second, third = await database.write(three)

    async with database.read() as tx:
        assert await schedules.due(tx, NOW - SECOND) == []
        assert await schedules.next_due(tx, NOW - SECOND) == NOW
        assert await schedules.due(tx, NOW) == [first]
        assert await schedules.next_due(tx, NOW) == second.due_at
        assert await schedules.due(tx, third.due_at) == [first, second, third]
        assert await schedules.next_due(tx, third.due_at) is None


async def test_a_new_time_takes_the_place_of_the_one_before(database: Database) -> None:
    first, _, _ = await database.write(three)
    changed = replace(first, person_id=OTHER, due_at=NOW + 5 * DAY, paid=True)
    await database.write(lambda tx: schedules.put(tx, changed))

    async with database.read() as tx:
        assert await schedules.of_draft(tx, first.draft_id) == changed
        assert await schedules.due(tx, NOW) == []


async def test_one_that_is_held_is_not_due_any_more_until_it_gets_a_new_time(database: Database) -> None:
    first, second, _ = await database.write(three)
    await database.write(lambda tx: schedules.hold(tx, first.draft_id))

    async with database.read() as tx:
        assert await schedules.due(tx, NOW) == []
        assert await schedules.next_due(tx, NOW - SECOND) == second.due_at
        assert await schedules.of_draft(tx, first.draft_id) == replace(first, state=ScheduleState.HELD)
    await database.write(lambda tx: schedules.put(tx, first))
    async with database.read() as tx:
        assert await schedules.due(tx, NOW) == [first]


async def test_one_that_is_dropped_is_gone_and_so_only_once(database: Database) -> None:
    first, _, _ = await database.write(three)

    assert await database.write(lambda tx: schedules.drop(tx, first.draft_id))
    assert not await database.write(lambda tx: schedules.drop(tx, first.draft_id))
    async with database.read() as tx:
        assert await schedules.of_draft(tx, first.draft_id) is None


async def test_an_author_s_are_those_of_own_drafts_the_next_one_first(database: Database) -> None:
    first, second, third = await database.write(three)
    by_other = replace(third, person_id=OTHER)
    await database.write(lambda tx: schedules.put(tx, by_other))

    async with database.read() as tx:
        assert await schedules.of_author(tx, AUTHOR) == [first, by_other]
        assert await schedules.of_author(tx, OTHER) == [second]
        assert await schedules.of_author(tx, None) == [first, second, by_other]
        assert await schedules.of_author(tx, 3) == []


async def test_a_question_is_withdrawn_and_no_other(database: Database) -> None:
    question = Prompt(PromptKind.SCHEDULE, 5)
    others = (Prompt(PromptKind.SCHEDULE, 6), Prompt(PromptKind.TITLE, 5))

    async def ask(tx: Transaction) -> None:
        for chat_id, prompt in enumerate((question, *others, question), start=1):
            await prompts.ask(tx, chat_id, prompt, NOW)

    async def asked(tx: Transaction) -> list[Prompt | None]:
        return [await prompts.asked(tx, chat_id, NOW) for chat_id in (1, 2, 3, 4)]

    async def withdraw(tx: Transaction) -> None:
        for chat_id in (1, 2, 3):
            await prompts.withdraw(tx, chat_id, question)

    await database.write(ask)
    await database.write(withdraw)
    assert await database.write(asked) == [None, *others, question]
    await database.write(lambda tx: prompts.withdraw_everywhere(tx, question))
    assert await database.write(asked) == [None, *others, None]
