"""The one place where the concrete parts meet: builds a Broadsheet from its settings, and runs it."""

from __future__ import annotations

import asyncio
import gettext
import json
import logging
import secrets
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from telegram import Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ExtBot

from bot.config import Settings
from bot.core.calls import Call, Lane
from bot.core.halting import Halted
from bot.core.pacing import Gate
from bot.core.posts import Post
from bot.core.stars import FREE_RATE, paid_rate
from bot.core.updates import WaitingUpdate
from bot.delivery.counters import Counters
from bot.delivery.engine import Engine
from bot.delivery.postman import Postman
from bot.delivery.reporting import Reporter
from bot.delivery.waking import Waking
from bot.gateway.courier import Courier
from bot.gateway.dispatching import Dispatcher
from bot.gateway.document_fetching import DocumentFetcher
from bot.gateway.encoder import Encoder
from bot.gateway.encoding import at_message, encode_markup_edit
from bot.gateway.incoming import chat_of
from bot.gateway.media_keeping import MediaKeeper
from bot.gateway.polling import poll
from bot.gateway.transport import READ_TIMEOUT, Transport
from bot.handlers.alarm import Alarm
from bot.handlers.answers import both_forms
from bot.handlers.blog import Blog
from bot.handlers.bootstrap import Handlers
from bot.handlers.clock_watch import ClockWatch
from bot.handlers.emergency import Emergency
from bot.handlers.joining import Joining
from bot.handlers.reading_documents import DocumentReader
from bot.handlers.repainting import Repainter
from bot.handlers.routes import Routes
from bot.handlers.turns import Turns
from bot.rendering.console_texts import ConsoleTexts
from bot.rendering.texts import Texts
from bot.storage import campaigns, ledger, outbox
from bot.storage.engine import Database, Transaction
from bot.storage.for_counters import CountStore
from bot.storage.for_delivery import LedgerStore, OutboxStore, ReportStore
from bot.storage.for_gateway import DocumentStore, InboxStore, MediaStore
from bot.storage.housekeeping import tidy
from bot.storage.lease import Lease, LeaseLost
from bot.storage.people import People

Clock = Callable[[], datetime]

FIRST_RETRY = 1.0
LONGEST_RETRY = 30.0
"""Seconds between attempts to reach Telegram at the start; doubled each time."""

GRACE = 10.0
"""Seconds that what is under way has to finish when the process is asked to end."""

TIDY_EVERY = 3600.0
"""Seconds between two rounds of deleting what is kept for a time only."""

_log = logging.getLogger(__name__)


def utc_now() -> datetime:
    """The clock of everything that is not a test."""
    return datetime.now(UTC)


def texts_for(settings: Settings) -> Texts:
    """The sentences in the blog's language; English where there is no catalogue."""
    return Texts(_catalogue(settings), str(settings.language), settings.timezone, settings.blog_title)


def console_texts_for(settings: Settings) -> ConsoleTexts:
    """What the command line says, in the blog's language."""
    return ConsoleTexts(_catalogue(settings))


def _catalogue(settings: Settings) -> gettext.NullTranslations:
    return gettext.translation("broadsheet", languages=[str(settings.language)], fallback=True)


