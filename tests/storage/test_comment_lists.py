"""Comments as readers page through them."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import given as drawn
from hypothesis import strategies as st
from sqlalchemy import insert, select, update

from bot.core.cases import Act, CommentState
from bot.core.comments import Comment
from bot.core.listing import ListOrder, Page
from bot.core.posts import Post
from bot.storage import comment_lists, comments, posts
from bot.storage.engine import Database, Transaction
from bot.storage.tables import comments as table
from bot.storage.tables import posts as posts_table
from tests.storage import given

OLDEST, NEWEST = ListOrder.OLDEST, ListOrder.NEWEST


async def pages(tx: Transaction, post_id: int, order: ListOrder) -> list[Page]:
    """Every page of the list, as many as the count on the post says that there are."""
    count = (await posts.get(tx, post_id)).comments
    first = await comment_lists.under_post(tx, post_id, order, 0, count)
    return [first] + [
        await comment_lists.under_post(tx, post_id, order, number, count) for number in range(1, first.pages)
    ]


async def listed(tx: Transaction, post_id: int, order: ListOrder) -> list[int]:
    """The comments on all pages in their order."""
    return [row.comment.id for page in await pages(tx, post_id, order) for row in page.rows]


async def threads(tx: Transaction) -> tuple[Post, list[Comment]]:
    """Two threads, the first with three replies, and a comment on another post."""
    post, other = await given.post(tx), await given.post(tx)
    made: list[Comment] = []
    for message, root in ((1, None), (2, None), (3, 0), (4, 2), (5, 1), (6, 0)):
        answers = None if root is None else made[root]
        made.append(await given.comment(tx, post, message=message, state=CommentState.APPROVED, answers=answers))
    await given.comment(tx, other, message=99, state=CommentState.APPROVED)
    return post, made


async def test_threads_stand_together_in_both_orders(database: Database) -> None:
    post, made = await database.write(threads)
    ids = [comment.id for comment in made]

    async with database.read() as tx:
        assert await listed(tx, post.id, OLDEST) == [ids[0], ids[2], ids[3], ids[5], ids[1], ids[4]]
        assert await listed(tx, post.id, NEWEST) == [ids[1], ids[4], ids[0], ids[2], ids[3], ids[5]]


async def test_pinned_comments_come_first_and_stand_nowhere_else(database: Database) -> None:
    async def work(tx: Transaction) -> tuple[Post, list[int]]:
        post, made = await threads(tx)
        for index in (4, 0):
            await given.moved(tx, made[index], Act.PINNED)
        return post, [comment.id for comment in made]

    post, ids = await database.write(work)

    async with database.read() as tx:
        assert await listed(tx, post.id, OLDEST) == [ids[0], ids[4], ids[2], ids[3], ids[5], ids[1]]
        assert await listed(tx, post.id, NEWEST) == [ids[4], ids[0], ids[1], ids[2], ids[3], ids[5]]


async def test_each_row_knows_what_it_answers_and_whether_its_thread_has_lost_its_root(database: Database) -> None:
    async def work(tx: Transaction) -> tuple[Post, list[Comment]]:
        post, made = await threads(tx)
        await given.moved(tx, made[0], Act.WITHDRAWN, by=made[0].person_id)
        return post, made

    post, made = await database.write(work)

    async with database.read() as tx:
        (page,) = await pages(tx, post.id, OLDEST)
    assert [
        (row.comment.id, row.answered and row.answered.id, row.lost_root and row.lost_root.id) for row in page.rows
    ] == [
        (made[2].id, None, made[0].id),
        (made[3].id, made[2].id, None),
        (made[5].id, None, None),
        (made[1].id, None, None),
        (made[4].id, made[1].id, None),
    ]


async def test_a_thread_is_paged_by_itself_and_says_where_a_comment_stands(database: Database) -> None:
    async def work(tx: Transaction) -> tuple[Comment, list[Comment]]:
        post = await given.post(tx)
        root = await given.comment(tx, post, message=1, state=CommentState.APPROVED)
        replies = [
            await given.comment(tx, post, message=message, state=CommentState.LIVE, answers=root)
            for message in range(2, 9)
        ]
        await given.comment(tx, post, message=9, answers=root)
        return root, replies

    root, replies = await database.write(work)
    ids = [root.id, *(reply.id for reply in replies)]

    async with database.read() as tx:
        first, second = [await comment_lists.of_thread(tx, root.id, number) for number in (0, 1)]
        assert [[row.comment.id for row in page.rows] for page in (first, second)] == [ids[:5], ids[5:]]
        assert (first.count, first.pages, second.number) == (8, 2, 1)
        assert await comment_lists.of_thread(tx, root.id, 7) == second
        assert await comment_lists.rank_in_thread(tx, replies[5]) == 6
        assert (await comment_lists.of_thread(tx, 404, 0)).rows == ()


ACTS = (Act.APPROVED, Act.REJECTED, Act.SPAM, Act.WITHDRAWN, Act.ERASED, Act.PINNED, Act.UNPINNED, Act.REPORTED)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@drawn(st.data())
async def test_every_visible_comment_stands_on_one_page_and_the_post_counts_them(
    database: Database, data: st.DataObject
) -> None:
    async def work(tx: Transaction) -> tuple[Post, list[Comment]]:
        post = await given.post(tx)
        made: list[Comment] = []
        message = 1_000 * post.id
        for number in range(data.draw(st.integers(1, 14))):
            answers = data.draw(st.none() | st.sampled_from(made)) if made else None
            state = data.draw(st.sampled_from((CommentState.PENDING, CommentState.LIVE)))
            made.append(await given.comment(tx, post, message=message + number, state=state, answers=answers))
        for index, act in data.draw(
            st.lists(st.tuples(st.integers(0, len(made) - 1), st.sampled_from(ACTS)), max_size=20)
        ):
            seen = await comments.get(tx, made[index].id)
            await comments.record(tx, seen, act, by=given.AUTHOR, now=given.NOW, repaint_at=given.NOW)
        return await posts.get(tx, post.id), [await comments.get(tx, one.id) for one in made]

    post, made = await database.write(work)
    visible = {comment.id: comment for comment in made if comment.visible}

    async with database.read() as tx:
        for order in ListOrder:
            shown = await pages(tx, post.id, order)
            ids = [row.comment.id for page in shown for row in page.rows]
            assert sorted(ids) == sorted(visible)
            assert post.comments == len(ids)
            pinned = [visible[id_].case.pinned for id_ in ids]
            assert pinned == sorted(pinned, reverse=True)
            for page in shown[:-1]:
                assert len(page.rows) == 5


async def test_ten_thousand_comments_stand_on_two_thousand_pages(database: Database) -> None:
    async def work(tx: Transaction) -> tuple[Post, list[tuple[int, int]]]:
        post = await given.post(tx)
        first = await given.comment(tx, post, message=1, state=CommentState.LIVE)
        like = (await tx.execute(select(table).where(table.c.id == first.id))).one()._asdict()
        threads = [first.id + number - number % 4 for number in range(10_000)]
        rows = [
            like | {"id": first.id + number, "message_id": 1 + number, "thread_id": thread}
            for number, thread in enumerate(threads)
        ]
        await tx.execute(insert(table), rows[1:])
        await tx.execute(update(posts_table).values(comments=len(rows)))
        return await posts.get(tx, post.id), [(row["thread_id"], row["id"]) for row in rows]

    post, made = await database.write(work)
    in_order = {
        OLDEST: [id_ for _, id_ in sorted(made)],
        NEWEST: [id_ for _, id_ in sorted(made, key=lambda one: (-one[0], one[1]))],
    }

    async with database.read() as tx:
        for order, ids in in_order.items():
            for number in (0, 1, 1_000, 1_999):
                page = await comment_lists.under_post(tx, post.id, order, number, post.comments)
                assert [row.comment.id for row in page.rows] == ids[5 * number : 5 * number + 5]
                assert page.pages == 2_000
