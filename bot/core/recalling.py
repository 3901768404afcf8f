"""Recalling: for how long Telegram lets a bot take back what it sent.

A copy does not say when it was sent: at a million readers each byte of it is dear. But the ids of a bot's messages
only grow, so that a few samples of which message was the newest when say it for all (``message_times``).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta

RECALLABLE = timedelta(hours=48)
"""How old a message may be that a bot deletes (Bot API, deleteMessage)."""

MARGIN = timedelta(minutes=1)
"""How much of it is not used: a sample is taken a moment after its message was sent, and a call takes its time."""

SAMPLED_EVERY = timedelta(minutes=1)
"""Between two samples: by so much a message can seem older than it is."""


class MessageTimes:
    """The samples (message id, moment), in the order of the ids."""

    def __init__(self, samples: Sequence[tuple[int, datetime]]) -> None:
        self._ids = [message_id for message_id, _ in samples]
        self._moments = [at for _, at in samples]

    def recallable_until(self, message_id: int) -> datetime | None:
        """Until when the message can certainly be deleted; None when nothing is known of so old a message."""
        place = bisect_right(self._ids, message_id)
        return self._moments[place - 1] + RECALLABLE - MARGIN if place else None
