"""Messages arrive in any order, edits before what they edit; the post is the same as in order."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from bot.core.assembly import Assembly, assemble
from bot.core.parts import Part
from bot.sandbox.client import Person
from bot.storage import parts
from bot.storage.engine import Database
from bot.storage.inbox import State
from bot.storage.tables import drafts
from tests.stories.stage import ON_SQLITE, Message, Stage

pytestmark = [ON_SQLITE, pytest.mark.check]

PARTS = 200

FIRST_ID = 100_000
"""Far above the ids of whatever else is said in the chat."""


def message_of(author: Person, number: int, sent_at: int, text: str) -> Message:
    """What Telegram would deliver: every tenth is a link, every seventh a photo of an album of two."""
    message: Message = {
        "message_id": FIRST_ID + number,
        "date": sent_at + number // 20,
        "chat": {"id": author.id, "type": "private", "first_name": "Olga"},
        "from": {"id": author.id, "is_bot": False, "first_name": "Olga"},
    }
    if number % 7 in (2, 3):
        photo = {"file_id": f"photo{number}", "file_unique_id": f"unique{number}", "width": 9, "height": 9}
        return message | {"photo": [photo], "caption": text, "media_group_id": f"album{number // 7}"}
    return message | {"text": f"https://example.org/{number}" if number % 10 == 9 else text}


def edit_of(message: Message) -> Message:
    """The same message with other words, some of them bold."""
    field = "caption" if "photo" in message else "text"
    words = f"edited {message[field]}"
    bold = [{"type": "bold", "offset": 0, "length": 6}]
    return message | {
        "edit_date": message["date"] + 5,
        field: words,
        "entities" if field == "text" else "caption_entities": bold,
    }


def written(author: Person, sent_at: int) -> tuple[list[Message], list[Message]]:
    """Two hundred messages, and the edits of a third of them."""
    texts = ["The barrier held", *(f"Paragraph {number} says it.\n\nMore of it." for number in range(1, PARTS))]
    messages = [message_of(author, number, sent_at, text) for number, text in enumerate(texts)]
    return messages, [edit_of(message) for message in messages[1::3]]


async def assembled(stage: Stage) -> Assembly:
    """The post that the only draft makes, once every update has had its effect."""
    await stage.kept()
    assert set(await stage.inbox()) == {State.DONE}
    database = Database.open(stage.database_url)
    try:
        async with database.read() as tx:
            (draft_id,) = (await tx.execute(select(drafts.c.id))).scalars()
            found: list[Part] = await parts.of_draft(tx, draft_id)
    finally:
        await database.close()
    return assemble(found)


async def in_order(stage: Stage, updates: list[tuple[str, Any]]) -> None:
    """Deliver updates one after the other."""
    for kind, value in updates:
        await stage.world.injects(kind, value)


@pytest.mark.parametrize("seed", [1, 2])
async def test_two_hundred_parts_in_random_order_a_third_of_them_edited(stage: Stage, seed: int) -> None:
    olga = await stage.opens()
    sent_at = int(datetime.now(UTC).timestamp())
    messages, edits = written(olga, sent_at)
    edited = {edit["message_id"]: edit for edit in edits}
    updates = [("message", message) for message in messages] + [("edited_message", edit) for edit in edits]
    Random(seed).shuffle(updates)
    await in_order(stage, updates)

    got = await assembled(stage)

    last = [edited.get(message["message_id"], message) for message in messages]
    said = [" ".join((message.get("text") or message["caption"]).split()) for message in last]
    assert [" ".join(role.part.text.text.split()) for role in got.roles] == said
    assert got.article.title == "The barrier held"
    bold = [role.part.message_id for role in got.roles if any(e.type == "bold" for e in role.part.text.entities)]
    assert bold == sorted(edited)
    albums = [len(block.media) for block in got.article.blocks if hasattr(block, "media")]
    assert albums == [2] * (PARTS // 7 + 1)
