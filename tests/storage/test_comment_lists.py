"""Comments as readers page through them."""

from __future__ import annotations

from bot.core.cases import CommentState
from bot.storage import comment_lists
from bot.storage.engine import Database, Transaction
from tests.storage import given


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
        assert [found.id for found in await comment_lists.visible(tx, post_id, 0, 10)] == shown
        assert [found.id for found in await comment_lists.visible(tx, post_id, shown[1], 2)] == shown[2:4]
        before = await comment_lists.visible_before(tx, post_id, shown[3], 2)
        assert [found.id for found in before] == [shown[2], shown[1]]
        assert [await comment_lists.rank(tx, post_id, id_) for id_ in shown] == [0, 1, 2, 3, 4]
