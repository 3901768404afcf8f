"""What Telegram's errors mean: the one table from python-telegram-bot's exceptions to outcomes.

The first row that fits counts. ``BadRequest`` and ``TimedOut`` are kinds of ``NetworkError`` there, so they stand
above it: a blanket retry would resend what can never succeed.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    PassportDecryptionError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import InvalidCallbackData

from bot.core.outcomes import Blocked, Gone, Halt, Ignored, Moved, Outcome, Rejected, Sent, Uncertain, Unsent, Wait
from bot.gateway.failures import (
    FloodedError,
    NotPermittedError,
    TooLargeError,
    UnintelligibleError,
    UnreachedError,
    UnreachedInTimeError,
)


@dataclass(frozen=True, slots=True)
class Row:
    """An error of this kind whose text contains ``says`` (in lower case; "" is any) comes to ``outcome``."""

    error: type[TelegramError]
    says: str
    outcome: Callable[[TelegramError], Outcome]


def _done(error: TelegramError) -> Outcome:
    return Sent()


def _blocked(error: TelegramError) -> Outcome:
    return Blocked(error.message)


def _gone(error: TelegramError) -> Outcome:
    return Gone(error.message)


def _ignored(error: TelegramError) -> Outcome:
    return Ignored(error.message)


def _rejected(error: TelegramError) -> Outcome:
    return Rejected(error.message)


def _unsent(error: TelegramError) -> Outcome:
    return Unsent(error.message)


def _uncertain(error: TelegramError) -> Outcome:
    return Uncertain(error.message)


def _halt(error: TelegramError) -> Outcome:
    return Halt(error.message)


def _another_poller(error: TelegramError) -> Outcome:
    return Halt(error.message, conflict=True)


def _moved(error: TelegramError) -> Outcome:
    assert isinstance(error, ChatMigrated)
    return Moved(error.new_chat_id)


def _wait(error: TelegramError) -> Outcome:
    assert isinstance(error, RetryAfter)
    if isinstance(error, FloodedError):
        return Wait(error.seconds)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the attribute will change its type one day; both are read here
        seconds = error.retry_after
    return Wait(float(seconds) if isinstance(seconds, int | float) else seconds.total_seconds())


TABLE: tuple[Row, ...] = (
    Row(FloodedError, "", _wait),
    Row(RetryAfter, "", _wait),
    Row(ChatMigrated, "", _moved),
    # 403: nobody there, whatever the words; they include "bot was blocked by the user", "user is deactivated" and
    # "bot can't initiate conversation with a user"
    Row(Forbidden, "", _blocked),
    # 404 is a wrong token, but for a method that this server does not know
    Row(InvalidToken, "method not found", _rejected),
    Row(InvalidToken, "", _halt),
    Row(EndPointNotFound, "", _rejected),
    Row(Conflict, "", _another_poller),
    Row(BadRequest, "chat not found", _blocked),
    Row(BadRequest, "message is not modified", _done),
    Row(BadRequest, "message to delete not found", _done),
    Row(BadRequest, "message to edit not found", _gone),
    Row(BadRequest, "message can't be edited", _gone),
    Row(BadRequest, "message can't be deleted for everyone", _gone),
    Row(BadRequest, "query is too old and response timeout expired or query id is invalid", _ignored),
    Row(BadRequest, "", _rejected),
    Row(UnreachedInTimeError, "", _unsent),
    Row(UnreachedError, "", _unsent),
    Row(TimedOut, "", _uncertain),
    Row(UnintelligibleError, "", _uncertain),
    Row(NetworkError, "request entity too large", _rejected),
    Row(NetworkError, "", _uncertain),
    # Not answers to a call: our own refusals, and features that are not used
    Row(NotPermittedError, "", _rejected),
    Row(TooLargeError, "", _rejected),
    Row(PassportDecryptionError, "", _rejected),
    Row(InvalidCallbackData, "", _rejected),
    Row(TelegramError, "", _uncertain),
)


def outcome_of(error: TelegramError) -> Outcome:
    """What a failed call came to."""
    words = error.message.lower()
    return next(row.outcome(error) for row in TABLE if isinstance(error, row.error) and row.says in words)
