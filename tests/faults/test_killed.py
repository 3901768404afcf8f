"""kill -9, again and again, in the middle of a campaign: nobody misses a page, and little comes twice.

The moments come from a generator with a seed: a number of calls after each start, and some milliseconds more, so that
they lie between commits, in the middle of calls, and while the bot is starting.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core.campaigns import Campaign, CampaignState
from bot.core.deliveries import DeliveryState, OnUncertain
from bot.sandbox.calls import Call
from bot.sandbox.client import PATIENCE, World
from bot.sandbox.server import Sandbox
from bot.storage.engine import Database
from tests.faults.crowd import Books, Crowd, Key, begins, extra_copies, opened
from tests.stories.processes import ForkedBot
from tests.stories.stage import ON_SQLITE

pytestmark = ON_SQLITE

REAL_TIME = True

PAGES = ("Page 1 of what happened", "Page 2 of what happened")

LATENCY, JITTER = 0.03, 0.04
"""Seconds that a call takes: some are always under way."""

LATER = 0.12
"""Seconds at most between the call that a kill waits for and the kill: longer than from one commit to the next."""

CLAIMED_AT_MOST = 0.3
"""Seconds of the rate that may be claimed without a call that was made (issue 5, "Faults")."""


@dataclass(slots=True)
class Deaths:
    """What was found in the database after each kill."""

    sending: Counter[Key] = field(default_factory=Counter)
    """How often each message was under way, in the ledger's eyes, when the bot was killed."""
    most_claimed: float = 0.0
    """Seconds of the rate that those messages made up at most, without those for which the bot had made a call since
    it was started."""


class Killer:
    """Starts the bot and kills it, as often as it is told to."""

    def __init__(self, sandbox: Sandbox, bot: ForkedBot, database: Database, rate: float, seed: int) -> None:
        self._sandbox = sandbox
        self._bot = bot
        self._database = database
        self._rate = rate
        self._chance = random.Random(seed)
        self.deaths = Deaths()

    async def kills(self, campaign: Campaign, planned: int, times: int) -> Deaths:
        """Kills it so many times before the campaign of so many messages is through."""
        for number in range(times):
            books = await Books.of(self._database, campaign.id)
            left = planned - books.progress.settled
            life = self._chance.uniform(0, 2) * left / (times - number + 1)
            serial = self._sandbox.api.calls.last
            await self._bot.starts()
            await self._has_made(int(min(life, left / 2)))
            await asyncio.sleep(self._chance.uniform(0, LATER))
            await self._dies(campaign, books, serial)
        return self.deaths

    async def _has_made(self, calls: int) -> None:
        """Waits until the bot has called sendMessage so often since now."""
        log = self._sandbox.api.calls
        serial = log.last

        def look() -> bool | None:
            return True if sum(call.method == "sendmessage" for call in log.after(serial)) >= calls else None

        assert await self._sandbox.messenger.activity.until(look, PATIENCE), f"no {calls} calls: {self._bot.output}"

    async def _dies(self, campaign: Campaign, before: Books, serial: int) -> None:
        """``serial`` is that of the last call before it was started."""
        log = self._sandbox.api.calls
        await self._bot.is_killed()
        books = await Books.of(self._database, campaign.id)
        # killed before it had looked at what the last kill left, it has not put that in doubt again
        new = {key for key in books.keys_in(DeliveryState.SENDING) if books.rows[key] != before.rows.get(key)}
        # what was in the pipe still takes effect, and was a call under way, too
        assert await self._sandbox.messenger.activity.until(lambda: True if not log.in_flight else None, PATIENCE)
        called = {_key(call) for call in log.after(serial) if call.method == "sendmessage"}
        self.deaths.sending.update(new)
        self.deaths.most_claimed = max(self.deaths.most_claimed, len(new - called) / self._rate)


def _key(call: Call) -> Key | None:
    """The message of the campaign that a call makes, if it is one."""
    text = call.parameters["text"]
    return (int(call.parameters["chat_id"]), PAGES.index(text) + 1) if text in PAGES else None


@dataclass(frozen=True, slots=True)
class Play:
    """A campaign in which the bot is killed ``kills`` times, at ``rate`` messages a second."""

    readers: int
    kills: int
    rate: float
    policy: OnUncertain

    @property
    def planned(self) -> int:
        """Messages of the campaign: Olga gets the post, too."""
        return len(PAGES) * (self.readers + 1)


async def plays(play: Play, tmp_path: Path, database_url: str) -> None:
    """Plays it, and looks into every chat, and then into the ledger."""
    async with (
        Sandbox(latency=LATENCY, jitter=JITTER, seed=5) as sandbox,
        World(sandbox.url) as world,
        ForkedBot(sandbox, database_url, tmp_path, send_rate=str(play.rate), on_uncertain=play.policy) as bot,
        opened(database_url) as database,
    ):
        now = datetime.now(UTC)
        crowd = await Crowd.gathers(sandbox, world, database_url, play.readers, now)
        campaign = await begins(database_url, crowd.olga, PAGES, now)
        killer = Killer(sandbox, bot, database, play.rate, seed=play.readers)
        deaths = await killer.kills(campaign, play.planned, play.kills)
        under_way = await Books.of(database, campaign.id)
        assert under_way.progress.settled < play.planned, "each of the kills came before the end"
        await bot.starts()
        await crowd.olga.sees("went out", timeout=PATIENCE)
        await world.quiet(timeout=PATIENCE, settle=0.5)
        books = await Books.of(database, campaign.id)
        uncertain = books.keys_in(DeliveryState.UNCERTAIN)
        extra = await extra_copies(crowd, PAGES, missing=uncertain if play.policy is OnUncertain.HOLD else ())
        assert await bot.is_asked_to_end() == 0

    print(
        f"{play.kills} kills: {deaths.sending.total()} messages in doubt, none more than"
        f" {max(deaths.sending.values(), default=0)} times, {sum(extra.values())} doubled;"
        f" at most {deaths.most_claimed:.2f} s of the rate claimed"
    )
    assert all(count <= deaths.sending[key] for key, count in extra.items()), "only what was in doubt may be doubled"
    assert deaths.most_claimed <= CLAIMED_AT_MOST
    assert books.state is CampaignState.DONE
    books.add_up()
    assert len(books.rows) == play.planned
    assert books.keys_in(DeliveryState.SENT) | uncertain == books.rows.keys()
    assert {key: doubts for key, (_, doubts) in books.rows.items() if doubts} == dict(deaths.sending)
    if play.policy is OnUncertain.HOLD:
        assert uncertain == deaths.sending.keys()
        assert extra == {}
    else:
        assert uncertain == set()


@pytest.mark.check
@pytest.mark.timeout(600)
async def test_killed_a_hundred_times_the_bot_leaves_nobody_out(tmp_path: Path, database_url: str) -> None:
    await plays(Play(readers=2_000, kills=100, rate=200, policy=OnUncertain.RESEND), tmp_path, database_url)


async def test_killed_a_few_times_the_bot_leaves_nobody_out(tmp_path: Path, database_url: str) -> None:
    await plays(Play(readers=60, kills=3, rate=200, policy=OnUncertain.RESEND), tmp_path, database_url)


@pytest.mark.check
async def test_where_doubtful_messages_are_held_a_bot_that_is_killed_doubles_none_and_names_them(
    tmp_path: Path, database_url: str
) -> None:
    await plays(Play(readers=200, kills=8, rate=200, policy=OnUncertain.HOLD), tmp_path, database_url)
