"""Changes to copies that were delivered: campaigns that bring a newer revision, or take a post back.

Such a campaign has one row for each reader, ``CHANGE``, behind which the messages follow that are to be added. What
is to be done for a reader follows from the copies, whatever revision each of them shows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Select,
    SmallInteger,
    and_,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from bot.core.campaigns import BEGUN, Campaign, CampaignEvent, CampaignKind, CampaignState, moved
from bot.core.deliveries import CHANGE, LINE, DeliveryState, Due
from bot.core.posts import Copy, Post, PostState
from bot.storage import campaigns, ledger
from bot.storage.engine import Transaction
from bot.storage.straight import Straight
from bot.storage.tables import campaigns as campaigns_table
from bot.storage.tables import copies, deliveries, pages, people, revisions
from bot.storage.upsert import insert_or_ignore, insert_or_update

_BRINGING = (CampaignState.SENDING, CampaignState.PAUSED)
_FOLLOWED = (*_BRINGING, CampaignState.DONE)
"""Where a campaign has its audience, and was not ended before its time. Such changes take in copies that turn up late;
while one is proved, these are not planned yet."""

_CONTENT = and_(copies.c.page > 0, copies.c.page < LINE)
"""Copies that show something of the post: neither emptied nor a line about it."""


async def begin_update(tx: Transaction, post: Post, started_by: int, now: datetime) -> Campaign:
    """Brings delivered copies to the revision that ``post`` has from now on; whoever asks for it sees it first.

    Is the post still on its way, and has other messages or albums now, it goes on in that form.
    """
    await supersede(tx, post.id, now)
    before, after = await _layout(tx, post.id, post.revision - 1), await _layout(tx, post.id, post.revision)
    if before != after:
        await _lay_out_anew(tx, post.id, len(before), len(after))
    campaign = await campaigns.begin_change(
        tx, post.id, started_by, CampaignKind.UPDATE, CampaignState.PROVING, now, revision=post.revision
    )
    await _plan(tx, campaign, _behind(campaign).where(copies.c.chat_id == started_by))
    return campaign


async def plan_update(tx: Transaction, campaign: Campaign) -> None:
    """The rows of all others who have a copy, once the first has shown that Telegram takes the new revision.

    With them those of whom nobody knows yet what they have, since the post is on its way and was laid out anew.
    """
    left_off = (
        select(deliveries.c.chat_id)
        .select_from(deliveries.join(campaigns_table, campaigns_table.c.id == deliveries.c.campaign_id))
        .where(
            campaigns_table.c.post_id == campaign.post_id,
            campaigns_table.c.kind == CampaignKind.POST,
            campaigns_table.c.state.in_(_FOLLOWED),
            deliveries.c.state == DeliveryState.CANCELLED,
        )
    )
    own = deliveries.c.chat_id != campaign.started_by
    behind = _behind(campaign).where(copies.c.chat_id != campaign.started_by)
    await _plan(tx, campaign, behind.union(left_off.where(own)))


async def begin_withdrawal(tx: Transaction, post: Post, started_by: int, now: datetime) -> Campaign:
    """Takes back every copy of the post, which is withdrawn."""
    await supersede(tx, post.id, now)
    campaign = await campaigns.begin_change(
        tx, post.id, started_by, CampaignKind.WITHDRAWAL, CampaignState.SENDING, now
    )
    await _plan(tx, campaign, select(copies.c.chat_id).where(copies.c.post_id == post.id, copies.c.page > 0))
    return campaign


async def supersede(tx: Transaction, post_id: int, now: datetime) -> None:
    """Changes that are still under way make room for a newer one."""
    for campaign in await campaigns.of_post(tx, post_id):
        if campaign.kind is not CampaignKind.POST and campaign.state in BEGUN:
            after = moved(campaign.state, CampaignEvent.SUPERSEDE)
            if await campaigns.move(tx, campaign.id, campaign.state, after, finished_at=now):
                await ledger.cancel(tx, campaign.id)


async def _lay_out_anew(tx: Transaction, post_id: int, before: int, after: int) -> None:
    """The post is on its way, and from now on has ``after`` messages instead of ``before``, or other albums.

    Whoever has nothing of it yet gets it in its new form. For whoever has begun, the rest is not sent: the update
    brings it along with the change of what is there.
    """
    for bringing in await campaigns.of_post(tx, post_id):
        if bringing.kind is not CampaignKind.POST or bringing.state not in _BRINGING:
            continue
        of_run = deliveries.c.campaign_id == bringing.id
        doubtful = and_(deliveries.c.state == DeliveryState.QUEUED, deliveries.c.doubts > 0)
        begun = select(deliveries.c.chat_id).where(
            of_run,
            deliveries.c.page == 1,
            or_(deliveries.c.state.in_((DeliveryState.SENDING, DeliveryState.SENT)), doubtful),
        )
        await ledger.cancel(tx, bringing.id, of_chats=begun)
        untouched = and_(of_run, deliveries.c.page == 1, deliveries.c.state == DeliveryState.QUEUED)
        if after < before:
            chats = select(deliveries.c.chat_id).where(untouched)
            await tx.execute(
                delete(deliveries).where(of_run, deliveries.c.page > after, deliveries.c.chat_id.in_(chats))
            )
        for page in range(before + 1, after + 1):
            row = (deliveries.c.campaign_id, deliveries.c.chat_id, literal(page, SmallInteger), *_FRESH)
            await tx.execute(insert(deliveries).from_select(_COLUMNS, select(*row).where(untouched)))


_HOLD_POST = Straight(
    "SELECT revision, state FROM posts WHERE id = ?", "SELECT revision, state FROM posts WHERE id = $1 FOR SHARE"
)


async def _layout(tx: Transaction, post_id: int, revision: int) -> list[int]:
    """The messages that the call for each page of a revision makes."""
    of_revision = and_(pages.c.post_id == post_id, pages.c.revision == revision)
    return list((await tx.execute(select(pages.c.messages).where(of_revision).order_by(pages.c.page))).scalars())


async def follow(tx: Transaction, found: Iterable[Copy]) -> None:
    """Copies have turned up: those that show an older revision, or a post that was taken back, are to be changed, too.

    Holds the posts, so that no change of theirs can overlook these copies.
    """
    chats: dict[tuple[int, int], set[int]] = {}
    for copy in found:
        chats.setdefault((copy.post_id, copy.revision), set()).add(copy.chat_id)
    for (post_id, revision), late in sorted(chats.items()):
        ((newest, state),) = await _HOLD_POST.ask(tx, post_id)
        if revision >= newest and state != PostState.WITHDRAWN:
            continue
        campaign = await _newest(tx, post_id)
        if campaign is None or campaign.state not in _FOLLOWED:
            continue
        await _again(tx, campaign.id, late)
        if campaign.state is CampaignState.DONE:
            await campaigns.move(tx, campaign.id, campaign.state, moved(campaign.state, CampaignEvent.RETRY))


async def _newest(tx: Transaction, post_id: int) -> Campaign | None:
    changes = [found for found in await campaigns.of_post(tx, post_id) if found.kind is not CampaignKind.POST]
    return changes[-1] if changes else None


async def _again(tx: Transaction, campaign_id: int, chats: Collection[int]) -> None:
    """The readers' copies are looked at once more. A row that is under way is seen to by ``look_again``."""
    for chat_id in sorted(chats):
        row = _row(campaign_id, chat_id, CHANGE)
        statement = insert_or_update(
            tx,
            deliveries,
            _KEY,
            row,
            ("state", "doubts"),
            where=deliveries.c.state.in_((DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.CANCELLED)),
        )
        await tx.execute(statement)


