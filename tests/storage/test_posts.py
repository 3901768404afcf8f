"""Posts: revisions, pages, and the state that only the first one changes."""

from __future__ import annotations

from bot.core.calls import FOLLOWS, Prepared
from bot.core.campaigns import CampaignState
from bot.core.options import AS_USUAL, CommentRule, Mode, PostOptions
from bot.core.posts import Edition, Post, PostState
from bot.storage import campaigns, posts
from bot.storage.engine import Database, Transaction
from tests.storage import given
from tests.storage.given import AUTHOR, DAY, NOW
from tests.storage.racing import race


async def test_a_post_keeps_its_pages_in_order(database: Database) -> None:
    post = await database.write(lambda tx: given.post(tx, pages=12, published=False))

    assert (post.author_id, post.state, post.revision, post.pages, post.comments) == (
        AUTHOR,
        PostState.WAITING,
        1,
        12,
        0,
    )
    assert post.published_at is None
    async with database.read() as tx:
        pages = await posts.pages_of(tx, post.id, 1)
        assert await posts.pages_of(tx, post.id, 2) == []
        assert await posts.find(tx, post.id + 1) is None
    assert [page.tail for page in pages] == [b'"text":"page %d"}' % number for number in range(1, 13)]


async def test_the_newest_post_is_the_one_published_last(database: Database) -> None:
    async with database.read() as tx:
        assert await posts.newest(tx) is None

    async def work(tx: Transaction) -> int:
        first = await given.post(tx, published=False)
        second = await given.post(tx, published=False)
        await given.post(tx, published=False)
        await posts.publish(tx, second.id, NOW)
        await posts.publish(tx, first.id, NOW + DAY)
        return first.id

    first_id = await database.write(work)

    async with database.read() as tx:
        newest = await posts.newest(tx)
    assert newest is not None
    assert (newest.id, newest.published_at) == (first_id, NOW + DAY)


async def test_what_is_out_is_neither_stopped_nor_published_anew(database: Database) -> None:
    async def work(tx: Transaction) -> tuple[int, int]:
        out, stopped = await given.post(tx, published=False), await given.post(tx, published=False)
        await posts.publish(tx, out.id, NOW)
        await posts.publish(tx, out.id, NOW + DAY)
        await posts.stop(tx, out.id)
        await posts.stop(tx, stopped.id)
        await posts.publish(tx, stopped.id, NOW)
        return out.id, stopped.id

    out_id, stopped_id = await database.write(work)

    async with database.read() as tx:
        out, stopped = await posts.get(tx, out_id), await posts.get(tx, stopped_id)
    assert (out.state, out.published_at) == (PostState.PUBLISHED, NOW)
    assert (stopped.state, stopped.published_at) == (PostState.STOPPED, None)


async def test_comments_that_two_count_at_once_are_two(database: Database) -> None:
    post = await database.write(given.post)

    await race(
        database,
        lambda tx: posts.count_comment(tx, post.id, +1, NOW),
        lambda tx: posts.count_comment(tx, post.id, +1, NOW),
    )

    async with database.read() as tx:
        assert (await posts.get(tx, post.id)).comments == 2


async def test_a_post_keeps_its_albums_its_leaves_and_how_it_is_delivered(database: Database) -> None:
    album = Prepared("sendMediaGroup", b',"media":[]}', messages=3)
    pages = [album, FOLLOWS, FOLLOWS, Prepared("sendMessage", b',"text":"leaf 1"}')]
    leaves = [Prepared("editMessageText", b',"text":"leaf %d"}' % number) for number in range(1, 12)]
    options = PostOptions(mode=Mode.PAGED, comments=CommentRule.CLOSED)

    async def work(tx: Transaction) -> Post:
        draft_id = (await given.post(tx)).draft_id
        return await posts.add(
            tx,
            draft_id=draft_id,
            author_id=AUTHOR,
            headline="Headline",
            article={},
            rendered=pages,
            leaves=leaves,
            options=options,
            now=NOW,
        )

    post = await database.write(work)

    assert (post.pages, post.leaves, post.options) == (4, 11, options)
    async with database.read() as tx:
        assert await posts.pages_of(tx, post.id, 1) == pages
        assert await posts.leaves_of(tx, post.id, 1) == leaves
        assert await posts.leaves_of(tx, post.id, 2) == []
    edition = Edition(post, tuple(pages))
    assert [edition.sent_with(page) for page in (1, 2, 3, 4)] == [*3 * [range(1, 4)], range(4, 5)]


async def test_a_post_that_cannot_be_turned_has_one_leaf_and_keeps_none(database: Database) -> None:
    post = await database.write(lambda tx: given.post(tx, pages=2))

    assert (post.leaves, post.options) == (1, AS_USUAL)
    async with database.read() as tx:
        assert await posts.leaves_of(tx, post.id, 1) == []


async def test_the_campaigns_of_a_post_are_known(database: Database) -> None:
    async def work(tx: Transaction) -> list[int]:
        post = await given.post(tx)
        first = await given.campaign(tx, post, CampaignState.REFUSED)
        await given.campaign(tx, await given.post(tx))
        second = await given.campaign(tx, post)
        found = await campaigns.of_post(tx, post.id)
        assert found == [first, second]
        return [campaign.id for campaign in await campaigns.of_post(tx, post.id + 2)]

    assert await database.write(work) == []
