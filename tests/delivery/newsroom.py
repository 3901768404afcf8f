"""A newsroom: readers at a local Telegram, posts and campaigns in a real database, and the real way out.

ann, ben = await newsroom.readers(2)
post = await newsroom.post("First page", "Last page")
campaign = await newsroom.begins(post)
async with newsroom.engine():
    await newsroom.comes_to(campaign, CampaignState.DONE)
assert await texts_before(ann) == ["First page", "Last page"]
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from gettext import NullTranslations
from typing import Any
from zoneinfo import ZoneInfo

from bot.core.calls import Lane, Prepared
from bot.core.campaigns import ACTIVE, Campaign, CampaignEvent, CampaignKind, CampaignState, Progress, moved
from bot.core.deliveries import OnUncertain
from bot.core.drafts import DraftState
from bot.core.halting import Halted
from bot.core.outcomes import Outcome, Sent
from bot.core.pacing import Gate
from bot.core.people import Profile
from bot.core.posts import Copy, Post
from bot.core.richtext import RichText
from bot.delivery.engine import Engine
from bot.gateway.courier import Courier
from bot.gateway.encoder import Encoder
from bot.gateway.encoding import encode
from bot.gateway.transport import Transport
from bot.rendering.message import Message
from bot.rendering.texts import Texts
from bot.sandbox.client import PATIENCE as REAL_PATIENCE
from bot.sandbox.client import Person
from bot.sandbox.server import Sandbox
from bot.storage import campaigns, changes, copies, drafts, ledger, people, posts, revisions
from bot.storage.engine import Database, Transaction
from bot.storage.for_delivery import LedgerStore
from tests.stories.fast_time import SPEED
from tests.stories.stage import FastClock, PatientWorld

RATE = 25.0
"""Messages a second, of the time that runs fast."""

PATIENCE = REAL_PATIENCE * SPEED
"""Seconds of that time that a test waits for what it waits for."""


class Newsroom:
    """What tests of the delivery share. Olga writes; she has started the bot, and is its first reader."""

    def __init__(self, database: Database, sandbox: Sandbox, world: PatientWorld, olga: Person) -> None:
        self.database = database
        self.sandbox = sandbox
        self.world = world
        self.olga = olga
        self.clock = FastClock()
        self.texts = Texts(NullTranslations(), "en", ZoneInfo("UTC"), "The Long View")
        self.ledger = LedgerStore(database)
        self.courier = self.new_courier()

    def new_courier(self, rate: float = RATE, *, gate: Gate | None = None) -> Courier:
        """A way out of its own, at that rate or by that gate; use it in ``async with``. A call that a test holds is
        never given up."""
        token = self.sandbox.token
        transport = Transport(token, read_timeout=PATIENCE)
        return Courier(
            transport,
            gate or Gate(rate),
            api_url=self.sandbox.url,
            token=token,
            clock=asyncio.get_running_loop().time,
        )

    # Readers

    async def reader(self, name: str) -> Person:
        """Somebody who has started the bot, and is subscribed."""
        person = await self.world.person(name)
        await person.starts()
        await self.subscribes(person)
        return person

    async def readers(self, count: int) -> list[Person]:
        """So many of them, in the order of their ids."""
        return [await self.reader(f"Reader {number}") for number in range(1, count + 1)]

    async def subscribes(self, person: Person) -> None:
        """The bot's own note of it."""
        profile = Profile(person.id, person.name)
        await self.database.write(lambda tx: people.subscribe(tx, profile, self.clock()))

    async def leaves(self, person: Person) -> None:
        """/stop."""
        await self.database.write(lambda tx: people.unsubscribe(tx, person.id))

    async def is_reachable(self, person: Person) -> bool:
        """Whether the bot believes that messages reach her."""
        async with self.database.read() as tx:
            found = await people.People().find(tx, person.id)
        assert found is not None
        return found.reachable

    async def is_unreachable(self, person: Person) -> None:
        """``my_chat_member`` has said that she blocked the bot."""
        await self.database.write(lambda tx: people.set_reachable(tx, person.id, False))

    # Posts and campaigns

    async def post(self, *pages: str, by: Person | None = None) -> Post:
        """A post with these messages, waiting to be sent."""
        return await self.post_of([encode(Message(RichText(page))) for page in pages], pages[0], by=by)

    async def post_of(
        self,
        rendered: Sequence[Prepared],
        headline: str = "The barrier held",
        *,
        leaves: Sequence[Prepared] = (),
        by: Person | None = None,
    ) -> Post:
        """The same of messages as they are sent; ``leaves`` is what the last of them shows in turn."""
        author = by or self.olga
        now = self.clock()

        async def work(tx: Transaction) -> Post:
            draft = await drafts.begin(tx, author.id, now)
            await drafts.set_state(tx, draft.id, DraftState.OPEN, DraftState.PUBLISHED)
            return await posts.add(
                tx,
                draft_id=draft.id,
                author_id=author.id,
                headline=headline,
                article={},
                rendered=rendered,
                leaves=leaves,
                now=now,
            )

        return await self.database.write(work)

    async def begins(self, post: Post, *, after: float = 0.0) -> Campaign:
        """Send now: its campaign, with so many seconds with Stop."""
        due_at = self.clock() + timedelta(seconds=after)
        return await self.database.write(lambda tx: campaigns.begin(tx, post.id, post.author_id, due_at))

    async def updates(
        self, post: Post, *pages: str | Prepared, leaves: Sequence[Prepared] = (), line: bool = False
    ) -> Campaign:
        """What Update does: the post says this from now on, and a campaign brings it to the copies."""
        rendered = [encode(Message(RichText(page))) if isinstance(page, str) else page for page in pages]

        async def work(tx: Transaction) -> Campaign:
            before = await posts.get(tx, post.id)
            assert await revisions.revise(
                tx,
                before,
                headline=before.headline,
                article={},
                draft={},
                options=before.options,
                rendered=rendered,
                leaves=leaves,
                made_by=before.author_id,
                line=line,
                now=self.clock(),
            )
            after = await posts.get(tx, post.id)
            return await changes.begin_update(tx, after, before.author_id, self.clock())

        return await self.database.write(work)

    async def withdraws(self, post: Post) -> Campaign:
        """What Withdraw does: the post is taken back, from those, too, to whom it is on its way."""

        async def work(tx: Transaction) -> Campaign:
            for campaign in await campaigns.of_post(tx, post.id):
                if campaign.kind is CampaignKind.POST and campaign.state in ACTIVE:
                    after = moved(campaign.state, CampaignEvent.CANCEL)
                    assert await campaigns.move(tx, campaign.id, campaign.state, after)
                    await ledger.cancel(tx, campaign.id)
            assert await posts.withdraw(tx, post.id)
            return await changes.begin_withdrawal(tx, post, post.author_id, self.clock())

        return await self.database.write(work)

    async def moves(self, campaign: Campaign, event: CampaignEvent) -> None:
        """What a button under the status does."""

        async def work(tx: Transaction) -> None:
            found = await campaigns.find(tx, campaign.id)
            assert found is not None
            assert await campaigns.move(tx, campaign.id, found.state, moved(found.state, event))
            if event is CampaignEvent.CANCEL:
                await ledger.cancel(tx, campaign.id)

        await self.database.write(work)

    async def campaign(self, campaign: Campaign) -> Campaign:
        """The campaign as it is now."""
        async with self.database.read() as tx:
            found = await campaigns.find(tx, campaign.id)
        assert found is not None
        return found

    async def the_post(self, post: Post) -> Post:
        """The post as it is now."""
        async with self.database.read() as tx:
            return await posts.get(tx, post.id)

    async def comment_counts(self, post: Post, change: int = 1) -> None:
        """A comment on it has been approved; the counters are to see to it at once."""
        now = self.clock()
        await self.database.write(lambda tx: posts.count_comment(tx, post.id, change, now))

    async def progress(self, campaign: Campaign) -> Progress:
        """What the ledger says."""
        return await self.ledger.progress(campaign.id)

    async def copy(self, person: Person, message: dict[str, Any]) -> Copy | None:
        """What is known of a message in her chat."""
        async with self.database.read() as tx:
            return await copies.find(tx, person.id, message["message_id"])

    # Running

    @asynccontextmanager
    async def engine(
        self, policy: OnUncertain = OnUncertain.RESEND, courier: Courier | None = None
    ) -> AsyncIterator[Engine]:
        """The engine at work; at the end it is stopped, and comes to its end by itself. Its failure is the test's."""
        engine = Engine(self.ledger, courier or self.courier, Encoder(), self.texts, self.clock, policy)
        async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group:
            running = group.create_task(engine.run())
            try:
                yield engine
            except BaseException:
                running.cancel()
                raise
            engine.stop()

    async def comes_to(self, campaign: Campaign, state: CampaignState) -> Campaign:
        """Waits until the campaign is in that state."""

        async def there() -> bool:
            return (await self.campaign(campaign)).state is state

        try:
            await until(there)
        except TimeoutError:
            raise AssertionError(f"{await self.campaign(campaign)}\n{await self.progress(campaign)}") from None
        return await self.campaign(campaign)

    async def is_sent(self, post: Post) -> Campaign:
        """The post goes to everybody; returns when everybody has it."""
        campaign = await self.begins(post)
        async with self.engine():
            return await self.comes_to(campaign, CampaignState.DONE)

    async def says(self, person: Person, text: str) -> Outcome:
        """An answer to her."""
        return await self.courier.deliver(encode(Message(RichText(text))).to(person.id, Lane.ANSWERS))

    async def gets(self, post: Post, person: Person) -> None:
        """The post is sent to one reader beside all campaigns, as /latest does; kept like that."""
        outcome = await self.says(person, post.headline)
        assert isinstance(outcome, Sent)
        assert outcome.message_id is not None
        copy = Copy(post.id, person.id, outcome.message_id, 1, post.revision, 0)
        await self.database.write(lambda tx: copies.add(tx, [copy]))

    async def has_settled(self, campaign: Campaign, count: int) -> None:
        """Waits until so many messages need no further call."""

        async def there() -> bool:
            return (await self.progress(campaign)).settled >= count

        await until(there)

    async def recovers(self, policy: OnUncertain) -> int:
        """What a start does about messages that were under way when the process ended; how many there were."""
        return await self.database.write(lambda tx: ledger.recover(tx, policy))

    async def calls(self, method: str = "sendMessage") -> list[dict[str, Any]]:
        """The calls that have arrived, oldest first."""
        return await self.world.calls(method)


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Waits until something is so; for what has no event of its own."""
    async with asyncio.timeout(PATIENCE):
        while not await condition():  # noqa: ASYNC110 — what it asks for has no event
            await asyncio.sleep(0.2)


async def halts(running: Awaitable[None]) -> str:
    """Waits until Telegram halts it; Telegram's words."""
    try:
        async with asyncio.timeout(PATIENCE):
            await running
    except Halted as halted:
        return halted.reason
    raise AssertionError("it went on")


async def texts_before(person: Person) -> list[str]:
    """What the bot has said to her, oldest first."""
    return [message["text"] for message in await messages_before(person)]


async def messages_before(person: Person) -> list[dict[str, Any]]:
    """The bot's messages in her chat, oldest first."""
    return [message for message in await person.messages() if message["from"]["is_bot"]]


def labels(message: dict[str, Any]) -> list[str]:
    """The buttons below a message."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


def sent_to(calls: list[dict[str, Any]]) -> list[int]:
    """The chats that calls were made to, in their order."""
    return [int(call["parameters"]["chat_id"]) for call in calls]