async def look_again(tx: Transaction, campaign: Campaign, chats: Collection[int]) -> None:
    """Those of the readers whose change has just ended, and who have got a copy meanwhile that it did not know of."""
    left = select(copies.c.chat_id).where(
        copies.c.post_id == campaign.post_id, copies.c.chat_id == deliveries.c.chat_id
    )
    await tx.execute(
        update(deliveries)
        .where(
            deliveries.c.campaign_id == campaign.id,
            deliveries.c.chat_id.in_(list(chats)),
            deliveries.c.page == CHANGE,
            deliveries.c.state == DeliveryState.SENT,
            left.where(_to_change(campaign)).exists(),
        )
        .values(state=DeliveryState.QUEUED)
    )


async def add_pages(tx: Transaction, campaign_id: int, rows: Sequence[tuple[int, int]]) -> None:
    """(chat, page): messages that readers are to get besides what they have."""
    if rows:
        await tx.execute(
            insert_or_ignore(tx, deliveries, _KEY), [_row(campaign_id, chat_id, page) for chat_id, page in rows]
        )


async def due_to_withdraw(
    tx: Transaction, campaign: Campaign, after: int | None, limit: int
) -> tuple[list[Due], int | None]:
    """Readers with a queued row, the oldest copies first, behind that message; and the last one's message."""
    earlier = copies.alias("earlier")
    of_post = copies.c.post_id == campaign.post_id
    if after is None:
        beginning = select(func.min(copies.c.message_id)).where(of_post, copies.c.page > 0)
        after = ((await tx.execute(beginning)).scalar() or 0) - 1
    first = ~(
        select(earlier.c.chat_id)
        .where(
            earlier.c.post_id == copies.c.post_id,
            earlier.c.chat_id == copies.c.chat_id,
            earlier.c.page > 0,
            earlier.c.message_id < copies.c.message_id,
        )
        .exists()
    )
    row = and_(
        deliveries.c.campaign_id == campaign.id,
        deliveries.c.chat_id == copies.c.chat_id,
        deliveries.c.page == CHANGE,
        deliveries.c.state == DeliveryState.QUEUED,
    )
    oldest = (
        select(copies.c.chat_id, copies.c.message_id, deliveries.c.doubts)
        .select_from(copies.join(deliveries, row))
        # the sum keeps the databases from the key, by which they would find and sort all copies of the post each time
        .where(copies.c.message_id > after, copies.c.post_id + 0 == campaign.post_id, copies.c.page > 0, first)
        .order_by(copies.c.message_id)
        .limit(limit)
    )
    found = (await tx.execute(oldest)).all()
    return [Due(row.chat_id, CHANGE, row.doubts) for row in found], found[-1].message_id if found else None


