"""What the project says of itself holds: settings and commands are documented, refusals have words, migrations fit."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from gettext import NullTranslations
from pathlib import Path

import pytest
import typer
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from bot.cli import app
from bot.config import Settings, variable
from bot.core.campaigns import CampaignState
from bot.core.drafts import DraftState
from bot.core.refusals import Refusal, RefusalKey
from bot.handlers.commands import commands, written_commands
from bot.rendering.texts import Texts
from bot.storage.engine import Database
from bot.storage.migrating import newest_revision, revision_of, upgrade
from bot.storage.tables import metadata
from tests.handlers.test_presses import HANDLERS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SETTINGS = [variable(field) for field in Settings.model_fields]

# The facts that core raises each kind of refusal with; a key that is not here is raised without any.
FACTS: dict[RefusalKey, list[dict[str, object]]] = {
    RefusalKey.PARTS_FULL: [{"limit": 2000}],
    RefusalKey.DRAFT_TOO_LONG: [{"length": 250_001, "limit": 250_000}],
    RefusalKey.FILE_TOO_BIG: [{"size": 21_000_000, "limit": 20_000_000}],
    RefusalKey.TAG_IMPOSSIBLE: [{"tag": "a.b", "limit": 64}],
    RefusalKey.TAGS_TOO_MANY: [{"count": 31, "limit": 30}],
    RefusalKey.TITLE_TOO_LONG: [{"length": 201, "limit": 200}],
    RefusalKey.TEXT_NOT_OF_THIS_DRAFT: [{"expected": 12}],
    RefusalKey.TEXT_MEDIUM_UNKNOWN: [{"reference": "photo:AQAD"}],
    RefusalKey.TEXT_TOO_LONG: [{"length": 260_000, "limit": 250_000}],
    RefusalKey.ODD_COMMENT: [{"photos": False}, {"photos": True}],
    RefusalKey.COMMENT_TOO_LONG: [{"length": 5000, "limit": 3000}],
    RefusalKey.COMMENT_TOO_MANY_PHOTOS: [{"limit": 10}],
    RefusalKey.MUTED: [{"until": datetime(2026, 3, 27, 14, 3, tzinfo=UTC)}],
    RefusalKey.ALIAS_IMPOSSIBLE: [{"limit": 32}],
    RefusalKey.DRAFT_CLOSED: [{"state": state} for state in DraftState],
    RefusalKey.NOTE_TOO_LONG: [{"length": 301, "limit": 300}],
    RefusalKey.UPDATE_TOO_EARLY: [{"headline": "The barrier held"}],
    RefusalKey.CAMPAIGN_PAST: [{"state": state} for state in CampaignState],
    RefusalKey.SCHEDULE_PAST: [{"local": datetime(2026, 3, 27, 8, 0)}],  # noqa: DTZ001 — as the zone's clocks have it
    RefusalKey.TIMEZONE_UNKNOWN: [{"name": "Berlni", "near": ("Europe/Berlin",)}, {"name": "Berlni", "near": ()}],
    RefusalKey.DATABASE_NEWER: [{"revision": "0009"}],
    RefusalKey.DATABASE_UNREACHABLE: [{"reason": "file is not a database"}],
    RefusalKey.DATABASE_AWAY: [{"reason": "Connection refused"}],
    RefusalKey.DATABASE_IN_USE: [{"path": "broadsheet.db"}],
    RefusalKey.DATABASE_NOT_COPIED: [{"reason": "disk full"}],
}


@pytest.mark.parametrize("setting", SETTINGS)
def test_each_setting_stands_in_the_example_file_with_a_sentence(setting: str) -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")

    assert re.search(rf"^# .+\.\n{setting}=", example, re.MULTILINE)


@pytest.mark.parametrize("setting", SETTINGS)
def test_each_setting_stands_in_the_readme(setting: str) -> None:
    assert re.search(rf"\b{setting}\b", README)


@pytest.mark.parametrize("command", sorted(typer.main.get_group(app).commands))
def test_each_command_stands_in_the_readme(command: str) -> None:
    assert re.search(rf"\bbroadsheet {command}\b", README)


@pytest.mark.parametrize("command", sorted(commands(HANDLERS) | written_commands(HANDLERS)))
def test_each_command_of_the_chat_stands_in_the_readme(command: str) -> None:
    assert re.search(rf"`/{command}`", README)


@pytest.mark.parametrize("key", RefusalKey)
def test_each_refusal_has_words_for_whatever_it_may_be_about(key: RefusalKey) -> None:
    texts = Texts(NullTranslations(), "en", UTC, "The Long View")

    sentences = [texts.refusal(Refusal(key, **facts)) for facts in FACTS.get(key, [{}])]

    for sentence in sentences:
        assert re.match(r"[A-Z“]", sentence), sentence
        assert "{" not in sentence
    assert len(set(sentences)) == len(sentences)


async def test_the_migrations_make_the_tables_that_the_code_expects(database: Database) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return list(compare_metadata(context, metadata))

    async with database.read() as tx:
        assert await tx.run_sync(differences) == []


async def test_migrating_anew_finds_nothing_to_do(empty_database_url: str) -> None:
    now = datetime(2026, 3, 27, tzinfo=UTC)
    await upgrade(empty_database_url, now)

    assert await revision_of(empty_database_url) == newest_revision()
    assert await upgrade(empty_database_url, now) is None
