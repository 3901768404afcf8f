"""Comments: the first decision wins, and none is made without a line in the log."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.core.comments import Comment, CommentState
from bot.core.richtext import Entity, RichText
from bot.storage import comments
from bot.storage.engine import Database, Transaction
from bot.storage.tables import comment_events
from tests.storage import given
from tests.storage.given import NOW, SECOND
from tests.storage.racing import race
from tests.storage.test_engine import only_postgres

MIA, MAX = 31, 32


async def pending(database: Database) -> Comment:
    """A comment that waits."""

    async def work(tx: Transaction) -> Comment:
        return await given.comment(tx, await given.post(tx))

    return await database.write(work)


async def log(database: Database, comment_id: int) -> list[tuple[int, str, str | None, str, int]]:
    """(actor, action, from, to, revision) of everything that happened to the comment."""
    async with database.read() as tx:
        rows = await tx.execute(
            select(comment_events).where(comment_events.c.comment_id == comment_id).order_by(comment_events.c.id)
        )
        return [(row.actor_id, row.action, row.from_state, row.to_state, row.revision) for row in rows]


async def test_a_comment_comes_back_as_it_was_written(database: Database) -> None:
    text = RichText("Schön 🌊, isn't it?", (Entity("bold", 0, 5),))

    async def work(tx: Transaction) -> Comment:
        post = await given.post(tx)
        await given.readers(tx, [7])
        return await comments.add(
            tx,
            post_id=post.id,
            person_id=7,
            message_id=70,
            name="Ann",
            text=text,
            state=CommentState.PENDING,
            now=NOW,
        )

    comment = await database.write(work)

    assert comment == Comment(
        comment.id, comment.post_id, 7, 70, "Ann", text, CommentState.PENDING, version=1, revision=1, created_at=NOW
    )
    async with database.read() as tx:
        assert await comments.get(tx, comment.id) == comment
        assert await comments.of_message(tx, 7, 70) == comment
        assert await comments.of_message(tx, 7, 71) is None
        assert await comments.find(tx, comment.id + 1) is None
    assert await log(database, comment.id) == [(7, "received", None, "pending", 1)]


async def test_a_message_becomes_one_comment(database: Database) -> None:
    await pending(database)

    with pytest.raises(IntegrityError):
        await pending(database)


async def test_a_decision_stands_in_the_log(database: Database) -> None:
    seen = await pending(database)

    async def decide(tx: Transaction) -> bool:
        return await comments.decide(tx, seen, CommentState.APPROVED, "approve", MIA, NOW + SECOND)

    assert await database.write(decide)
    assert not await database.write(decide)

    async with database.read() as tx:
        found = await comments.get(tx, seen.id)
    assert (found.state, found.version, found.revision) == (CommentState.APPROVED, 2, 1)
    assert (found.decided_by, found.decided_at) == (MIA, NOW + SECOND)
    assert (await log(database, seen.id))[1:] == [(MIA, "approve", "pending", "approved", 1)]


async def test_of_two_decisions_at_once_the_first_wins(database: Database) -> None:
    seen = await pending(database)

    results = await race(
        database,
        lambda tx: comments.decide(tx, seen, CommentState.REJECTED, "reject", MIA, NOW),
        lambda tx: comments.decide(tx, seen, CommentState.APPROVED, "approve", MAX, NOW),
    )

    assert [*results] == [True, False]
    assert [line[:2] for line in await log(database, seen.id)] == [(7, "received"), (MIA, "reject")]


@only_postgres
async def test_of_many_who_all_saw_it_pending_in_their_transactions_one_decides(database: Database) -> None:
    seen = await pending(database)
    all_have_read = asyncio.Barrier(5)

    async def decide(tx: Transaction, actor: int) -> bool:
        found = await comments.get(tx, seen.id)
        await all_have_read.wait()
        return await comments.decide(tx, found, CommentState.APPROVED, "approve", actor, NOW)

    results = await asyncio.gather(
        *(database.write(lambda tx, actor=actor: decide(tx, actor)) for actor in range(40, 45))  # type: ignore[misc]
    )

    assert sorted(results) == [False, False, False, False, True]
    assert len(await log(database, seen.id)) == 2


async def test_a_decision_on_an_older_text_has_no_effect(database: Database) -> None:
    seen = await pending(database)
    assert await database.write(lambda tx: comments.change_text(tx, seen, RichText("Something else"), NOW))

    assert not await database.write(lambda tx: comments.decide(tx, seen, CommentState.APPROVED, "approve", MIA, NOW))

    async with database.read() as tx:
        found = await comments.get(tx, seen.id)
    assert (found.state, found.version, found.revision) == (CommentState.PENDING, 2, 2)
    assert found.text == RichText("Something else")
    assert (await log(database, seen.id))[1:] == [(7, "edited", "pending", "pending", 2)]


async def test_a_decision_that_was_undone_is_not_the_same_as_none(database: Database) -> None:
    """The card showed the comment as it is again, but of an older version."""
    seen = await pending(database)

    async def there_and_back(tx: Transaction) -> None:
        assert await comments.decide(tx, seen, CommentState.REJECTED, "reject", MIA, NOW)
        rejected = await comments.get(tx, seen.id)
        assert await comments.decide(tx, rejected, CommentState.PENDING, "undo", MIA, NOW)

    await database.write(there_and_back)

    assert not await database.write(lambda tx: comments.decide(tx, seen, CommentState.APPROVED, "approve", MAX, NOW))


async def test_a_text_and_a_decision_at_once_do_not_mix(database: Database) -> None:
    seen = await pending(database)

    results = await race(
        database,
        lambda tx: comments.decide(tx, seen, CommentState.APPROVED, "approve", MIA, NOW),
        lambda tx: comments.change_text(tx, seen, RichText("Something else"), NOW),
    )

    assert [*results] == [True, False]
    async with database.read() as tx:
        assert (await comments.get(tx, seen.id)).text == seen.text


async def test_a_decision_whose_transaction_fails_leaves_no_line(database: Database) -> None:
    seen = await pending(database)

    async def work(tx: Transaction) -> None:
        assert await comments.decide(tx, seen, CommentState.APPROVED, "approve", MIA, NOW)
        raise RuntimeError("before the commit")

    with pytest.raises(RuntimeError):
        await database.write(work)

    async with database.read() as tx:
        assert await comments.get(tx, seen.id) == seen
    assert len(await log(database, seen.id)) == 1


async def test_visible_comments_are_paged_from_both_sides(database: Database) -> None:
    async def work(tx: Transaction) -> tuple[int, list[int]]:
        post, other = await given.post(tx), await given.post(tx)
        shown = []
        for message in range(10):
            state = CommentState.APPROVED if message % 2 else CommentState.PENDING
            comment = await given.comment(tx, post, message=message, state=state)
            shown += [comment.id] if message % 2 else []
        await given.comment(tx, other, message=99, state=CommentState.APPROVED)
        return post.id, shown

    post_id, shown = await database.write(work)

    async with database.read() as tx:
        assert [found.id for found in await comments.visible(tx, post_id, 0, 10)] == shown
        assert [found.id for found in await comments.visible(tx, post_id, shown[1], 2)] == shown[2:4]
        assert [found.id for found in await comments.visible_before(tx, post_id, shown[3], 2)] == [shown[2], shown[1]]
        assert [await comments.rank(tx, post_id, id_) for id_ in shown] == [0, 1, 2, 3, 4]


async def test_the_comments_of_a_person_that_were_approved_are_counted(database: Database) -> None:
    async def work(tx: Transaction) -> list[int]:
        first, second = await given.post(tx), await given.post(tx)
        for number, (post, by, state) in enumerate(
            (
                (first, 7, CommentState.APPROVED),
                (second, 7, CommentState.APPROVED),
                (second, 7, CommentState.PENDING),
                (first, 7, CommentState.REJECTED),
                (first, 8, CommentState.APPROVED),
            )
        ):
            await given.comment(tx, post, by=by, message=number, state=state)
        return [await comments.approved_count(tx, person_id) for person_id in (7, 8, 9)]

    assert await database.write(work) == [2, 1, 0]
