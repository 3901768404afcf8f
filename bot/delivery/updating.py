"""A newer revision on its way to the copies that were delivered before.

What is to be done follows from the messages that a reader has, whatever revision each of them shows: one call after the
other makes the ``copy_plan`` true, each is kept in the copies, and after a crash the plan is made anew from there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.calls import Call, Lane, Prepared
from bot.core.campaigns import Campaign
from bot.core.copy_plan import Change, Plan, Shown, Step, plan
from bot.core.deliveries import CHANGE, LINE
from bot.core.posts import Copy, Edition
from bot.core.richtext import RichText
from bot.delivery.errands import Errand
from bot.delivery.ports import Encoder, Ledger
from bot.delivery.posting import Sheets
from bot.delivery.reading_ahead import Pages
from bot.rendering.message import Message
from bot.rendering.post_buttons import post_buttons
from bot.rendering.texts import Texts

_ANOTHER_LEAF = "another leaf"
"""Words that no page has: such a message never counts as showing it already."""


class _Revision:
    """What the messages of one revision show, and the calls that make a message show the same."""

    def __init__(self, edition: Edition, encoder: Encoder) -> None:
        self.edition = edition
        self.shown = tuple(shown for page in edition.pages for shown in encoder.shown_by(page))
        self._encoder = encoder
        self._edits: dict[tuple[int, Change], Prepared] = {}

    @property
    def leaves(self) -> int:
        """What its last message shows in turn."""
        return max(1, len(self.edition.leaves))

    def edit(self, page: int, change: Change, leaf: int) -> Prepared:
        """What makes a message show that page (from 1), or that leaf of the last one; without id and buttons."""
        if leaf > 1 and page == len(self.shown) and self.edition.leaves:
            return self.edition.leaves[min(leaf, self.leaves) - 1]
        if (page, change) not in self._edits:
            first = self.edition.sent_with(page)[0]
            self._edits[page, change] = self._encoder.page_edit(self.edition.pages[first - 1], page - first, change)
        return self._edits[page, change]


class Updating:
    """The errands of a campaign that brings delivered copies to another revision."""

    lane = Lane.EDITS

    def __init__(self, campaign: Campaign, ledger: Ledger, encoder: Encoder, texts: Texts) -> None:
        self._campaign = campaign
        self._ledger = ledger
        self._encoder = encoder
        self._texts = texts
        self._revisions: dict[int, _Revision] = {}
        self._plans: dict[tuple[tuple[Shown, ...], frozenset[int]], Plan] = {}
        self._edition: Edition | None = None
        self._sheets: Sheets | None = None

    async def refresh(self) -> None:
        """Looks at the post as it is at this moment."""
        self._edition = await self._ledger.edition(self._campaign.post_id, self._campaign.revision)
        # What is added is of the campaign's revision, even where a newer one has just taken over.
        post = replace(self._edition.post, revision=self._target)
        self._sheets = Sheets(replace(self._edition, post=post), self._encoder, self._texts)
        if self._target not in self._revisions:
            self._revisions[self._target] = _Revision(self._edition, self._encoder)

    def weigh(self, page: int) -> int:
        """How many messages the call for that row makes."""
        assert self._sheets is not None, "refreshed before"
        return 1 if page in (CHANGE, LINE) else self._sheets.weigh(page)

    async def of(self, readers: Sequence[Pages]) -> list[Errand]:
        """The next change for each of the readers, the next page to be added, or the line."""
        assert self._sheets is not None, "refreshed before"
        changing = {pages[0].chat_id for pages in readers if pages[0].page in (CHANGE, LINE)}
        held = await self._ledger.copies(self._campaign.post_id, changing) if changing else {}
        await self._read({copy.revision for copies in held.values() for copy in copies})
        errands = []
        for pages in readers:
            match pages[0].page:
                case page if page == CHANGE:
                    errands.append(self._change(pages, held[pages[0].chat_id]))
                case page if page == LINE:
                    errands.append(self._line(pages, held[pages[0].chat_id]))
                case _:
                    errands.append(self._sheets.errand(pages, self.lane))
        return errands

    @property
    def _target(self) -> int:
        assert self._campaign.revision is not None, "an update names its revision"
        return self._campaign.revision

    async def _read(self, revisions: set[int]) -> None:
        """The revisions that copies show; none of them changes any more."""
        for number in sorted(revisions - self._revisions.keys()):
            edition = await self._ledger.edition(self._campaign.post_id, number)
            self._revisions[number] = _Revision(edition, self._encoder)

    def _change(self, pages: Pages, held: list[Copy]) -> Errand:
        """The next of the calls that bring a reader's messages to the revision."""
        due = (pages.popleft(),)
        copies = [copy for copy in held if copy.page != LINE]
        if not copies:  # nothing has arrived there, and what may have is not sent a second time
            return Errand(due, pages, None)
        steps = self._plan(copies)
        after = [self._after(copy, step) for copy, step in zip(copies, steps.steps, strict=True)]
        calls = [self._call(copy, step) for copy, step in zip(copies, steps.steps, strict=True)]
        # What needs no call is as it should be already.
        stand = [new for new, old, call in zip(after, copies, calls, strict=True) if call is None and new != old]
        then = tuple(page + 1 for page in steps.added)
        needed = [index for index, call in enumerate(calls) if call is not None]
        if not needed:
            return Errand(due, pages, None, stand=tuple(stand), then=then)
        first = needed[0]
        finished = len(needed) == 1
        return Errand(
            due,
            pages,
            calls[first],
            stand=(*stand, after[first]),
            then=then if finished else (),
            finished=finished,
            repeatable=True,
        )

    def _plan(self, copies: list[Copy]) -> Plan:
        """The way from what the messages show to the revision; the same for all who have the same."""
        before = tuple(self._shown(copy) for copy in copies)
        carried = frozenset(index for index, copy in enumerate(copies) if copy.comments is not None)
        if (before, carried) not in self._plans:
            self._plans[before, carried] = plan(before, self._revisions[self._target].shown, carried)
        return self._plans[before, carried]

    def _shown(self, copy: Copy) -> Shown:
        shown = self._revisions[copy.revision].shown[abs(copy.page) - 1]
        if copy.page < 0:
            return replace(shown, emptied=True)
        return shown if copy.leaf == 1 else replace(shown, words=_ANOTHER_LEAF)

    def _after(self, copy: Copy, step: Step) -> Copy:
        """The copy as it is after its step."""
        if step.page is None:
            return replace(copy, page=-abs(copy.page), comments=None)
        assert self._edition is not None, "refreshed before"
        comments = self._edition.post.comments if step.buttons else None
        if step.change is Change.KEEP and step.buttons and not self._leaves_differ(copy):
            comments = copy.comments
        return replace(copy, page=step.page + 1, revision=self._target, comments=comments)

    def _call(self, copy: Copy, step: Step) -> Call | None:
        """The call of a step; None where the message is as it should be."""
        assert self._edition is not None, "refreshed before"
        keyboard = post_buttons(self._texts, self._edition.post, copy.leaf) if step.buttons else ()
        if step.page is None:
            kind = self._revisions[copy.revision].shown[abs(copy.page) - 1].kind
            prepared = None if copy.page < 0 else self._encoder.words_edit(kind, self._texts.emptied())
        elif step.change is Change.BUTTONS or (step.change is Change.KEEP and self._leaves_differ(copy) and keyboard):
            return self._encoder.markup_edit(keyboard, copy.message_id).to(copy.chat_id, self.lane)
        elif step.change is Change.KEEP:
            prepared = None
        else:
            prepared = self._revisions[self._target].edit(step.page + 1, step.change, copy.leaf)
        if prepared is None:
            return None
        changed = self._encoder.at_message(self._encoder.with_keyboard(prepared, keyboard), copy.message_id)
        return changed.to(copy.chat_id, self.lane)

    def _leaves_differ(self, copy: Copy) -> bool:
        """Whether the buttons to turn say another number, though the first leaf is the same."""
        return self._revisions[copy.revision].leaves != self._revisions[self._target].leaves

    def _line(self, pages: Pages, held: list[Copy]) -> Errand:
        """The line that tells of the update, below the first message of the post."""
        due = (pages.popleft(),)
        standing = [copy for copy in held if 0 < copy.page < LINE]
        if not standing:
            return Errand(due, pages, None)
        assert self._edition is not None, "refreshed before"
        post = self._edition.post
        line = Message(RichText(self._texts.update_line(post.headline)), reply_to=standing[0].message_id)
        chat_id = due[0].chat_id

        def copies(message_ids: tuple[int, ...]) -> dict[int, Copy]:
            return {LINE: Copy(post.id, chat_id, message_ids[0], LINE, self._target, None)} if message_ids else {}

        return Errand(due, pages, self._encoder.encode(line).to(chat_id, self.lane), copies)
