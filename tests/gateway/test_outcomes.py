"""Telegram's errors and what they come to: every kind there is, and every signal that is known."""

from __future__ import annotations

import warnings
from datetime import timedelta

import pytest
import telegram.error
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.core.outcomes import Blocked, Gone, Halt, Ignored, Moved, Outcome, Rejected, Sent, Uncertain, Unsent, Wait
from bot.gateway.failures import FloodedError, UnintelligibleError, UnreachedError, UnreachedInTimeError
from bot.gateway.outcomes import TABLE, outcome_of


def all_kinds(kind: type[TelegramError] = TelegramError) -> set[type[TelegramError]]:
    return {kind}.union(*(all_kinds(sub) for sub in kind.__subclasses__()))


@pytest.mark.parametrize("kind", sorted(all_kinds(), key=str))
def test_every_kind_of_error_has_a_row_of_its_own_for_any_text(kind: type[TelegramError]) -> None:
    assert [row for row in TABLE if row.error is kind and not row.says]


def test_every_public_error_of_the_library_is_among_those_kinds() -> None:
    assert {getattr(telegram.error, name) for name in telegram.error.__all__} <= all_kinds()


def test_no_row_hides_a_later_one() -> None:
    for number, row in enumerate(TABLE):
        for earlier in TABLE[:number]:
            assert not (issubclass(row.error, earlier.error) and earlier.says in row.says), (earlier, row)


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (Forbidden("Forbidden: bot was blocked by the user"), Blocked),
        (Forbidden("Forbidden: user is deactivated"), Blocked),
        (Forbidden("Forbidden: bot can't initiate conversation with a user"), Blocked),
        (Forbidden("Forbidden: bot was kicked from the group chat"), Blocked),
        (BadRequest("Bad Request: chat not found"), Blocked),
        (BadRequest("Bad Request: message is not modified: specified new message content is the same"), Sent),
        (BadRequest("Bad Request: message to delete not found"), Sent),
        (BadRequest("Bad Request: message to edit not found"), Gone),
        (BadRequest("Bad Request: message can't be edited"), Gone),
        (BadRequest("Bad Request: message can't be deleted for everyone"), Gone),
        (
            BadRequest("Bad Request: query is too old and response timeout expired or query ID is invalid"),
            Ignored,
        ),
        (BadRequest("Bad Request: message text is empty"), Rejected),
        (BadRequest("Bad Request: MESSAGE_TOO_LONG"), Rejected),
        (EndPointNotFound("Endpoint 'x' not found in Bot API"), Rejected),
        (InvalidToken("Not Found: method not found"), Rejected),
        (NetworkError("Request Entity Too Large"), Rejected),
        (UnreachedError("refused"), Unsent),
        (UnreachedInTimeError("no connection"), Unsent),
        (TimedOut(), Uncertain),
        (NetworkError("Bad Gateway"), Uncertain),
        (NetworkError("Internal Server Error: restart"), Uncertain),
        (UnintelligibleError("a page"), Uncertain),
        (TelegramError("whatever"), Uncertain),
    ],
)
def test_each_signal_comes_to_its_outcome(error: TelegramError, outcome: type[Outcome]) -> None:
    found = outcome_of(error)
    assert type(found) is outcome
    if not isinstance(found, Sent):
        assert getattr(found, "reason", None) == error.message


@pytest.mark.parametrize("text", ["Unauthorized", "Not Found"])
def test_a_token_that_is_not_known_halts_for_good(text: str) -> None:
    assert outcome_of(InvalidToken(text)) == Halt(text, conflict=False)


def test_another_poller_halts_as_a_conflict() -> None:
    text = "Conflict: terminated by other getUpdates request"
    assert outcome_of(Conflict(text)) == Halt(text, conflict=True)


def test_a_group_that_moved_says_where_to() -> None:
    assert outcome_of(ChatMigrated(-1001234567890)) == Moved(-1001234567890)


@pytest.mark.parametrize("as_timedelta", ["true", "false"])
def test_429_says_how_long(monkeypatch: pytest.MonkeyPatch, as_timedelta: str) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", as_timedelta)
    assert outcome_of(FloodedError(17)) == Wait(17.0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        error = RetryAfter(timedelta(seconds=17))
    assert outcome_of(error) == Wait(17.0)
