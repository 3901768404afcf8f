"""What everything that is done with a draft begins and ends with: finding the draft that is meant, and its cards."""

from __future__ import annotations

from datetime import datetime

from bot.core.drafts import WRITABLE, Draft, DraftState
from bot.core.links import links_of
from bot.core.people import Person, Profile, let
from bot.core.prompts import OF_DRAFTS, Prompt
from bot.core.refusals import Refusal, RefusalKey
from bot.core.schedule import ScheduleState
from bot.core.slots import Slot, SlotKind
from bot.handlers.answers import Say, shown
from bot.handlers.blog import Blog
from bot.handlers.rendered import Rendered, render
from bot.handlers.taking_away import take_preview_away
from bot.rendering.composer_card import composer_card
from bot.rendering.message import Message
from bot.rendering.outlook import Outlook
from bot.storage import desks, drafts, parts, people, post_links, prompts, revisions, schedules, slots
from bot.storage.engine import Transaction


class Desk:
    """The drafts of a blog, as their authors have them before them."""

    def __init__(self, blog: Blog) -> None:
        self._blog = blog

    async def author(self, tx: Transaction, by: Profile) -> Person:
        """Whoever writes or presses; refused for readers."""
        person = await self._blog.person(tx, by.id)
        let(person.may_compose())
        return person

    async def draft(self, tx: Transaction, by: Profile, draft_id: int | None = None) -> Draft:
        """The draft that a press (``draft_id``) or a command (None: the one on the desk) is about.

        Nobody else changes it until the transaction ends. Refused unless the person may write it now.
        """
        author = await self.author(tx, by)
        if draft_id is None:
            on_desk = await desks.draft_on(tx, author.id)
            if on_desk is None:
                raise Refusal(RefusalKey.NO_DRAFT)
            draft_id = on_desk.id
        draft = await drafts.hold(tx, draft_id)
        if draft is None:
            raise Refusal(RefusalKey.UNKNOWN_BUTTON)
        draft.must_be_writable(author)
        return draft

    async def draft_to_write(self, tx: Transaction, now: datetime, author: Person) -> Draft:
        """The draft on the author's desk; a new one where there is none."""
        on_desk = await desks.draft_on(tx, author.id)
        # What counts is what it is once it is held: somebody else may have sent it in between.
        draft = None if on_desk is None else await drafts.hold(tx, on_desk.id)
        if draft is not None and draft.state in WRITABLE and draft.may_be_written_by(author):
            return draft
        draft = await drafts.begin(tx, author.id, now)
        await desks.put(tx, author.id, draft.id)
        return draft

    async def is_empty(self, tx: Transaction, draft: Draft) -> bool:
        """Whether nothing would be lost with it."""
        return draft.title is None and not await parts.count(tx, draft.id)

    async def take_up(self, tx: Transaction, now: datetime, author: Person, draft: Draft) -> tuple[Say, ...]:
        """The draft is what the author writes at from now on; what was on the desk before is put aside.

        An empty one is given up instead. What the author was asked before no longer stands: the next message is for the
        draft. Gives the cards that change, the draft's own as a new message.
        """
        await prompts.drop(tx, author.id)
        on_desk = await desks.draft_on(tx, author.id)
        await desks.put(tx, author.id, draft.id)
        said: list[Say] = []
        before = None if on_desk is None or on_desk.id == draft.id else await drafts.hold(tx, on_desk.id)
        if before is not None:
            if before.state is DraftState.OPEN and await self.is_empty(tx, before):
                await drafts.set_state(tx, before.id, before.state, DraftState.DISCARDED)
            said += await self.cards(tx, now, before.id)
        return (*said, *await self.cards(tx, now, draft.id, anew_for=author.id))

    async def changed(self, tx: Transaction, now: datetime, draft: Draft, author: Person) -> tuple[Say, ...]:
        """The draft was worked on: its cards, that of ``author`` made if there was none."""
        await drafts.touch(tx, draft.id, now)
        return await self.cards(tx, now, draft.id, for_=author.id)

    async def closed(self, tx: Transaction, now: datetime, draft: Draft, state: DraftState) -> tuple[Say, ...]:
        """The draft is ``state``, on nobody's desk and nowhere previewed from now on; refused when somebody else was
        first."""
        if not await drafts.set_state(tx, draft.id, draft.state, state):
            raise Refusal(RefusalKey.DRAFT_CLOSED, state=state)
        await desks.take_away(tx, draft.id)
        await schedules.drop(tx, draft.id)
        for kind in OF_DRAFTS:
            await prompts.withdraw_everywhere(tx, Prompt(kind, draft.id))
        return (*await take_preview_away(tx, now, draft.id), *await self.cards(tx, now, draft.id))

    async def cards(
        self,
        tx: Transaction,
        now: datetime,
        draft_id: int,
        *,
        for_: int | None = None,
        anew_for: int | None = None,
        but_for: int | None = None,
    ) -> tuple[Say, ...]:
        """The draft's card wherever it stands and in the chat of ``for_``; in that of ``anew_for`` as a new message.

        Not in that of ``but_for``, where something else takes its place, nor in those of people who may not write it
        (any more).
        """
        draft = await drafts.find(tx, draft_id)
        if draft is None:
            raise ValueError(f"there is no draft {draft_id}")
        chats = {slot.chat_id for slot in await slots.showing(tx, SlotKind.DRAFT, draft.id)}
        chats |= {chat_id for chat_id in (for_, anew_for) if chat_id is not None}
        chats.discard(but_for or 0)
        chats = {chat_id for chat_id in chats if draft.may_be_written_by(await self._blog.person(tx, chat_id))}
        if not chats:
            return ()
        rendered = await self.render(tx, now, draft)
        outlook = await self.outlook(tx, draft, rendered)
        writers = await desks.writers(tx, draft.id)
        return tuple(
            [
                shown(
                    _slot(draft, chat_id),
                    composer_card(
                        self._blog.texts,
                        draft,
                        rendered.assembly,
                        outlook,
                        at_desk=chat_id in writers or draft.state is DraftState.REVISING,
                        scheduled=await self._scheduled(tx, draft, chat_id),
                    ),
                    anew=chat_id == anew_for,
                )
                for chat_id in sorted(chats)
            ]
        )

    async def _scheduled(self, tx: Transaction, draft: Draft, chat_id: int) -> str:
        """When the draft goes out by itself, in the time zone of whoever looks; empty if it does not."""
        schedule = await schedules.of_draft(tx, draft.id)
        if schedule is None:
            return ""
        zone = self._blog.zone_of(await self._blog.person(tx, chat_id))
        return self._blog.texts.scheduled_for(schedule.due_at, zone, schedule.state is ScheduleState.HELD)

    async def worked_on(
        self, tx: Transaction, now: datetime, draft: Draft, by_id: int, view: Message
    ) -> tuple[Say, ...]:
        """The draft was worked on in a view that takes the place of the card in its author's chat: that view, and the
        cards of the others who write it."""
        await drafts.touch(tx, draft.id, now)
        return (*await self.cards(tx, now, draft.id, but_for=by_id), self.in_place_of_card(draft, by_id, view))

    def in_place_of_card(self, draft: Draft, chat_id: int, view: Message) -> Say:
        """A view of the draft where its card stands, until the card is shown again."""
        return shown(_slot(draft, chat_id), view)

    async def outlook(self, tx: Transaction, draft: Draft, rendered: Rendered) -> Outlook:
        """What the draft would come to if it were sent now."""
        links = links_of(rendered.assembly.article)
        return Outlook(
            rendered.full,
            rendered.paged,
            await people.audience_size(tx),
            self._blog.rate(),
            tuple(await post_links.earlier(tx, links, but_not_draft=draft.id)),
            rendered.removed,
            self._blog.paid_rate,
        )

    async def rendered(self, tx: Transaction, now: datetime, draft: Draft) -> Rendered:
        """What readers would get; refused for an empty draft."""
        rendered = await self.render(tx, now, draft)
        if not rendered.assembly.roles:
            raise Refusal(RefusalKey.DRAFT_EMPTY)
        return rendered

    async def render(self, tx: Transaction, now: datetime, draft: Draft) -> Rendered:
        """The draft as its readers would get it; without parts there are no pages. A post keeps the day it bears."""
        has_gone_out = draft.state in (DraftState.PUBLISHED, DraftState.REVISING)
        dated = await revisions.dated(tx, draft.id) if has_gone_out else None
        return render(await parts.of_draft(tx, draft.id), draft, self._blog.texts.dateline(dated or now))


def _slot(draft: Draft, chat_id: int) -> Slot:
    return Slot(SlotKind.DRAFT, draft.id, chat_id)
