"""The owner's team: the claim link, invitations, the list, and the way out."""

from __future__ import annotations

from datetime import datetime

from bot.core.people import INVITATION_LASTS, Invitation, Person, Profile, Role, let
from bot.core.refusals import Refusal, RefusalKey
from bot.core.richtext import RichText
from bot.core.slots import Slot, SlotKind
from bot.handlers.answers import Answer, Say, shown
from bot.handlers.blog import Blog
from bot.rendering.message import Message
from bot.rendering.team_views import member_page, team_page
from bot.storage import invitations, people, slots
from bot.storage.engine import Transaction


class Joining:
    """Who comes into the team, and who leaves it."""

    def __init__(self, blog: Blog) -> None:
        self._blog = blog

    async def claim_link(self, tx: Transaction, now: datetime) -> str | None:
        """The link that makes whoever opens it first the owner; None when the blog has one."""
        if await self._blog.people.has_owner(tx):
            return None
        invitation = Invitation(self._blog.new_code(), Role.OWNER, None, now + INVITATION_LASTS, None)
        await invitations.add(tx, invitation, now)
        return self._blog.link(invitation.code)

    async def joined(
        self, tx: Transaction, now: datetime, before: Person | None, profile: Profile, code: str
    ) -> tuple[Say, ...]:
        """Somebody opened a start link with ``code``; refused when it gives no role (any more)."""
        invitation = await invitations.find(tx, code)
        if invitation is None:
            raise Refusal(RefusalKey.INVITATION_INVALID)
        role = invitation.role_for(before, now)
        if invitation.made_by is None and await self._blog.people.has_owner(tx):
            raise Refusal(RefusalKey.INVITATION_INVALID)
        if not await invitations.use(tx, code, profile.id):
            raise Refusal(RefusalKey.INVITATION_INVALID)
        await people.give_role(tx, profile.id, role, now)
        if role is Role.OWNER:
            await invitations.end_claims(tx, profile.id)
        said = [Say(profile.id, Message(RichText(self._blog.texts.role_given(role))))]
        if invitation.made_by is not None:
            told = self._blog.texts.member_joined(profile.name, role)
            said.append(Say(invitation.made_by, Message(RichText(told))))
        return tuple(said)

    async def asked_for_team(self, tx: Transaction, _now: datetime, by: Profile) -> Answer:
        """/team: the list, as a new message."""
        return Answer((await self._page(tx, await self._owner(tx, by), anew=True),))

    async def back_to_team(self, tx: Transaction, _now: datetime, by: Profile) -> Answer:
        """◀ on a member's page."""
        return Answer((await self._page(tx, await self._owner(tx, by)),))

    async def invited(self, tx: Transaction, now: datetime, by: Profile, role: Role) -> Answer:
        """Invite an author, Invite a moderator: a link that works once."""
        owner = await self._owner(tx, by)
        invitation = Invitation(self._blog.new_code(), role, owner.id, now + INVITATION_LASTS, None)
        await invitations.add(tx, invitation, now)
        hours = int(INVITATION_LASTS.total_seconds() // 3600)
        text = self._blog.texts.invitation(role, self._blog.link(invitation.code), hours)
        return Answer((Say(owner.id, Message(RichText(text), link_preview=False)),))

    async def opened_member(self, tx: Transaction, _now: datetime, by: Profile, member_id: int) -> Answer:
        """A member's page, in place of the list."""
        owner = await self._owner(tx, by)
        member = await self._member(tx, member_id)
        slot = Slot(SlotKind.TEAM, owner.id, owner.id)
        return Answer((shown(slot, member_page(self._blog.texts, member, member.role or Role.MODERATOR)),))

    async def removed(self, tx: Transaction, now: datetime, by: Profile, member_id: int) -> Answer:
        """Remove: a reader again, told so, and without the cards of comments. Owners stay."""
        owner = await self._owner(tx, by)
        member = await self._member(tx, member_id)
        let(member.role is not Role.OWNER)
        await people.take_role(tx, member.id)
        await slots.mark_chat_stale(tx, SlotKind.CARD, member.id, now)
        told = Say(member.id, Message(RichText(self._blog.texts.role_taken())))
        return Answer((await self._page(tx, owner), told), toast=self._blog.texts.member_removed(member.name))

    async def _owner(self, tx: Transaction, by: Profile) -> Person:
        person = await self._blog.person(tx, by.id)
        let(person.may_manage_team())
        return person

    async def _member(self, tx: Transaction, member_id: int) -> Person:
        member = await self._blog.people.find(tx, member_id)
        if member is None or member.role is None:
            raise Refusal(RefusalKey.MEMBER_UNKNOWN)
        return member

    async def _page(self, tx: Transaction, owner: Person, *, anew: bool = False) -> Say:
        page = team_page(self._blog.texts, await self._blog.people.team(tx))
        return shown(Slot(SlotKind.TEAM, owner.id, owner.id), page, anew=anew)
