"""The migration of drafts with drafts in it: to desks and parts of several drafts, and back."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, text

from bot.core.drafts import Draft, DraftState
from bot.core.parts import Part
from bot.core.richtext import RichText
from bot.storage import desks, drafts, parts, posts, revisions
from bot.storage.engine import Transaction
from tests.storage.between_revisions import MOMENT, decoded, insert, migrate, opened
from tests.storage.given import NOW

OLGA, PAVEL = 1, 2
OPEN, SHELVED, PUBLISHED, DISCARDED, HIS = 11, 12, 13, 14, 21
BEFORE = {OPEN: "open", SHELVED: "shelved", PUBLISHED: "published", DISCARDED: "discarded", HIS: "shelved"}
PARTS = {(OLGA, 101): OPEN, (OLGA, 102): OPEN, (OLGA, 103): SHELVED, (OLGA, 104): PUBLISHED, (PAVEL, 105): HIS}


def body(message_id: int) -> str:
    """What a part's message was, as JSON."""
    return json.dumps(
        {"text": {"text": f"Message {message_id}", "entities": []}, "media": None, "album_id": None, "origin": None}
    )


def part(chat_id: int, message_id: int) -> Part:
    """The same as a value."""
    return Part(chat_id, message_id, NOW, RichText(f"Message {message_id}"))


def fill_before(connection: Connection) -> None:
    """What a blog of the first version holds."""

    for id_ in (OLGA, PAVEL):
        insert(connection, "people", id=id_, name="Somebody", subscribed=True, reachable=True, started_at=MOMENT)
    for id_, state in BEFORE.items():
        author = PAVEL if id_ == HIS else OLGA
        insert(
            connection,
            "drafts",
            id=id_,
            author_id=author,
            title=f"Draft {id_}",
            state=state,
            created_at=MOMENT + id_,
        )
    for (chat_id, message_id), draft_id in PARTS.items():
        insert(
            connection,
            "parts",
            chat_id=chat_id,
            message_id=message_id,
            draft_id=draft_id,
            sent_at=MOMENT,
            body=body(message_id),
        )
    insert(
        connection,
        "posts",
        id=31,
        draft_id=PUBLISHED,
        author_id=OLGA,
        state="published",
        headline="It held",
        revision=1,
        pages=1,
        comments=4,
        published_at=MOMENT,
    )
    article = json.dumps({"headline": None, "blocks": [], "tags": []})
    insert(connection, "revisions", post_id=31, revision=1, article=article, made_at=MOMENT)
    insert(connection, "pages", post_id=31, revision=1, page=1, method="sendMessage", tail=b"}")


def as_before(connection: Connection) -> tuple[dict[int, str], dict[tuple[int, int], tuple[int, Any]]]:
    """The states of the drafts, and the parts with their draft and body, by the first version's columns."""
    found = {row.id: row.state for row in connection.execute(text("SELECT id, state FROM drafts"))}
    rows = connection.execute(text("SELECT chat_id, message_id, draft_id, body FROM parts"))
    return found, {(row.chat_id, row.message_id): (row.draft_id, decoded(row.body)) for row in rows}


async def test_drafts_of_the_first_version_lie_on_desks_with_all_their_parts(empty_database_url: str) -> None:
    await migrate(empty_database_url, "+0001", fill_before, "+head")

    async with opened(empty_database_url) as database, database.read() as tx:
        found = [await drafts.find(tx, id_) for id_ in BEFORE]
        states = [DraftState.OPEN, DraftState.OPEN, DraftState.PUBLISHED, DraftState.DISCARDED, DraftState.OPEN]
        assert found == [
            Draft(id_, PAVEL if id_ == HIS else OLGA, f"Draft {id_}", state)
            for id_, state in zip(BEFORE, states, strict=True)
        ]
        assert await desks.draft_on(tx, OLGA) == found[0]
        assert await desks.draft_on(tx, PAVEL) is None
        assert await parts.of_draft(tx, OPEN) == [part(OLGA, 101), part(OLGA, 102)]
        assert await parts.of_draft(tx, SHELVED) == [part(OLGA, 103)]
        assert await parts.of_draft(tx, HIS) == [part(PAVEL, 105)]
        listed = await drafts.listed(tx, None, [DraftState.OPEN], 0, 10)
        assert [draft.id for draft, _ in listed] == [HIS, SHELVED, OPEN]
        post = await posts.of_draft(tx, PUBLISHED)
        assert post is not None
        assert (post.id, post.comments) == (31, 4)
        assert await revisions.snapshot_of(tx, 31, 1) is None
        assert await revisions.dated(tx, PUBLISHED) == NOW


async def test_they_go_back_to_the_first_version_as_they_were(empty_database_url: str) -> None:
    await migrate(empty_database_url, "+0001", fill_before, "+head", "-0001")

    async with opened(empty_database_url) as database, database.read() as tx:
        states, kept = await tx.run_sync(as_before)
    assert states == BEFORE
    assert kept == {key: (draft_id, json.loads(body(key[1]))) for key, draft_id in PARTS.items()}


async def test_what_only_the_newer_version_can_say_is_given_up_on_the_way_back(empty_database_url: str) -> None:
    async def change(tx: Transaction) -> None:
        assert await drafts.set_state(tx, PUBLISHED, DraftState.PUBLISHED, DraftState.REVISING)
        await desks.put(tx, OLGA, PUBLISHED)  # and what lay there before is put aside
        await desks.put(tx, PAVEL, SHELVED)
        await parts.copy(tx, OPEN, DISCARDED)  # one message in two drafts, of which the first version knows one

    await migrate(empty_database_url, "+0001", fill_before, "+head")
    async with opened(empty_database_url) as database:
        await database.write(change)
    await migrate(empty_database_url, "-0001")

    async with opened(empty_database_url) as database, database.read() as tx:
        states, kept = await tx.run_sync(as_before)
    assert states == BEFORE | {OPEN: "shelved"}
    assert {key: draft_id for key, (draft_id, _) in kept.items()} == PARTS
