"""The command line: ``broadsheet run``, and what surrounds it."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import sys
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from gettext import NullTranslations
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console

from bot.app import Broadsheet, console_texts_for, texts_for, utc_now
from bot.campaigns_console import CampaignsConsole
from bot.config import Settings, SettingsError, load_settings
from bot.core.campaigns import Control
from bot.core.halting import Halted
from bot.core.log_entries import Section
from bot.core.refusals import Refusal, RefusalKey
from bot.core.stars import FREE_RATE
from bot.gateway.redaction import TokenRedactor
from bot.log_console import LogConsole
from bot.logs import configure_logging
from bot.rendering.console_texts import ConsoleTexts
from bot.rendering.texts import Texts
from bot.shifts import Shifts
from bot.storage import migrating
from bot.storage.file_lock import alone
from bot.storage.lease import Succession, process_name

app = typer.Typer(
    name="broadsheet",
    help="A blog that lives in Telegram.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

WRONG_SETTING = 2
"""Exit code when a setting or the database has to be put right first."""

HALTED = 3
"""Exit code when Telegram does not take the token."""


IN_USE = 4
"""Exit code when another process works with the same SQLite file."""


def main() -> None:
    """The entry point of the command ``broadsheet``."""
    app()


@app.command()
def run() -> None:
    """Run the bot until it is asked to end (Ctrl-C or SIGTERM)."""
    settings = _settings()
    configure_logging(settings.log_format, TokenRedactor(settings.bot_token.get_secret_value()))
    _warn_of_pace(settings)
    try:
        if settings.database_url.get_secret_value().startswith("sqlite"):
            _run_alone(settings)
        else:
            _run_all(_run_in_turns(settings))
    except Refusal as refusal:
        code = IN_USE if refusal.key is RefusalKey.DATABASE_IN_USE else WRONG_SETTING
        _end(texts_for(settings).refusal(refusal), code)
    except Halted as halted:
        _end(console_texts_for(settings).token_refused(halted.reason), HALTED)
    except Exception as error:
        logging.getLogger(__name__).critical("Broadsheet ends because of an error", exc_info=error)
        raise typer.Exit(1) from None


@app.command()
def migrate() -> None:
    """Bring the database to the state that this version needs."""
    settings = _settings(needs_token=False)
    url = settings.database_url.get_secret_value()
    try:
        copy = asyncio.run(migrating.upgrade(url, utc_now()))
    except Refusal as refusal:
        _end(texts_for(settings).refusal(refusal), WRONG_SETTING)
    if copy is not None:
        _say(console_texts_for(settings).copied(copy))
    _say(console_texts_for(settings).migrated(migrating.newest_revision()))


@app.command()
def sandbox(
    port: Annotated[int, typer.Option(help="Port on the loopback interface; 0 takes a free one.")] = 8081,
    token: Annotated[
        str | None, typer.Option(help="The bot's token; a fixed one that is no secret by default.")
    ] = None,
) -> None:
    """Run a local Telegram to try things on; it keeps nothing when it ends."""
    from bot.sandbox.server import DEFAULT_TOKEN, serve

    token = token or DEFAULT_TOKEN

    texts = ConsoleTexts(NullTranslations())

    def bound(url: str) -> None:
        _say(texts.sandbox_listens(url, token))

    try:
        asyncio.run(_until_asked(serve(port=port, token=token, bound=bound)))
    except OSError as error:
        _end(texts.sandbox_cannot_listen(port, error.strerror or str(error)), WRONG_SETTING)


@app.command()
def demo(
    keep: Annotated[bool, typer.Option("--keep", help="Leave sandbox and bot running at the end.")] = False,
    picture: Annotated[
        Path | None, typer.Option(help="An SVG file to draw the end of the play into.", dir_okay=False, writable=True)
    ] = None,
) -> None:
    """Play a post's whole life against a local Telegram: no token, no network."""
    from bot.demo.stage import play

    sys.exit(asyncio.run(play(keep=keep, picture=picture)))


def loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop's event loop where that is installed."""
    try:
        import uvloop
    except ImportError:
        return None
    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory


def _run_all(work: Coroutine[Any, Any, None]) -> None:
    """Everything that the bot does, on the fastest loop that there is."""
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(work)


def _run_alone(settings: Settings) -> None:
    """On SQLite: no other process works with the file, which is brought up to date without asking, after a copy."""
    url = settings.database_url.get_secret_value()
    with alone(url):
        copy = asyncio.run(migrating.upgrade(url, utc_now()))
        if copy is not None:
            _say(console_texts_for(settings).copied(copy))
        _run_all(_until_stopped(Broadsheet(settings)))


async def _run_in_turns(settings: Settings) -> None:
    """On PostgreSQL: one of all processes works, and the database is only looked at."""
    url = settings.database_url.get_secret_value()
    await _until_stopped(
        Shifts(
            Succession(url, process_name()),
            partial(migrating.check, url),
            lambda lease: Broadsheet(settings, lease=lease),
            console_texts_for(settings),
        )
    )


campaigns_app = typer.Typer(help="List campaigns, the newest first, and control them as their buttons do.")
app.add_typer(campaigns_app, name="campaigns", invoke_without_command=True)

Number = Annotated[int, typer.Argument(metavar="ID", help="The campaign's number in the list.")]


