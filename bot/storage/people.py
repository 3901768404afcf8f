"""People, their roles, and the audience that they make up."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Row, Select, bindparam, delete, func, select, text, update

from bot.core.people import Person, Profile, Role
from bot.storage.engine import Transaction
from bot.storage.tables import people, team
from bot.storage.upsert import insert_or_update


class People:
    """The people table, seen by a blog whose settings name ``owner_ids`` as owners."""

    def __init__(self, owner_ids: Collection[int] = ()) -> None:
        """``owner_ids`` own the blog whatever the tables say."""
        self._owner_ids = frozenset(owner_ids)
        self._members = _PERSON.where(team.c.role.is_not(None) | people.c.id.in_(self._owner_ids))

    async def find(self, tx: Transaction, person_id: int) -> Person | None:
        """The person, or None for somebody who never pressed Start."""
        row = (await tx.execute(_WITH_ID, {"id": person_id})).first()
        return None if row is None else self._person(row)

    async def team(self, tx: Transaction) -> list[Person]:
        """Everyone with a role, owners first, then by name."""
        rows = await tx.execute(self._members)
        members = [self._person(row) for row in rows]
        order = list(Role)
        return sorted(members, key=lambda member: (order.index(member.role or Role.MODERATOR), member.name, member.id))

    async def has_owner(self, tx: Transaction) -> bool:
        """Whether somebody can run the blog: named in the settings, or by the claim link."""
        if self._owner_ids:
            return True
        return (await tx.execute(select(team.c.person_id).where(team.c.role == Role.OWNER))).first() is not None

    def _person(self, row: Row[tuple[object, ...]]) -> Person:
        role = Role.OWNER if row.id in self._owner_ids else (Role(row.role) if row.role else None)
        return Person(row.id, row.name, row.username, row.subscribed, row.reachable, row.started_at, role, row.timezone)


_PERSON: Select[tuple[object, ...]] = select(
    people.c.id,
    people.c.name,
    people.c.username,
    people.c.subscribed,
    people.c.reachable,
    people.c.started_at,
    people.c.timezone,
    team.c.role,
).select_from(people.outerjoin(team, team.c.person_id == people.c.id))


_WITH_ID = _PERSON.where(people.c.id == bindparam("id"))


async def subscribe(tx: Transaction, profile: Profile, now: datetime) -> None:
    """Start was pressed: known, subscribed and reachable from now on, under the present name."""
    row = {
        "id": profile.id,
        "name": profile.name,
        "username": profile.username,
        "subscribed": True,
        "reachable": True,
        "started_at": now,
    }
    await tx.execute(insert_or_update(tx, people, ("id",), row, ("name", "username", "subscribed", "reachable")))


async def unsubscribe(tx: Transaction, person_id: int) -> None:
    """Gets no more posts until the next Start."""
    await tx.execute(update(people).where(people.c.id == person_id).values(subscribed=False))


async def set_reachable(tx: Transaction, person_id: int, reachable: bool) -> None:
    """Blocked or unblocked the bot. A subscription survives the time in between."""
    await tx.execute(update(people).where(people.c.id == person_id).values(reachable=reachable))


async def set_timezone(tx: Transaction, person_id: int, timezone: str | None) -> None:
    """The person's own time zone; None: that of the blog."""
    await tx.execute(update(people).where(people.c.id == person_id).values(timezone=timezone))


async def hold(tx: Transaction) -> None:
    """Nobody comes or leaves until the transaction ends.

    Whoever presses Start while an audience is frozen is either in it or finds the post published. SQLite has one
    writer at a time anyway.
    """
    if tx.dialect.name == "postgresql":
        await tx.execute(text("LOCK TABLE people IN SHARE MODE"))


async def hold_role(tx: Transaction, person_id: int) -> None:
    """Nobody takes the person's role away until the transaction ends (on PostgreSQL; SQLite has one writer anyway)."""
    await tx.execute(select(team.c.person_id).where(team.c.person_id == person_id).with_for_update(read=True))


_HOLD_TEAM = select(team.c.person_id).with_for_update(read=True)


async def hold_team(tx: Transaction) -> None:
    """Nobody leaves the team until the transaction ends (on PostgreSQL; SQLite has one writer anyway)."""
    if tx.dialect.name == "postgresql":
        await tx.execute(_HOLD_TEAM)


async def audience_size(tx: Transaction) -> int:
    """How many readers a post would go to now."""
    count = select(func.count()).select_from(people).where(people.c.subscribed, people.c.reachable)
    return int((await tx.execute(count)).scalar_one())


async def give_role(tx: Transaction, person_id: int, role: Role, now: datetime) -> None:
    """Makes the person a member of the team, in place of any role before."""
    row = {"person_id": person_id, "role": role, "since": now}
    await tx.execute(insert_or_update(tx, team, ("person_id",), row, ("role", "since")))


async def take_role(tx: Transaction, person_id: int) -> bool:
    """Removes a member from the team; False when the person was none."""
    return (await tx.execute(delete(team).where(team.c.person_id == person_id))).rowcount == 1
