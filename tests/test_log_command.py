"""`broadsheet log` as it is typed: what it says, and how it ends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot import cli
from bot.core.cases import Act, CommentState, Reason
from bot.storage import comment_log, comments
from bot.storage.engine import Transaction
from tests.databases import sqlite_url
from tests.storage import given
from tests.storage.given import NOW
from tests.test_campaigns_command import in_database

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

BEN = 8
FIRST, SECOND = 1, 2
"""Both posts, and the comments on them."""


@pytest.fixture
def types(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Types a command for a blog with a comment on each of two posts, and no token."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BROADSHEET_DATABASE_URL", database_url)
    monkeypatch.setenv("COLUMNS", "120")

    async def work(tx: Transaction) -> None:
        comment = await given.comment(tx, await given.post(tx))
        rejected = await given.moved(tx, comment, Act.REJECTED, reason=Reason.RUDE)
        decision = (await comment_log.of_comment(tx, comment.id))[-1]
        await comments.undo(tx, rejected, decision.id, by=given.AUTHOR, now=NOW, repaint_at=NOW)
        await given.comment(tx, await given.post(tx), by=BEN, message=80, state=CommentState.LIVE)

    in_database(database_url, work)
    return lambda *words: CliRunner().invoke(cli.app, ["log", *words])


def lines(shown: Result) -> list[list[str]]:
    """What was printed: the cells of each line, but for when it was."""
    assert shown.exit_code == 0, shown.output
    return [[cell.strip() for cell in line.split("  ") if cell.strip()][1:] for line in shown.output.splitlines()]


HEADINGS = ["Comment", "Post", "Who", "What"]
ON_FIRST = [
    ["#1", "Headline", "Reader 7", "wrote it"],
    ["#1", "Headline", "the rules", "it waits (one of the first comments)"],
    ["#1", "Headline", "Reader 1", "rejected (rude) – taken back"],
    ["#1", "Headline", "Reader 1", "took back: rejected"],
]
ON_SECOND = [["#2", "Headline", "Reader 8", "wrote it"], ["#2", "Headline", "the rules", "shown at once"]]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), [*ON_FIRST, *ON_SECOND]),
        (("--limit", "3"), [ON_FIRST[-1], *ON_SECOND]),
        (("--comment", str(FIRST)), ON_FIRST),
        (("--post", str(SECOND)), ON_SECOND),
        (("--reader", str(BEN)), ON_SECOND),
        (("--reader", str(BEN), "--limit", "1"), ON_SECOND[1:]),
    ],
)
def test_it_shows_the_lines_that_are_asked_for_the_newest_last(
    types: Callable[..., Result], words: tuple[str, ...], said: list[list[str]]
) -> None:
    assert lines(types(*words)) == [HEADINGS, *said]


def test_each_line_says_when(types: Callable[..., Result]) -> None:
    shown = types("--comment", "1").output.replace("\u202f", " ").splitlines()
    assert shown[1].startswith("March 27, 2026, 8:00 PM  #1")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--comment", "7"), "There is no comment 7."),
        (("--post", "7"), "There is no post 7."),
        (("--reader", "99"), "Nobody with the number 99 has pressed Start."),
        (("--post", "1", "--reader", "99"), "Nobody with the number 99 has pressed Start."),
    ],
)
def test_what_there_is_not_is_said(types: Callable[..., Result], words: tuple[str, ...], said: str) -> None:
    ended = types(*words)
    assert (ended.exit_code, ended.output) == (cli.WRONG_SETTING, f"{said}\n")


@pytest.mark.parametrize("number", ["0", str(2**63), "first"])
def test_a_number_that_can_be_nobodys_is_refused(types: Callable[..., Result], number: str) -> None:
    assert types("--reader", number).exit_code == cli.WRONG_SETTING


def test_a_reader_without_comments_has_no_history(types: Callable[..., Result]) -> None:
    shown = types("--reader", str(given.AUTHOR))
    assert (shown.exit_code, shown.output) == (0, "Nothing has happened so far.\n")


@pytest.mark.usefixtures("database_url")
def test_a_database_that_was_never_made_ready_is_not_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BROADSHEET_DATABASE_URL", sqlite_url(tmp_path / "other.db"))
    ended = CliRunner().invoke(cli.app, ["log"])
    assert ended.exit_code == cli.WRONG_SETTING
    assert ended.output == "The database lacks the newest tables; run `broadsheet migrate` first.\n"
