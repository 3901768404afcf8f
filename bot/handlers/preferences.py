"""Preferences: what people set for themselves.

The name that others read above their comments, what they want to hear of, and for the team a time zone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from bot.core.commenters import Commenter, Naming, News, checked_alias
from bot.core.people import Person, Profile
from bot.core.prompts import Prompt, PromptKind
from bot.core.refusals import Refusal, RefusalKey
from bot.core.submissions import Submission
from bot.core.timezones import zone_called
from bot.handlers.answers import Answer, Say
from bot.handlers.blog import Blog
from bot.rendering.message import Message
from bot.rendering.preferences_view import alias_prompt, preferences
from bot.storage import commenters, people, prompts
from bot.storage.engine import Transaction

_TIMEZONE = "timezone"
_BLOG = "blog"

_Choice = TypeVar("_Choice")


class Preferences:
    """What /settings does."""

    def __init__(self, blog: Blog) -> None:
        self._blog = blog

    async def asked(self, tx: Transaction, now: datetime, by: Profile, text: str) -> Answer:
        """/settings: what is set; with ``timezone`` and a name behind it, another time zone is."""
        person = await self._blog.person(tx, by.id)
        what, _, value = text.strip().partition(" ")
        if person.role is not None and what.casefold() == _TIMEZONE and value.strip():
            person = await self._with_timezone(tx, person, value.strip())
        return Answer((Say(person.id, self._view(person, by, await commenters.get(tx, person.id), now)),))

    async def named(self, tx: Transaction, now: datetime, by: Profile, number: int, pressed_on: int) -> Answer:
        """One of the names; an alias that is not known yet, or is pressed again, is asked for."""
        person = await self._blog.person(tx, by.id)
        naming = _numbered(list(Naming), number)
        commenter = await commenters.get(tx, person.id)
        if naming is Naming.ALIAS and (commenter.alias is None or commenter.naming is Naming.ALIAS):
            await prompts.ask(tx, person.id, Prompt(PromptKind.ALIAS, person.id), now)
            return Answer((Say(person.id, alias_prompt(self._blog.texts)),))
        return await self._kept(tx, now, person, by, replace(commenter, naming=naming), pressed_on)

    async def wanted(
        self, tx: Transaction, now: datetime, by: Profile, number: int, on: int, pressed_on: int
    ) -> Answer:
        """Word of something: wanted, or not any more."""
        person = await self._blog.person(tx, by.id)
        news = _numbered(list(News), number)
        commenter = await commenters.get(tx, person.id)
        unwanted = commenter.unwanted - {news} if on else commenter.unwanted | {news}
        return await self._kept(tx, now, person, by, replace(commenter, unwanted=unwanted), pressed_on)

    async def renamed(
        self, tx: Transaction, now: datetime, person: Person, submission: Submission, _prompt: Prompt
    ) -> Answer:
        """The alias that was asked for."""
        taken = frozenset(member.name for member in await self._blog.people.team(tx) if member.id != person.id)
        alias = checked_alias(submission.words(), taken)
        commenter = replace(await commenters.get(tx, person.id), naming=Naming.ALIAS, alias=alias)
        await prompts.drop(tx, person.id)
        return await self._kept(tx, now, person, submission.sender, commenter, 0)

    async def _kept(
        self, tx: Transaction, now: datetime, person: Person, by: Profile, commenter: Commenter, pressed_on: int
    ) -> Answer:
        """The page says it from now on, in place where a button of it was pressed."""
        await commenters.keep(tx, commenter)
        return Answer((Say(person.id, self._view(person, by, commenter, now), changes=pressed_on or None),))

    async def _with_timezone(self, tx: Transaction, person: Person, name: str) -> Person:
        timezone = None if name.casefold() == _BLOG else zone_called(name).key
        await people.set_timezone(tx, person.id, timezone)
        return replace(person, timezone=timezone)

    def _view(self, person: Person, by: Profile, commenter: Commenter, now: datetime) -> Message:
        return preferences(self._blog.texts, person, by.first, commenter, self._blog.zone_of(person), now)


def _numbered(choices: Sequence[_Choice], number: int) -> _Choice:
    if not 0 <= number < len(choices):
        raise Refusal(RefusalKey.UNKNOWN_BUTTON)
    return choices[number]
