"""Taking turns: where several processes could work, this one stands by until the lease is its own, and works then.

It ends only when it is asked to, or when something is wrong that waiting does not put right. Whoever loses the lease,
and whoever's database goes away, stops at once and stands by again: what was under way stands in the tables, and the
next shift, here or elsewhere, begins as after a crash.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from bot.app import Broadsheet
from bot.core.refusals import Refusal, RefusalKey
from bot.rendering.console_texts import ConsoleTexts
from bot.storage.lease import DatabaseAway, Lease, LeaseLost, Loss, Succession

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 10.0
"""Seconds between two tries while the database is away, or takes every shift along: doubled each time."""

STEADY = 60.0
"""Seconds after which a shift has gone well, and pauses are short again."""

_log = logging.getLogger(__name__)


class Shifts:
    """Stands by, works, and stands by again, until it is asked to end."""

    def __init__(
        self,
        succession: Succession,
        check: Callable[[], Awaitable[None]],
        build: Callable[[Lease], Broadsheet],
        texts: ConsoleTexts,
    ) -> None:
        """``check`` refuses a database that is not for this version; ``build`` makes what works in one shift."""
        self._succession = succession
        self._check = check
        self._build = build
        self._texts = texts
        self._stop = asyncio.Event()
        self._working: Broadsheet | None = None
        self._said = ""
        self._pause = FIRST_PAUSE

    def stop(self) -> None:
        """Ends :meth:`run` in order."""
        self._stop.set()
        if self._working is not None:
            self._working.stop()

    async def run(self, announce: Callable[[str], None]) -> None:
        """Until :meth:`stop`; ``announce`` gets lines for the console.

        Raises :class:`Refusal` when the database is not for this version, and whatever ends a shift but the loss of
        the lease.
        """
        try:
            while not self._stop.is_set():
                lease = await self._stand_by(announce)
                if lease is not None:
                    await self._work(lease, announce)
        finally:
            await self._succession.close()

    async def _stand_by(self, announce: Callable[[str], None]) -> Lease | None:
        """The lease, however long it takes; None when asked to end."""
        checked = False
        while not self._stop.is_set():
            try:
                if not checked:
                    await self._check()
                    checked = True
                lease = await self._succession.look()
            except (DatabaseAway, Refusal) as error:
                self._say(announce, self._texts.database_away(_reason_of(error)))
                checked = False
                await self._back_off()
                continue
            if lease is not None:
                return lease
            self._pause = FIRST_PAUSE
            self._say(announce, self._texts.standing_by())
            await self._rest(self._succession.spans.look)
        return None

    async def _work(self, lease: Lease, announce: Callable[[str], None]) -> None:
        """One shift: until it is over, or the lease is lost."""
        began = asyncio.get_running_loop().time()
        self._said = ""
        lease.when_lost(_log_loss)
        keeping = asyncio.create_task(lease.keep(), name="lease")
        working = asyncio.create_task(self._shift(lease, announce), name="shift")
        try:
            await asyncio.wait((keeping, working), return_when=asyncio.FIRST_COMPLETED)
            if keeping.done():
                working.cancel()
            await asyncio.wait((working,))
        finally:
            self._working = None
            for task in (keeping, working):
                task.cancel()
            ends = await asyncio.gather(keeping, working, return_exceptions=True)
            await lease.release()
        errors = [end for end in ends if isinstance(end, Exception)]
        if lease.loss is None:
            for error in errors:
                raise error
            return
        for error in errors:
            _log_what_else(error)
        if asyncio.get_running_loop().time() - began >= STEADY:
            self._pause = FIRST_PAUSE
        await self._back_off()

    async def _shift(self, lease: Lease, announce: Callable[[str], None]) -> None:
        try:
            await self._check()  # whoever worked before may have been a newer version
        except Refusal as refusal:
            raise lease.lose(Loss.AWAY, _reason_of(refusal)) from None
        self._working = self._build(lease)
        if self._stop.is_set():
            self._working.stop()
        await self._working.run(announce)

    def _say(self, announce: Callable[[str], None], line: str) -> None:
        """Says a line, but not twice in a row."""
        if line != self._said:
            self._said = line
            announce(line)

    async def _back_off(self) -> None:
        await self._rest(self._pause)
        self._pause = min(self._pause * 2, LONGEST_PAUSE)

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stop.wait()


def _reason_of(error: DatabaseAway | Refusal) -> str:
    """Why the database does not answer; raises any other refusal."""
    if isinstance(error, DatabaseAway):
        return error.reason
    if error.key is not RefusalKey.DATABASE_AWAY:
        raise error
    return str(error.facts["reason"])


def _log_loss(loss: LeaseLost) -> None:
    """At once: from here on nothing leaves and nothing is written, however long it takes to put the rest away."""
    _log.warning("the lease is lost, and all work stops: %s", loss)


def _log_what_else(error: Exception) -> None:
    """What ended the shift beside the loss of the lease, which everybody in it has met."""
    rest: Exception | None = error
    if isinstance(error, ExceptionGroup):
        rest = error.split(LeaseLost)[1]
    if rest is not None and not isinstance(rest, LeaseLost):
        _log.error("besides, the shift ended because of an error", exc_info=rest)
