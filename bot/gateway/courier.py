"""Carries every call to Telegram, at the gate's pace (architecture, decision 7).

The rule is ``core/pacing.py``; this is the act: waiting for the slot, making the call, turning whatever comes back
into an ``Outcome``, and telling the gate of a 429.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from types import TracebackType
from urllib.parse import quote

from telegram.error import InvalidToken, TelegramError

from bot.core.calls import Call, Lane
from bot.core.outcomes import Gone, Outcome, Unsent, Wait
from bot.core.pacing import PATIENCE, Gate
from bot.core.waiting import Ticket
from bot.gateway.outcomes import outcome_of
from bot.gateway.permits import permitted
from bot.gateway.redaction import Redactor
from bot.gateway.transport import Transport

CLOSING_TIMEOUT = 35.0
"""Seconds that closing waits for calls under way: a little more than a call can be without a byte from Telegram."""

GRAIN = 0.005
"""Seconds between two looks at the gate while somebody waits for the next slot: what comes due meanwhile goes together.
At up to 200 messages a second this changes nothing; above, waking up for each message costs as much as sending it."""

_log = logging.getLogger(__name__)


class DownloadFailed(Exception):  # noqa: N818 — what happened to the download, which need not be an error
    """A file could not be fetched; ``outcome`` says why. The text does not name the token."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(str(outcome))
        self.outcome = outcome


