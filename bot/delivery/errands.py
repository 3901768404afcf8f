"""Errands: what a campaign has to do for one reader by one call, whatever kind of campaign it is.

A run (``campaign_run``) sees to when errands are claimed, called and recorded. What they are is the matter of the kind
of campaign: ``posting``, ``updating``, ``withdrawing``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.core.calls import Call, Lane
from bot.core.deliveries import DeliveryState, Due
from bot.core.posts import Copy
from bot.delivery.reading_ahead import Pages


def nothing_new(_message_ids: tuple[int, ...]) -> dict[int, Copy]:
    """A call that leaves no copy."""
    return {}


@dataclass(frozen=True, slots=True)
class Errand:
    """One call to one reader: the rows that it settles (several of an album), and the reader's rows after them.

    Without a ``call`` there is nothing to do, and the rows are ``uncalled`` at once. When the call has succeeded,
    ``copies`` says by page what the new messages are, ``stand`` what messages that were there show now, and ``gone``
    which are there no more. Unless it is ``finished``, the row is claimed again for the next call; ``then`` are pages
    that the reader is to get besides.

    A ``repeatable`` call can be made twice without harm. At ``until`` it makes no sense any more, and the errand is
    thought over again; so it is, when Telegram refuses it and there is an ``otherwise``, which is told of that.
    """

    due: tuple[Due, ...]
    rest: Pages
    call: Call | None
    copies: Callable[[tuple[int, ...]], dict[int, Copy]] = nothing_new
    stand: tuple[Copy, ...] = ()
    gone: tuple[int, ...] = ()
    then: tuple[int, ...] = ()
    finished: bool = True
    repeatable: bool = False
    until: datetime | None = None
    otherwise: Callable[[], None] | None = None
    uncalled: DeliveryState = DeliveryState.SENT

    @property
    def chat_id(self) -> int:
        """Whom it is for."""
        return self.due[0].chat_id

    @property
    def messages(self) -> int:
        """How many slots of the schedule it takes."""
        return self.call.messages if self.call is not None else 0


class Errands(Protocol):
    """One campaign's work, thought over at each moment."""

    @property
    def lane(self) -> Lane:
        """Who else goes before."""

    async def refresh(self) -> None:
        """Looks at the post as it is at this moment."""

    def weigh(self, page: int) -> int:
        """How many messages the call for that row makes."""

    async def of(self, readers: Sequence[Pages]) -> list[Errand]:
        """The next errand for each of the readers; takes its rows from the reader's."""
