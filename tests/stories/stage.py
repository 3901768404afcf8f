"""The stage that stories are played on: a Telegram, a bot, and the people of a blog.

olga = await stage.opens()                    # the bot runs, and Olga has claimed the blog
ann = await stage.reader("Ann")
await stage.publishes(olga, "The barrier held", "It did.")
await ann.sees("It did.")
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, select

from bot.app import Broadsheet
from bot.config import Settings
from bot.sandbox.client import PATIENCE, Person, World
from bot.sandbox.server import Sandbox
from bot.storage.engine import Database, Transaction
from bot.storage.inbox import State
from bot.storage.tables import inbox, metadata, slots
from tests.stories.fast_time import SPEED

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For stories in which the kind of database makes no difference."""

BLOG = "The Long View"

FIRST = "This is how it begins."
LAST = "This is how it ends."

CHANGING = ("inbox", "outbox")
"""Tables that change with every update: what came in, and what is said to it."""

Message = dict[str, Any]
"""A message as the Bot API has it."""

Dump = dict[str, list[Any]]


class PatientWorld(World):
    """The sandbox's control API, with the patience of its people counted in real seconds."""

    async def get(self, path: str, **query: Any) -> Any:
        """As its parent, but for the waiting."""
        return await super().get(path, **_patiently(query))

    async def post(self, path: str, **body: Any) -> Any:
        """As its parent, but for the waiting."""
        return await super().post(path, **_patiently(body))


def _patiently(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value * SPEED if name in ("timeout", "settle") else value for name, value in fields.items()}


class FastClock:
    """The bot's clock, which goes with that of the running loop; :meth:`passes` lets days go by at once."""

    def __init__(self) -> None:
        self._seconds = asyncio.get_running_loop().time
        self._began_at = datetime.now(UTC)
        self._began = self._seconds()
        self._ahead = timedelta(0)

    def __call__(self) -> datetime:
        """The present moment in UTC."""
        return self._began_at + self._ahead + timedelta(seconds=self._seconds() - self._began)

    def passes(self, span: timedelta) -> None:
        """Let a time go by."""
        self._ahead += span


