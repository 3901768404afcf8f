"""What the delivery engine asks of storage, each in a transaction of its own (``bot.delivery.ports``)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime

from bot.core.calls import Prepared
from bot.core.campaigns import (
    ACTIVE,
    CUT_SHORT,
    ON_THEIR_WAY,
    Account,
    Campaign,
    CampaignEvent,
    CampaignKind,
    CampaignState,
    Progress,
    moved,
)
from bot.core.deliveries import CHANGE, DeliveryState, Due, Result
from bot.core.outgoing import Queued
from bot.core.posts import Copy, Edition, Post
from bot.core.recalling import MessageTimes
from bot.core.slots import Slot, SlotKind
from bot.storage import (
    accounts,
    campaigns,
    changes,
    copies,
    drafts,
    ledger,
    message_times,
    outbox,
    people,
    posts,
    previews,
    slots,
)
from bot.storage.engine import Database, Transaction
from bot.storage.gathering import Gathering

AsShown = Callable[[Post], Post]
"""Makes of a post in the tables what is to be shown of it at this moment: time may have closed its comments."""


def as_it_is(post: Post) -> Post:
    """The post as the tables have it."""
    return post


class OutboxStore:
    """The outbox, as the postman uses it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._gathering = Gathering(database)

    async def chats_waiting(self, busy: Sequence[int], now: datetime, limit: int) -> list[tuple[int, int]]:
        """Chats with a due row, each with the messages that its next row makes."""
        async with self._database.read() as tx:
            return await outbox.chats_waiting(tx, busy, now, limit)

    async def next_due(self, now: datetime) -> datetime | None:
        """When a row falls due that is not due yet."""
        async with self._database.read() as tx:
            return await outbox.next_due(tx, now)

    async def claim(self, chat_id: int, now: datetime, messages: int = 1) -> Queued | None:
        """Marks a chat's next row as ``sending``, unless it makes more ``messages``."""
        return await self._gathering.write(lambda tx: outbox.claim(tx, chat_id, now, messages))

    async def sent(self, row: Queued, message_ids: Sequence[int], now: datetime) -> None:
        """It arrived: fills the slot, leaves the copies, and remembers a preview's messages for the next one."""

        async def work(tx: Transaction) -> None:
            await outbox.settle(tx, row.id, DeliveryState.SENT)
            if row.slot_id is not None:
                standing = message_ids[0] if message_ids else row.message_id
                await slots.replace(tx, row.slot_id, row.message_id, standing, now)
            if row.page is not None:
                page = row.page
                arrived = [
                    Copy(page.post_id, row.chat_id, message_id, number, page.revision, page.comments)
                    for number, message_id in enumerate(message_ids, start=page.page)
                ]
                await copies.add(tx, arrived)
                if message_ids:
                    await message_times.sample(tx, max(message_ids), now)
            if row.preview_of is not None:
                await previews.arrived(tx, row.preview_of, row.chat_id, message_ids, now)

        await self._gathering.write(work)

    async def blocked(self, row: Queued, reason: str) -> None:
        """Nobody can be reached there; what else waits for that chat is given up."""

        async def work(tx: Transaction) -> None:
            await outbox.settle(tx, row.id, DeliveryState.BLOCKED, reason)
            await outbox.block(tx, row.chat_id)
            await people.set_reachable(tx, row.chat_id, False)

        await self._gathering.write(work)

    async def failed(self, row: Queued, reason: str) -> None:
        """It can never be sent."""
        await self._gathering.write(lambda tx: outbox.settle(tx, row.id, DeliveryState.FAILED, reason))

    async def held(self, row: Queued, reason: str) -> None:
        """It may have been sent, and is not repeated."""
        await self._gathering.write(lambda tx: outbox.settle(tx, row.id, DeliveryState.UNCERTAIN, reason))

    async def again(self, row: Queued, due_at: datetime, *, doubt: bool = False) -> None:
        """It goes back into the queue."""
        await self._gathering.write(lambda tx: outbox.requeue(tx, row.id, due_at, doubt=doubt))

    async def gone(self, row: Queued, now: datetime) -> None:
        """The message in its slot is gone: the row goes back and makes a new one."""

        async def work(tx: Transaction) -> None:
            if row.slot_id is None:
                await outbox.settle(tx, row.id, DeliveryState.FAILED)
                return
            await slots.replace(tx, row.slot_id, row.message_id, None)
            await outbox.requeue(tx, row.id, now)

        await self._gathering.write(work)

    async def moved(self, row: Queued, chat_id: int, now: datetime) -> None:
        """The chat has another id now."""

        async def work(tx: Transaction) -> None:
            await outbox.move(tx, row.chat_id, chat_id)
            await outbox.requeue(tx, row.id, now)

        await self._gathering.write(work)


