"""Comments that wait, by key."""

from __future__ import annotations

from sqlalchemy import text

from bot.core.cases import Act, CommentState
from bot.core.comments import Comment
from bot.storage import comment_queue
from bot.storage.engine import Database, Transaction
from tests.storage import given
from tests.storage.given import NOW


async def some(tx: Transaction) -> list[Comment]:
    """Six comments on two authors' posts, of which one is decided."""
    mine, theirs = await given.post(tx, author=1), await given.post(tx, author=5)
    made = [
        await given.comment(tx, post, by=7 + number, message=70 + number)
        for number, post in enumerate((mine, theirs, mine, theirs, mine, mine))
    ]
    await given.moved(tx, made[2], Act.APPROVED)
    return made


async def test_the_queue_is_paged_by_key_from_its_oldest(database: Database) -> None:
    made = await database.write(some)
    waiting = [comment.id for comment in made if comment is not made[2]]

    async with database.read() as tx:
        assert await comment_queue.length(tx, None) == (5, NOW)
        first = await comment_queue.next_after(tx, NOW - given.DAY, 0, 2, None)
        rest = await comment_queue.next_after(tx, NOW, first[-1].id, 9, None)
    assert [comment.id for comment in (*first, *rest)] == waiting
    assert all(comment.state is CommentState.PENDING for comment in rest)


async def test_an_author_sees_the_own_posts_alone(database: Database) -> None:
    made = await database.write(some)

    async with database.read() as tx:
        assert await comment_queue.length(tx, 5) == (2, NOW)
        found = await comment_queue.next_after(tx, NOW - given.DAY, 0, 9, 5)
        assert await comment_queue.length(tx, 99) == (0, None)
    assert [comment.id for comment in found] == [made[1].id, made[3].id]


async def test_a_page_of_the_queue_is_found_by_its_index(database: Database) -> None:
    if database.dialect != "sqlite":
        return
    async with database.read() as tx:
        plan = await tx.execute(
            text(
                "EXPLAIN QUERY PLAN SELECT * FROM comments WHERE waiting_since IS NOT NULL"
                " AND (waiting_since, id) > (1, 1) ORDER BY waiting_since, id LIMIT 5"
            )
        )
        steps = " ".join(row.detail for row in plan)
    assert "ix_comments_waiting_since_id" in steps
    assert "TEMP B-TREE" not in steps