async def due_to_finish(tx: Transaction, campaign: Campaign, limit: int) -> list[Due]:
    """Queued rows of readers who have no copy left that could be withdrawn."""
    left = select(copies.c.chat_id).where(
        copies.c.post_id == campaign.post_id, copies.c.chat_id == deliveries.c.chat_id, copies.c.page > 0
    )
    rows = await tx.execute(
        select(deliveries.c.chat_id, deliveries.c.page, deliveries.c.doubts)
        .where(deliveries.c.campaign_id == campaign.id, deliveries.c.state == DeliveryState.QUEUED, ~left.exists())
        .limit(limit)
    )
    return [Due(row.chat_id, row.page, row.doubts) for row in rows]


_KEY = ("campaign_id", "chat_id", "page")
_COLUMNS = [*_KEY, "state", "doubts"]
_FRESH = (literal(int(DeliveryState.QUEUED), SmallInteger), literal(0, SmallInteger))


def _row(campaign_id: int, chat_id: int, page: int) -> dict[str, int]:
    """A row that is to be claimed."""
    return {"campaign_id": campaign_id, "chat_id": chat_id, "page": page, "state": DeliveryState.QUEUED, "doubts": 0}


def _to_change(campaign: Campaign) -> ColumnElement[bool]:
    """Whether a copy is not yet what the campaign makes of it."""
    if campaign.kind is CampaignKind.WITHDRAWAL:
        return copies.c.page > 0
    return and_(_CONTENT, copies.c.revision != campaign.revision)


def _behind(campaign: Campaign) -> Select[tuple[int]]:
    """The chats of all copies that an update has to change."""
    return select(copies.c.chat_id).where(copies.c.post_id == campaign.post_id, _to_change(campaign))


async def _plan(tx: Transaction, campaign: Campaign, chats: Select[tuple[int]] | CompoundSelect[tuple[int]]) -> None:
    """A row for each reachable reader among the ``chats``, and a line for those who are subscribed if there is one."""
    of_campaign = literal(campaign.id, BigInteger)
    audience = (
        select(of_campaign, people.c.id, literal(CHANGE, SmallInteger), *_FRESH)
        .where(people.c.id.in_(chats), people.c.reachable)
        .order_by(people.c.id)
    )
    await tx.execute(insert(deliveries).from_select(_COLUMNS, audience))
    of_revision = and_(revisions.c.post_id == campaign.post_id, revisions.c.revision == campaign.revision)
    if not (await tx.execute(select(revisions.c.line).where(of_revision))).scalar():
        return
    row = (deliveries.c.campaign_id, deliveries.c.chat_id, literal(LINE, SmallInteger), *_FRESH)
    other = deliveries.alias("other")
    told = select(other.c.page).where(
        other.c.campaign_id == campaign.id, other.c.chat_id == deliveries.c.chat_id, other.c.page == LINE
    )
    to_tell = (
        select(*row)
        .select_from(deliveries.join(people, people.c.id == deliveries.c.chat_id))
        .where(
            deliveries.c.campaign_id == campaign.id,
            deliveries.c.page == CHANGE,
            people.c.subscribed,
            ~told.exists(),
        )
    )
    await tx.execute(insert(deliveries).from_select(_COLUMNS, to_tell))