class LedgerStore:
    """Campaigns and their deliveries, as the engine uses them."""

    def __init__(self, database: Database, as_shown: AsShown = as_it_is) -> None:
        self._database = database
        self._as_shown = as_shown
        self._last_edition: Edition | None = None

    async def active(self) -> list[Campaign]:
        """Campaigns that the engine has to do with."""
        async with self._database.read() as tx:
            return await campaigns.in_states(tx, ACTIVE)

    async def park(self, campaign: Campaign, until: datetime | None) -> None:
        """Until when Telegram asks to wait; None: not any more."""
        await self._database.write(lambda tx: campaigns.park(tx, campaign.id, until))

    async def edition(self, post_id: int, revision: int | None = None) -> Edition:
        """That revision of a post, or its newest.

        A campaign asks for the newest at every moment: what was read last is not read again unless it has changed.
        """
        last = self._last_edition
        async with self._database.read() as tx:
            if (
                last is not None
                and last.post.id == post_id
                and revision in (None, last.post.revision)
                and await posts.is_still(tx, last.post)
            ):
                return self._shown(last)
            post = await posts.get(tx, post_id)
            number = post.revision if revision is None else revision
            pages = await posts.pages_of(tx, post_id, number)
            edition = Edition(post, tuple(pages), tuple(await posts.leaves_of(tx, post_id, number)))
        if number == post.revision:
            self._last_edition = edition
        return self._shown(edition)

    def _shown(self, edition: Edition) -> Edition:
        post = self._as_shown(edition.post)
        return edition if post == edition.post else replace(edition, post=post)

    async def copies(self, post_id: int, chats: Collection[int]) -> dict[int, list[Copy]]:
        """The messages of the post in each of the chats, in their order."""
        async with self._database.read() as tx:
            return await copies.of_chats(tx, post_id, chats)

    async def message_times(self) -> MessageTimes:
        """From when the bot's messages are."""
        async with self._database.read() as tx:
            return await message_times.known(tx)

    async def sample(self, message_id: int, now: datetime) -> None:
        """The message has just been sent."""
        await self._database.write(lambda tx: message_times.sample(tx, message_id, now))

    async def begin(self, campaign: Campaign, now: datetime) -> bool:
        """The time with Stop is over: plans the own copy."""

        async def work(tx: Transaction) -> bool:
            if not await _moved(tx, campaign, CampaignEvent.DUE, started_at=now):
                return False
            post = await posts.get(tx, campaign.post_id)
            await ledger.plan_own_copy(tx, campaign.id, post.id, post.revision, campaign.started_by)
            return True

        return await self._database.write(work)

    async def proved(self, campaign: Campaign, now: datetime) -> bool:
        """The own copy has arrived: publishes the post and freezes its audience, in one transaction.

        Of an update, it has been changed: plans the change of all others.
        """

        async def work(tx: Transaction) -> bool:
            await people.hold(tx)
            if not await _moved(tx, campaign, CampaignEvent.PROVED):
                return False
            if campaign.kind is CampaignKind.UPDATE:
                await changes.plan_update(tx, campaign)
                return True
            post = await posts.get(tx, campaign.post_id)
            await posts.publish(tx, post.id, now)
            await ledger.freeze_audience(tx, campaign.id, post.id, post.revision, without=campaign.started_by)
            return True

        return await self._database.write(work)

    async def due(self, campaign: Campaign, after: int | None, limit: int) -> tuple[list[Due], int | None]:
        """Queued rows of the next readers, by reader and page, and where to read on: None when nobody is left.

        A withdrawal begins with the oldest copies. Where the post itself is still on its way to a reader, its change
        waits for that.
        """
        async with self._database.read() as tx:
            if campaign.kind is CampaignKind.WITHDRAWAL:
                oldest, last = await changes.due_to_withdraw(tx, campaign, after, limit)
                return (oldest, last) if oldest else (await changes.due_to_finish(tx, campaign, limit), None)
            behind = []
            if campaign.kind is CampaignKind.UPDATE:
                behind = [
                    bringing.id
                    for bringing in await campaigns.of_post(tx, campaign.post_id)
                    if bringing.kind is CampaignKind.POST and bringing.state in ACTIVE
                ]
            rows = await ledger.due(tx, campaign.id, after, limit, behind=behind)
            return rows, rows[-1].chat_id if rows else None

    async def settle(
        self, campaign_id: int, results: Sequence[Result], claims: Sequence[tuple[int, int]]
    ) -> set[tuple[int, int]] | None:
        """One commit: writes results, and marks (chat, page) rows as ``sending``.

        Says which it could, and gives up those whose reader has left; None when the campaign is no longer on its way.
        """

        async def work(tx: Transaction) -> set[tuple[int, int]] | None:
            state = await campaigns.hold(tx, campaign_id)
            await ledger.record(
                tx, campaign_id, [(result.chat_id, result.page, result.state, result.doubts) for result in results]
            )
            for result in results:
                if result.give_up is not None:
                    await ledger.give_up(tx, campaign_id, result.chat_id, result.give_up)
                if result.unreachable:
                    await people.set_reachable(tx, result.chat_id, False)
            await copies.add(tx, [result.copy for result in results if result.copy is not None])
            await _change(tx, campaign_id, results)
            if state in CUT_SHORT:  # while these were under way: what was to be repeated is not
                await ledger.cancel(tx, campaign_id)
            if state not in ON_THEIR_WAY:
                return None
            claimed = await ledger.claim(tx, campaign_id, claims)
            if len(claimed) < len(claims):
                await ledger.drop_departed(tx, campaign_id, {chat_id for chat_id, _ in set(claims) - claimed})
            return claimed

        return await self._database.write(work)

    async def progress(self, campaign_id: int) -> Progress:
        """The messages in each state."""
        async with self._database.read() as tx:
            return await ledger.progress(tx, campaign_id)

    async def happened(
        self, campaign: Campaign, event: CampaignEvent, now: datetime, reason: str | None = None
    ) -> CampaignState | None:
        """Moves a campaign on; None when it was no longer in the state that ``campaign`` has.

        A post that was refused gives its draft back, put aside.
        """

        async def work(tx: Transaction) -> CampaignState | None:
            after = await _moved(tx, campaign, event, reason=reason, finished_at=now)
            if after is CampaignState.REFUSED:
                await ledger.cancel(tx, campaign.id)
            if after is CampaignState.REFUSED and campaign.kind is CampaignKind.POST:
                post = await posts.get(tx, campaign.post_id)
                await posts.stop(tx, post.id)
                await drafts.give_back(tx, post.draft_id)
            return after

        return await self._database.write(work)


