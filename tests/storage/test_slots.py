"""Slots: one for each (kind, subject, chat), whoever makes it."""

from __future__ import annotations

from bot.core.slots import Slot, SlotKind
from bot.storage import slots
from bot.storage.engine import Database
from tests.storage.given import NOW, SECOND
from tests.storage.racing import race

CARD = Slot(SlotKind.CARD, 4, 7_000_000_001)


async def test_a_slot_is_made_once(database: Database) -> None:
    made = await database.write(lambda tx: slots.ensure(tx, CARD))

    assert await database.write(lambda tx: slots.ensure(tx, CARD)) == made
    assert await database.write(lambda tx: slots.ensure(tx, Slot(SlotKind.BUBBLE, 4, CARD.chat_id))) != made


async def test_two_who_make_a_slot_at_once_get_the_same(database: Database) -> None:
    first, second = await race(database, lambda tx: slots.ensure(tx, CARD), lambda tx: slots.ensure(tx, CARD))

    assert isinstance(first, int)
    assert first == second


async def test_a_message_is_found_by_where_it_stands_and_by_what_it_shows(database: Database) -> None:
    other = Slot(SlotKind.CARD, 4, 7_000_000_002)
    slot_id = await database.write(lambda tx: slots.ensure(tx, CARD))
    await database.write(lambda tx: slots.ensure(tx, other))
    await database.write(lambda tx: slots.replace(tx, slot_id, None, 55))

    async with database.read() as tx:
        assert await slots.message_in(tx, slot_id) == 55
        assert await slots.standing_in(tx, CARD.chat_id, 55) == CARD
        assert await slots.standing_in(tx, other.chat_id, 55) is None
        assert await slots.showing(tx, SlotKind.CARD, 4) == [CARD, other]
        assert await slots.showing(tx, SlotKind.BUBBLE, 4) == []


async def test_a_message_gives_way_only_to_whoever_saw_it(database: Database) -> None:
    slot_id = await database.write(lambda tx: slots.ensure(tx, CARD))
    await database.write(lambda tx: slots.replace(tx, slot_id, None, 55))
    await database.write(lambda tx: slots.empty(tx, slot_id))

    await database.write(lambda tx: slots.replace(tx, slot_id, 55, 55))

    async with database.read() as tx:
        assert await slots.message_in(tx, slot_id) is None


async def test_what_is_stale_is_found_the_oldest_first_until_it_is_fresh(database: Database) -> None:
    other, bubble = Slot(SlotKind.CARD, 5, 7_000_000_001), Slot(SlotKind.BUBBLE, 4, CARD.chat_id)
    for slot in (CARD, other, bubble):
        await database.write(lambda tx, slot=slot: slots.ensure(tx, slot))  # type: ignore[misc]
    await database.write(lambda tx: slots.mark_stale(tx, SlotKind.CARD, 5, NOW))
    await database.write(lambda tx: slots.mark_chat_stale(tx, SlotKind.CARD, CARD.chat_id, NOW + SECOND))

    async with database.read() as tx:
        assert await slots.stale(tx, SlotKind.CARD, 9) == [other, CARD]
        assert await slots.stale(tx, SlotKind.CARD, 1) == [other]
        assert await slots.stale(tx, SlotKind.BUBBLE, 9) == []
    await database.write(lambda tx: slots.mark_fresh(tx, other))
    async with database.read() as tx:
        assert await slots.stale(tx, SlotKind.CARD, 9) == [CARD]


async def test_a_slot_says_what_stands_in_it_since_when(database: Database) -> None:
    async with database.read() as tx:
        assert await slots.find(tx, CARD) is None
    slot_id = await database.write(lambda tx: slots.ensure(tx, CARD))
    async with database.read() as tx:
        assert await slots.find(tx, CARD) == slots.Standing(slot_id, None, None)
    await database.write(lambda tx: slots.replace(tx, slot_id, None, 55, NOW))
    async with database.read() as tx:
        assert await slots.find(tx, CARD) == slots.Standing(slot_id, 55, NOW)
