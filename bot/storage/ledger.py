"""The ledger: a row for each message that a reader is to get (architecture, decision 6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import BigInteger, SmallInteger, and_, case, func, insert, literal, or_, select, update

from bot.core.campaigns import Progress
from bot.core.deliveries import DeliveryState, Due, OnUncertain, after_doubt
from bot.storage.engine import Transaction
from bot.storage.tables import campaigns, deliveries, pages, people, posts


async def plan_own_copy(tx: Transaction, campaign_id: int, post_id: int, revision: int, chat_id: int) -> None:
    """The rows of whoever publishes, sent before all others."""
    await _freeze(tx, campaign_id, post_id, revision, own=chat_id)


async def freeze_audience(tx: Transaction, campaign_id: int, post_id: int, revision: int, without: int) -> None:
    """The rows of everyone who is subscribed and reachable now, but for ``without``, who has a copy."""
    await _freeze(tx, campaign_id, post_id, revision, without=without)


async def _freeze(
    tx: Transaction,
    campaign_id: int,
    post_id: int,
    revision: int,
    *,
    own: int | None = None,
    without: int | None = None,
) -> None:
    rows = and_(pages.c.post_id == post_id, pages.c.revision == revision)
    columns = (pages.c.page, literal(int(DeliveryState.QUEUED), SmallInteger), literal(0, SmallInteger))
    campaign = literal(campaign_id, BigInteger)
    if own is not None:
        audience = select(campaign, literal(own, BigInteger), *columns).where(rows)
    else:
        audience = (
            select(campaign, people.c.id, *columns)
            .select_from(people.join(pages, rows))
            .where(people.c.subscribed, people.c.reachable, people.c.id != without)
        )
    await tx.execute(insert(deliveries).from_select(["campaign_id", "chat_id", "page", "state", "doubts"], audience))


async def due(tx: Transaction, campaign_id: int, after_chat: int | None, limit: int) -> list[Due]:
    """Queued rows of up to ``limit`` readers after ``after_chat``, in key order: by reader, then by page."""
    readers = (
        select(deliveries.c.chat_id)
        .where(deliveries.c.campaign_id == campaign_id, deliveries.c.state == DeliveryState.QUEUED)
        .distinct()
        .order_by(deliveries.c.chat_id)
        .limit(limit)
    )
    if after_chat is not None:
        readers = readers.where(deliveries.c.chat_id > after_chat)
    rows = await tx.execute(
        select(deliveries.c.chat_id, deliveries.c.page, deliveries.c.doubts)
        .where(
            deliveries.c.campaign_id == campaign_id,
            deliveries.c.state == DeliveryState.QUEUED,
            deliveries.c.chat_id.in_(readers),
        )
        .order_by(deliveries.c.chat_id, deliveries.c.page)
    )
    return [Due(row.chat_id, row.page, row.doubts) for row in rows]


async def claim(tx: Transaction, campaign_id: int, keys: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """Marks (chat, page) rows as ``sending`` and says which: those are left out that are no longer queued, or whose
    reader has left or cannot be reached any more."""
    if not keys:
        return set()
    gone = select(people.c.id).where(
        people.c.id.in_([chat for chat, _ in keys]), or_(~people.c.subscribed, ~people.c.reachable)
    )
    rows = await tx.execute(
        update(deliveries)
        .where(
            deliveries.c.campaign_id == campaign_id,
            or_(*(and_(deliveries.c.chat_id == chat, deliveries.c.page == page) for chat, page in keys)),
            deliveries.c.state == DeliveryState.QUEUED,
            deliveries.c.chat_id.not_in(gone),
            select(campaigns.c.id)
            .where(campaigns.c.id == campaign_id, campaigns.c.state.in_(("proving", "sending")))
            .exists(),
        )
        .values(state=DeliveryState.SENDING)
        .returning(deliveries.c.chat_id, deliveries.c.page)
    )
    return {(row.chat_id, row.page) for row in rows}


async def record(tx: Transaction, campaign_id: int, results: Iterable[tuple[int, int, DeliveryState, int]]) -> None:
    """Writes (chat, page, state, doubts) of rows that were ``sending``."""
    for chat_id, page, state, doubts in results:
        await tx.execute(
            update(deliveries)
            .where(deliveries.c.campaign_id == campaign_id, deliveries.c.chat_id == chat_id, deliveries.c.page == page)
            .values(state=state, doubts=doubts)
        )


async def give_up(tx: Transaction, campaign_id: int, chat_id: int, state: DeliveryState) -> None:
    """The rest of a reader's pages follows one that could not be delivered, uncalled."""
    await tx.execute(
        update(deliveries)
        .where(
            deliveries.c.campaign_id == campaign_id,
            deliveries.c.chat_id == chat_id,
            deliveries.c.state == DeliveryState.QUEUED,
        )
        .values(state=state)
    )


