"""Asks Telegram for updates, and confirms none before it is stored (architecture, decision 2).

Asking with an offset confirms everything below it, and Telegram then forgets it. So the next offset is only sent once
``store`` has returned; whatever happens earlier, a crash or a cancellation, Telegram sends the same updates again.
"""

from __future__ import annotations

import asyncio
import json
import logging
import random
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol

from bot.core.calls import Call
from bot.core.halting import Halted
from bot.core.outcomes import Halt, Outcome, Sent, Wait

LONG_POLL = 50
"""Seconds that Telegram holds a getUpdates without news: the most it does (telegram-facts: Limits)."""

GRACE = 15.0
"""Seconds on top of it for the answer to arrive."""

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
"""Seconds between tries while Telegram cannot be reached: doubled each time, up to the longest."""

JITTER = 0.5
"""The share of a pause that is left to chance."""

_log = logging.getLogger(__name__)


class Inbox(Protocol):
    """Where updates are kept: storage's part, passed in by ``app``."""

    async def next_offset(self) -> int | None:
        """The last stored update's id + 1, or None for whatever Telegram has.

        None also when the last one is older than a few days: after a week without updates Telegram may go on with
        any number (Bot API, Update), lower ones included.
        """

    async def store(self, updates: list[dict[str, Any]]) -> None:
        """Keep raw updates, each with an int ``update_id``, and commit. One that is there already is left alone."""


class Caller(Protocol):
    """The courier, as far as it is needed here."""

    async def deliver(self, call: Call, *, read_timeout: float | None = None) -> Outcome:
        """Make a call and say what it came to."""


async def poll(
    courier: Caller,
    inbox: Inbox,
    *,
    long_poll: int = LONG_POLL,
    allowed_updates: Sequence[str] = ALLOWED_UPDATES,
    chance: Callable[[], float] = random.random,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Fetch and store updates until cancelled, which loses none.

    ``long_poll`` is in seconds, ``chance`` gives numbers from 0 to 1. Raises ``Halted`` when Telegram does not know
    the token (401, 404), and whatever ``inbox`` raises; all other trouble is logged and passes.
    """
    offset = await inbox.next_offset()
    troubles = 0
    while True:
        call = _get_updates(offset, long_poll, allowed_updates)
        outcome = await courier.deliver(call, read_timeout=long_poll + GRACE)
        if isinstance(outcome, Sent):
            received = outcome.result if isinstance(outcome.result, list) else [outcome.result]
            updates = [update for update in received if _is_update(update)]
            if updates:
                await inbox.store(updates)
                offset = max(update["update_id"] for update in updates) + 1
            if updates or not received:
                troubles = 0
                continue
            _log.error("nothing in Telegram's answer is an update; asking again later")
        elif isinstance(outcome, Halt) and not outcome.conflict:
            raise Halted(outcome.reason)
        elif isinstance(outcome, Halt):
            _log.warning("another process polls with this bot's token, or a webhook is set: %s", outcome.reason)
        else:
            _log.warning("no updates from Telegram: %s", outcome)
        pause = pause_after(troubles, chance())
        troubles += 1
        await sleep(max(pause, outcome.seconds) if isinstance(outcome, Wait) else pause)


def pause_after(troubles: int, chance: float) -> float:
    """Seconds to wait after one more failure, when ``troubles`` came directly before it; ``chance`` is 0 to 1."""
    longest: float = min(FIRST_PAUSE * 2 ** min(troubles, 10), LONGEST_PAUSE)
    return longest * (1 - JITTER + JITTER * chance)


def _is_update(update: Any) -> bool:
    """Whether it can be stored and confirmed; what cannot is logged without its content, which is people's own."""
    if isinstance(update, dict) and isinstance(update.get("update_id"), int):
        return True
    _log.error("left out what should have been an update: a %s without an update_id", type(update).__name__)
    return False


def _get_updates(offset: int | None, long_poll: int, allowed_updates: Sequence[str]) -> Call:
    """The request, without a slot."""
    fields: dict[str, Any] = {"timeout": long_poll, "allowed_updates": list(allowed_updates)}
    if offset is not None:
        fields["offset"] = offset
    return Call("getUpdates", None, json.dumps(fields).encode(), None)
