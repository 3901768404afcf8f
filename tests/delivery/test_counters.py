"""The counts on buttons: every copy shows the newest one in the end, at the price of one call for each change."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.core.campaigns import CampaignState
from bot.core.posts import Copy, Post
from bot.delivery.counters import AT_ONCE, Counters
from bot.gateway.courier import Courier
from bot.gateway.encoding import encode_markup_edit
from bot.handlers.copies import UNKNOWN_COUNT
from bot.sandbox.client import Person
from bot.storage import copies, tables
from bot.storage.engine import Transaction
from bot.storage.for_delivery import CountStore
from tests.delivery.newsroom import PATIENCE, Newsroom, halts, labels, messages_before, sent_to, until

EDIT = "editMessageReplyMarkup"


def new_counters(newsroom: Newsroom, courier: Courier | None = None) -> Counters:
    courier = courier or newsroom.courier
    return Counters(CountStore(newsroom.database), courier, encode_markup_edit, newsroom.texts, newsroom.clock)


@asynccontextmanager
async def counters(newsroom: Newsroom, courier: Courier | None = None) -> AsyncIterator[Counters]:
    """At work; their failure is the test's."""
    counters = new_counters(newsroom, courier)
    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group:
        running = group.create_task(counters.run())
        yield counters
        running.cancel()


async def published(newsroom: Newsroom, readers: int) -> tuple[Post, list[Person]]:
    """A post that so many readers have, and its readers; Olga first, who wrote it."""
    people = await newsroom.readers(readers)
    post = await newsroom.post("First", "Last")
    campaign = await newsroom.begins(post)
    async with newsroom.engine():
        await newsroom.comes_to(campaign, CampaignState.DONE)
    return post, [newsroom.olga, *people]


async def repainted(newsroom: Newsroom) -> None:
    """Until there is no post left to see to."""
    store = CountStore(newsroom.database)

    async def done() -> bool:
        return not await store.to_repaint(newsroom.clock() + timedelta(days=1000))

    await until(done)


async def button_of(person: Person) -> str:
    return labels((await messages_before(person))[-1])[0]


async def counts_known(newsroom: Newsroom, post: Post) -> set[int | None]:
    """What the copies with a button are noted to show."""
    table = tables.copies
    async with newsroom.database.read() as tx:
        rows = await tx.execute(select(table.c.comments).where(table.c.post_id == post.id, table.c.page == 2))
        return set(rows.scalars())


async def test_every_copy_is_repainted_once_after_a_change(newsroom: Newsroom) -> None:
    post, readers = await published(newsroom, 20)
    await newsroom.comment_counts(post)

    async with counters(newsroom):
        await repainted(newsroom)

    assert [await button_of(reader) for reader in readers] == ["1 comment"] * 21
    assert sorted(sent_to(await newsroom.calls(EDIT))) == [reader.id for reader in readers]
    assert await counts_known(newsroom, post) == {1}


async def test_changes_in_quick_succession_cost_little_more_than_one(newsroom: Newsroom) -> None:
    post, readers = await published(newsroom, 12)

    async with counters(newsroom) as at_work:
        await repainted(newsroom)
        for _ in range(5):
            await newsroom.comment_counts(post)
        at_work.wake()
        await repainted(newsroom)

    assert [await button_of(reader) for reader in readers] == ["5 comments"] * 13
    assert 13 <= len(await newsroom.calls(EDIT)) <= 13 + AT_ONCE


async def test_a_count_that_changes_on_the_way_is_what_all_copies_show_in_the_end(newsroom: Newsroom) -> None:
    post, readers = await published(newsroom, 20)
    held = await newsroom.world.faults(EDIT, hold="before", skip=10)
    await newsroom.comment_counts(post)

    async with counters(newsroom) as at_work:
        await held.held()
        await newsroom.comment_counts(post)
        at_work.wake()
        await held.release()
        await repainted(newsroom)

    assert [await button_of(reader) for reader in readers] == ["2 comments"] * 21
    assert await counts_known(newsroom, post) == {2}
    assert len(await newsroom.calls(EDIT)) <= 21 + 2 * AT_ONCE


async def test_a_change_that_is_taken_back_in_time_costs_no_call(newsroom: Newsroom) -> None:
    post, _ = await published(newsroom, 3)
    await newsroom.comment_counts(post, +1)
    await newsroom.comment_counts(post, -1)

    async with counters(newsroom):
        await repainted(newsroom)

    assert await newsroom.calls(EDIT) == []


