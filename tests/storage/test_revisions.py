"""Revisions: what a post said, what it was made of, and that of two who change it only one does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.core.article import Article
from bot.core.article_json import article_to_json
from bot.core.calls import Prepared
from bot.core.draft_json import Snapshot, draft_to_json
from bot.core.options import AS_USUAL, Mode, PostOptions
from bot.core.posts import Post, PostState, Revision
from bot.core.richtext import RichText
from bot.storage import posts, revisions
from bot.storage.engine import Database, Transaction
from tests.storage import given
from tests.storage.given import AUTHOR, DAY, NOW
from tests.storage.racing import race
from tests.storage.test_parts import part

ARTICLE = Article(RichText("It held all night"))
DRAFT = draft_to_json([part(11)], "It held all night", AS_USUAL)
PAGED = PostOptions(mode=Mode.PAGED)
TWO_PAGES = [Prepared("sendPhoto", b"}"), Prepared("sendMessage", b',"text":"again"}')]
LEAVES = [Prepared("editMessageText", b"%d}" % number) for number in (1, 2, 3)]


async def revise(tx: Transaction, post: Post, **changed: Any) -> bool:
    values: dict[str, Any] = {
        "headline": "It held all night",
        "article": article_to_json(ARTICLE),
        "draft": DRAFT,
        "options": PAGED,
        "rendered": TWO_PAGES,
        "leaves": LEAVES,
        "made_by": 8,
        "line": True,
        "now": NOW + DAY,
    }
    return await revisions.revise(tx, post, **(values | changed))


async def test_a_new_revision_is_what_the_post_says_and_the_old_one_is_kept(database: Database) -> None:
    post = await database.write(given.post)
    assert await database.write(lambda tx: revise(tx, post))

    async with database.read() as tx:
        changed = await posts.get(tx, post.id)
        assert (changed.headline, changed.revision, changed.pages) == ("It held all night", 2, 2)
        assert (changed.leaves, changed.options) == (3, PAGED)
        assert await posts.leaves_of(tx, post.id, 2) == LEAVES
        assert await posts.pages_of(tx, post.id, 2) == TWO_PAGES
        assert len(await posts.pages_of(tx, post.id, 1)) == 1
        assert await revisions.of_post(tx, post.id, 5) == [
            Revision(2, NOW + DAY, 8, True),
            Revision(1, NOW, None, False),
        ]
        assert await revisions.of_post(tx, post.id, 1) == [Revision(2, NOW + DAY, 8, True)]
        assert await revisions.find(tx, post.id, 1) == Revision(1, NOW, None, False)
        assert await revisions.find(tx, post.id, 3) is None
        assert await revisions.article_of(tx, post.id, 2) == ARTICLE
        assert await revisions.snapshot_of(tx, post.id, 2) == Snapshot((part(11),), "It held all night", AS_USUAL)
        assert await revisions.snapshot_of(tx, post.id, 1) is None
        assert await revisions.snapshot_of(tx, post.id, 3) is None


async def test_of_two_who_update_a_post_only_one_does(database: Database) -> None:
    post = await database.write(given.post)

    won = await race(database, lambda tx: revise(tx, post), lambda tx: revise(tx, post))

    assert sorted(won) == [False, True]
    async with database.read() as tx:
        assert (await posts.get(tx, post.id)).revision == 2


async def test_a_post_that_was_withdrawn_gets_no_revision(database: Database) -> None:
    post = await database.write(given.post)
    assert await database.write(lambda tx: posts.withdraw(tx, post.id))
    assert not await database.write(lambda tx: posts.withdraw(tx, post.id))
    assert not await database.write(lambda tx: revise(tx, post))
    async with database.read() as tx:
        assert (await posts.get(tx, post.id)).state is PostState.WITHDRAWN
        assert await posts.newest(tx) is None


async def test_what_a_first_revision_was_made_of_is_filled_in_once(database: Database) -> None:
    async def work(tx: Transaction) -> Post:
        post = await given.post(tx)
        await revisions.complete(tx, post.id, 1, DRAFT)
        await revisions.complete(tx, post.id, 1, draft_to_json([], None, AS_USUAL))
        return post

    post = await database.write(work)
    async with database.read() as tx:
        assert await revisions.snapshot_of(tx, post.id, 1) == Snapshot((part(11),), "It held all night", AS_USUAL)


async def test_a_draft_knows_its_post_and_the_day_that_it_bears(database: Database) -> None:
    async def work(tx: Transaction) -> tuple[Post, Post]:
        stopped = await given.post(tx, published=False)
        await posts.stop(tx, stopped.id)
        out = await given.post(tx)
        await revise(tx, out)
        return stopped, out

    stopped, out = await database.write(work)
    async with database.read() as tx:
        found = await posts.of_draft(tx, out.draft_id)
        assert found is not None
        assert found.id == out.id
        assert await revisions.dated(tx, out.draft_id) == NOW
        assert await posts.of_draft(tx, stopped.draft_id) is None
        assert await revisions.dated(tx, stopped.draft_id) is None


async def test_posts_that_are_out_are_listed_with_the_newest_first(database: Database) -> None:
    async def work(tx: Transaction) -> list[Post]:
        made = [await given.post(tx), await given.post(tx, author=2), await given.post(tx), await given.post(tx)]
        await given.post(tx, published=False)
        await posts.withdraw(tx, made[3].id)
        return made

    first, other, second, _ = await database.write(work)
    async with database.read() as tx:
        assert await posts.listed(tx, None, 0, 10) == [second, other, first]
        assert await posts.listed(tx, None, 1, 1) == [other]
        assert await posts.listed(tx, AUTHOR, 0, 10) == [second, first]
        assert (await posts.count(tx, None), await posts.count(tx, AUTHOR), await posts.count(tx, 9)) == (3, 2, 0)
        assert [await posts.count(tx, None, newer_than=post) for post in (second, other, first)] == [0, 1, 2]
        assert await posts.count(tx, AUTHOR, newer_than=first) == 1


async def test_a_first_revision_says_who_sent_it_and_what_it_was_made_of(database: Database) -> None:
    async def work(tx: Transaction) -> Post:
        draft = await given.post(tx, published=False)
        return await posts.add(
            tx,
            draft_id=draft.draft_id,
            author_id=AUTHOR,
            headline="",
            article=article_to_json(ARTICLE),
            rendered=TWO_PAGES,
            now=NOW + timedelta(minutes=1),
            draft=DRAFT,
            made_by=8,
        )

    post = await database.write(work)
    async with database.read() as tx:
        assert await revisions.find(tx, post.id, 1) == Revision(1, NOW + timedelta(minutes=1), 8, False)
        assert (await revisions.snapshot_of(tx, post.id, 1)) == Snapshot((part(11),), "It held all night", AS_USUAL)
