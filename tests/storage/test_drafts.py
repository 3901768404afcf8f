"""Drafts: one open for each author, with parts in the order of their messages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from bot.core.drafts import Draft, DraftState
from bot.core.parts import Media, MediaKind, Part
from bot.core.richtext import Entity, RichText
from bot.storage import drafts
from bot.storage.engine import Database, Transaction
from tests.storage import given
from tests.storage.given import AUTHOR, NOW
from tests.storage.racing import race

PHOTO = Media(MediaKind.PHOTO, "AgAC…", "unique", 120_000)


def part(message_id: int, text: str = "A sentence.") -> Part:
    """A message in the author's private chat."""
    return Part(AUTHOR, message_id, NOW, RichText(text), None, None, None)


async def begin(tx: Transaction) -> Draft:
    """The author's new draft."""
    await given.readers(tx, [AUTHOR])
    return await drafts.begin(tx, AUTHOR, NOW)


async def test_an_author_has_one_open_draft(database: Database) -> None:
    draft = await database.write(begin)
    with pytest.raises(IntegrityError):
        await database.write(begin)

    assert await database.write(lambda tx: drafts.set_state(tx, draft.id, DraftState.OPEN, DraftState.SHELVED))
    assert not await database.write(lambda tx: drafts.set_state(tx, draft.id, DraftState.OPEN, DraftState.PUBLISHED))
    second = await database.write(begin)

    async with database.read() as tx:
        assert await drafts.open_of(tx, AUTHOR) == second
        assert await drafts.find(tx, draft.id) == replace(draft, state=DraftState.SHELVED)
        assert await drafts.open_of(tx, 2) is None
    with pytest.raises(IntegrityError):
        await database.write(lambda tx: drafts.set_state(tx, draft.id, DraftState.SHELVED, DraftState.OPEN))


async def test_of_two_drafts_that_are_begun_at_once_one_is(database: Database) -> None:
    await database.write(lambda tx: given.readers(tx, [AUTHOR]))

    first, second = await race(
        database, lambda tx: drafts.begin(tx, AUTHOR, NOW), lambda tx: drafts.begin(tx, AUTHOR, NOW)
    )

    assert isinstance(first, Draft)
    assert isinstance(second, IntegrityError)


async def test_of_two_who_send_a_draft_at_once_one_does(database: Database) -> None:
    draft = await database.write(begin)

    results = await race(
        database,
        lambda tx: drafts.set_state(tx, draft.id, DraftState.OPEN, DraftState.PUBLISHED),
        lambda tx: drafts.set_state(tx, draft.id, DraftState.OPEN, DraftState.PUBLISHED),
    )

    assert [*results] == [True, False]


async def test_parts_stand_in_the_order_of_their_messages(database: Database) -> None:
    caption = RichText("The barrier 🌊", (Entity("text_link", 4, 7, (("url", "https://example.org"),)),))
    photo = Part(AUTHOR, 12, NOW, caption, PHOTO, "album", "A channel")

    async def work(tx: Transaction) -> Draft:
        draft = await begin(tx)
        for added in (part(13), photo, part(11)):
            await drafts.add_part(tx, draft.id, added)
        await drafts.add_part(tx, draft.id, part(11, "once more"))
        return draft

    draft = await database.write(work)

    async with database.read() as tx:
        assert await drafts.parts_of(tx, draft.id) == [part(11), photo, part(13)]
        assert await drafts.count_parts(tx, draft.id) == 3
        assert await drafts.draft_of_part(tx, AUTHOR, 12) == draft
        assert await drafts.draft_of_part(tx, AUTHOR, 14) is None


async def test_parts_are_changed_and_removed(database: Database) -> None:
    async def work(tx: Transaction) -> Draft:
        draft = await begin(tx)
        await drafts.add_part(tx, draft.id, part(11))
        await drafts.add_part(tx, draft.id, part(12))
        await drafts.change_part(tx, part(11, "Another sentence."))
        await drafts.remove_part(tx, AUTHOR, 12)
        await drafts.set_title(tx, draft.id, "Headline")
        return draft

    draft = await database.write(work)

    async with database.read() as tx:
        assert await drafts.parts_of(tx, draft.id) == [part(11, "Another sentence.")]
        assert await drafts.find(tx, draft.id) == replace(draft, title="Headline")
