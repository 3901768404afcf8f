"""Two people have one draft on their desks, and what one of them sends is lost by nothing that the other does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.core.drafts import Draft, DraftState
from bot.core.people import Profile, Role
from bot.core.richtext import RichText
from bot.core.submissions import Submission
from bot.handlers.composing import Composing
from bot.handlers.desk import Desk
from bot.handlers.late_photos import LatePhotos
from bot.handlers.published import Published
from bot.handlers.publishing import Publishing
from bot.storage import desks, drafts, parts, people
from bot.storage.engine import Database, Transaction
from tests.handlers.test_moderating_race import blog
from tests.storage.racing import race

NOW = datetime(2026, 3, 27, 20, 0, tzinfo=UTC)
OLGA, PAVEL = Profile(1, "Olga"), Profile(2, "Pavel")

DESK = Desk(blog())
PUBLISHED = Published(blog(), DESK)
COMPOSING = Composing(blog(), DESK, PUBLISHED, LatePhotos(blog(), DESK, PUBLISHED))
PUBLISHING = Publishing(blog(), DESK)

Work = Callable[[Transaction], Awaitable[Any]]


def says(by: Profile, message_id: int, text: str) -> Work:
    """Somebody sends a message for the draft on the desk."""

    async def work(tx: Transaction) -> Any:
        author = await blog().person(tx, by.id)
        submission = Submission(by, by.id, message_id, NOW + timedelta(seconds=message_id), RichText(text))
        return await COMPOSING.received(tx, NOW, author, submission)

    return work


@pytest.fixture
async def shared(database: Database) -> Draft:
    """Pavel's draft, without a part so far, which Olga has on her desk, too; she owns the blog."""

    async def work(tx: Transaction) -> Draft:
        for by, role in ((OLGA, Role.OWNER), (PAVEL, Role.AUTHOR)):
            await people.subscribe(tx, by, NOW)
            await people.give_role(tx, by.id, role, NOW)
        draft = await drafts.begin(tx, PAVEL.id, NOW)
        for by in (OLGA, PAVEL):
            await desks.put(tx, by.id, draft.id)
        return draft

    return await database.write(work)


async def test_what_comes_while_the_draft_is_sent_begins_another_one(database: Database, shared: Draft) -> None:
    await database.write(says(PAVEL, 11, "The barrier held"))

    sent, said = await race(
        database, lambda tx: PUBLISHING.sent(tx, NOW, OLGA, shared.id), says(PAVEL, 12, "The pumps")
    )

    assert not isinstance(sent, BaseException)
    assert not isinstance(said, BaseException)
    async with database.read() as tx:
        (draft,) = await parts.drafts_with(tx, PAVEL.id, 12)
        on_desk = await desks.draft_on(tx, PAVEL.id)
    assert draft.id != shared.id
    assert draft == on_desk
    assert draft.state is DraftState.OPEN


async def test_a_draft_that_gets_its_first_part_is_not_given_up_as_empty(database: Database, shared: Draft) -> None:
    async def opens_another(tx: Transaction) -> None:
        olga = await DESK.author(tx, OLGA)
        await DESK.take_up(tx, NOW, olga, await drafts.begin(tx, OLGA.id, NOW))

    _, opened = await race(database, says(PAVEL, 11, "The barrier held"), opens_another)

    assert not isinstance(opened, BaseException)
    async with database.read() as tx:
        draft = await drafts.find(tx, shared.id)
    assert draft is not None
    assert draft.state is DraftState.OPEN
