"""What work of little urgency may take of the rate: a strict schedule of its own within the gate's.

The gate says which call goes next; whoever is bound to a share asks here first whether it may want one at all. As the
gate, it holds no clock: ``now`` is an argument, in seconds of any clock that never runs backwards.
"""

from __future__ import annotations


class Share:
    """At most ``share`` × rate calls a second, evenly apart: any sliding second holds at most one more than that.

    Time in which nothing was wanted is not made up for.
    """

    def __init__(self, share: float) -> None:
        """``share`` is from 0, which is never, to 1."""
        if not 0 <= share <= 1:
            raise ValueError(f"a share is from 0 to 1, not {share}")
        self._share = share
        self._went_at = float("-inf")

    def opens_at(self, rate: float) -> float:
        """When the next call may go, at ``rate`` messages a second for everything together; in the past for now."""
        return self._went_at + 1 / (self._share * rate) if self._share else float("inf")

    def took(self, now: float) -> None:
        """A call has gone."""
        self._went_at = now