class Stage:
    """One story's Telegram, database and bot, all in this process.

    A call that a story holds is given up after :attr:`read_timeout` seconds of the time that runs fast: never, unless
    the story says otherwise.
    """

    def __init__(self, sandbox: Sandbox, world: World, database_url: str, media: Path) -> None:
        self.sandbox = sandbox
        self.world = world
        self.database_url = database_url
        self.media = media
        self.clock = FastClock()
        self.read_timeout = PATIENCE * SPEED
        self.console: list[str] = []
        self._console_grew = asyncio.Event()
        self._broadsheet: Broadsheet | None = None
        self._running: asyncio.Task[None] | None = None

    # The bot

    async def starts_bot(self, **changed: Any) -> None:
        """Start the bot; ``changed`` are settings that differ. Returns when it has said on the console who it is."""
        given: dict[str, Any] = {
            "bot_token": self.sandbox.token,
            "api_url": self.sandbox.url,
            "database_url": self.database_url,
            "media_dir": self.media,
            "blog_title": BLOG,
            "send_delay": timedelta(0),
            "notice_delay": timedelta(0),
        }
        self.console.clear()
        self._broadsheet = Broadsheet(
            Settings(_env_file=None, **(given | changed)),
            clock=self.clock,
            monotonic=asyncio.get_running_loop().time,
            read_timeout=self.read_timeout,
        )
        self._running = asyncio.create_task(self._broadsheet.run(self._announce))
        await self.says_on_console("Broadsheet is running")

    async def stops_bot(self) -> None:
        """Ask the bot to end, and wait until it has; raises what it ended with."""
        running, self._running = self._running, None
        if self._broadsheet is not None and running is not None:
            self._broadsheet.stop()
            await running

    async def says_on_console(self, text: str) -> str:
        """Wait for a line with that text on the bot's console."""
        while True:
            for line in self.console:
                if text in line:
                    return line
            self._console_grew.clear()
            grew = asyncio.ensure_future(self._console_grew.wait())
            assert self._running is not None
            await asyncio.wait((grew, self._running), return_when=asyncio.FIRST_COMPLETED)
            if self._running.done() and not self._console_grew.is_set():
                grew.cancel()
                self._running.result()
                raise AssertionError(f"the bot has ended without saying {text!r}: {self.console}")

    def _announce(self, line: str) -> None:
        self.console.append(line)
        self._console_grew.set()

    # The blog and its people

    async def opens(self, owner: str = "Olga", **changed: Any) -> Person:
        """Start the bot and let somebody claim the blog; gives its owner."""
        person = await self.world.person(owner)
        await self.starts_bot(**changed)
        await person.follows((await self.says_on_console("no owner yet")).split()[-1])
        await person.sees("This blog is yours now")
        return person

    async def reader(self, name: str) -> Person:
        """Somebody new who presses Start."""
        person = await self.world.person(name)
        await person.starts()
        await person.sees("You will get new posts here")
        return person

    async def author(self, owner: Person, name: str) -> Person:
        """Somebody new whom the owner makes an author."""
        return await self._joins(owner, name, "Invite an author", "You are an author")

    async def moderator(self, owner: Person, name: str) -> Person:
        """Somebody new whom the owner makes a moderator."""
        return await self._joins(owner, name, "Invite a moderator", "You are a moderator")

    async def _joins(self, owner: Person, name: str, button: str, welcome: str) -> Person:
        person = await self.world.person(name)
        await person.follows(await self.invitation(owner, button))
        await person.sees(welcome)
        await owner.sees(f"{name} is")
        return person

    async def invitation(self, owner: Person, button: str) -> str:
        """The link that the owner gets by that button of /team."""
        said = await owner.says("/team")
        await owner.presses(button, on=await owner.sees(button=button, after=said))
        return link_in(await owner.sees("it works once", after=said))

    async def publishes(self, author: Person, headline: str, text: str) -> None:
        """The author writes a post of one message and sends it; returns when everybody has it."""
        await author.says(f"{headline}\n\n{text}")
        await self.sends(author, headline)
        await author.sees(f"“{headline}” went out")

    async def writes_long(self, author: Person, headline: str) -> None:
        """The author pastes a post that takes two messages; :data:`FIRST` and :data:`LAST` stand at its ends."""
        middle = (f"Paragraph {number} says what the one before has left out." for number in range(90))
        await author.pastes("\n\n".join((headline, FIRST, *middle, LAST)))
        await author.sees(f"Draft · “{headline}”")
        await author.sees("2 messages to each reader")

    async def sends(self, author: Person, headline: str) -> None:
        """Publish on the card, Send now on the sheet."""
        await author.presses("Publish", on=await author.sees(f"Draft · “{headline}”", button="Publish"))
        await author.sees(f"Publish “{headline}”?", button="Send now")
        await author.presses("Send now")

    # What is kept

    async def kept(self) -> Dump:
        """Everything in the database but the inbox, the outbox and when a slot last changed, which the outbox tells,
        once every update has had its effect."""
        await self.world.quiet(settle=0.02)
        while State.WAITING in await self.inbox():
            await self.world.quiet(settle=0.01)
        dump = await self._rows_of(table for table in metadata.sorted_tables if table.name not in CHANGING)
        return dump | {slots.name: sorted((tuple(row)[:-1] for row in dump[slots.name]), key=repr)}

    async def changes(self, work: Callable[[Transaction], Awaitable[Any]]) -> None:
        """Changes in the database what nobody has a button for."""
        database = Database.open(self.database_url)
        try:
            await database.write(work)
        finally:
            await database.close()

    async def inbox(self) -> list[State]:
        """The states of all updates that have come in."""
        return [State(row.state) for row in (await self._rows_of([inbox]))[inbox.name]]

    async def _rows_of(self, tables: Iterable[Table]) -> Dump:
        database = Database.open(self.database_url)
        try:
            async with database.read() as tx:
                return {
                    table.name: sorted((row for row in await tx.execute(select(table))), key=repr) for table in tables
                }
        finally:
            await database.close()


async def copies_of(person: Person, text: str) -> int:
    """How many messages with that text somebody has from the bot."""
    messages = await person.messages()
    return sum(text in (said.get("text") or said.get("caption", "")) for said in messages if said["from"]["is_bot"])


def link_in(message: Message) -> str:
    """The address that a message ends with."""
    return str(message["text"].split()[-1])
