"""Campaigns: which posts are on their way, and in which state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from bot.core.campaigns import ACTIVE, Campaign, CampaignKind, CampaignState
from bot.storage.engine import Transaction
from bot.storage.straight import Straight
from bot.storage.tables import campaigns


async def begin(tx: Transaction, post_id: int, started_by: int, due_at: datetime, *, paid: bool = False) -> Campaign:
    """A new campaign in its time with Stop. ``paid``: whoever began it has seen what it costs in Stars."""
    result = await tx.execute(
        insert(campaigns)
        .values(post_id=post_id, started_by=started_by, state=CampaignState.WAITING, due_at=due_at, paid=paid)
        .returning(campaigns)
    )
    return _campaign(result.one())


async def begin_change(
    tx: Transaction,
    post_id: int,
    started_by: int,
    kind: CampaignKind,
    state: CampaignState,
    now: datetime,
    *,
    revision: int | None = None,
) -> Campaign:
    """A new campaign that changes copies, at once in that state."""
    values = {
        "post_id": post_id,
        "started_by": started_by,
        "state": state,
        "due_at": now,
        "started_at": now,
        "kind": kind,
        "revision": revision,
    }
    return _campaign((await tx.execute(insert(campaigns).values(values).returning(campaigns))).one())


async def find(tx: Transaction, campaign_id: int) -> Campaign | None:
    """The campaign with that id."""
    row = (await tx.execute(select(campaigns).where(campaigns.c.id == campaign_id))).first()
    return None if row is None else _campaign(row)


async def get(tx: Transaction, campaign_id: int) -> Campaign:
    """The campaign with that id, which must be there."""
    return _campaign((await tx.execute(select(campaigns).where(campaigns.c.id == campaign_id))).one())


_HOLD = Straight("SELECT state FROM campaigns WHERE id = ?", "SELECT state FROM campaigns WHERE id = $1 FOR SHARE")


async def hold(tx: Transaction, campaign_id: int) -> CampaignState | None:
    """The campaign's state, which nobody changes until the transaction ends; None when there is no such campaign."""
    for (state,) in await _HOLD.ask(tx, campaign_id):
        return CampaignState(state)
    return None


async def in_states(tx: Transaction, states: Sequence[CampaignState]) -> list[Campaign]:
    """Campaigns in any of the states, the oldest first."""
    rows = await tx.execute(select(campaigns).where(campaigns.c.state.in_(states)).order_by(campaigns.c.id))
    return [_campaign(row) for row in rows]


async def of_post(tx: Transaction, post_id: int) -> list[Campaign]:
    """The campaigns that brought a post and its changes, the oldest first."""
    rows = await tx.execute(select(campaigns).where(campaigns.c.post_id == post_id).order_by(campaigns.c.id))
    return [_campaign(row) for row in rows]


async def newest(tx: Transaction, limit: int) -> list[Campaign]:
    """The campaigns that were begun last, the newest first."""
    rows = await tx.execute(select(campaigns).order_by(campaigns.c.id.desc()).limit(limit))
    return [_campaign(row) for row in rows]


async def move(
    tx: Transaction,
    campaign_id: int,
    before: CampaignState,
    after: CampaignState,
    *,
    reason: str | None = None,
    started_at: datetime | None = None,
    finished_at: datetime | None = None,
) -> bool:
    """Moves a campaign on; False when it was no longer ``before``. Times that are None stay as they are.

    Its status is shown anew: it may come back to an end that was shown before.
    """
    values: dict[str, object] = {"state": after, "reason": reason, "reported": None}
    if started_at is not None:
        values["started_at"] = started_at
    if finished_at is not None:
        values["finished_at"] = finished_at
    result = await tx.execute(
        update(campaigns).where(campaigns.c.id == campaign_id, campaigns.c.state == before).values(values)
    )
    return result.rowcount == 1


async def park(tx: Transaction, campaign_id: int, until: datetime | None) -> None:
    """Until when Telegram asks to wait; None: not any more."""
    await tx.execute(update(campaigns).where(campaigns.c.id == campaign_id).values(parked_until=until))


async def parked(tx: Transaction, now: datetime) -> datetime | None:
    """Until when Telegram asked to wait before this moment, if that is not over."""
    found = select(func.max(campaigns.c.parked_until)).where(campaigns.c.parked_until > now)
    until: datetime | None = (await tx.execute(found)).scalar()
    return until


async def unreported(tx: Transaction) -> list[tuple[Campaign, str | None]]:
    """Campaigns whose status may have to be shown anew, each with the status as last shown."""
    rows = await tx.execute(
        select(campaigns)
        .where(campaigns.c.state.in_(ACTIVE) | campaigns.c.reported.is_distinct_from(campaigns.c.state))
        .order_by(campaigns.c.id)
    )
    return [(_campaign(row), row.reported) for row in rows]


async def report(tx: Transaction, campaign_id: int, shown: str) -> None:
    """Keeps what the status shows now; the name of an end state alone says that it is never shown anew."""
    await tx.execute(update(campaigns).where(campaigns.c.id == campaign_id).values(reported=shown))


async def report_anew(tx: Transaction, campaign_id: int) -> None:
    """Something else stands where the status was shown, or it says what is no longer so."""
    await tx.execute(update(campaigns).where(campaigns.c.id == campaign_id).values(reported=None))


def _campaign(row: Row[Any]) -> Campaign:
    return Campaign(
        row.id,
        row.post_id,
        row.started_by,
        CampaignState(row.state),
        row.due_at,
        row.started_at,
        row.finished_at,
        row.reason,
        CampaignKind(row.kind),
        row.revision,
        row.paid,
        row.parked_until,
        row.totals is None,
    )
