"""The ledger: a row for each message that a reader is to get (architecture, decision 6)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Select,
    SmallInteger,
    and_,
    case,
    func,
    insert,
    literal,
    select,
    text,
    update,
)

from bot.core.campaigns import BEGUN, CUT_SHORT, ON_THEIR_WAY, CampaignState, Progress
from bot.core.deliveries import CHANGE, DeliveryState, Due, OnUncertain, after_crash
from bot.storage.engine import Transaction
from bot.storage.straight import Straight
from bot.storage.tables import campaigns, deliveries, pages, people

_WITH_ROWS_LEFT_SENDING = (*BEGUN, *CUT_SHORT)
"""Where a crash can leave a row ``sending``: the other campaigns end when their last answer is in."""


_LEFT = and_(~people.c.subscribed, deliveries.c.page != CHANGE)
"""Whoever has left gets no further message; the ones that are there are changed all the same."""


async def plan_own_copy(tx: Transaction, campaign_id: int, post_id: int, revision: int, chat_id: int) -> None:
    """The rows of whoever publishes, sent before all others."""
    await _freeze(tx, campaign_id, post_id, revision, own=chat_id)


async def freeze_audience(tx: Transaction, campaign_id: int, post_id: int, revision: int, without: int) -> None:
    """The rows of everyone who is subscribed and reachable now, but for ``without``, who has a copy."""
    await _freeze(tx, campaign_id, post_id, revision, without=without)
    if tx.dialect.name == "postgresql":  # which reads them all again and again while it takes the table for small
        await tx.execute(text("ANALYZE deliveries"))


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
    columns = (pages.c.page, _number(DeliveryState.QUEUED), literal(0, SmallInteger))
    campaign = literal(campaign_id, BigInteger)
    if own is not None:
        audience = select(campaign, literal(own, BigInteger), *columns).where(rows)
    else:
        audience = (
            select(campaign, people.c.id, *columns)
            .select_from(people.join(pages, rows))
            .where(people.c.subscribed, people.c.reachable, people.c.id != without)
            .order_by(people.c.id, pages.c.page)  # in the order of the key, each page of the table is written once
        )
    await tx.execute(insert(deliveries).from_select(["campaign_id", "chat_id", "page", "state", "doubts"], audience))


async def due(
    tx: Transaction, campaign_id: int, after_chat: int | None, limit: int, *, behind: Sequence[int] = ()
) -> list[Due]:
    """Queued rows of up to ``limit`` readers after ``after_chat``, in key order: by reader, then by page.

    Left out are readers for whom the campaigns ``behind`` which this one comes have something under way or queued.
    """
    readers = (
        select(deliveries.c.chat_id)
        .where(deliveries.c.campaign_id == campaign_id, deliveries.c.state == DeliveryState.QUEUED)
        .distinct()
        .order_by(deliveries.c.chat_id)
        .limit(limit)
    )
    if after_chat is not None:
        readers = readers.where(deliveries.c.chat_id > after_chat)
    if behind:
        other = deliveries.alias("other")
        expecting = select(other.c.chat_id).where(
            other.c.campaign_id.in_(list(behind)),
            other.c.chat_id == deliveries.c.chat_id,
            other.c.state.in_((DeliveryState.QUEUED, DeliveryState.SENDING)),
        )
        readers = readers.where(~expecting.exists())
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


_CLAIM_FORM = """
UPDATE deliveries SET state = {sending}{source}
WHERE deliveries.campaign_id = {campaign} AND deliveries.state = {queued}
    AND EXISTS (SELECT 1 FROM campaigns WHERE id = deliveries.campaign_id AND campaigns.state IN ({under_way}))
    AND (
        NOT EXISTS (
            SELECT 1 FROM people
            WHERE id = deliveries.chat_id AND (NOT reachable OR (NOT subscribed AND deliveries.page <> {change}))
        )
        OR EXISTS (SELECT 1 FROM campaigns WHERE id = deliveries.campaign_id AND campaigns.state = '{proving}')
    )
    AND {wanted}
