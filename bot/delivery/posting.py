"""A post on its way: each page a message, albums by one call, buttons below the last."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.calls import Lane
from bot.core.campaigns import Campaign
from bot.core.deliveries import DeliveryState
from bot.core.posts import Copy, Edition
from bot.delivery.errands import Errand
from bot.delivery.ports import Encoder, Ledger
from bot.delivery.reading_ahead import Pages
from bot.rendering.post_buttons import post_buttons
from bot.rendering.texts import Texts


class Sheets:
    """The messages of a post as they go out at one moment: the last with the present count on its button.

    Those of a ``paid`` campaign say so.
    """

    def __init__(self, edition: Edition, encoder: Encoder, texts: Texts, *, paid: bool = False) -> None:
        *before, last = edition.pages
        messages = (*before, encoder.with_keyboard(last, post_buttons(texts, edition.post)))
        self._edition = edition
        self._messages = tuple(encoder.for_stars(message) for message in messages) if paid else messages

    def weigh(self, page: int) -> int:
        """How many messages the call for that page makes; there may be no such page any more."""
        return len(self._edition.sent_with(page)) if page <= len(self._messages) else 1

    def errand(self, pages: Pages, lane: Lane) -> Errand:
        """A reader's next page, or the album that it belongs to; takes it from the reader's ``pages``."""
        if pages[0].page > len(self._messages):
            return Errand((pages.popleft(),), pages, None, uncalled=DeliveryState.CANCELLED)
        together = self._edition.sent_with(pages[0].page)
        due = tuple(due for due in pages if due.page in together)
        for _ in due:
            pages.popleft()
        chat_id = due[0].chat_id
        call = self._messages[together[0] - 1].to(chat_id, lane)

        def copies(message_ids: tuple[int, ...]) -> dict[int, Copy]:
            post, last = self._edition.post, len(self._messages)
            return {
                page: Copy(post.id, chat_id, message_id, page, post.revision, post.comments if page == last else None)
                for page, message_id in zip(together, message_ids, strict=False)
            }

        return Errand(due, pages, call, copies)


class Posting:
    """The errands of a campaign that brings a post: always in its newest revision."""

    def __init__(self, campaign: Campaign, ledger: Ledger, encoder: Encoder, texts: Texts) -> None:
        self.lane = Lane.PAID_POSTS if campaign.paid else Lane.POSTS
        self._campaign = campaign
        self._ledger = ledger
        self._encoder = encoder
        self._texts = texts
        self._sheets: Sheets | None = None

    async def refresh(self) -> None:
        """Looks at the post as it is at this moment."""
        edition = await self._ledger.edition(self._campaign.post_id)
        self._sheets = Sheets(edition, self._encoder, self._texts, paid=self._campaign.paid)

    def weigh(self, page: int) -> int:
        """How many messages the call for that page makes."""
        assert self._sheets is not None, "refreshed before"
        return self._sheets.weigh(page)

    async def of(self, readers: Sequence[Pages]) -> list[Errand]:
        """The next page for each of the readers."""
        assert self._sheets is not None, "refreshed before"
        return [self._sheets.errand(pages, self.lane) for pages in readers]