async def drop_departed(tx: Transaction, campaign_id: int) -> None:
    """Readers who left or blocked the bot while they were queued: cancelled and blocked, uncalled."""
    left = select(people.c.id).where(~people.c.subscribed)
    blocked = select(people.c.id).where(people.c.subscribed, ~people.c.reachable)
    for gone, state in ((left, DeliveryState.CANCELLED), (blocked, DeliveryState.BLOCKED)):
        await tx.execute(
            update(deliveries)
            .where(
                deliveries.c.campaign_id == campaign_id,
                deliveries.c.state == DeliveryState.QUEUED,
                deliveries.c.chat_id.in_(gone),
            )
            .values(state=state)
        )


async def cancel(tx: Transaction, campaign_id: int) -> None:
    """Whatever is still queued is not sent."""
    await tx.execute(
        update(deliveries)
        .where(deliveries.c.campaign_id == campaign_id, deliveries.c.state == DeliveryState.QUEUED)
        .values(state=DeliveryState.CANCELLED)
    )


async def progress(tx: Transaction, campaign_id: int) -> Progress:
    """The messages in each state, and the readers."""
    rows = await tx.execute(
        select(deliveries.c.state, func.count())
        .where(deliveries.c.campaign_id == campaign_id)
        .group_by(deliveries.c.state)
    )
    counts = {DeliveryState(state).name.lower(): count for state, count in rows.all()}
    readers, blocked = (
        await tx.execute(
            select(
                func.count(),
                func.coalesce(func.sum(case((deliveries.c.state == DeliveryState.BLOCKED, 1), else_=0)), 0),
            ).where(deliveries.c.campaign_id == campaign_id, deliveries.c.page == 1)
        )
    ).one()
    return Progress(**counts, readers=int(readers), readers_blocked=int(blocked))


async def has_row(tx: Transaction, post_id: int, chat_id: int) -> bool:
    """Whether a campaign has brought, brings or may have brought the post to that chat."""
    alive = (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.UNCERTAIN)
    found = await tx.execute(
        select(deliveries.c.page)
        .join(campaigns, campaigns.c.id == deliveries.c.campaign_id)
        .join(posts, posts.c.id == campaigns.c.post_id)
        .where(posts.c.id == post_id, deliveries.c.chat_id == chat_id, deliveries.c.state.in_(alive))
        .limit(1)
    )
    return found.first() is not None


async def adopt(tx: Transaction, post_id: int, chat_id: int, page: int) -> None:
    """The message has shown itself by a press or a reply: what was uncertain has been sent."""
    of_post = select(campaigns.c.id).where(campaigns.c.post_id == post_id)
    await tx.execute(
        update(deliveries)
        .where(
            deliveries.c.campaign_id.in_(of_post),
            deliveries.c.chat_id == chat_id,
            deliveries.c.page == page,
            deliveries.c.state == DeliveryState.UNCERTAIN,
        )
        .values(state=DeliveryState.SENT)
    )


async def recover(tx: Transaction, policy: OnUncertain) -> int:
    """After a crash: rows found ``sending`` may have gone out; resent once or held, as ``policy`` says.

    Returns how many there were.
    """
    found = (
        await tx.execute(
            select(deliveries.c.campaign_id, deliveries.c.chat_id, deliveries.c.page, deliveries.c.doubts).where(
                deliveries.c.state == DeliveryState.SENDING
            )
        )
    ).all()
    for row in found:
        state = after_doubt(row.doubts, policy)
        await record(tx, row.campaign_id, [(row.chat_id, row.page, state, row.doubts + 1)])
    return len(found)
