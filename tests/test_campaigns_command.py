"""`broadsheet campaigns` as it is typed: what it says, what it asks, and how it ends."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from bot import cli
from bot.core.campaigns import CampaignState
from bot.storage import campaigns, ledger
from bot.storage.engine import Database, Transaction
from tests.databases import sqlite_url
from tests.storage.test_accounts import ANN, BEN, CARLA, FAILED, OK, UNCERTAIN, over

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def types(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Types a command for a blog with a campaign that is done, one that is paused, and no token."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BROADSHEET_DATABASE_URL", database_url)

    async def work(tx: Transaction) -> None:
        await over(tx, {(ANN, 1): OK, (BEN, 1): FAILED, (CARLA, 1): UNCERTAIN}, pages=1)
        await over(tx, {(ANN, 1): OK}, pages=1, state=CampaignState.PAUSED)

    in_database(database_url, work)
    return lambda *words: CliRunner().invoke(cli.app, ["campaigns", *words])


def in_database(url: str, work: Callable[[Transaction], Awaitable[Any]]) -> Any:
    """Does something in the database that the command works with."""

    async def opened() -> Any:
        database = Database.open(url)
        try:
            return await database.write(work)
        finally:
            await database.close()

    return asyncio.run(opened())


def states(url: str) -> list[CampaignState]:
    """Of all campaigns, the oldest first."""

    async def work(tx: Transaction) -> list[CampaignState]:
        return [found.state for found in reversed(await campaigns.newest(tx, 9))]

    found: list[CampaignState] = in_database(url, work)
    return found


def test_it_lists_without_a_token(types: Callable[..., Result]) -> None:
    listed = types()
    assert listed.exit_code == 0
    assert listed.output.splitlines() == [
        "2  “Headline”",
        "    post · paused",
        "    ▓▓▓▓░░░░░░░░░░ 33 %",
        "    sent 1 · blocked 0 · failed 0 · uncertain 0 · queued 2 = 3",
        "1  “Headline”",
        "    post · done",
        "    sent 1 · blocked 0 · failed 1 · uncertain 1 · queued 0 = 3",
    ]
    assert types("--watch").output == listed.output


@pytest.mark.parametrize(
    ("words", "state"),
    [
        (("resume", "2"), CampaignState.SENDING),
        (("cancel", "2"), CampaignState.CANCELLED),
        (("retry", "1"), CampaignState.SENDING),
        (("resend", "1", "--yes"), CampaignState.SENDING),
    ],
)
def test_each_control_does_what_its_button_does(
    types: Callable[..., Result], database_url: str, words: tuple[str, ...], state: CampaignState
) -> None:
    assert types(*words).exit_code == 0
    assert states(database_url)[int(words[1]) - 1] is state


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("pause", "2"), "Too late: it is paused already."),
        (("cancel", "1"), "Too late: it has gone out."),
        (("retry", "2"), "Too late: it is paused already."),
        (("pause", "7"), "There is no campaign 7; `broadsheet campaigns` lists them."),
        (
            ("resend", "1"),
            "Nobody is here to answer; `broadsheet campaigns resend --yes` sends it again without asking.",
        ),
        (("resend", "2"), "Too late: it is paused already."),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    types: Callable[..., Result], database_url: str, words: tuple[str, ...], said: str
) -> None:
    ended = types(*words)
    assert (ended.exit_code, ended.output) == (cli.WRONG_SETTING, f"{said}\n")
    assert states(database_url) == [CampaignState.DONE, CampaignState.PAUSED]


@pytest.mark.parametrize(("answer", "state"), [(True, CampaignState.SENDING), (False, CampaignState.DONE)])
def test_resending_is_asked_with_its_consequence(
    types: Callable[..., Result],
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    answer: bool,
    state: CampaignState,
) -> None:
    def confirm(question: str, *, abort: bool) -> None:
        assert (question, abort) == ("Send again?", True)
        if not answer:
            raise typer.Abort

    monkeypatch.setattr(cli, "_somebody_is_there", lambda: True)
    monkeypatch.setattr(typer, "confirm", confirm)
    asked = types("resend", "1")
    assert asked.output.startswith("Send 1 uncertain message of “Headline” again?\n")
    assert "gets it twice" in asked.output
    assert states(database_url)[0] is state


@pytest.mark.usefixtures("database_url")
def test_a_database_that_was_never_made_ready_is_not_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BROADSHEET_DATABASE_URL", sqlite_url(tmp_path / "other.db"))
    ended = CliRunner().invoke(cli.app, ["campaigns"])
    assert ended.exit_code == cli.WRONG_SETTING
    assert ended.output == "The database lacks the newest tables; run `broadsheet migrate` first.\n"


def test_what_is_resent_from_the_terminal_is_what_was_in_doubt(types: Callable[..., Result], database_url: str) -> None:
    assert types("resend", "1", "--yes").exit_code == 0

    async def work(tx: Transaction) -> list[int]:
        return [due.chat_id for due in await ledger.due(tx, 1, None, 9)]

    assert in_database(database_url, work) == [CARLA]
