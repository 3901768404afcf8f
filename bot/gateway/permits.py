"""Leave to call Telegram, which the courier alone gives: nothing goes out past the gate (architecture, decision 7)."""

from __future__ import annotations

from contextvars import ContextVar, Token
from types import TracebackType

from bot.gateway.failures import NotPermittedError


class Permit:
    """Leave to make calls, as many as ``calls`` says, or any number while it is None."""

    __slots__ = ("calls",)

    def __init__(self, calls: int | None) -> None:
        self.calls = calls

    def use(self) -> None:
        """Count a call, or raise ``NotPermittedError`` when there is none left."""
        if self.calls is not None:
            if self.calls < 1:
                raise NotPermittedError("This permit of the courier's is used up")
            self.calls -= 1


_permit: ContextVar[Permit | None] = ContextVar("permit", default=None)


def use_permit() -> None:
    """Count a call, or raise ``NotPermittedError``."""
    permit = _permit.get()
    if permit is None:
        raise NotPermittedError("Calls to Telegram go through the courier (architecture, decision 7)")
    permit.use()


class permitted:  # noqa: N801 — used as ``with permitted(1):``, like a function that makes a context
    """For the courier only: what runs in this block may call Telegram, so many times or, with None, any number.

    Tasks that are started in the block inherit its permit, which ends with the block for them, too.
    """

    __slots__ = ("_before", "_permit")

    def __init__(self, calls: int | None) -> None:
        self._permit = Permit(calls)

    def __enter__(self) -> None:
        self._before: Token[Permit | None] = _permit.set(self._permit)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        _permit.reset(self._before)
        self._permit.calls = 0
