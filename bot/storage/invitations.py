"""One-time links that give a role."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from bot.core.people import Invitation, Role
from bot.storage.engine import Transaction
from bot.storage.tables import invitations

ENDED_KEPT = timedelta(days=30)
"""A link that no longer works stays this long, for whoever asks who came by it."""


async def add(tx: Transaction, invitation: Invitation, now: datetime) -> None:
    """Keeps a new link."""
    await tx.execute(
        insert(invitations).values(
            code=invitation.code,
            role=invitation.role,
            made_by=invitation.made_by,
            made_at=now,
            expires_at=invitation.expires_at,
        )
    )


async def find(tx: Transaction, code: str) -> Invitation | None:
    """The link with that code, used or not."""
    row = (await tx.execute(select(invitations).where(invitations.c.code == code))).first()
    if row is None:
        return None
    return Invitation(row.code, Role(row.role), row.made_by, row.expires_at, row.used_by)


async def use(tx: Transaction, code: str, person_id: int) -> bool:
    """Marks a link as used; False when somebody else was first."""
    result = await tx.execute(
        update(invitations).where(invitations.c.code == code, invitations.c.used_by.is_(None)).values(used_by=person_id)
    )
    return result.rowcount == 1


async def end_claims(tx: Transaction, owner_id: int) -> None:
    """Once there is an owner, no claim link that the console ever printed works any more."""
    await tx.execute(
        update(invitations)
        .where(invitations.c.role == Role.OWNER, invitations.c.made_by.is_(None), invitations.c.used_by.is_(None))
        .values(used_by=owner_id)
    )


async def forget_old(tx: Transaction, now: datetime) -> None:
    """Deletes links that ended 30 days ago."""
    await tx.execute(delete(invitations).where(invitations.c.expires_at < now - ENDED_KEPT))