class ReportStore:
    """Status messages, as the reporter uses them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def due_reports(self) -> list[tuple[Account, str | None]]:
        """Campaigns whose status may have changed, with the status as last shown."""
        async with self._database.read() as tx:
            return [
                (await accounts.of_campaign(tx, campaign), shown) for campaign, shown in await campaigns.unreported(tx)
            ]

    async def show(self, account: Account, forms: tuple[Prepared, Prepared], shown: str, now: datetime) -> None:
        """Queues the status message, as new and as a change, and keeps what it shows.

        The first takes the place of the sheet that was pressed; a withdrawal has no sheet there.
        """
        campaign = account.campaign

        async def work(tx: Transaction) -> None:
            slot = Slot(SlotKind.STATUS, campaign.id, campaign.started_by)
            if campaign.kind is not CampaignKind.WITHDRAWAL:
                sheet = Slot(SlotKind.SENDING, account.post.draft_id, campaign.started_by)
                await slots.become(tx, sheet, slot)
            new, change = forms
            await outbox.put(tx, slot.chat_id, new, now, slot_id=await slots.ensure(tx, slot), change=change)
            await campaigns.report(tx, campaign.id, shown)

        await self._database.write(work)


async def _change(tx: Transaction, campaign_id: int, results: Sequence[Result]) -> None:
    """What the results say of copies that were there before."""
    await copies.stand(tx, [copy for result in results for copy in result.stand])
    await changes.add_pages(tx, campaign_id, [(result.chat_id, page) for result in results for page in result.then])
    gone = [(result.chat_id, message_id) for result in results for message_id in result.gone]
    ended = [result.chat_id for result in results if result.page == CHANGE and result.state is DeliveryState.SENT]
    if gone or ended:
        campaign = await campaigns.get(tx, campaign_id)
        await copies.remove(tx, campaign.post_id, gone)
        await changes.look_again(tx, campaign, ended)


async def _moved(
    tx: Transaction,
    campaign: Campaign,
    event: CampaignEvent,
    *,
    reason: str | None = None,
    started_at: datetime | None = None,
    finished_at: datetime | None = None,
) -> CampaignState | None:
    after = moved(campaign.state, event)
    done = await campaigns.move(
        tx,
        campaign.id,
        campaign.state,
        after,
        reason=reason,
        started_at=started_at,
        finished_at=finished_at if after not in ACTIVE else None,
    )
    return after if done else None
