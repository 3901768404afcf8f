"""A blog with many readers and a post on its way to them, put where they belong at once.

Two thousand people who press Start one after the other would take longer than the test that they are there for.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.core.campaigns import Campaign, CampaignState, Progress
from bot.core.deliveries import DeliveryState
from bot.core.drafts import DraftState
from bot.core.people import Profile, Role
from bot.core.richtext import RichText
from bot.gateway.encoding import encode
from bot.rendering.message import Message
from bot.sandbox.client import Person, World
from bot.sandbox.server import Sandbox
from bot.storage import campaigns, drafts, ledger, people, posts
from bot.storage.engine import Database, Transaction
from bot.storage.tables import deliveries
from bot.storage.tables import people as people_table

Key = tuple[int, int]
"""A message of the campaign: whose chat, and which page."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """Olga, who owns the blog and writes, and her readers in the order of their ids."""

    olga: Person
    readers: tuple[Person, ...]

    @property
    def everybody(self) -> tuple[Person, ...]:
        """All who get a post: Olga first."""
        return (self.olga, *self.readers)

    @classmethod
    async def gathers(cls, sandbox: Sandbox, world: World, database_url: str, readers: int, now: datetime) -> Crowd:
        """So many people who have pressed Start, at Telegram and in the blog's database."""
        accounts = [sandbox.messenger.add_person(name) for name in ("Olga", *(f"Reader {n}" for n in range(readers)))]
        for account in accounts:
            account.began = True
        olga, *others = [Person(world, account.user) for account in accounts]

        async def work(tx: Transaction) -> None:
            await people.subscribe(tx, Profile(olga.id, olga.name), now)
            await people.give_role(tx, olga.id, Role.OWNER, now)
            rows = [
                {"id": each.id, "name": each.name, "subscribed": True, "reachable": True, "started_at": now}
                for each in others
            ]
            await tx.execute(people_table.insert(), rows)

        async with opened(database_url) as database:
            await database.write(work)
        return cls(olga, tuple(others))


async def begins(database_url: str, author: Person, pages: Sequence[str], due_at: datetime) -> Campaign:
    """A post of these messages, with a campaign whose time with Stop ends at ``due_at``."""
    rendered = [encode(Message(RichText(page))) for page in pages]

    async def work(tx: Transaction) -> Campaign:
        draft = await drafts.begin(tx, author.id, due_at)
        await drafts.set_state(tx, draft.id, DraftState.OPEN, DraftState.PUBLISHED)
        post = await posts.add(
            tx,
            draft_id=draft.id,
            author_id=author.id,
            headline=pages[0],
            article={},
            rendered=rendered,
            now=due_at,
        )
        return await campaigns.begin(tx, post.id, author.id, due_at)

    async with opened(database_url) as database:
        return await database.write(work)


@asynccontextmanager
async def opened(database_url: str) -> AsyncIterator[Database]:
    """The database, for a moment."""
    database = Database.open(database_url)
    try:
        yield database
    finally:
        await database.close()


@dataclass(frozen=True, slots=True)
class Books:
    """What the ledger believes of a campaign at one moment."""

    state: CampaignState
    reason: str | None
    progress: Progress
    rows: dict[Key, tuple[DeliveryState, int]]
    """The state of each message, and how often it was in doubt."""

    @classmethod
    async def of(cls, database: Database, campaign_id: int) -> Books:
        """Opens them."""
        async with database.read() as tx:
            found = await campaigns.find(tx, campaign_id)
            assert found is not None
            rows = await tx.execute(select(deliveries).where(deliveries.c.campaign_id == campaign_id))
            return cls(
                found.state,
                found.reason,
                await ledger.progress(tx, campaign_id),
                {(row.chat_id, row.page): (DeliveryState(row.state), row.doubts) for row in rows},
            )

    def keys_in(self, *states: DeliveryState) -> set[Key]:
        """The messages in one of these states."""
        return {key for key, (state, _) in self.rows.items() if state in states}

    def add_up(self) -> None:
        """Asserts that every message is in one state, that none is under way, and that the totals say so."""
        assert self.progress.planned == len(self.rows)
        for state in DeliveryState:
            assert getattr(self.progress, state.name.lower()) == len(self.keys_in(state))
        assert not self.keys_in(DeliveryState.QUEUED, DeliveryState.SENDING)


async def stands_still(world: World, seconds: float) -> None:
    """Until the bot has called Telegram for nothing but updates for so many seconds of the loop's time.

    What was claimed before may still go out; a bot that goes on calling never stands still, and pytest ends the test.
    """
    before = -1
    while before != (count := await world.count()):
        before = count
        await asyncio.sleep(seconds)


async def pages_before(person: Person, pages: Sequence[str]) -> list[int]:
    """Which of the pages the bot has sent her, by number from 1, oldest first."""
    numbers = {page: number for number, page in enumerate(pages, start=1)}
    said = [message.get("text") for message in await person.messages() if message["from"]["is_bot"]]
    return [numbers[text] for text in said if text in numbers]


async def extra_copies(crowd: Crowd, pages: Sequence[str], *, missing: Collection[Key] = ()) -> dict[Key, int]:
    """Looks into every chat: all pages are there in order but those that may be ``missing``.

    Gives how many more than one there are of each page that somebody has several of.
    """
    extra: dict[Key, int] = {}
    wrong = {}
    for person in crowd.everybody:
        seen = await pages_before(person, pages)
        absent = {(person.id, page) for page in range(1, len(pages) + 1)} - {(person.id, page) for page in seen}
        if seen != sorted(seen) or not absent.issubset(missing):
            wrong[person.name] = seen
        for page in set(seen):
            if seen.count(page) > 1:
                extra[person.id, page] = seen.count(page) - 1
    assert not wrong, f"of {len(crowd.everybody)} chats these do not hold the pages: {wrong}"
    return extra
