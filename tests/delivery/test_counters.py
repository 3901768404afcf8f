"""The counts on buttons: every copy shows the newest one in the end, at the price of one call for each change."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.core.calls import Lane, Prepared
from bot.core.campaigns import CampaignState
from bot.core.posts import Copy, Post
from bot.core.richtext import RichText
from bot.delivery.counters import AT_ONCE, Counters
from bot.gateway.encoding import encode as encode_message
from bot.gateway.encoding import encode_markup_edit
from bot.handlers.copies import UNKNOWN_COUNT
from bot.rendering.message import Keyboard, Message
from bot.sandbox.client import Person
from bot.storage import copies, tables
from bot.storage.engine import Transaction
from bot.storage.for_delivery import CountStore
from tests.delivery.newsroom import PATIENCE, RATE, Newsroom, halts, labels, messages_before, sent_to, until

EDIT = "editMessageReplyMarkup"

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


KeyboardEdit = Callable[[Keyboard, int], Prepared]

SHARE = 0.8
"""Of the rate, so that tests of anything else are short."""


def new_counters(
    newsroom: Newsroom, share: float = SHARE, days: float = 7, encode: KeyboardEdit = encode_markup_edit
) -> Counters:
    return Counters(
        CountStore(newsroom.database),
        newsroom.courier,
        encode,
        newsroom.texts,
        newsroom.clock,
        share,
        timedelta(days=days),
    )


@asynccontextmanager
async def counters(
    newsroom: Newsroom, share: float = SHARE, days: float = 7, encode: KeyboardEdit = encode_markup_edit
) -> AsyncIterator[Counters]:
    """At work; their failure is the test's."""
    counters = new_counters(newsroom, share, days, encode)
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
        return not await store.to_repaint(newsroom.clock() + timedelta(days=1000), LONG_AGO)

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
    called = sent_to(await newsroom.calls(EDIT))
    assert len(called) <= 21 + 11 + AT_ONCE
    assert len(set(called[: 21 + AT_ONCE])) == 21, "the way goes on from where it was, and round"


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
        await outage.struck(3)
        soon = newsroom.clock() + timedelta(seconds=12)
        await until(lambda: it_is(newsroom, soon))
        assert len(await newsroom.calls(EDIT)) <= 3 + 3, "one call at a time asks again, and not often"
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


@pytest.mark.parametrize(("share", "seconds"), [(0.2, 4.0), (0.04, 20.0)])
async def test_no_more_than_the_share_of_the_rate_is_spent(newsroom: Newsroom, share: float, seconds: float) -> None:
    """At 25 a second the twenty intervals between 21 calls take so long at least."""
    post, _ = await published(newsroom, 20)
    await newsroom.comment_counts(post)
    went: list[float] = []

    def encode(keyboard: Keyboard, message_id: int) -> Prepared:
        went.append(asyncio.get_running_loop().time())
        return encode_markup_edit(keyboard, message_id)

    async with counters(newsroom, share, encode=encode):
        await repainted(newsroom)

    assert len(went) == 21
    assert went[-1] - went[0] >= seconds - 0.001
    for index, began in enumerate(went):
        assert sum(at < began + 1 for at in went[index:]) <= share * RATE + 1


async def test_with_no_share_nothing_is_done_in_the_background(newsroom: Newsroom) -> None:
    post, _ = await published(newsroom, 3)
    await newsroom.comment_counts(post)

    async with counters(newsroom, share=0) as at_work:
        at_work.wake()
        later = newsroom.clock() + timedelta(seconds=30)
        await until(lambda: it_is(newsroom, later))

    assert await newsroom.calls(EDIT) == []
    assert await counts_known(newsroom, post) == {0}


async def test_a_post_that_has_aged_is_left_alone(newsroom: Newsroom) -> None:
    old, _ = await published(newsroom, 3)
    newsroom.clock.passes(timedelta(days=2))
    new, _ = await published(newsroom, 0)
    await newsroom.comment_counts(old)
    await newsroom.comment_counts(new)

    async with counters(newsroom, days=1.5):
        await until(lambda: is_painted(newsroom, new))

    assert await counts_known(newsroom, old) == {0}
    assert len(await newsroom.calls(EDIT)) == 4


async def is_painted(newsroom: Newsroom, post: Post) -> bool:
    return await counts_known(newsroom, post) == {1}


async def test_a_post_that_ages_while_its_copies_are_repainted_is_left_as_it_is(newsroom: Newsroom) -> None:
    old, _ = await published(newsroom, 20)
    newsroom.clock.passes(timedelta(days=1))
    new, _ = await published(newsroom, 0)
    held = await newsroom.world.faults(EDIT, hold="before", skip=4)
    await newsroom.comment_counts(old)

    async with counters(newsroom, days=1.5):
        await held.held()
        newsroom.clock.passes(timedelta(days=1))
        await newsroom.comment_counts(new)
        await held.release()
        await until(lambda: is_painted(newsroom, new))

    assert await counts_known(newsroom, old) == {0, 1}
    assert len(await newsroom.calls(EDIT)) <= AT_ONCE + 21


async def test_no_count_is_painted_while_a_post_is_on_its_way(newsroom: Newsroom) -> None:
    post, _ = await published(newsroom, 20)
    held = await newsroom.world.faults("sendMessage", hold="before", skip=5)
    campaign = await newsroom.begins(await newsroom.post("Next"))

    async with newsroom.engine(), counters(newsroom) as at_work:
        await held.held()
        await newsroom.comment_counts(post)
        at_work.wake()
        await held.release()
        await newsroom.comes_to(campaign, CampaignState.DONE)
        await repainted(newsroom)

    last_of_the_post = max(call["number"] for call in await newsroom.calls())
    assert min(call["number"] for call in await newsroom.calls(EDIT)) > last_of_the_post


@pytest.mark.parametrize("lane", [Lane.POSTS, Lane.PAID_POSTS, Lane.EDITS])
async def test_no_count_is_painted_while_others_wait_even_if_they_could_not_go(newsroom: Newsroom, lane: Lane) -> None:
    """One chat takes a message a second, so that most slots are free."""
    post, readers = await published(newsroom, 5)
    await newsroom.comment_counts(post)
    words = encode_message(Message(RichText("A word")))

    async with asyncio.TaskGroup() as group, counters(newsroom):
        for _ in range(6):
            group.create_task(newsroom.courier.deliver(words.to(readers[-1].id, lane)))
        await repainted(newsroom)

    *_, last_but_one, _last = sorted(call["number"] for call in await newsroom.calls())
    assert min(call["number"] for call in await newsroom.calls(EDIT)) > last_but_one, "the last waits for nothing"


async def test_a_restart_goes_on_where_the_work_was(newsroom: Newsroom) -> None:
    post, readers = await published(newsroom, 20)
    held = await newsroom.world.faults(EDIT, hold="before", skip=12)
    await newsroom.comment_counts(post)

    async with counters(newsroom):
        await held.held()
    await held.release(drop=True)
    async with counters(newsroom):
        await repainted(newsroom)

    assert [await button_of(reader) for reader in readers] == ["1 comment"] * 21
    assert await counts_known(newsroom, post) == {1}
    assert len(await newsroom.calls(EDIT)) <= 21 + AT_ONCE
