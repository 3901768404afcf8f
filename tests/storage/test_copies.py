"""Copies: where a post's messages stand, and which count their buttons show."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

import pytest
from sqlalchemy import select

from bot.core.campaigns import CampaignState
from bot.core.posts import Copy, Post
from bot.storage import copies, posts, tables
from bot.storage.engine import Database, Transaction
from bot.storage.for_counters import CountStore
from tests.storage import given
from tests.storage.given import NOW, SECOND

ANN, BEN = 7_000_000_001, 7_000_000_002
FIRST_OF_ALL = (-(2**62), 0)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def of(post: Post, chat_id: int, message_id: int, comments: int | None = 0) -> Copy:
    """A copy of the post's only page."""
    return Copy(post.id, chat_id, message_id, page=1, revision=1, comments=comments)


async def _with_copies(database: Database, *keys: tuple[int, int], comments: int | None = 0) -> Post:
    async def work(tx: Transaction) -> Post:
        post = await given.post(tx)
        await copies.add(tx, [of(post, chat_id, message_id, comments) for chat_id, message_id in keys])
        return post

    return await database.write(work)


async def test_a_copy_is_found_by_where_it_stands(database: Database) -> None:
    post = await _with_copies(database, (ANN, 5), (BEN, 6))

    async with database.read() as tx:
        assert await copies.find(tx, ANN, 5) == of(post, ANN, 5)
        assert await copies.find(tx, ANN, 6) is None
        assert await copies.has_copy(tx, post.id, ANN)
        assert not await copies.has_copy(tx, post.id, 8)
        assert not await copies.has_copy(tx, post.id + 1, ANN)


async def test_readers_are_counted_once_however_many_messages_they_have(database: Database) -> None:
    post = await _with_copies(database, (ANN, 5), (ANN, 6), (BEN, 7))
    other = await _with_copies(database)

    async with database.read() as tx:
        assert await copies.readers(tx, post.id) == 2
        assert await copies.readers(tx, other.id) == 0


async def test_a_copy_that_is_known_stays_as_it_is(database: Database) -> None:
    post = await _with_copies(database, (ANN, 5))
    other = await _with_copies(database)

    await database.write(lambda tx: copies.add(tx, [of(post, ANN, 5, 3), of(other, ANN, 5), of(post, BEN, 6)]))

    async with database.read() as tx:
        assert await copies.find(tx, ANN, 5) == of(post, ANN, 5, 0)
        assert await copies.find(tx, BEN, 6) == of(post, BEN, 6)


async def test_copies_with_another_count_are_walked_in_the_order_of_their_keys(database: Database) -> None:
    post = await _with_copies(database, (-100, 9), (ANN, 5), (ANN, 7), (BEN, 1), (BEN, 6))
    await _with_copies(database, (ANN, 4))
    await database.write(lambda tx: copies.painted(tx, [(of(post, ANN, 7), 2), (of(post, BEN, 1), None)]))

    async def stale(after: tuple[int, int], limit: int = 10) -> list[tuple[int, int]]:
        async with database.read() as tx:
            found = await copies.showing_other_count(tx, post.id, 2, after, limit)
        return [(copy.chat_id, copy.message_id) for copy in found]

    assert await stale(FIRST_OF_ALL) == [(-100, 9), (ANN, 5), (BEN, 6)]
    assert await stale(FIRST_OF_ALL, 2) == [(-100, 9), (ANN, 5)]
    assert await stale((-100, 9)) == [(ANN, 5), (BEN, 6)]
    assert await stale((ANN, 4)) == [(ANN, 5), (BEN, 6)]
    assert await stale((BEN, 6)) == []


async def test_a_comment_is_counted_on_all_copies_once_its_time_has_come(database: Database) -> None:
    store = CountStore(database)
    post = await _with_copies(database, (ANN, 5), (BEN, 6))
    await database.write(lambda tx: posts.count_comment(tx, post.id, +1, NOW + 15 * SECOND))

    assert await store.to_repaint(NOW, LONG_AGO) == []
    (counted,) = await store.to_repaint(NOW + 15 * SECOND, LONG_AGO)
    assert counted.comments == 1
    stale = await store.stale(counted, FIRST_OF_ALL, 10)
    await store.painted([(copy, 1) for copy in stale])
    await store.repainted(counted)

    assert [copy.message_id for copy in stale] == [5, 6]
    assert await store.stale(counted, FIRST_OF_ALL, 10) == []
    assert await store.to_repaint(NOW + 16 * SECOND, LONG_AGO) == []


async def test_counts_that_change_meanwhile_are_painted_next(database: Database) -> None:
    store = CountStore(database)
    post = await _with_copies(database, (ANN, 5))
    await database.write(lambda tx: posts.count_comment(tx, post.id, +1, NOW))
    (counted,) = await store.to_repaint(NOW, LONG_AGO)
    await database.write(lambda tx: posts.count_comment(tx, post.id, +1, NOW + 15 * SECOND))

    await store.repainted(counted)

    assert [found.comments for found in await store.to_repaint(NOW + 15 * SECOND, LONG_AGO)] == [2]


async def test_decisions_that_follow_each_other_do_not_put_a_repainting_off_for_ever(database: Database) -> None:
    store = CountStore(database)
    post = await _with_copies(database, (ANN, 5))
    for second in (0, 10, 20):
        await _count(database, post, NOW + (second + 15) * SECOND)

    assert [found.comments for found in await store.to_repaint(NOW + 15 * SECOND, LONG_AGO)] == [3]


