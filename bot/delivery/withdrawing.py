"""A withdrawal on its way: a reader's messages are deleted by one call; what is too old for that becomes a notice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.core.calls import Lane, Prepared
from bot.core.campaigns import Campaign
from bot.core.copy_plan import Shown
from bot.core.deliveries import LINE, Due
from bot.core.posts import Copy
from bot.core.recalling import MessageTimes
from bot.delivery.errands import Errand
from bot.delivery.ports import Clock, Encoder, Ledger
from bot.delivery.reading_ahead import Pages
from bot.rendering.texts import Texts

DELETED_AT_ONCE = 100
"""Messages of one chat that one call deletes (Bot API, deleteMessages)."""


class Withdrawing:
    """The errands of a campaign that takes a post back."""

    lane = Lane.EDITS

    def __init__(self, campaign: Campaign, ledger: Ledger, encoder: Encoder, texts: Texts, clock: Clock) -> None:
        self._campaign = campaign
        self._ledger = ledger
        self._encoder = encoder
        self._texts = texts
        self._clock = clock
        self._times: MessageTimes | None = None
        self._shown: dict[int, tuple[Shown, ...]] = {}
        self._undeletable: set[int] = set()

    async def refresh(self) -> None:
        """When messages were sent is read once: what is sent from now on is not a copy of this post."""
        if self._times is None:
            self._times = await self._ledger.message_times()

    def weigh(self, page: int) -> int:
        """Each call counts as one, however many messages it deletes."""
        return 1

    async def of(self, readers: Sequence[Pages]) -> list[Errand]:
        """The next call for each of the readers."""
        held = await self._ledger.copies(self._campaign.post_id, {pages[0].chat_id for pages in readers})
        for number in sorted({copy.revision for copies in held.values() for copy in copies} - self._shown.keys()):
            edition = await self._ledger.edition(self._campaign.post_id, number)
            self._shown[number] = tuple(shown for page in edition.pages for shown in self._encoder.shown_by(page))
        return [self._next(pages, [copy for copy in held[pages[0].chat_id] if copy.page > 0]) for pages in readers]

    def _next(self, pages: Pages, copies: list[Copy]) -> Errand:
        """Deletes what can be deleted, then makes a notice of the rest, one message after the other."""
        due = (pages.popleft(),)
        chat_id = due[0].chat_id
        young = [] if chat_id in self._undeletable else self._young(copies)
        if young:
            ids = tuple(copy.message_id for copy, _ in young)
            return Errand(
                due,
                pages,
                self._encoder.deletion(ids).to(chat_id, self.lane),
                gone=ids,
                finished=len(young) == len(copies),
                repeatable=True,
                until=min(until for _, until in young),
                otherwise=lambda: self._undeletable.add(chat_id),
            )
        return self._notice(due, pages, copies)

    def _young(self, copies: list[Copy]) -> list[tuple[Copy, datetime]]:
        """Copies that can be deleted at this moment, each with until when; as many as one call takes."""
        assert self._times is not None, "refreshed before"
        now = self._clock()
        ages = [(copy, self._times.recallable_until(copy.message_id)) for copy in copies]
        return [(copy, until) for copy, until in ages if until is not None and now < until][:DELETED_AT_ONCE]

    def _notice(self, due: tuple[Due, ...], pages: Pages, copies: list[Copy]) -> Errand:
        """The first of the messages that cannot be deleted says from now on that the post was withdrawn."""
        notices = [(copy, prepared) for copy in copies if (prepared := self._words(copy)) is not None]
        untold = tuple(copy for copy in copies if self._words(copy) is None)
        stand = tuple(replace(copy, page=-copy.page, comments=None) for copy in untold)
        if not notices:
            return Errand(due, pages, None, stand=stand)
        copy, prepared = notices[0]
        return Errand(
            due,
            pages,
            self._encoder.at_message(prepared, copy.message_id).to(copy.chat_id, self.lane),
            stand=(*stand, replace(copy, page=-copy.page, comments=None)),
            finished=len(notices) == 1,
            repeatable=True,
        )

    def _words(self, copy: Copy) -> Prepared | None:
        """The notice in place of what the message says; None where it cannot say anything."""
        kind = None if copy.page == LINE else self._shown[copy.revision][copy.page - 1].kind
        return self._encoder.words_edit(kind, self._texts.withdrawn_notice())
