"""What a paid broadcast costs: Telegram's price for more than 30 messages a second (setting PAID_BROADCAST)."""

from __future__ import annotations

import math

FREE_RATE = 30.0
"""Messages a second that Telegram takes from a bot for nothing (Bot FAQ, "broadcasting to users")."""

PER_STAR = 10
"""Messages for one Star: 0.1 Star for each that is above the free rate (Bot API, ``allow_paid_broadcast``)."""


def paid_rate(paid_broadcast: bool, send_rate: float) -> float | None:
    """The messages a second at which posts are paid for; None where nothing is: not asked for, or not above 30."""
    return send_rate if paid_broadcast and send_rate > FREE_RATE else None


def stars(messages: int, rate: float | None) -> int:
    """What ``messages`` cost at ``rate`` a second, in whole Stars; 0 at None.

    Sending takes ``messages / rate`` seconds, in each of which 30 are free: ``messages × (1 - 30 / rate)`` are paid, a
    tenth of a Star each. As many as are free in a single second cost nothing at any rate.
    """
    if rate is None or messages <= FREE_RATE:
        return 0
    return max(0, math.ceil(messages * (rate - FREE_RATE) / (rate * PER_STAR)))
