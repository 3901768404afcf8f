"""The plan by which the delivered messages of a post are brought to a new revision: which one becomes which page.

Messages cannot be inserted or moved. So the first pages of the new revision go into the messages that are there, in
their order, and the pages that find no room follow at the end. A message for which no page is left is emptied.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.core.parts import MediaKind

REPLACEABLE = frozenset(
    {MediaKind.PHOTO, MediaKind.VIDEO, MediaKind.ANIMATION, MediaKind.AUDIO, MediaKind.DOCUMENT},
)
"""Kinds that editMessageMedia takes and makes (Bot API, InputMedia). Voice and video messages stay what they are; the
latter have no caption either, so that they are never anything but kept or emptied."""

ALBUM_KINDS = (
    frozenset({MediaKind.PHOTO, MediaKind.VIDEO}),
    frozenset({MediaKind.AUDIO}),
    frozenset({MediaKind.DOCUMENT}),
)
"""Within an album a medium is replaced by one of the same group (Bot API, editMessageMedia)."""


class Change(StrEnum):
    """What happens to a message that is there. Each but ``KEEP`` is one call."""

    KEEP = "keep"
    BUTTONS = "buttons"
    TEXT = "text"
    CAPTION = "caption"
    MEDIA = "media"
    EMPTY = "empty"


EDITS = frozenset({Change.TEXT, Change.CAPTION, Change.MEDIA})
"""Changes of what a message says."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One message as its reader sees it; each item of an album is one.

    ``kind`` is None for a text. ``words`` is compared and nothing else: the rich text or caption, or a fingerprint of
    it and of what else is shown with it. ``medium`` identifies the file, such as ``Media.unique_id``. One that
    an earlier revision has ``emptied`` is left so without a call, or shows something again.
    """

    kind: MediaKind | None
    words: Hashable
    medium: str | None = None
    album: bool = False
    emptied: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one message. ``page`` is the index of the new page that it shows, None when it is emptied.

    ``buttons`` says whether it carries the post's buttons afterwards. An edit has to say them again, as Telegram takes
    away those that it leaves out. An emptied medium keeps its file and gets the line as its caption, for media cannot
    become texts.
    """

    change: Change
    page: int | None
    buttons: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """One step for each message that is there, in their order, and the indices of the pages to send behind them.

    ``buttons`` is the index of the page that carries the buttons: the last one, or None if that is of an album.
    """

    steps: tuple[Step, ...]
    added: tuple[int, ...]
    buttons: int | None

    @property
    def edits(self) -> int:
        """How many messages get other words or another medium."""
        return sum(step.change in EDITS for step in self.steps)

    @property
    def emptied(self) -> int:
        """How many messages are left without a page."""
        return sum(step.page is None for step in self.steps)

    @property
    def additions(self) -> int:
        """How many messages are sent."""
        return len(self.added)

    @property
    def calls(self) -> int:
        """How many slots of the gate this takes for one reader; an item of an album takes one too."""
        return sum(step.change is not Change.KEEP for step in self.steps) + self.additions


def plan(before: Sequence[Shown], after: Sequence[Shown], carried: Collection[int] | None = None) -> Plan:
    """The cheapest way from the messages ``before`` to the pages ``after``, the earlier message first among equals.

    ``carried`` are the indices of messages that have buttons: None where it is as in a whole revision, the last alone.
    Cheapest is what has the fewest messages emptied and added; among those, the fewest media that stay in the chat
    although their message is emptied; among those, the fewest calls. Takes time in proportion to the product of both
    lengths.
    """
    buttons = _carrier(after)
    first = _carrier(before)
    whole = frozenset(() if first is None else (first,))
    changes = _Changes(before, after, whole if carried is None else frozenset(carried))
    onward = _costs(changes)
    steps = []
    page = 0
    for index in range(len(before)):
        change = changes.of(index, page)
        if change is not None and onward[index][page] == changes.price(change) + onward[index + 1][page + 1]:
            steps.append(Step(change, page, buttons == page))
            page += 1
        else:
            steps.append(Step(Change.KEEP if before[index].emptied else Change.EMPTY, None, False))
    return Plan(tuple(steps), tuple(range(page, len(after))), buttons)


class _Changes:
    """What it takes to show a page in a message, and what that costs."""

    def __init__(self, before: Sequence[Shown], after: Sequence[Shown], carried: frozenset[int]) -> None:
        self.before = before
        self.after = after
        self._carried = carried
        self._carries = _carrier(after)
        # More than there can be of anything, so that sums compare as (messages, media, calls) would.
        self._many = len(before) + len(after) + 1

    def of(self, index: int, page: int) -> Change | None:
        """How the message becomes the page; None where there is no such page or Telegram has no such edit."""
        if page == len(self.after):
            return None
        message = self.before[index]
        carries = self._carries == page
        if carries and message.album:
            return None
        change = _edit(message, self.after[page])
        if change is Change.KEEP and carries != (index in self._carried):
            return Change.BUTTONS
        return change

    def price(self, change: Change) -> int:
        """The cost of a message that gets a page."""
        return 0 if change is Change.KEEP else 1

    def emptying(self, index: int) -> int:
        """The cost of a message that gets none. It decides about additions too: each more is also one page more."""
        message = self.before[index]
        return self._many**2 + (message.kind is not None) * self._many + (not message.emptied)


def _costs(changes: _Changes) -> list[list[int]]:
    """The lowest cost from each message on, when the pages before a given one have found their messages."""
    pages = len(changes.after)
    rows = [[pages - page for page in range(pages + 1)]]
    for index in reversed(range(len(changes.before))):
        below = rows[-1]
        row = []
        for page in range(pages + 1):
            cost = changes.emptying(index) + below[page]
            change = changes.of(index, page)
            if change is not None:
                cost = min(cost, changes.price(change) + below[page + 1])
            row.append(cost)
        rows.append(row)
    return rows[::-1]


def _edit(message: Shown, page: Shown) -> Change | None:
    same_words = message.words == page.words and not message.emptied
    if page.kind is None:
        if message.kind is not None:
            return None
        return Change.KEEP if same_words else Change.TEXT
    if (message.kind, message.medium) == (page.kind, page.medium):
        return Change.KEEP if same_words else Change.CAPTION
    return Change.MEDIA if _replaceable(message, page.kind) else None


def _replaceable(message: Shown, kind: MediaKind) -> bool:
    if message.album:
        return any(message.kind in group and kind in group for group in ALBUM_KINDS)
    return kind in REPLACEABLE and (message.kind is None or message.kind in REPLACEABLE)


def _carrier(messages: Sequence[Shown]) -> int | None:
    """Buttons stand on the last message, and an album cannot carry any."""
    return len(messages) - 1 if messages and not messages[-1].album else None