@campaigns_app.callback()
def campaigns(
    context: typer.Context,
    watch: Annotated[bool, typer.Option("--watch", help="Keep the list up to date until nothing runs.")] = False,
) -> None:
    """List campaigns, the newest first, and control them as their buttons do."""
    if context.invoked_subcommand is None:
        console, _, _ = _campaigns_console()
        with suppress(KeyboardInterrupt):
            asyncio.run(console.watch() if watch else console.list())


@campaigns_app.command()
def pause(number: Number) -> None:
    """Hold a campaign where it is."""
    _control(number, Control.PAUSE)


@campaigns_app.command()
def resume(number: Number) -> None:
    """Go on with a paused campaign."""
    _control(number, Control.RESUME)


@campaigns_app.command()
def cancel(number: Number) -> None:
    """End a campaign; what is still queued is not sent."""
    _control(number, Control.CANCEL)


@campaigns_app.command()
def retry(number: Number) -> None:
    """Try again what failed, once a campaign is done."""
    _control(number, Control.RETRY)


@campaigns_app.command()
def resend(
    number: Number, yes: Annotated[bool, typer.Option("--yes", help="Do not ask: it may arrive twice.")] = False
) -> None:
    """Send once more what may or may not have arrived, once a campaign is done."""
    _control(number, Control.RESEND, ask=not yes)


def _control(number: int, control: Control, *, ask: bool = False) -> None:
    console, texts, sentences = _campaigns_console()
    account = asyncio.run(console.find(number))
    if account is None:
        _end(sentences.no_campaign(number), WRONG_SETTING)
    if ask and account.may_resend:
        if not _somebody_is_there():
            _end(sentences.resend_needs_yes(), WRONG_SETTING)
        _say(texts.resend_question(account.post.headline or texts.untitled(), account.progress.uncertain))
        typer.confirm(sentences.resend_now(), abort=True)
    try:
        asyncio.run(console.control(number, control))
    except Refusal as refusal:
        _end(texts.refusal(refusal), WRONG_SETTING)


_numbered = partial(typer.Option, metavar="N", min=1, max=2**63 - 1)
"""An option that takes a number which the database can keep."""


@app.command("log")
def show_log(
    post: Annotated[int | None, _numbered(help="Only comments on the post with this number.")] = None,
    reader: Annotated[int | None, _numbered(help="Only what the person with this Telegram id wrote.")] = None,
    comment: Annotated[int | None, _numbered(help="Only the comment with this number.")] = None,
    limit: Annotated[int, _numbered(help="How many lines: the newest ones.")] = 50,
) -> None:
    """Show what happened to comments, who did it and why, the newest last."""
    settings, texts, sentences = _of_a_migrated_blog()
    console = LogConsole(settings.database_url.get_secret_value(), texts, sentences, Console(highlight=False))
    missing = asyncio.run(console.show(Section(comment, reader, post), limit))
    if missing is not None:
        _end(missing, WRONG_SETTING)


def _somebody_is_there() -> bool:
    """Whether a question can be answered."""
    return sys.stdin.isatty()


def _campaigns_console() -> tuple[CampaignsConsole, Texts, ConsoleTexts]:
    """The console of the blog's campaigns, and its sentences."""
    settings, texts, sentences = _of_a_migrated_blog()
    url = settings.database_url.get_secret_value()
    return CampaignsConsole(url, texts, sentences, Console(highlight=False), utc_now), texts, sentences


def _of_a_migrated_blog() -> tuple[Settings, Texts, ConsoleTexts]:
    """The settings and the sentences; ends where the database has to be brought up to date."""
    settings = _settings(needs_token=False)
    texts = texts_for(settings)
    try:
        asyncio.run(migrating.check(settings.database_url.get_secret_value()))
    except Refusal as refusal:
        _end(texts.refusal(refusal), WRONG_SETTING)
    return settings, texts, console_texts_for(settings)


async def _until_stopped(work: Broadsheet | Shifts) -> None:
    gc.freeze()  # what is there by now stays: looking through it again and again stops everything for 0.1 s each time
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, work.stop)
    await work.run(_say)


async def _until_asked(work: Coroutine[Any, Any, None]) -> None:
    """Runs ``work`` until it ends or the process is asked to."""
    task = asyncio.create_task(work)
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, task.cancel)
    with suppress(asyncio.CancelledError):
        await task


def _settings(*, needs_token: bool = True) -> Settings:
    try:
        return load_settings(Path(".env"), needs_token=needs_token)
    except SettingsError as error:
        _end(str(error), WRONG_SETTING)


def _warn_of_pace(settings: Settings) -> None:
    """Says where the pace and what is paid for do not fit together; the bot runs all the same."""
    texts = console_texts_for(settings)
    if settings.paid_broadcast and settings.send_rate <= FREE_RATE:
        _say(texts.nothing_to_pay(FREE_RATE))
    if not settings.paid_broadcast and settings.send_rate > FREE_RATE:
        _say(texts.too_fast(settings.send_rate, FREE_RATE))


def _say(line: str) -> None:
    """One line on the console, at once."""
    typer.echo(line)
    sys.stdout.flush()


def _end(message: str, code: int) -> NoReturn:
    """Says why, and leaves."""
    typer.echo(message, err=True)
    raise typer.Exit(code)
