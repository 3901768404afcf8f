"""An update in the inbox: stored, confirmed, and not handled yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

TRIES = 3
"""How often an update is tried before it is set aside and the person is told (architecture, decision 2)."""

RETRY_AFTER = timedelta(seconds=1)
"""How long a chat waits before its update is tried again."""


@dataclass(frozen=True, slots=True)
class WaitingUpdate:
    """Telegram's JSON as it came. ``tries`` counts the attempts that failed."""

    update_id: int
    chat_id: int
    body: dict[str, Any]
    tries: int
