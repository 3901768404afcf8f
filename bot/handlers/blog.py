"""What every handler knows of the blog that it works for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta, tzinfo

from bot.core.judging import HouseRules
from bot.core.people import Person
from bot.core.refusals import Refusal, RefusalKey
from bot.core.timezones import kept_zone
from bot.rendering.texts import Texts
from bot.storage.engine import Transaction
from bot.storage.people import People


@dataclass(frozen=True, slots=True)
class Blog:
    """The blog's sentences, people and settings.

    ``rate`` gives the present one, in messages a second. ``new_code`` makes the secret part of a one-time link.
    ``username`` is the bot's, without @. ``paid_rate`` is that of posts which are paid for in Stars; None: none is.
    ``rules`` are those for comments.
    """

    texts: Texts
    people: People
    username: str
    moderators_chat_id: int | None
    send_delay: timedelta
    notice_delay: timedelta
    rate: Callable[[], float]
    new_code: Callable[[], str]
    paid_rate: float | None = None
    rules: HouseRules = field(default_factory=HouseRules)

    async def person(self, tx: Transaction, person_id: int) -> Person:
        """Whoever is writing or pressing; refused for somebody who never pressed Start."""
        person = await self.people.find(tx, person_id)
        if person is None:
            raise Refusal(RefusalKey.NOT_STARTED)
        return person

    def zone_of(self, person: Person) -> tzinfo:
        """Whose clocks count for the person: the own time zone, or else the blog's."""
        return kept_zone(person.timezone) or self.texts.zone

    def link(self, payload: str) -> str:
        """The deep link that opens the bot with a payload of at most 64 of ``[A-Za-z0-9_-]``."""
        return f"https://t.me/{self.username}?start={payload}"
