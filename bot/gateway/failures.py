"""Failures of a call for which python-telegram-bot has no word: above all, whether it can have reached Telegram."""

from __future__ import annotations

from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut

MAY_NOT_LEAVE = "Calls may not leave now: the lease is not renewed"
"""Why a call ends as unreached that was ready to leave: another process may have taken over."""


class NotPermittedError(TelegramError):
    """A call that did not come from the courier. It was not made."""


class UnreachedError(NetworkError):
    """The call never left: there was no connection. Safe to repeat."""


class UnreachedInTimeError(TimedOut):
    """The call never left: no connection within ``CONNECT_TIMEOUT``. Safe to repeat."""


class UnintelligibleError(NetworkError):
    """The answer is not one of Telegram's, such as a proxy's page: it says nothing about the call."""


class TooLargeError(TelegramError):
    """The answer is larger than ``ANSWER_LIMIT``."""


class FloodedError(RetryAfter):
    """429. Unlike its parent it can be made without the library's warning that ``retry_after`` will change its type."""

    __slots__ = ("seconds",)

    def __init__(self, seconds: float) -> None:
        TelegramError.__init__(self, f"Flood control exceeded. Retry in {seconds:g} seconds")
        self.seconds = seconds

    @property
    def retry_after(self) -> int:
        """Whole seconds to wait."""
        return int(self.seconds)
