"""The owner's view of the team."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.people import Person, Role
from bot.core.richtext import RichText, join
from bot.rendering.excerpts import clipped, excerpt
from bot.rendering.message import Button, Message, Press, Verb
from bot.rendering.texts import Texts

_NAME_ROOM = 30
_MEMBERS_SHOWN = 90
"""A keyboard holds 100 buttons (Bot API, InlineKeyboardMarkup); ten are left for the rest."""

_NAMES_ROOM = 3_900
"""Characters of the list; a message holds 4,096 (Bot API, sendMessage)."""


def team_page(texts: Texts, members: Sequence[Person]) -> Message:
    """Everyone with a role, a button for each who can be removed, and the two invitations."""
    names = "\n".join(texts.team_member(_name(member), member.role) for member in members if member.role is not None)
    lines = (RichText.bold(texts.team_title()), RichText(clipped(names, _NAMES_ROOM)))
    invite = (
        Button(texts.button("Invite an author"), Press(Verb.INVITE_AUTHOR)),
        Button(texts.button("Invite a moderator"), Press(Verb.INVITE_MODERATOR)),
    )
    others = [member for member in members if member.role is not Role.OWNER][:_MEMBERS_SHOWN]
    buttons = [Button(f"{_name(member)}…", Press(Verb.MEMBER, (member.id,))) for member in others]
    rows = tuple(tuple(buttons[start : start + 3]) for start in range(0, len(buttons), 3))
    return Message(join(lines, "\n"), keyboard=(invite, *rows))


def member_page(texts: Texts, member: Person, role: Role) -> Message:
    """One member, and the way out of the team."""
    buttons = (
        Button(texts.remove_button(_name(member)), Press(Verb.REMOVE, (member.id,))),
        Button("◀", Press(Verb.TEAM)),
    )
    return Message(RichText(texts.member_title(_name(member), role)), keyboard=(buttons,))


def _name(member: Person) -> str:
    return excerpt(member.name, _NAME_ROOM)
