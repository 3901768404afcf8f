"""A draft holds a thousand messages; whatever comes beyond them is refused, and what waits to be said is said once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.core.drafts import PARTS_LIMIT
from bot.core.parts import Part
from bot.core.richtext import RichText
from bot.storage import desks, drafts, parts
from bot.storage.engine import Transaction
from bot.storage.inbox import State
from tests.stories.stage import ON_SQLITE, Stage, copies_of

pytestmark = [ON_SQLITE, pytest.mark.check]

FULL = "This draft holds 1,000 messages, and that is its limit."


async def test_messages_beyond_the_limit_are_refused_and_the_draft_is_as_it_was(stage: Stage) -> None:
    olga = await stage.opens()
    now = datetime.now(UTC).replace(microsecond=0)

    async def fill(tx: Transaction) -> None:
        draft = await drafts.begin(tx, olga.id, now)
        await desks.put(tx, olga.id, draft.id)
        lines = [Part(olga.id, -number, now, RichText(f"Line {number}")) for number in range(1, PARTS_LIMIT + 1)]
        await parts.add_all(tx, draft.id, lines)

    await stage.changes(fill)
    before = (await stage.kept())["parts"]
    chat = {"id": olga.id, "type": "private", "first_name": "Olga"}
    sender = {"id": olga.id, "is_bot": False, "first_name": "Olga"}
    known = len(await stage.inbox())
    for number in range(300):
        message = {"message_id": 10_000 + number, "date": int(now.timestamp()), "chat": chat, "from": sender}
        await stage.world.injects("message", message | {"text": f"One more: {number}"})
    while len(states := await stage.inbox()) < known + 300 or State.WAITING in states:
        await stage.world.quiet(settle=0.01)
    said = await copies_of(olga, FULL)
    await olga.sees(FULL)
    assert (await stage.kept())["parts"] == before
    left = await copies_of(olga, FULL) - said
    assert left <= 2, "when all are refused, one answer can be under way and one can wait"
