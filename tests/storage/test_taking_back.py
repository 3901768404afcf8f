"""What a decision lets its writer know is not sent where the decision is taken back in time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.core.calls import Prepared
from bot.core.slots import Slot, SlotKind
from bot.storage import outbox, slots
from bot.storage.engine import Database, Transaction
from bot.storage.tables import outbox as outbox_table
from tests.storage.given import NOW, SECOND

BUBBLE = Slot(SlotKind.BUBBLE, 4, 7_000_000_001)
DECIDED = NOW + 10 * SECOND
TOLD = DECIDED + timedelta(seconds=15)


async def given(tx: Transaction, shown_at: int | None, claimed: bool) -> None:
    """A bubble that was shown so many seconds after NOW, and what is to be shown after a decision."""
    slot_id = await slots.ensure(tx, BUBBLE)
    if shown_at is not None:
        await slots.replace(tx, slot_id, None, 55, NOW + shown_at * SECOND)
    change = Prepared("editMessageText", b',"text":"published"}')
    await outbox.put(tx, BUBBLE.chat_id, Prepared("sendMessage", change.tail), TOLD, slot_id=slot_id, change=change)
    if claimed:
        assert await outbox.claim(tx, BUBBLE.chat_id, TOLD) is not None


@pytest.mark.parametrize(
    ("shown_at", "claimed", "clean"),
    [
        (5, False, True),
        (5, True, False),  # on its way
        (None, False, False),  # nothing was shown so far
        (-5, False, False),  # an edit before the decision has not been shown either
        (12, False, False),  # the decision was shown
    ],
)
async def test_nothing_has_to_be_said_where_the_last_thing_that_was_shown_is_true_again(
    database: Database, shown_at: int | None, claimed: bool, clean: bool
) -> None:
    await database.write(lambda tx: given(tx, shown_at, claimed))

    assert await database.write(lambda tx: outbox.take_back(tx, BUBBLE, NOW, DECIDED)) is clean
    async with database.read() as tx:
        left = list((await tx.execute(select(outbox_table.c.id))).scalars())
    assert len(left) == int(claimed)


async def test_of_what_was_never_to_be_shown_nothing_has_to_be_said(database: Database) -> None:
    assert await database.write(lambda tx: outbox.take_back(tx, BUBBLE, NOW, DECIDED))