async def test_a_count_that_is_to_show_at_once_does_not_wait_for_one_that_is_not(database: Database) -> None:
    post = await _with_copies(database, (ANN, 5))
    await _count(database, post, NOW + 15 * SECOND)
    await _count(database, post, NOW)

    assert len(await CountStore(database).to_repaint(NOW, LONG_AGO)) == 1


async def test_a_copy_that_turns_up_with_an_old_count_is_repainted(database: Database) -> None:
    store = CountStore(database)
    post = await _with_copies(database)
    await _count(database, post, NOW)
    (counted,) = await store.to_repaint(NOW, LONG_AGO)
    await store.repainted(counted)
    await database.write(lambda tx: copies.add(tx, [of(post, BEN, 6, 1), of(post, BEN, 5, None)]))
    assert await store.to_repaint(NOW, LONG_AGO) == []

    await database.write(lambda tx: copies.add(tx, [of(post, ANN, 5, 0)]))

    assert await store.to_repaint(NOW, LONG_AGO) == [counted]
    assert await store.stale(counted, FIRST_OF_ALL, 10) == [of(post, ANN, 5, 0)]


async def test_posts_are_repainted_that_are_out_and_not_too_old(database: Database) -> None:
    store = CountStore(database)
    post = await _with_copies(database, (ANN, 5))
    await _count(database, post, NOW)
    assert post.published_at is not None

    assert await store.to_repaint(NOW, post.published_at) == []
    assert len(await store.to_repaint(NOW, post.published_at - SECOND)) == 1
    await database.write(lambda tx: posts.withdraw(tx, post.id))
    assert await store.to_repaint(NOW, LONG_AGO) == []


@pytest.mark.parametrize("state", CampaignState)
async def test_nothing_is_repainted_while_a_campaign_is_on_its_way(database: Database, state: CampaignState) -> None:
    store = CountStore(database)
    post = await _with_copies(database, (ANN, 5))
    await _count(database, post, NOW)

    await database.write(lambda tx: given.campaign(tx, post, state))

    on_its_way = state in (CampaignState.PROVING, CampaignState.SENDING)
    assert len(await store.to_repaint(NOW, LONG_AGO)) == (not on_its_way)


async def test_a_copy_that_an_answer_repaints_is_not_stale_any_more(database: Database) -> None:
    store = CountStore(database)
    post = await _with_copies(database, (ANN, 5), (ANN, 7), (BEN, 5))
    await _count(database, post, NOW)
    (counted,) = await store.to_repaint(NOW, LONG_AGO)

    await database.write(lambda tx: copies.shows(tx, of(post, ANN, 5, 1)))

    stale = await store.stale(counted, FIRST_OF_ALL, 10)
    assert [(copy.chat_id, copy.message_id) for copy in stale] == [(ANN, 7), (BEN, 5)]


async def _count(database: Database, post: Post, repaint_at: datetime) -> None:
    await database.write(lambda tx: posts.count_comment(tx, post.id, +1, repaint_at))


async def test_a_copy_shows_its_first_leaf_until_it_is_turned(database: Database) -> None:
    await _with_copies(database, (ANN, 5), (BEN, 5))

    seen = []
    for leaf in (3, 2, 1, 4):
        await database.write(partial(copies.set_turned, chat_id=ANN, message_id=5, leaf=leaf))
        async with database.read() as tx:
            seen.append((await copies.turned(tx, ANN, 5), await copies.turned(tx, BEN, 5)))
    assert seen == [(3, 1), (2, 1), (1, 1), (4, 1)]


async def test_only_copies_that_are_turned_are_kept_as_such(database: Database) -> None:
    async def work(tx: Transaction) -> list[int]:
        await copies.set_turned(tx, ANN, 5, 3)
        await copies.set_turned(tx, BEN, 5, 2)
        await copies.set_turned(tx, ANN, 5, 1)
        return list((await tx.execute(select(tables.turned.c.leaf))).scalars())

    assert await database.write(work) == [2]


async def test_a_copy_is_repainted_with_the_leaf_that_it_shows(database: Database) -> None:
    post = await _with_copies(database, (ANN, 5), (BEN, 6))
    await database.write(lambda tx: copies.set_turned(tx, BEN, 6, 3))
    await database.write(lambda tx: posts.count_comment(tx, post.id, 1, NOW))
    store = CountStore(database)

    (stale,) = await store.to_repaint(NOW, LONG_AGO)
    assert [copy.leaf for copy in await store.stale(stale, FIRST_OF_ALL, 10)] == [1, 3]


async def test_a_copy_that_was_turned_while_it_was_repainted_is_painted_again(database: Database) -> None:
    post = await _with_copies(database, (ANN, 5), (BEN, 6))
    await database.write(lambda tx: posts.count_comment(tx, post.id, 1, NOW))
    store = CountStore(database)
    (stale,) = await store.to_repaint(NOW, LONG_AGO)
    under_way = await store.stale(stale, FIRST_OF_ALL, 10)

    await database.write(lambda tx: copies.set_turned(tx, BEN, 6, 3))
    await store.painted([(copy, 1) for copy in under_way])
    await store.repainted(stale)

    assert await store.to_repaint(NOW, LONG_AGO) == [stale]
    again = await store.stale(stale, FIRST_OF_ALL, 10)
    assert [(copy.chat_id, copy.leaf) for copy in again] == [(BEN, 3)]
    await store.painted([(copy, 1) for copy in again])
    await store.repainted(stale)
    assert await store.to_repaint(NOW, LONG_AGO) == []
