"""Preferences: what people set for themselves. So far that is a time zone, for the members of the team."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.core.people import Person, Profile
from bot.core.richtext import RichText
from bot.core.timezones import zone_called
from bot.handlers.answers import Answer, Say
from bot.handlers.blog import Blog
from bot.rendering.message import Message
from bot.storage import people
from bot.storage.engine import Transaction

_TIMEZONE = "timezone"
_BLOG = "blog"


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
        return Answer((Say(person.id, Message(RichText(self._told(person, now)))),))

    async def _with_timezone(self, tx: Transaction, person: Person, name: str) -> Person:
        timezone = None if name.casefold() == _BLOG else zone_called(name).key
        await people.set_timezone(tx, person.id, timezone)
        return replace(person, timezone=timezone)

    def _told(self, person: Person, now: datetime) -> str:
        texts = self._blog.texts
        if person.role is not None:
            return texts.settings_timezone(self._blog.zone_of(person), person.timezone is not None, now)
        return texts.settings_for_readers() if person.subscribed else texts.settings_for_leavers()