class NoSlotError(Exception):
    """``permit`` got no slot; ``outcome`` is ``Wait`` or ``Unsent``, and says when to try again."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(str(outcome))
        self.outcome = outcome


class Courier:
    """The one way out. Used as ``async with courier:``, which opens the transport and starts the pacer.

    ``api_url`` is the server's, without ``/bot``; calls go to ``{api_url}/bot{token}/{method}`` and files come from
    ``{api_url}/file/bot{token}/{path}``. ``clock`` counts seconds and never runs backwards.
    """

    def __init__(
        self,
        transport: Transport,
        gate: Gate,
        *,
        api_url: str,
        token: str,
        clock: Callable[[], float] = time.monotonic,
        closing_timeout: float = CLOSING_TIMEOUT,
    ) -> None:
        self._transport = transport
        self._gate = gate
        self._clock = clock
        self._closing_timeout = closing_timeout
        self._redact = Redactor(token)
        self._calls_url = f"{api_url.rstrip('/')}/bot{token}/"
        self._files_url = f"{api_url.rstrip('/')}/file/bot{token}/"
        self._pacer: asyncio.Task[None] | None = None
        self._changed = asyncio.Event()
        self._under_way = 0
        self._all_back = asyncio.Event()
        self._all_back.set()
        self._open = False

    async def __aenter__(self) -> Courier:
        await self._transport.open()
        self._open = True
        self._pacer = asyncio.create_task(self._pace(), name="pacer")
        self._pacer.add_done_callback(self._pacer_ended)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Turn away who waits (``Unsent``), and give calls under way ``closing_timeout`` seconds to come back."""
        self._open = False
        self._turn_away(self._gate.clear(self._clock()), Unsent("closing"))
        try:
            async with asyncio.timeout(self._closing_timeout):
                await self._all_back.wait()
        except TimeoutError:
            _log.warning("closing, though calls to Telegram are under way: %d", self._under_way)
        finally:
            if self._pacer is not None:
                self._pacer.cancel()
                await asyncio.gather(self._pacer, return_exceptions=True)
            await self._transport.close()

    @property
    def rate(self) -> float:
        """Messages a second in force: below the configured rate for a while after a 429 that meant the whole bot."""
        return self._gate.rate(self._clock())

    @property
    def free_rate(self) -> float:
        """Messages a second in force for what is not paid for: the same where nothing is."""
        return self._gate.free_rate(self._clock())

    @property
    def paused_until(self) -> float | None:
        """Until when, on ``clock``, the bulk lanes stand still because of 429s; None when they do not."""
        return self._gate.paused_until(self._clock())

    @property
    def paused_for(self) -> float:
        """For how many seconds they still do; 0 when they do not."""
        now = self._clock()
        until = self._gate.paused_until(now)
        return 0.0 if until is None else until - now

    def hold(self, seconds: float) -> None:
        """The bulk lanes stand still for so long at least: a pause that is known from before a restart."""
        self._gate.hold(seconds, self._clock())
        self._changed.set()

    def backlog(self, lane: Lane) -> int:
        """How many calls wait for a slot in that lane, those under way not counted."""
        return self._gate.backlog(lane)

    async def deliver(self, call: Call, *, read_timeout: float | None = None) -> Outcome:
        """Make one call when its turn has come, and say what it came to. Telegram's errors are never raised.

        ``Wait`` means that the call was not done: either Telegram said 429 to it, or an earlier 429 still holds its
        chat or lane for longer than ``PATIENCE`` (5 s), and then it was not even made. Nothing is repeated here. The
        caller gives the row back, due in ``seconds``, without counting an attempt; who feeds a bulk lane looks at
        ``paused_until`` before it takes more rows.

        A call without a lane goes at once. ``read_timeout`` is in seconds, for getUpdates. Cancelling gives the slot
        back; a call that was already made may have taken effect.
        """
        if call.lane is None:
            with self._counted():
                return await self._call(call, read_timeout)
        turn = await self._turn(call.lane, call.chat_id, call.messages)
        if not isinstance(turn, Ticket):
            return turn
        try:
            return await self._call(call, read_timeout)
        finally:
            self._end(turn)

    async def serve(
        self, lane: Lane, chat_id: int, claim: Callable[[], Awaitable[Call | None]], messages: int = 1
    ) -> Outcome | None:
        """Wait for the chat's turn, and only then ask for the call: what it is to say may have changed meanwhile.

        ``claim`` gives the call, which makes at most ``messages``, or None when there is none any more, and then the
        answer is None, too, and the slot is lost. Otherwise as ``deliver``; was ``claim`` not called, the outcome is a
        ``Wait`` or ``Unsent``.
        """
        turn = await self._turn(lane, chat_id, messages)
        if not isinstance(turn, Ticket):
            return turn
        try:
            call = await claim()
            return None if call is None else await self._call(call)
        finally:
            self._end(turn)

    @asynccontextmanager
    async def permit(self, lane: Lane | None = None, chat_id: int | None = None) -> AsyncIterator[None]:
        """Let python-telegram-bot's own methods call Telegram in this block, such as ``Bot.initialize``.

        Without a lane the block may make any number of calls, and they take no slot: for getMe and its like. With one
        it waits for a slot and may make one call; ``NoSlotError`` is raised if there will be none soon. Telegram's
        errors pass through, without the token, which python-telegram-bot puts into some of them.
        """
        if lane is None:
            with self._counted(), permitted(None), self._errors(chat_id):
                yield
            return
        turn = await self._turn(lane, chat_id)
        if not isinstance(turn, Ticket):
            raise NoSlotError(turn)
        try:
            with permitted(1), self._errors(chat_id):
                yield
        finally:
            self._end(turn)

    async def download(self, file_path: str) -> bytes:
        """The file with the ``file_path`` from getFile, at most 20 MB, without a slot. Raises ``DownloadFailed``."""
        try:
            with self._counted(), permitted(1):
                return await self._transport.retrieve(self._files_url + quote(file_path))
        except InvalidToken as error:  # 404: such a path is good for an hour
            raise DownloadFailed(Gone(error.message)) from None
        except TelegramError as error:
            raise DownloadFailed(outcome_of(error)) from None

    async def _turn(self, lane: Lane, chat_id: int | None, messages: int = 1) -> Ticket | Outcome:
        """Wait for the turn: the ticket, which is to be handed to ``_end``, or why the turn will not come."""
        pause = self._gate.pause(lane, chat_id, self._clock())
        if pause > PATIENCE or not self._open:
            return Wait(pause) if self._open else Unsent("the courier is closed")
        turn: asyncio.Future[Outcome | None] = asyncio.get_running_loop().create_future()
        ticket = self._gate.put(lane, chat_id, turn, self._clock(), messages)
        self._changed.set()
        try:
            refusal = await turn
        except asyncio.CancelledError:
            self._release(ticket)
            raise
        if refusal is not None:
            self._release(ticket)
            return refusal
        self._began()
        return ticket

    def _end(self, ticket: Ticket) -> None:
        """The ticket's call has come back."""
        self._came_back()
        self._release(ticket)

    def _release(self, ticket: Ticket) -> None:
        self._gate.release(ticket, self._clock())
        self._changed.set()

    async def _call(self, call: Call, read_timeout: float | None = None) -> Outcome:
        """Make one call now."""
        url = self._calls_url + call.method
        try:
            with permitted(1):
                if call.file is not None:
                    return await self._transport.upload(url, call.body, call.file)
                return await self._transport.call(url, call.body, read_timeout=read_timeout)
        except TelegramError as error:
            outcome = outcome_of(error)
            self._heed(outcome, call.chat_id)
            return outcome

    def _heed(self, outcome: Outcome, chat_id: int | None) -> None:
        """Tell the gate of a 429, and the callers that it makes wait for too long."""
        if not isinstance(outcome, Wait):
            return
        _log.warning("Telegram asks to wait for %g s", outcome.seconds)
        if chat_id is None:
            return
        now = self._clock()
        for ticket in self._gate.wait(chat_id, outcome.seconds, now):
            self._turn_away([ticket], Wait(self._gate.pause(ticket.lane, ticket.chat_id, now)))
        self._changed.set()

    @contextmanager
    def _errors(self, chat_id: int | None) -> Iterator[None]:
        """For errors that pass through: the gate hears of a 429, and the token is taken out."""
        try:
            yield
        except TelegramError as error:
            self._heed(outcome_of(error), chat_id)
            error.message = self._redact(error.message)
            raise

    @contextmanager
    def _counted(self) -> Iterator[None]:
        """A block in which calls are made that take no slot."""
        self._began()
        try:
            yield
        finally:
            self._came_back()

    def _began(self) -> None:
        """Count a call as under way, for closing."""
        self._under_way += 1
        self._all_back.clear()

    def _came_back(self) -> None:
        self._under_way -= 1
        if not self._under_way:
            self._all_back.set()

    async def _pace(self) -> None:
        """Give each ticket its turn when the gate says so."""
        loop = asyncio.get_running_loop()
        while True:
            self._changed.clear()
            now = self._clock()
            while ticket := self._gate.next(now):
                _tell(ticket, None)
            wakes_at = self._gate.wakes_at(now)
            if wakes_at is not None and wakes_at - now < GRAIN:
                await asyncio.sleep(GRAIN)
                continue
            timer = None if wakes_at is None else loop.call_later(max(0.0, wakes_at - now), self._changed.set)
            try:
                await self._changed.wait()
            finally:
                if timer is not None:
                    timer.cancel()

    def _pacer_ended(self, pacer: asyncio.Task[None]) -> None:
        """Without a pacer nobody's turn comes: say so to all, rather than let them hang."""
        if pacer.cancelled() or (error := pacer.exception()) is None:
            return
        _log.critical("the pacer has failed", exc_info=error)
        self._open = False
        self._turn_away(self._gate.clear(self._clock()), Unsent("the pacer has failed"))

    @staticmethod
    def _turn_away(tickets: list[Ticket], refusal: Outcome) -> None:
        for ticket in tickets:
            _tell(ticket, refusal)


def _tell(ticket: Ticket, refusal: Outcome | None) -> None:
    """Wake the ticket's caller: it is its turn, or it will not be."""
    if not ticket.key.done():
        ticket.key.set_result(refusal)