class Broadsheet:
    """A bot, put together and ready to run. Needs a migrated database."""

    def __init__(
        self,
        settings: Settings,
        *,
        lease: Lease | None = None,
        clock: Clock = utc_now,
        monotonic: Callable[[], float] = time.monotonic,
        read_timeout: float = READ_TIMEOUT,
    ) -> None:
        """``clock`` says what time it is in UTC; ``monotonic`` counts seconds for the pace, as the event loop does.
        After ``read_timeout`` seconds without a byte from Telegram a call is given up.

        Where several processes could work, nothing is written or sent without the ``lease``.
        """
        token = settings.bot_token.get_secret_value()
        self._settings = settings
        self._clock = clock
        self._texts = texts_for(settings)
        self._console = console_texts_for(settings)
        self._people = People(settings.owner_ids)
        self._database = Database.open(settings.database_url.get_secret_value(), lease)
        self._paid_rate = paid_rate(settings.paid_broadcast, settings.send_rate)
        gate = Gate(settings.send_rate, free_rate=None if self._paid_rate is None else FREE_RATE)
        transport = partial(Transport, token, read_timeout=read_timeout)
        self._transport = transport() if lease is None else transport(may_leave=lease.valid)
        self._courier = Courier(self._transport, gate, api_url=settings.api_url, token=token, clock=monotonic)
        self._bot: ExtBot[None] = ExtBot(
            token,
            base_url=f"{settings.api_url}/bot",
            base_file_url=f"{settings.api_url}/file/bot",
            request=self._transport,
            get_updates_request=self._transport,
        )
        self._application: Application[Any, Any, Any, Any, Any, Any] = (
            Application.builder().bot(self._bot).updater(None).job_queue(None).build()
        )
        self._postman = Postman(OutboxStore(self._database), self._courier, at_message, clock, settings.on_uncertain)
        self._engine = Engine(
            LedgerStore(self._database, self._as_shown),
            self._courier,
            Encoder(),
            self._texts,
            clock,
            settings.on_uncertain,
        )
        self._counters = Counters(
            CountStore(self._database, self._as_shown),
            self._courier,
            encode_markup_edit,
            self._texts,
            clock,
            settings.counters_share,
            settings.counters_days,
        )
        self._reporter = Reporter(
            ReportStore(self._database), self._courier, both_forms, self._texts, clock, self._postman.wake
        )
        self._keeper = MediaKeeper(MediaStore(self._database), self._courier, settings.media_dir, clock)
        self._documents = DocumentFetcher(DocumentStore(self._database), self._courier, clock)
        self._reader = DocumentReader(self._database, clock, self._wake_all)
        self._alarm = Alarm(self._database, clock, self._wake_all)
        self._repainter = Repainter(self._database, clock, self._postman.wake)
        self._clock_watch = ClockWatch(
            self._database, clock, monotonic, settings.send_delay, settings.notice_delay, self._wake_everybody
        )
        self._turns = Turns(self._database, self._courier, self._texts, clock, self._wake_all)
        self._emergency = Emergency(self._database, self._people, self._courier, self._texts)
        self._inbox = InboxStore(self._database, clock, chat_of, self._wake_dispatcher)
        self._dispatcher = Dispatcher(self._inbox, self._handle, clock)
        self._waking = Waking(self._wake_others)
        self._stop = asyncio.Event()
        self._working = False

    def stop(self) -> None:
        """Ends :meth:`run` in order: nothing more is claimed, what is under way gets ten seconds."""
        self._stop.set()
        if not self._working:
            self._database.hurry()

    async def run(self, announce: Callable[[str], None]) -> None:
        """Works until :meth:`stop`. ``announce`` gets lines for the console: who the bot is, and the claim link.

        Raises :class:`Halted` when Telegram does not take the token. When the lease is lost it raises or is cancelled.
        """
        self._database.be_patient(partial(self._storage_is_in_trouble, announce))
        try:
            async with self._courier:
                if not await self._introduce():
                    return
                await self._recover()
                blog = self._blog()
                handlers = Handlers(blog)
                Routes(handlers, self._turns).register(self._application)
                announce(self._console.running(self._bot.username))
                link = await self._claim_link(blog)
                if link is not None:
                    announce(self._console.claim(link))
                await self._set_commands()
                try:
                    await self._work(handlers)
                finally:
                    await self._turns.close()
                    await self._application.shutdown()
        finally:
            await self._database.close()

    async def _introduce(self) -> bool:
        """Asks Telegram who we are, for as long as it takes; False when :meth:`stop` came first."""
        pause = FIRST_RETRY
        while not self._stop.is_set():
            try:
                async with self._courier.permit():
                    await self._application.initialize()
                return True
            except InvalidToken:
                raise Halted("Unauthorized") from None
            except TelegramError as error:
                _log.warning("Telegram cannot be reached (%s); trying again in %.0f s", error, pause)
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._stop.wait()
            pause = min(pause * 2, LONGEST_RETRY)
        return False

    async def _recover(self) -> None:
        """Messages found ``sending`` may have gone out before a crash; a pause from before it lasts on."""
        policy, now = self._settings.on_uncertain, self._clock()

        async with self._database.read() as tx:
            parked_until = await campaigns.parked(tx, now)
        if parked_until is not None:
            _log.warning("Telegram has asked to wait until %s; posts and edits go on then", parked_until)
            self._courier.hold((parked_until - now).total_seconds())

        async def work(tx: Transaction) -> int:
            await self._clock_watch.bring_forward(tx)
            return await outbox.recover(tx, policy, now) + await ledger.recover(tx, policy)

        doubted = await self._database.write(work)
        if doubted:
            _log.warning("%d messages were under way when the last run ended, and are in doubt", doubted)

    def _as_shown(self, post: Post) -> Post:
        return self._settings.house_rules.as_of(post, self._clock())

    def _blog(self) -> Blog:
        return Blog(
            self._texts,
            self._people,
            self._bot.username,
            self._settings.moderators_chat_id,
            self._settings.send_delay,
            self._settings.notice_delay,
            lambda: self._courier.rate,
            lambda: secrets.token_urlsafe(24),
            self._paid_rate,
            self._settings.house_rules,
        )

    async def _claim_link(self, blog: Blog) -> str | None:
        return await self._database.write(lambda tx: Joining(blog).claim_link(tx, self._clock()))

    async def _set_commands(self) -> None:
        """The menu that clients show beside the field; the rest is in /help."""
        commands = [{"command": name, "description": text} for name, text in self._texts.command_menu()]
        body = json.dumps({"commands": commands}, ensure_ascii=False).encode()
        await self._courier.deliver(Call("setMyCommands", None, body, Lane.ANSWERS))

    async def _work(self, handlers: Handlers) -> None:
        """Everything at once, until :meth:`stop` or until Telegram halts us.

        The inbox, the outbox and the engine end the process when they fail: the next start finds in the tables what
        was under way. The others begin again, for nothing that they do is lost.
        """
        read = partial(self._reader.read, handlers.rewriting)
        try:
            async with asyncio.TaskGroup() as group:
                workers = [
                    group.create_task(work, name=name)
                    for name, work in {
                        "poller": poll(self._courier, self._inbox),
                        "dispatcher": self._dispatcher.run(),
                        "counters": _again("counters", self._counters.run),
                        "reporter": _again("reporter", self._reporter.run),
                        "document fetcher": _again("document fetcher", lambda: self._documents.run(read)),
                        "media keeper": _again("media keeper", self._keeper.run),
                        "alarm": _again("alarm", lambda: self._alarm.run(handlers.coming_due)),
                        "repainter": _again("repainter", lambda: self._repainter.run(handlers.cards)),
                        "housekeeping": _again("housekeeping", self._housekeeping),
                        "clock's watch": _again("clock's watch", self._clock_watch.run),
                    }.items()
                ]
                finishing = [
                    group.create_task(self._postman.run(), name="postman"),
                    group.create_task(self._engine.run(), name="engine"),
                ]
                self._working = True
                try:
                    await self._stop.wait()
                    await self._wind_up(workers, finishing)
                finally:
                    self._database.hurry()  # whoever is about to end waits for no room on the disk
        except* Halted as halted:
            raise halted.exceptions[0] from None

    async def _wind_up(self, workers: list[asyncio.Task[None]], finishing: list[asyncio.Task[None]]) -> None:
        for worker in workers:
            worker.cancel()
        await self._turns.close()
        await self._emergency.close()
        self._postman.stop()
        self._engine.stop()
        await asyncio.wait(finishing, timeout=GRACE)
        for task in finishing:
            task.cancel()

    def _storage_is_in_trouble(self, announce: Callable[[str], None], reason: str | None) -> None:
        """Writes wait because of ``reason``; None: they go on."""
        if reason is None:
            announce(self._console.storage_goes_on())
            return
        announce(self._console.storage_waits(reason))
        self._emergency.storage_waits(reason)

    async def _housekeeping(self) -> None:
        while True:
            await tidy(self._database, self._clock(), timedelta(days=self._settings.ledger_days))
            await asyncio.sleep(TIDY_EVERY)

    async def _handle(self, stored: WaitingUpdate) -> None:
        """Sees one update through: by the application's routes, or set aside when it cannot even be read."""
        try:
            update = Update.de_json(stored.body, self._bot)
        except Exception as error:  # noqa: BLE001 — whatever it is, this update must not hold up the others
            await self._turns.fail(stored.update_id, error)
            return
        await self._application.process_update(update)

    def _wake_all(self) -> None:
        self._postman.wake()
        self._waking.wake()

    def _wake_others(self) -> None:
        for worker in (
            self._engine,
            self._counters,
            self._reporter,
            self._keeper,
            self._documents,
            self._alarm,
            self._repainter,
        ):
            worker.wake()

    def _wake_everybody(self) -> None:
        self._wake_all()
        self._wake_dispatcher()

    def _wake_dispatcher(self) -> None:
        self._dispatcher.wake()


async def _again(name: str, work: Callable[[], Awaitable[None]]) -> None:
    """Runs a worker that may begin anew whenever it fails; what it does follows from the tables."""
    while True:
        try:
            await work()
        except (Halted, LeaseLost):
            raise
        except Exception:  # noqa: BLE001 — whatever it was, it is logged, and nothing depends on it
            _log.exception("the %s failed and begins again", name)
        await asyncio.sleep(FIRST_RETRY)
