"""What the engine needs of the layers beside it; ``bot.app`` passes the real ones in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.core.calls import Call, Lane, Prepared
from bot.core.campaigns import Account, Campaign, CampaignEvent, CampaignState, Progress
from bot.core.copy_plan import Change, Shown
from bot.core.deliveries import Due, Result
from bot.core.outcomes import Outcome
from bot.core.outgoing import Queued
from bot.core.parts import MediaKind
from bot.core.posts import Copy, Edition, Post
from bot.core.recalling import MessageTimes
from bot.rendering.message import Keyboard, Message

Clock = Callable[[], datetime]
"""Gives the present moment in UTC."""

MessageEncoder = Callable[[Message], tuple[Prepared, Prepared]]
"""A message as a new one, and as the change of one that is there (without that one's id)."""


class Encoder(Protocol):
    """Messages, pages and edits as the Bot API's JSON (``bot.gateway.encoder``)."""

    def encode(self, message: Message) -> Prepared:
        """A message as a new one."""

    def with_keyboard(self, prepared: Prepared, keyboard: Keyboard) -> Prepared:
        """Puts buttons behind what was prepared without them."""

    def for_stars(self, prepared: Prepared) -> Prepared:
        """The same, paid for where it goes beyond the free rate."""

    def at_message(self, prepared: Prepared, message_id: int) -> Prepared:
        """Says of a change which message it is about."""

    def markup_edit(self, keyboard: Keyboard, message_id: int) -> Prepared:
        """New buttons for a message, or none."""

    def deletion(self, message_ids: Sequence[int]) -> Prepared:
        """The deletion of up to 100 messages of one chat."""

    def page_edit(self, page: Prepared, item: int, change: Change) -> Prepared:
        """What makes a message show that page, or the item (from 0) of that album."""

    def words_edit(self, kind: MediaKind | None, words: str) -> Prepared | None:
        """What makes a message of that kind say this; None where it cannot say anything."""

    def shown_by(self, page: Prepared) -> tuple[Shown, ...]:
        """The messages that a page's call makes."""


class Courier(Protocol):
    """The way out (``bot.gateway.courier``)."""

    @property
    def rate(self) -> float:
        """Messages a second that the gate lets through at present."""

    @property
    def free_rate(self) -> float:
        """The same for what is not paid for in Stars."""

    @property
    def paused_until(self) -> float | None:
        """Until when 429s hold the bulk lanes; None when they do not."""

    @property
    def paused_for(self) -> float:
        """For how many seconds they still do; 0 when they do not."""

    def backlog(self, lane: Lane) -> int:
        """Calls that wait for their slot in a lane."""

    async def deliver(self, call: Call) -> Outcome:
        """Sends a call in its turn."""

    async def serve(
        self, lane: Lane, chat_id: int, claim: Callable[[], Awaitable[Call | None]], messages: int = 1
    ) -> Outcome | None:
        """Waits for the chat's turn, then asks for the call and sends it; None when there is none any more."""


class Outbox(Protocol):
    """Answers to people (``bot.storage.for_delivery``); every method is a transaction."""

    async def chats_waiting(self, busy: Sequence[int], now: datetime, limit: int) -> list[tuple[int, int]]:
        """Chats with a due row, each with the messages that its next row makes."""

    async def next_due(self, now: datetime) -> datetime | None:
        """When a row falls due that is not due yet."""

    async def claim(self, chat_id: int, now: datetime, messages: int = 1) -> Queued | None:
        """Marks a chat's next row as ``sending``, unless it makes more ``messages``."""

    async def sent(self, row: Queued, message_ids: Sequence[int], now: datetime) -> None:
        """It arrived: fills the slot, leaves the copies."""

    async def blocked(self, row: Queued, reason: str) -> None:
        """Nobody can be reached there."""

    async def failed(self, row: Queued, reason: str) -> None:
        """It can never be sent."""

    async def held(self, row: Queued, reason: str) -> None:
        """It may have been sent, and is not repeated."""

    async def again(self, row: Queued, due_at: datetime, *, doubt: bool = False) -> None:
        """It goes back into the queue."""

    async def gone(self, row: Queued, now: datetime) -> None:
        """The message in its slot is gone: the row goes back and will make a new one."""

    async def moved(self, row: Queued, chat_id: int, now: datetime) -> None:
        """The chat has another id now."""


class Ledger(Protocol):
    """Campaigns and their deliveries (``bot.storage.for_delivery``); every method is a transaction."""

    async def active(self) -> list[Campaign]:
        """Campaigns that the engine has to do with."""

    async def park(self, campaign: Campaign, until: datetime | None) -> None:
        """Until when Telegram asks to wait; None: not any more."""

    async def edition(self, post_id: int, revision: int | None = None) -> Edition:
        """That revision of a post, or its newest."""

    async def copies(self, post_id: int, chats: Collection[int]) -> dict[int, list[Copy]]:
        """The messages of the post in each of the chats, in their order."""

    async def message_times(self) -> MessageTimes:
        """From when the bot's messages are."""

    async def sample(self, message_id: int, now: datetime) -> None:
        """The message has just been sent."""

    async def begin(self, campaign: Campaign, now: datetime) -> bool:
        """The time with Stop is over: plans the own copy."""

    async def proved(self, campaign: Campaign, now: datetime) -> bool:
        """The own copy has arrived: publishes the post and freezes its audience, or plans the change of all others."""

    async def due(self, campaign: Campaign, after: int | None, limit: int) -> tuple[list[Due], int | None]:
        """Queued rows of the next readers, by reader and page, and where to read on: None when nobody is left."""

    async def settle(
        self, campaign_id: int, results: Sequence[Result], claims: Sequence[tuple[int, int]]
    ) -> set[tuple[int, int]] | None:
        """One commit: writes results, and marks (chat, page) rows as ``sending``.

        Says which it could, and gives up those whose reader has left or blocked the bot in the meantime, so that no
        row stays queued that can never be claimed. None when the campaign is no longer on its way.
        """

    async def progress(self, campaign_id: int) -> Progress:
        """The messages in each state."""

    async def happened(
        self, campaign: Campaign, event: CampaignEvent, now: datetime, reason: str | None = None
    ) -> CampaignState | None:
        """Moves a campaign on; None when it was no longer in the state that ``campaign`` has."""


class Reports(Protocol):
    """Status messages (``bot.storage.for_delivery``)."""

    async def due_reports(self) -> list[tuple[Account, str | None]]:
        """Campaigns whose status may have changed, with the status as last shown."""

    async def show(self, account: Account, forms: tuple[Prepared, Prepared], shown: str, now: datetime) -> None:
        """Queues the status message, as new and as a change, and keeps what it shows."""


class Counts(Protocol):
    """Copies whose button shows an old count (``bot.storage.for_delivery``)."""

    async def to_repaint(self, now: datetime, published_after: datetime) -> list[Post]:
        """Posts with such copies, but for those of an earlier day; none while a campaign is on its way."""

    async def stale(self, post: Post, after: tuple[int, int], limit: int) -> list[Copy]:
        """Such copies, after a key (chat, message)."""

    async def painted(self, copies: Sequence[tuple[Copy, int | None]]) -> None:
        """What they show now, with the leaf that they had; None for those that can be painted no more."""

    async def repainted(self, post: Post) -> None:
        """No copy is left."""