async def test_copies_that_are_gone_or_cannot_be_reached_do_not_keep_it_going(newsroom: Newsroom) -> None:
    post, (_, ann, ben, eva, *others) = await published(newsroom, 6)
    await ann.deletes((await messages_before(ann))[-1])
    await newsroom.world.faults(EDIT, code=403, chat=ben, times=None)
    await newsroom.world.faults(EDIT, code=400, chat=eva, times=None)
    await newsroom.comment_counts(post)

    async with counters(newsroom) as at_work:
        await repainted(newsroom)
        await newsroom.comment_counts(post)
        at_work.wake()
        await repainted(newsroom)

    assert [await button_of(reader) for reader in others] == ["2 comments"] * 3
    called = sent_to(await newsroom.calls(EDIT))
    assert [called.count(reader.id) for reader in (ann, ben, eva)] == [1, 1, 1]
    assert await counts_known(newsroom, post) == {2, None}


async def test_a_chat_that_is_to_wait_is_painted_later_and_the_others_now(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.counters.AGAIN", 8.0)
    post, (_, ann, *others) = await published(newsroom, 20)
    await newsroom.world.faults(EDIT, code=429, retry_after=15, chat=ann)
    await newsroom.comment_counts(post)
    began = newsroom.clock()

    async with counters(newsroom):
        for other in others:
            await other.sees("Last", button="1 comment")
        assert await button_of(ann) == "No comments"
        await repainted(newsroom)

    assert newsroom.clock() - began >= timedelta(seconds=15)
    assert await button_of(ann) == "1 comment"
    assert len(await newsroom.calls(EDIT)) == 22


async def test_while_telegram_cannot_be_reached_the_copies_wait(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.counters.AGAIN", 8.0)
    post, readers = await published(newsroom, 20)
    await newsroom.comment_counts(post)
    outage = await newsroom.world.faults(EDIT, drop="before", times=None)

    async with counters(newsroom):
        await outage.struck(8)
        soon = newsroom.clock() + timedelta(seconds=4)
        await until(lambda: it_is(newsroom, soon))
        assert len(await newsroom.calls(EDIT)) == 8
        await outage.cancel()
        await repainted(newsroom)

    assert [await button_of(reader) for reader in readers] == ["1 comment"] * 21


async def it_is(newsroom: Newsroom, moment: object) -> bool:
    return newsroom.clock() >= moment  # type: ignore[operator]


async def test_a_copy_that_was_adopted_is_repainted(newsroom: Newsroom) -> None:
    post, (_, ann, *_others) = await published(newsroom, 2)
    message = (await messages_before(ann))[-1]
    known = await newsroom.copy(ann, message)
    assert known is not None

    async def forget_and_adopt(tx: Transaction) -> None:
        await tx.execute(tables.copies.delete().where(tables.copies.c.message_id == message["message_id"]))
        await copies.add(tx, [Copy(post.id, ann.id, message["message_id"], 2, 1, UNKNOWN_COUNT)])

    await newsroom.database.write(forget_and_adopt)
    async with counters(newsroom):
        await repainted(newsroom)

    assert sent_to(await newsroom.calls(EDIT)) == [ann.id]
    assert await counts_known(newsroom, post) == {0}


async def test_a_copy_that_arrives_behind_the_counters_back_is_repainted_too(newsroom: Newsroom) -> None:
    post, (olga, *_others) = await published(newsroom, 20)
    held = await newsroom.world.faults(EDIT, hold="before", skip=12)
    await newsroom.comment_counts(post)

    async with counters(newsroom):
        await held.held()
        late = Copy(post.id, olga.id, (await messages_before(olga))[0]["message_id"], 2, 1, 0)
        await newsroom.database.write(lambda tx: put_in_place_of_the_first(tx, late))
        await held.release()
        await repainted(newsroom)

    assert await counts_known(newsroom, post) == {1}


async def put_in_place_of_the_first(tx: Transaction, late: Copy) -> None:
    """As if the message had become known only now."""
    await tx.execute(tables.copies.delete().where(tables.copies.c.message_id == late.message_id))
    await copies.add(tx, [late])


async def test_posts_take_turns(newsroom: Newsroom) -> None:
    post, readers = await published(newsroom, 20)
    other, _ = await published(newsroom, 0)
    await newsroom.comment_counts(post)
    await newsroom.comment_counts(other)

    async with counters(newsroom):
        await newsroom.olga.sees("Last", button="1 comment")
        await repainted(newsroom)

    of_other = [copy for copy in await newsroom.calls(EDIT) if sent_to([copy]) == [newsroom.olga.id]]
    assert len(of_other) == 2
    assert len(await newsroom.calls(EDIT)) == 21 + 21
    assert [await button_of(reader) for reader in readers] == ["1 comment"] * 21


async def test_a_revoked_token_ends_it_and_no_copy_is_given_up(newsroom: Newsroom) -> None:
    post, _ = await published(newsroom, 3)
    await newsroom.comment_counts(post)
    await newsroom.world.faults(EDIT, code=401, times=None)

    assert await halts(new_counters(newsroom).run()) == "Unauthorized"
    assert await counts_known(newsroom, post) == {0}
