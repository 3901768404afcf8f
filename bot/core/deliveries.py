"""The states of a message on its way, and what each outcome makes of it.

Campaigns and the outbox share this table. The ledger always adds up: every planned message is in exactly one state.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from bot.core.outcomes import (
    Blocked,
    Gone,
    Halt,
    Ignored,
    Moved,
    Outcome,
    Rejected,
    Sent,
    Uncertain,
    Unsent,
    Wait,
)
from bot.core.posts import Copy


class DeliveryState(IntEnum):
    """Where a message is. The numbers are what the database keeps; they never change."""

    QUEUED = 0
    SENDING = 1
    SENT = 2
    BLOCKED = 3
    FAILED = 4
    UNCERTAIN = 5
    CANCELLED = 6


class OnUncertain(StrEnum):
    """What happens to a message that may or may not have arrived (setting ON_UNCERTAIN)."""

    RESEND = "resend"
    HOLD = "hold"


CHANGE = 0
"""The row, in place of a page, that stands for all changes of what a reader has of a post already."""

LINE = 32_767
"""The row, and the page of the copy, of the line that tells a reader of an update. No post has so many pages."""


@dataclass(frozen=True, slots=True)
class Due:
    """A message that a reader is to get, or a ``CHANGE`` of those that are there.

    ``doubts`` counts its uncertain sends so far.
    """

    chat_id: int
    page: int
    doubts: int


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one: its new state, and the copy that it left.

    ``give_up`` is what the rest of the reader's pages becomes, uncalled; None: they are sent. ``stand`` are copies that
    show something else now, ``gone`` the messages that are there no more, ``then`` the pages that the reader is to get
    besides.
    """

    chat_id: int
    page: int
    state: DeliveryState
    doubts: int
    copy: Copy | None = None
    give_up: DeliveryState | None = None
    unreachable: bool = False
    stand: tuple[Copy, ...] = ()
    gone: tuple[int, ...] = ()
    then: tuple[int, ...] = ()


RESENDS = 1
"""How often an uncertain send is repeated. Telegram has no idempotency key: each repetition risks a double."""

CRASHES_BORNE = 10
"""How often a message to a reader is sent again after a crash that found it ``sending``. Most messages that are claimed
at such a moment have not left yet, and those that a crash puts back are the first to be claimed again: given up after
the second crash, they would leave out readers for whom Telegram was never called. In a hundred kills within one
campaign no message was found so more than five times; a process that crashes whenever it is started does not go on
sending the same messages to the same readers for ever."""

_AFTER: dict[type[Outcome], DeliveryState] = {
    Sent: DeliveryState.SENT,
    Ignored: DeliveryState.SENT,
    Blocked: DeliveryState.BLOCKED,
    Gone: DeliveryState.FAILED,
    Rejected: DeliveryState.FAILED,
    Wait: DeliveryState.QUEUED,
    Unsent: DeliveryState.QUEUED,
    Moved: DeliveryState.QUEUED,
    Halt: DeliveryState.QUEUED,
}


def after(outcome: Outcome, doubts: int, policy: OnUncertain, repeatable: bool = False) -> DeliveryState:
    """The state of a message that was ``sending`` when the outcome came in.

    ``doubts`` counts its uncertain sends before this one. ``repeatable`` is true for edits and deletions, which can be
    done twice without harm.
    """
    if isinstance(outcome, Uncertain):
        return after_doubt(doubts, policy, repeatable)
    return _AFTER[type(outcome)]


def after_doubt(doubts: int, policy: OnUncertain, repeatable: bool = False) -> DeliveryState:
    """The state of a message that may have been sent: also of an answer found ``sending`` after a crash."""
    if repeatable or (policy is OnUncertain.RESEND and doubts < RESENDS):
        return DeliveryState.QUEUED
    return DeliveryState.UNCERTAIN


def after_crash(doubts: int, policy: OnUncertain) -> DeliveryState:
    """The state of a reader's message that was found ``sending`` after a crash, in doubt ``doubts`` times before."""
    again = policy is OnUncertain.RESEND and doubts < CRASHES_BORNE
    return DeliveryState.QUEUED if again else DeliveryState.UNCERTAIN
