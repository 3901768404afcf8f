"""Scheduling: an author says when a draft is to go out, changes that, and cancels it.

What happens when the time has come stands in ``coming_due``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.drafts import Draft, DraftState
from bot.core.local_time import Exactly
from bot.core.people import Person, Profile
from bot.core.prompts import Prompt, PromptKind
from bot.core.refusals import Refusal, RefusalKey
from bot.core.richtext import RichText
from bot.core.schedule import Schedule, ScheduleState, checked_moment, usual_times
from bot.core.slots import Slot, SlotKind
from bot.core.submissions import Submission
from bot.core.time_reading import read_time
from bot.handlers.answers import Answer, Say, shown
from bot.handlers.blog import Blog
from bot.handlers.desk import Desk
from bot.handlers.publishing import Publishing
from bot.handlers.rendered import Rendered
from bot.rendering.message import Message
from bot.rendering.outlook import Cost
from bot.rendering.schedule_views import (
    held_question,
    moment_pressed,
    schedule_question,
    schedule_sheet,
    scheduled_notice,
    schedules_list,
)
from bot.rendering.time_words import time_words
from bot.storage import desks, drafts, prompts, schedules, slots
from bot.storage.engine import Transaction


@dataclass(frozen=True, slots=True)
class _Meant:
    """The draft that is to be scheduled, and what its author is told of it."""

    draft: Draft
    headline: str
    cost: Cost | None


class Scheduling:
    """The sheet of a draft's schedule, and all that can be said and pressed there."""

    def __init__(self, blog: Blog, desk: Desk, publishing: Publishing) -> None:
        """``publishing`` closes its own sheet, which stands in the same place."""
        self._blog = blog
        self._desk = desk
        self._publishing = publishing

    async def commanded(self, tx: Transaction, now: datetime, by: Profile, text: str) -> Answer:
        """/schedule: with a time, it is that of the draft on the desk; without, the sheet, or the list of schedules."""
        author = await self._desk.author(tx, by)
        if text:
            return Answer(await self._read(tx, now, author, await self._meant(tx, now, by), text))
        on_desk = await desks.draft_on(tx, author.id)
        if on_desk is None or on_desk.state is not DraftState.OPEN or await self._desk.is_empty(tx, on_desk):
            return Answer((await self._list(tx, now, author),))
        return Answer((await self._sheet(tx, now, author, await self._meant(tx, now, by)),))

    async def asked(self, tx: Transaction, now: datetime, by: Profile, draft_id: int, message_id: int) -> Answer:
        """Schedule: the sheet, in the place of ``message_id`` where that is a sheet or a notice of the draft."""
        author = await self._desk.author(tx, by)
        meant = await self._meant(tx, now, by, draft_id)
        there = await slots.standing_in(tx, author.id, message_id)
        anew = there != _slot(meant.draft.id, author.id)
        return Answer((await self._sheet(tx, now, author, meant, anew=anew),))

    async def answered(
        self, tx: Transaction, now: datetime, author: Person, submission: Submission, prompt: Prompt
    ) -> Answer:
        """The message after the sheet: a time, or refused; the question stands until there is one."""
        meant = await self._meant(tx, now, submission.sender, prompt.subject_id)
        text = submission.text.text if submission.media is None else ""
        return Answer(await self._read(tx, now, author, meant, text))

    async def chosen(self, tx: Transaction, now: datetime, by: Profile, draft_id: int, epoch_minutes: int) -> Answer:
        """A button with a time."""
        author = await self._desk.author(tx, by)
        meant = await self._meant(tx, now, by, draft_id)
        moment = moment_pressed(epoch_minutes)
        if moment is None:
            raise Refusal(RefusalKey.UNKNOWN_BUTTON)
        moment = checked_moment(moment, now, self._blog.zone_of(author))
        return Answer(await self._set(tx, now, author, meant, moment))

    async def cancelled(self, tx: Transaction, now: datetime, by: Profile, draft_id: int) -> Answer:
        """Cancel schedule, or Keep as draft: it does not go out by itself any more."""
        author = await self._desk.author(tx, by)
        draft = await self._desk.draft(tx, by, draft_id)
        before = await schedules.of_draft(tx, draft.id)
        await schedules.drop(tx, draft.id)
        await prompts.withdraw(tx, author.id, Prompt(PromptKind.SCHEDULE, draft.id))
        told = Message(RichText(self._blog.texts.unscheduled(await self._headline(tx, now, draft))))
        chats = {author.id} | ({before.person_id} if before is not None else set())
        notices = [shown(_slot(draft.id, chat_id), told) for chat_id in sorted(chats)]
        return Answer((*notices, *await self._desk.cards(tx, now, draft.id)))

    async def closed(self, tx: Transaction, now: datetime, by: Profile, draft_id: int) -> Answer:
        """Cancel on the send sheet, or ◀ on that of the schedule: what is settled stays so."""
        author = await self._desk.author(tx, by)
        draft = await self._desk.draft(tx, by, draft_id)
        await prompts.withdraw(tx, author.id, Prompt(PromptKind.SCHEDULE, draft.id))
        schedule = await schedules.of_draft(tx, draft.id)
        if schedule is None:
            return await self._publishing.thought_better(tx, now, by, draft_id)
        headline, zone = await self._headline(tx, now, draft), self._blog.zone_of(author)
        cost = await self._cost(tx, draft, await self._desk.render(tx, now, draft))
        if schedule.state is ScheduleState.HELD:
            view = held_question(self._blog.texts, draft.id, headline, schedule.due_at, now, zone, cost)
        else:
            shown_cost = cost if schedule.paid else None
            view = scheduled_notice(self._blog.texts, draft.id, headline, schedule.due_at, zone, shown_cost)
        return Answer((shown(_slot(draft.id, author.id), view),))

    async def _meant(self, tx: Transaction, now: datetime, by: Profile, draft_id: int | None = None) -> _Meant:
        """The draft that is meant, held; refused for an empty one, and for what has gone out."""
        draft = await self._desk.draft(tx, by, draft_id)
        if draft.state is not DraftState.OPEN:
            raise Refusal(RefusalKey.DRAFT_CLOSED, state=DraftState.PUBLISHED)
        rendered = await self._desk.rendered(tx, now, draft)
        headline = rendered.assembly.article.title or self._blog.texts.untitled()
        return _Meant(draft, headline, await self._cost(tx, draft, rendered))

    async def _cost(self, tx: Transaction, draft: Draft, rendered: Rendered) -> Cost | None:
        return (await self._desk.outlook(tx, draft, rendered)).cost(draft.options.mode)

    async def _headline(self, tx: Transaction, now: datetime, draft: Draft) -> str:
        return (await self._desk.render(tx, now, draft)).assembly.article.title or self._blog.texts.untitled()

    async def _read(self, tx: Transaction, now: datetime, author: Person, meant: _Meant, text: str) -> tuple[Say, ...]:
        """Sets the time that the text says; one that does not exist, or exists twice, is asked about."""
        zone = self._blog.zone_of(author)
        reading = read_time(text, now, zone, time_words(self._blog.texts))
        if isinstance(reading, Exactly):
            return await self._set(tx, now, author, meant, reading.moment, anew=True)
        question = schedule_question(self._blog.texts, meant.draft.id, meant.headline, reading, zone)
        return (shown(_slot(meant.draft.id, author.id), question, anew=True),)

    async def _set(
        self, tx: Transaction, now: datetime, author: Person, meant: _Meant, moment: datetime, *, anew: bool = False
    ) -> tuple[Say, ...]:
        """The draft goes out then; whoever had settled another time is told, too."""
        draft, cost = meant.draft, meant.cost
        before = await schedules.of_draft(tx, draft.id)
        paid = cost is not None
        await schedules.put(tx, Schedule(draft.id, author.id, moment, ScheduleState.WAITING, paid))
        await prompts.withdraw(tx, author.id, Prompt(PromptKind.SCHEDULE, draft.id))
        people = [author]
        if before is not None and before.person_id != author.id:
            people.append(await self._blog.person(tx, before.person_id))
        said = []
        for person in people:
            zone = self._blog.zone_of(person)
            notice = scheduled_notice(self._blog.texts, draft.id, meant.headline, moment, zone, cost)
            said.append(shown(_slot(draft.id, person.id), notice, anew=anew and person is author))
        return (*said, *await self._desk.cards(tx, now, draft.id))

    async def _sheet(self, tx: Transaction, now: datetime, author: Person, meant: _Meant, *, anew: bool = True) -> Say:
        """The question when; the next message is its answer."""
        draft, zone = meant.draft, self._blog.zone_of(author)
        schedule = await schedules.of_draft(tx, draft.id)
        settled = schedule.due_at if schedule is not None and schedule.state is ScheduleState.WAITING else None
        await prompts.ask(tx, author.id, Prompt(PromptKind.SCHEDULE, draft.id), now)
        times = usual_times(now, zone)
        sheet = schedule_sheet(self._blog.texts, draft.id, meant.headline, times, zone, now, settled, meant.cost)
        return shown(_slot(draft.id, author.id), sheet, anew=anew)

    async def _list(self, tx: Transaction, now: datetime, author: Person) -> Say:
        """All schedules of the author's drafts; an owner's list has everybody's."""
        lines = []
        for schedule in await schedules.of_author(tx, None if author.may_manage_team() else author.id):
            draft = await drafts.find(tx, schedule.draft_id)
            if draft is not None:
                lines.append((schedule, await self._headline(tx, now, draft)))
        return Say(author.id, schedules_list(self._blog.texts, lines, self._blog.zone_of(author)))


def _slot(draft_id: int, chat_id: int) -> Slot:
    """The place of the send sheet and of the status, which is that of the schedule before."""
    return Slot(SlotKind.SENDING, draft_id, chat_id)
