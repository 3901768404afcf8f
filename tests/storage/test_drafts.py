"""Drafts: what is known of them, and on whose desk they are."""

from __future__ import annotations

from dataclasses import replace

from bot.core.drafts import Draft, DraftState
from bot.core.options import AS_USUAL, CommentRule, Mode, PostOptions
from bot.storage import desks, drafts
from bot.storage.engine import Database, Transaction
from tests.storage import given
from tests.storage.given import AUTHOR, DAY, NOW
from tests.storage.racing import race

OTHER = 2


async def begin(tx: Transaction) -> Draft:
    """The author's new draft."""
    await given.readers(tx, [AUTHOR, OTHER])
    return await drafts.begin(tx, AUTHOR, NOW)


async def test_an_author_writes_at_one_draft_and_two_can_write_at_the_same(database: Database) -> None:
    async def work(tx: Transaction) -> tuple[Draft, Draft]:
        first, second = await begin(tx), await begin(tx)
        await desks.put(tx, AUTHOR, first.id)
        await desks.put(tx, AUTHOR, second.id)
        await desks.put(tx, OTHER, second.id)
        return first, second

    first, second = await database.write(work)

    async with database.read() as tx:
        assert await desks.draft_on(tx, AUTHOR) == second
        assert await desks.draft_on(tx, 3) is None
        assert await desks.writers(tx, second.id) == [AUTHOR, OTHER]
        assert await desks.writers(tx, first.id) == []
    await database.write(lambda tx: desks.clear(tx, OTHER))
    async with database.read() as tx:
        assert await desks.writers(tx, second.id) == [AUTHOR]
    await database.write(lambda tx: desks.take_away(tx, second.id))
    async with database.read() as tx:
        assert await desks.draft_on(tx, AUTHOR) is None


async def test_of_two_who_send_a_draft_at_once_one_does(database: Database) -> None:
    draft = await database.write(begin)

    results = await race(
        database,
        lambda tx: drafts.set_state(tx, draft.id, DraftState.OPEN, DraftState.PUBLISHED),
        lambda tx: drafts.set_state(tx, draft.id, DraftState.OPEN, DraftState.PUBLISHED),
    )

    assert [*results] == [True, False]


async def test_what_is_set_is_kept(database: Database) -> None:
    options = PostOptions(("harbour", "storm"), Mode.PAGED, True, False, True, CommentRule.CLOSED)

    async def work(tx: Transaction) -> Draft:
        draft = await begin(tx)
        await drafts.set_title(tx, draft.id, "Headline")
        await drafts.set_options(tx, draft.id, options)
        return draft

    draft = await database.write(work)

    assert await database.write(lambda tx: drafts.hold(tx, draft.id)) == replace(
        draft, title="Headline", options=options
    )
    await database.write(lambda tx: drafts.set_options(tx, draft.id, AS_USUAL))
    async with database.read() as tx:
        assert await drafts.find(tx, draft.id) == replace(draft, title="Headline")
        assert await drafts.find(tx, draft.id + 1) is None


async def test_the_list_begins_with_what_was_worked_on_last(database: Database) -> None:
    async def work(tx: Transaction) -> list[Draft]:
        made = [await begin(tx) for _ in range(3)]
        made.append(await drafts.begin(tx, OTHER, NOW))
        await drafts.touch(tx, made[0].id, NOW + DAY)
        await drafts.set_state(tx, made[1].id, DraftState.OPEN, DraftState.DISCARDED)
        return made

    first, _, third, others = await database.write(work)
    being_made = (DraftState.OPEN, DraftState.REVISING)

    async with database.read() as tx:
        assert await drafts.listed(tx, AUTHOR, being_made, 0, 10) == [(first, NOW + DAY), (third, NOW)]
        assert await drafts.listed(tx, None, being_made, 1, 1) == [(others, NOW)]
        assert await drafts.count(tx, AUTHOR, being_made) == 2
        assert await drafts.count(tx, None, being_made) == 3


async def test_a_post_that_is_not_to_be_gives_its_draft_back(database: Database) -> None:
    states = (DraftState.PUBLISHED, DraftState.REVISING, DraftState.DISCARDED)

    async def work(tx: Transaction) -> list[DraftState]:
        await given.readers(tx, [AUTHOR])
        after = []
        for state in states:
            draft = await drafts.begin(tx, AUTHOR, NOW)
            await drafts.set_state(tx, draft.id, DraftState.OPEN, state)
            await drafts.give_back(tx, draft.id)
            found = await drafts.find(tx, draft.id)
            assert found is not None
            after.append(found.state)
        return after

    assert await database.write(work) == [DraftState.OPEN, DraftState.OPEN, DraftState.DISCARDED]