RETURNING deliveries.chat_id, deliveries.page"""


def _claim_form(campaign: str, source: str, wanted: str) -> str:
    return _CLAIM_FORM.format(
        campaign=campaign,
        source=source,
        wanted=wanted,
        queued=int(DeliveryState.QUEUED),
        sending=int(DeliveryState.SENDING),
        under_way=", ".join(f"'{state}'" for state in ON_THEIR_WAY),
        proving=CampaignState.PROVING,
        change=CHANGE,
    )


_CLAIM = Straight(
    _claim_form(
        "?",
        "",
        # SQLite finds nothing in an index by a pair
        "chat_id IN (SELECT json_extract(value, '$[0]') FROM json_each(?)) AND (chat_id, page) IN"
        " (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?))",
    ),
    _claim_form(
        "$1",
        " FROM unnest($2::bigint[], $3::smallint[]) AS wanted(chat_id, page)",
        "deliveries.chat_id = wanted.chat_id AND deliveries.page = wanted.page",
    ),
)


async def claim(tx: Transaction, campaign_id: int, keys: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """Marks (chat, page) rows as ``sending`` and says which: those are left out that are no longer queued, or whose
    reader has left or cannot be reached any more. Whoever publishes gets the own copy in any case: it is the proof."""
    if not keys:
        return set()
    if tx.dialect.name == "postgresql":
        rows = await _CLAIM.ask(tx, campaign_id, [chat_id for chat_id, _ in keys], [page for _, page in keys])
    else:
        wanted = json.dumps(keys)
        rows = await _CLAIM.ask(tx, campaign_id, wanted, wanted)
    return {(chat_id, page) for chat_id, page in rows}


_RECORD = Straight(
    "UPDATE deliveries SET state = ?, doubts = ? WHERE campaign_id = ? AND chat_id = ? AND page = ? AND state = ?"
)


async def record(tx: Transaction, campaign_id: int, results: Iterable[tuple[int, int, DeliveryState, int]]) -> None:
    """Writes (chat, page, state, doubts) of rows that were ``sending``; any other row stays as it is."""
    sending = int(DeliveryState.SENDING)
    rows = [(int(state), doubts, campaign_id, chat_id, page, sending) for chat_id, page, state, doubts in results]
    if rows:
        await _RECORD.each(tx, rows)


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


async def drop_departed(tx: Transaction, campaign_id: int, chats: Iterable[int]) -> None:
    """Those of the readers who left or blocked the bot while they were queued: cancelled and blocked, uncalled."""
    asked = list(chats)
    for gone, state in ((_LEFT, DeliveryState.CANCELLED), (~people.c.reachable, DeliveryState.BLOCKED)):
        departed = select(people.c.id).where(people.c.id == deliveries.c.chat_id, gone)
        await tx.execute(
            update(deliveries)
            .where(
                deliveries.c.campaign_id == campaign_id,
                deliveries.c.state == DeliveryState.QUEUED,
                deliveries.c.chat_id.in_(asked),
                departed.exists(),
            )
            .values(state=state)
        )


async def cancel(tx: Transaction, campaign_id: int, of_chats: Select[tuple[int]] | None = None) -> None:
    """Whatever is still queued is not sent; what was to be repeated may have arrived before, and is uncertain.

    With ``of_chats`` that of these readers alone.
    """
    queued = update(deliveries).where(
        deliveries.c.campaign_id == campaign_id, deliveries.c.state == DeliveryState.QUEUED
    )
    if of_chats is not None:
        queued = queued.where(deliveries.c.chat_id.in_(of_chats))
    doubtful = and_(deliveries.c.doubts > 0, deliveries.c.page != CHANGE)
    await tx.execute(
        queued.values(state=case((doubtful, _number(DeliveryState.UNCERTAIN)), else_=_number(DeliveryState.CANCELLED)))
    )


async def queue_again(tx: Transaction, campaign_id: int, state: DeliveryState) -> int:
    """What failed, or is in doubt, is sent once more; says how many messages that are.

    The doubts stay: what becomes uncertain again is held, whatever the setting says.
    """
    result = await tx.execute(
        update(deliveries)
        .where(deliveries.c.campaign_id == campaign_id, deliveries.c.state == state)
        .values(state=DeliveryState.QUEUED)
    )
    return result.rowcount


async def progress(tx: Transaction, campaign_id: int) -> Progress:
    """The messages in each state; and the readers: all, and those for whom it ended with a blocked message.

    Looks at every row of the campaign: 0.3 s for a million of them on SQLite. Once they are deleted, what was kept.
    """
    totals = (await tx.execute(select(campaigns.c.totals).where(campaigns.c.id == campaign_id))).scalar()
    if totals is not None:
        return Progress(**totals["progress"])
    of_campaign = deliveries.c.campaign_id == campaign_id
    rows = await tx.execute(
        select(
            deliveries.c.state,
            func.count(),
            func.count().filter(deliveries.c.page == last_page(campaign_id).scalar_subquery()),
        )
        .where(of_campaign)
        .group_by(deliveries.c.state)
    )
    messages: dict[str, int] = {}
    readers: dict[DeliveryState, int] = {}
    for number, count, ends in rows.all():
        state = DeliveryState(number)
        messages[state.name.lower()] = count
        readers[state] = ends
    return Progress(**messages, readers=sum(readers.values()), readers_blocked=readers.get(DeliveryState.BLOCKED, 0))


def last_page(campaign_id: int) -> Select[tuple[int]]:
    """The last message that each reader is to get; its row comes to its end last."""
    of_campaign = deliveries.c.campaign_id == campaign_id
    first_reader = select(func.min(deliveries.c.chat_id)).where(of_campaign).scalar_subquery()
    return select(func.max(deliveries.c.page)).where(of_campaign, deliveries.c.chat_id == first_reader)


async def has_row(tx: Transaction, post_id: int, chat_id: int) -> bool:
    """Whether a campaign has brought, brings or may have brought the post to that chat."""
    alive = (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.UNCERTAIN)
    found = await tx.execute(
        select(deliveries.c.page)
        .join(campaigns, campaigns.c.id == deliveries.c.campaign_id)
        .where(campaigns.c.post_id == post_id, deliveries.c.chat_id == chat_id, deliveries.c.state.in_(alive))
        .limit(1)
    )
    return found.first() is not None


async def adopt(tx: Transaction, post_id: int, chat_id: int, page: int) -> None:
    """The message has shown itself by a press or a reply: what was in doubt, held or to be repeated, has been sent."""
    of_post = select(campaigns.c.id).where(campaigns.c.post_id == post_id)
    to_be_repeated = (deliveries.c.state == DeliveryState.QUEUED) & (deliveries.c.doubts > 0)
    adopted = await tx.execute(
        update(deliveries)
        .where(
            deliveries.c.campaign_id.in_(of_post),
            deliveries.c.chat_id == chat_id,
            deliveries.c.page == page,
            (deliveries.c.state == DeliveryState.UNCERTAIN) | to_be_repeated,
        )
        .values(state=DeliveryState.SENT)
    )
    if adopted.rowcount:  # a status that was shown for good counts it among what is uncertain
        await tx.execute(update(campaigns).where(campaigns.c.post_id == post_id).values(reported=None))


async def recover(tx: Transaction, policy: OnUncertain) -> int:
    """After a crash: rows found ``sending`` may have gone out; they are resent or held, as ``policy`` says.

    Those of a campaign that was cancelled are held whatever it says. A change is repeated. Returns how many there were.
    """
    found = await tx.execute(
        select(deliveries, campaigns.c.state.label("campaign_state"))
        .join(campaigns, campaigns.c.id == deliveries.c.campaign_id)
        .where(campaigns.c.state.in_(_WITH_ROWS_LEFT_SENDING), deliveries.c.state == DeliveryState.SENDING)
    )
    count = 0
    for row in found.all():
        count += 1
        over = row.campaign_state in CUT_SHORT
        if row.page == CHANGE:
            state, doubts = DeliveryState.CANCELLED if over else DeliveryState.QUEUED, row.doubts
        else:
            state, doubts = after_crash(row.doubts, OnUncertain.HOLD if over else policy), row.doubts + 1
        await record(tx, row.campaign_id, [(row.chat_id, row.page, state, doubts)])
    return count


def _number(state: DeliveryState) -> BindParameter[int]:
    """A state where the statement alone does not say of which type it is."""
    return literal(int(state), SmallInteger)
