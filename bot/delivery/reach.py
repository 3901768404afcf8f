"""Whether Telegram answers at present: while it does not, one call at a time asks again.

Without this an outage costs each reader whose turn comes two attempts, and leaves as many messages in doubt as the
schedule would have sent.
"""

from __future__ import annotations

from bot.core.outcomes import Halt, Outcome, Uncertain, Unsent

DOUBTS_IN_A_ROW = 3
"""Calls in a row without an answer after which Telegram counts as away: one can be lost by chance. A call that never
left is enough by itself."""

FIRST_PAUSE = 2.0
LONGEST_PAUSE = 60.0
"""Seconds between two questions while Telegram is away: doubled each time, up to the longest."""


class Reach:
    """Told what calls came to, says how many more may be made. ``now`` is in seconds and never runs backwards."""

    def __init__(self) -> None:
        self._silent_in_a_row = 0
        self._pause = 0.0
        self._ask_at = float("-inf")

    @property
    def away(self) -> bool:
        """Whether the last calls have gone unanswered."""
        return self._pause > 0

    def heard(self, outcome: Outcome, now: float) -> None:
        """A call has come back."""
        conflict = isinstance(outcome, Halt) and outcome.conflict
        if not isinstance(outcome, Unsent | Uncertain) and not conflict:
            self._silent_in_a_row, self._pause = 0, 0.0
            return
        self._silent_in_a_row += 1
        if self.away and now < self._ask_at:
            return  # it was made before Telegram was missed
        if self.away or not isinstance(outcome, Uncertain) or self._silent_in_a_row >= DOUBTS_IN_A_ROW:
            self._pause = min(max(FIRST_PAUSE, self._pause * 2), LONGEST_PAUSE)
            self._ask_at = now + self._pause

    def room(self, wanted: int, under_way: int, now: float) -> int:
        """How many of the ``wanted`` calls may be made now, while ``under_way`` have not come back."""
        if not self.away:
            return wanted
        return min(1, wanted) if now >= self._ask_at and not under_way else 0
