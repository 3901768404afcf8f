"""Coming due: what happens to a schedule whose time has come, each step in one transaction with what is said of it.

Nothing here is refused to somebody who presses: whoever scheduled the draft is told in a message.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.core.drafts import Draft
from bot.core.refusals import Refusal
from bot.core.richtext import RichText
from bot.core.schedule import Punctuality, Schedule, found
from bot.core.slots import Slot, SlotKind
from bot.handlers.answers import Say, shown
from bot.handlers.blog import Blog
from bot.handlers.desk import Desk
from bot.handlers.publishing import Publishing
from bot.rendering.message import Message
from bot.rendering.schedule_views import held_question
from bot.storage import drafts, schedules
from bot.storage.engine import Transaction

AT_ONCE = timedelta(0)
"""No time with Stop: the author could cancel all along."""


class ComingDue:
    """Publishes what is due, holds what is late, and gives up what cannot be published."""

    def __init__(self, blog: Blog, desk: Desk, publishing: Publishing) -> None:
        self._blog = blog
        self._desk = desk
        self._publishing = publishing

    async def came(self, tx: Transaction, now: datetime, schedule: Schedule) -> tuple[Say, ...]:
        """The time has come: the draft becomes a post, or is held where more than 15 minutes have passed.

        Does nothing when the schedule was changed meanwhile. Refused for an empty draft, and where whoever scheduled
        it may not write it any more.
        """
        draft = await self._held_draft(tx, schedule)
        if draft is None:
            return ()
        person = await self._blog.person(tx, schedule.person_id)
        draft.must_be_writable(person)
        if found(schedule.due_at, now) is not Punctuality.LATE:
            return await self._publishing.publish(tx, now, draft, person.id, AT_ONCE, paid=schedule.paid, anew=True)
        rendered = await self._desk.rendered(tx, now, draft)
        outlook = await self._desk.outlook(tx, draft, rendered)
        await schedules.hold(tx, draft.id)
        question = held_question(
            self._blog.texts,
            draft.id,
            rendered.assembly.article.title or self._blog.texts.untitled(),
            schedule.due_at,
            now,
            self._blog.zone_of(person),
            outlook.cost(draft.options.mode),
        )
        return (shown(_slot(schedule), question, anew=True), *await self._desk.cards(tx, now, draft.id))

    async def refused(self, tx: Transaction, now: datetime, schedule: Schedule, refusal: Refusal) -> tuple[Say, ...]:
        """The draft cannot be published: the schedule goes, the draft stays, and the reason is said."""
        draft = await self._held_draft(tx, schedule)
        if draft is None:
            return ()
        await schedules.drop(tx, draft.id)
        texts, title = self._blog.texts, (await self._desk.render(tx, now, draft)).assembly.article.title
        zone = self._blog.zone_of(await self._blog.person(tx, schedule.person_id))
        told = texts.schedule_refused(title or texts.untitled(), schedule.due_at, texts.refusal(refusal), zone)
        notice = shown(_slot(schedule), Message(RichText(told)), anew=True)
        return (notice, *await self._desk.cards(tx, now, draft.id))

    async def failed(self, tx: Transaction, schedule: Schedule, error_id: str) -> tuple[Say, ...]:
        """Publishing has failed by a bug: the schedule goes. The draft is not looked at, for that may be the cause."""
        if await self._held_draft(tx, schedule) is None:
            return ()
        await schedules.drop(tx, schedule.draft_id)
        zone = self._blog.zone_of(await self._blog.person(tx, schedule.person_id))
        told = self._blog.texts.schedule_failed(schedule.due_at, error_id, zone)
        return (shown(_slot(schedule), Message(RichText(told)), anew=True),)

    async def _held_draft(self, tx: Transaction, schedule: Schedule) -> Draft | None:
        """The draft, which nobody else changes now; None if the schedule is not what it was when it was read."""
        draft = await drafts.hold(tx, schedule.draft_id)
        return draft if await schedules.of_draft(tx, schedule.draft_id) == schedule else None


def _slot(schedule: Schedule) -> Slot:
    """Where whoever scheduled it has seen the notice, and sees the status."""
    return Slot(SlotKind.SENDING, schedule.draft_id, schedule.person_id)
