"""The dispatcher: a chat's updates in their order, different chats side by side, and none for ever."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.updates import RETRY_AFTER, WaitingUpdate
from bot.gateway.dispatching import IN_HAND, Dispatcher
from bot.sandbox.client import PATIENCE
from bot.storage import inbox
from bot.storage.engine import Database
from bot.storage.for_gateway import InboxStore

ANN, BEN = 11, 12

Handle = Callable[[WaitingUpdate], Awaitable[None]]


class Post:
    """Updates in a real inbox; ``handled`` are those that were begun, in their order."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = datetime(2026, 3, 27, 20, 0, tzinfo=UTC)
        self.handled: list[int] = []
        self.dispatcher: Dispatcher | None = None
        self.store = InboxStore(database, lambda: self.now, lambda update: int(update["chat"]), self._stored)
        self._numbers = 0

    def _stored(self) -> None:
        if self.dispatcher is not None:
            self.dispatcher.wake()

    async def arrives(self, *chats: int) -> list[int]:
        """One update from each; their ids."""
        ids = list(range(self._numbers + 1, self._numbers + len(chats) + 1))
        self._numbers += len(chats)
        await self.store.store([{"update_id": id_, "chat": chat} for id_, chat in zip(ids, chats, strict=True)])
        return ids

    async def finish(self, update: WaitingUpdate) -> None:
        """What a handler's transaction does."""
        await self.database.write(lambda tx: inbox.finish(tx, update.update_id))

    def passes(self, span: timedelta) -> None:
        """Lets time go by."""
        self.now += span
        if self.dispatcher is not None:
            self.dispatcher.wake()

    @asynccontextmanager
    async def working(self, handle: Handle) -> AsyncIterator[Dispatcher]:
        """A dispatcher at work; its failure is the test's."""

        async def noted(update: WaitingUpdate) -> None:
            self.handled.append(update.update_id)
            await handle(update)

        self.dispatcher = Dispatcher(self.store, noted, lambda: self.now)
        async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group:
            running = group.create_task(self.dispatcher.run())
            yield self.dispatcher
            running.cancel()

    async def comes_to(self, *ids: int) -> None:
        """Until these, and no others, were begun."""
        async with asyncio.timeout(PATIENCE):
            while sorted(self.handled) != sorted(ids):  # noqa: ASYNC110 — what it asks for has no event
                await asyncio.sleep(0.005)

    async def is_empty(self) -> None:
        """Until no update waits."""
        async with asyncio.timeout(PATIENCE):
            while await self.store.waiting([], self.now + timedelta(days=1), 1):  # noqa: ASYNC110 — what it asks for has no event
                await asyncio.sleep(0.005)


@pytest.fixture
def post(database: Database) -> Post:
    return Post(database)


async def test_each_chats_updates_are_handled_in_their_order(post: Post) -> None:
    ids = await post.arrives(*[ANN, BEN] * 6)
    under_way: Counter[int] = Counter()

    async def handle(update: WaitingUpdate) -> None:
        under_way[update.chat_id] += 1
        assert under_way[update.chat_id] == 1
        await post.finish(update)
        under_way[update.chat_id] -= 1

    async with post.working(handle):
        await post.is_empty()

    assert [number for number in post.handled if number % 2] == ids[::2]
    assert [number for number in post.handled if not number % 2] == ids[1::2]


async def test_a_slow_chat_holds_up_no_other(post: Post) -> None:
    first, *others = await post.arrives(ANN, BEN, BEN, BEN)
    let_go = asyncio.Event()

    async def handle(update: WaitingUpdate) -> None:
        if update.chat_id == ANN:
            await let_go.wait()
        await post.finish(update)

    async with post.working(handle):
        await post.comes_to(first, *others)
        (later,) = await post.arrives(BEN)
        await post.comes_to(first, *others, later)
        let_go.set()
        await post.is_empty()


async def test_no_more_than_64_are_in_hand(post: Post) -> None:
    ids = await post.arrives(*range(1, IN_HAND + 11))
    let_go = asyncio.Event()

    async def handle(update: WaitingUpdate) -> None:
        await let_go.wait()
        await post.finish(update)

    async with post.working(handle) as dispatcher:
        await post.comes_to(*ids[:IN_HAND])
        dispatcher.wake()
        await asyncio.sleep(0)
        assert len(post.handled) == IN_HAND == 64
        let_go.set()
        await post.is_empty()

    assert sorted(post.handled) == ids


async def test_an_update_that_was_put_off_holds_its_chat_alone_and_comes_first_when_it_is_due(post: Post) -> None:
    failing, behind, other = await post.arrives(ANN, ANN, BEN)

    async def handle(update: WaitingUpdate) -> None:
        if update.update_id == failing and update.tries == 0:
            due_at = post.now + RETRY_AFTER
            await post.database.write(lambda tx: inbox.try_again(tx, failing, "a bug", due_at))
        else:
            await post.finish(update)

    async with post.working(handle):
        await post.comes_to(failing, other)
        (another,) = await post.arrives(BEN)
        await post.comes_to(failing, other, another)
        post.passes(RETRY_AFTER)
        await post.is_empty()

    assert [number for number in post.handled if number in (failing, behind)] == [failing, failing, behind]


async def test_an_update_that_nobody_saw_through_is_not_taken_again_at_once(post: Post) -> None:
    swallowed, other = await post.arrives(ANN, BEN)

    async def handle(update: WaitingUpdate) -> None:
        if update.update_id != swallowed or update.tries > 1:
            await post.finish(update)

    async with post.working(handle):
        for attempt in (1, 2):
            await post.comes_to(other, *[swallowed] * attempt)
            async with asyncio.timeout(PATIENCE):
                while await post.store.waiting([], post.now, 1):  # noqa: ASYNC110 — what it asks for has no event
                    await asyncio.sleep(0.005)
            (later,) = await post.arrives(BEN)
            await post.comes_to(other, later, *[swallowed] * attempt)
            post.handled.remove(later)
            post.passes(RETRY_AFTER)
        await post.is_empty()

    assert post.handled.count(swallowed) == 3


async def test_an_update_in_hand_at_the_end_is_found_by_the_next_start(post: Post) -> None:
    first, second = await post.arrives(ANN, ANN)
    begun = asyncio.Event()

    async def never(update: WaitingUpdate) -> None:
        begun.set()
        await asyncio.Event().wait()

    async with post.working(never):
        await begun.wait()
    post.handled.clear()
    async with post.working(post.finish):
        await post.is_empty()

    assert post.handled == [first, second]
