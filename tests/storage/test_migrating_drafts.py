"""The migration of drafts with drafts in it: to desks and parts of several drafts, and back."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.core.drafts import Draft, DraftState
from bot.core.parts import Part
from bot.core.richtext import RichText
from bot.storage import desks, drafts, parts, posts, revisions
from bot.storage.engine import Database, Transaction, sqlite_writer
from tests.storage.given import NOW

INSTALLED = Path(__file__).parents[2] / "migrations"

OLGA, PAVEL = 1, 2
OPEN, SHELVED, PUBLISHED, DISCARDED, HIS = 11, 12, 13, 14, 21
MOMENT = int(NOW.timestamp() * 1000)
"""As the database keeps it: milliseconds."""

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


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    """The database, whatever revision it is at."""
    database = Database.open(url)
    yield database
    await database.close()


async def migrate(url: str, *steps: str | Callable[[Connection], None]) -> None:
    """Up ("+0002") and down ("-0001") to revisions, with what else is done in between."""
    is_sqlite = make_url(url).get_backend_name() == "sqlite"
    engine = sqlite_writer(url, foreign_keys=False) if is_sqlite else create_async_engine(url)
    config = Config()
    config.set_main_option("script_location", str(INSTALLED))
    config.set_main_option("path_separator", "os")

    def work(connection: Connection) -> None:
        config.attributes["connection"] = connection
        for step in steps:
            if not isinstance(step, str):
                step(connection)
            elif step.startswith("+"):
                command.upgrade(config, step[1:])
            else:
                command.downgrade(config, step[1:])
        if is_sqlite:
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []

    async with engine.begin() as connection:
        await connection.run_sync(work)
    await engine.dispose()


def fill_before(connection: Connection) -> None:
    """What a blog of the first version holds."""

    def add(sql: str, **values: Any) -> None:
        connection.execute(text(sql), values)

    for id_ in (OLGA, PAVEL):
        add("INSERT INTO people VALUES (:id, 'Somebody', NULL, TRUE, TRUE, :moment)", id=id_, moment=MOMENT)
    for id_, state in BEFORE.items():
        author = PAVEL if id_ == HIS else OLGA
        add(
            "INSERT INTO drafts (id, author_id, title, state, created_at)"
            " VALUES (:id, :author, :title, :state, :moment)",
            id=id_,
            author=author,
            title=f"Draft {id_}",
            state=state,
            moment=MOMENT + id_,
        )
    for (chat_id, message_id), draft_id in PARTS.items():
        add(
            "INSERT INTO parts (chat_id, message_id, draft_id, sent_at, body)"
            " VALUES (:chat, :message, :draft, :moment, :body)",
            chat=chat_id,
            message=message_id,
            draft=draft_id,
            moment=MOMENT,
            body=body(message_id),
        )
    add(
        "INSERT INTO posts (id, draft_id, author_id, state, headline, revision, pages, comments, published_at)"
        " VALUES (31, :draft, :author, 'published', 'It held', 1, 1, 4, :moment)",
        draft=PUBLISHED,
        author=OLGA,
        moment=MOMENT,
    )
    add(
        "INSERT INTO revisions (post_id, revision, article, made_at) VALUES (31, 1, :article, :moment)",
        article=json.dumps({"headline": None, "blocks": [], "tags": []}),
        moment=MOMENT,
    )
    add("INSERT INTO pages (post_id, revision, page, method, tail) VALUES (31, 1, 1, 'sendMessage', :tail)", tail=b"}")


def as_before(connection: Connection) -> tuple[dict[int, str], dict[tuple[int, int], tuple[int, Any]]]:
    """The states of the drafts, and the parts with their draft and body, by the first version's columns."""
    found = {row.id: row.state for row in connection.execute(text("SELECT id, state FROM drafts"))}
    rows = connection.execute(text("SELECT chat_id, message_id, draft_id, body FROM parts"))
    return found, {(row.chat_id, row.message_id): (row.draft_id, _decoded(row.body)) for row in rows}


def _decoded(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


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
