"""What is known of people as commenters."""

from __future__ import annotations

from bot.core.commenters import Commenter, Naming, News
from bot.core.options import CommentRule
from bot.storage import commenters
from bot.storage.engine import Database
from tests.storage import given
from tests.storage.given import NOW


async def test_a_commenter_begins_as_everybody_does_and_is_kept_as_changed(database: Database) -> None:
    await database.write(lambda tx: given.readers(tx, [7]))
    changed = Commenter(7, Naming.ALIAS, "A.", frozenset(News), NOW, banned=True, rule=CommentRule.ALL)

    async with database.read() as tx:
        assert await commenters.get(tx, 7) == Commenter(7)
    for commenter in (changed, Commenter(7, unwanted=frozenset({News.ANSWERED}))):
        await database.write(lambda tx, commenter=commenter: commenters.keep(tx, commenter))  # type: ignore[misc]
        async with database.read() as tx:
            assert await commenters.get(tx, 7) == commenter
