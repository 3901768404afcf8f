"""What a call to Telegram came to, as values.

The gateway's table (``bot.gateway.outcomes``) turns answers and errors into these; the delivery engine and the
outbox decide by them. No exception and no Telegram object passes further in than the gateway.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram did it. ``result`` is its answer as it came.

    ``message_id`` is that of the message sent or edited. It is None where the answer names no single message: a call
    that makes none, an album (``result`` lists its messages), an edit that changed nothing.
    """

    message_id: int | None = None
    result: Any = None

    @property
    def message_ids(self) -> tuple[int, ...]:
        """The messages that were sent or edited, in their order; of an album all that the answer lists."""
        if self.message_id is not None:
            return (self.message_id,)
        listed = self.result if isinstance(self.result, list) else []
        return tuple(message["message_id"] for message in listed if isinstance(message, dict))


@dataclass(frozen=True, slots=True)
class Blocked:
    """Nobody can be reached in that chat until /start or ``my_chat_member`` says otherwise."""

    reason: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The message that was to be edited or deleted is no longer there, or no longer ours to change."""

    reason: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """Came too late to matter, such as the answer to a query that is too old."""

    reason: str


@dataclass(frozen=True, slots=True)
class Wait:
    """429, or a pause that an earlier one has left: neither an attempt nor a failure. Due again in ``seconds``."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Moved:
    """The group became a supergroup with the id ``chat_id``."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """Any other 400: the request itself is wrong, and repeating it cannot help. ``reason`` is Telegram's words."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unsent:
    """The call never reached Telegram (connection refused, connect or pool timeout): safe to repeat."""

    reason: str


@dataclass(frozen=True, slots=True)
class Uncertain:
    """The call may have taken effect (read or write timeout, connection lost in mid-call, 5xx)."""

    reason: str


@dataclass(frozen=True, slots=True)
class Halt:
    """The token is wrong or revoked (401, 404), or another poller took over (409): stop all, mark nobody.

    ``conflict`` tells the second from the first: it passes once the other one has stopped.
    """

    reason: str
    conflict: bool = False


Outcome = Sent | Blocked | Gone | Ignored | Wait | Moved | Rejected | Unsent | Uncertain | Halt
