"""People and roles: who may do what. Asked afresh at every message and every press."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.core.refusals import Refusal, RefusalKey

INVITATION_LASTS = timedelta(hours=48)
"""How long a one-time link can be used (screens, "Owner: team")."""


class Role(StrEnum):
    """What a member of the team is for. A reader has no role."""

    OWNER = "owner"
    AUTHOR = "author"
    MODERATOR = "moderator"


@dataclass(frozen=True, slots=True)
class Profile:
    """A person as Telegram describes the sender of a message: nothing of it is known to the blog yet."""

    id: int
    name: str
    username: str | None = None
    first_name: str = ""

    @property
    def first(self) -> str:
        """The first name; everything that is known of the name where Telegram did not tell them apart."""
        return self.first_name or self.name


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who has pressed Start. ``id`` is Telegram's, and that of the private chat with the bot.

    ``timezone`` is the person's own, such as ``Europe/Berlin``; None: that of the blog.
    """

    id: int
    name: str
    username: str | None
    subscribed: bool
    reachable: bool
    started_at: datetime
    role: Role | None = None
    timezone: str | None = None

    def may_compose(self) -> bool:
        """Owners and authors write posts."""
        return self.role in (Role.OWNER, Role.AUTHOR)

    def may_moderate(self, post_author_id: int) -> bool:
        """Owners and moderators decide on every comment, an author on those to own posts."""
        return self.role in (Role.OWNER, Role.MODERATOR) or (self.role is Role.AUTHOR and self.id == post_author_id)

    def may_sanction(self) -> bool:
        """Owners and moderators keep a reader from commenting, which holds under every post."""
        return self.role in (Role.OWNER, Role.MODERATOR)

    def may_manage_team(self) -> bool:
        """Only owners invite and remove."""
        return self.role is Role.OWNER


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time link that gives ``role``. ``made_by`` is None for the claim link that the console prints."""

    code: str
    role: Role
    made_by: int | None
    expires_at: datetime
    used_by: int | None

    def role_for(self, person: Person | None, now: datetime) -> Role:
        """The role that the person gets by it; refused when it was used, is too old, or would take a higher role."""
        if self.used_by is not None or now >= self.expires_at:
            raise Refusal(RefusalKey.INVITATION_INVALID)
        if person is not None and person.role is Role.OWNER:
            raise Refusal(RefusalKey.INVITATION_INVALID)
        return self.role


def let(allowed: bool) -> None:
    """Refuses what the person may not do."""
    if not allowed:
        raise Refusal(RefusalKey.NOT_ALLOWED)
