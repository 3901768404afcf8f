"""Campaigns: one run of a post through its audience, as a table of states.

First the author's own copy goes out (*proving*). When it has arrived, the post counts as published and the audience is
frozen, both in one transaction: whoever pressed Start before gets the post by the campaign, whoever does after gets it
with the welcome, and nobody gets it twice or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.core.posts import Post, PostState
from bot.core.recalling import RECALLABLE
from bot.core.refusals import Refusal, RefusalKey
from bot.core.waiting import CHAT_INTERVAL


class CampaignKind(StrEnum):
    """What a campaign brings: a post, a newer revision of it to its copies, or its withdrawal."""

    POST = "post"
    UPDATE = "update"
    WITHDRAWAL = "withdrawal"


class CampaignState(StrEnum):
    """Where a campaign is."""

    WAITING = "waiting"
    PROVING = "proving"
    SENDING = "sending"
    PAUSED = "paused"
    DONE = "done"
    STOPPED = "stopped"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    SUPERSEDED = "superseded"


class Control(StrEnum):
    """What people do to a campaign once it is on its way, by a button or on the command line."""

    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    RETRY = "retry"
    RESEND = "resend"


class CampaignEvent(StrEnum):
    """What can happen to a campaign: by a press, by the clock, or by Telegram."""

    STOP = "stop"
    DUE = "due"
    PROVED = "proved"
    REFUSE = "refuse"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    FINISH = "finish"
    RETRY = "retry"
    SUPERSEDE = "supersede"


NEXT: dict[tuple[CampaignState, CampaignEvent], CampaignState] = {
    (CampaignState.WAITING, CampaignEvent.STOP): CampaignState.STOPPED,
    (CampaignState.WAITING, CampaignEvent.DUE): CampaignState.PROVING,
    (CampaignState.PROVING, CampaignEvent.PROVED): CampaignState.SENDING,
    (CampaignState.PROVING, CampaignEvent.REFUSE): CampaignState.REFUSED,
    (CampaignState.SENDING, CampaignEvent.PAUSE): CampaignState.PAUSED,
    (CampaignState.SENDING, CampaignEvent.REFUSE): CampaignState.PAUSED,
    (CampaignState.SENDING, CampaignEvent.CANCEL): CampaignState.CANCELLED,
    (CampaignState.SENDING, CampaignEvent.FINISH): CampaignState.DONE,
    (CampaignState.PAUSED, CampaignEvent.RESUME): CampaignState.SENDING,
    (CampaignState.PAUSED, CampaignEvent.CANCEL): CampaignState.CANCELLED,
    (CampaignState.DONE, CampaignEvent.RETRY): CampaignState.SENDING,
    (CampaignState.PROVING, CampaignEvent.SUPERSEDE): CampaignState.SUPERSEDED,
    (CampaignState.SENDING, CampaignEvent.SUPERSEDE): CampaignState.SUPERSEDED,
    (CampaignState.PAUSED, CampaignEvent.SUPERSEDE): CampaignState.SUPERSEDED,
}
"""Every move that there is; what is not in it is refused."""

EVENT_OF = {
    Control.PAUSE: CampaignEvent.PAUSE,
    Control.RESUME: CampaignEvent.RESUME,
    Control.CANCEL: CampaignEvent.CANCEL,
    Control.RETRY: CampaignEvent.RETRY,
    Control.RESEND: CampaignEvent.RETRY,
}
"""What a control is to the table: what is sent again, failed or uncertain, makes no difference there."""

ACTIVE = (CampaignState.WAITING, CampaignState.PROVING, CampaignState.SENDING, CampaignState.PAUSED)
"""States in which the engine or the author can still move the campaign."""

ON_THEIR_WAY = (CampaignState.PROVING, CampaignState.SENDING)
"""States in which messages of the campaign go out."""

BEGUN = (*ON_THEIR_WAY, CampaignState.PAUSED)
"""States in which some of them may have gone out, and others may yet."""

CUT_SHORT = (CampaignState.CANCELLED, CampaignState.SUPERSEDED)
"""Ends that came while messages were queued, and perhaps under way."""

REFUSALS_THAT_PAUSE = 3
"""Readers whose copy Telegram refuses with a 400 before the rest is held: one may be that chat's fault, three are the
post's."""


FIRST_READERS = 20
"""Readers at the beginning of a run among whom one such refusal is enough: whose fault else could it be?"""


def moved(state: CampaignState, event: CampaignEvent) -> CampaignState:
    """The state after the event; refused where the table has none."""
    try:
        return NEXT[state, event]
    except KeyError:
        raise Refusal(RefusalKey.CAMPAIGN_PAST, state=state) from None


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign's row. ``started_by`` gets the own copy and the status; ``due_at`` ends the time with Stop.

    ``revision`` is what an update brings copies to. ``paid`` is sent for Stars. Until ``parked_until`` Telegram takes
    nothing. Without ``has_ledger`` its rows were deleted long after its end, and what they added up to is kept.
    """

    id: int
    post_id: int
    started_by: int
    state: CampaignState
    due_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    reason: str | None
    kind: CampaignKind = CampaignKind.POST
    revision: int | None = None
    paid: bool = False
    parked_until: datetime | None = None
    has_ledger: bool = True

    @property
    def recallable_until(self) -> datetime | None:
        """Until when every copy of a post can be deleted, from its author's on; None for what brings no post."""
        if self.kind is not CampaignKind.POST or self.started_at is None:
            return None
        return self.started_at + RECALLABLE

    def makes_sense_for(self, post: Post) -> bool:
        """Whether it is not out of date: nobody is to get a post that was withdrawn, or an older revision of it."""
        if self.kind is CampaignKind.WITHDRAWAL:
            return True
        if post.state is PostState.WITHDRAWN:
            return False
        return self.kind is CampaignKind.POST or post.revision == self.revision


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a campaign is, in messages; ``planned`` is always the sum of the rest. Readers are counted apart."""

    queued: int = 0
    sending: int = 0
    sent: int = 0
    blocked: int = 0
    failed: int = 0
    uncertain: int = 0
    cancelled: int = 0
    readers: int = 0
    readers_blocked: int = 0

    @property
    def planned(self) -> int:
        """All messages that the campaign is to send."""
        return self.queued + self.sending + self.sent + self.blocked + self.failed + self.uncertain + self.cancelled

    @property
    def settled(self) -> int:
        """Messages that need no further call."""
        return self.planned - self.queued - self.sending


@dataclass(frozen=True, slots=True)
class Account:
    """Everything that is told of a campaign. ``post`` is the one that it brings, changes or takes back.

    Once it has ended, ``reached`` counts the readers who have all of it, and below a withdrawal ``in_doubt`` the chats
    in which a message may stand of which nobody knows.
    """

    campaign: Campaign
    post: Post
    progress: Progress
    reached: int = 0
    in_doubt: int = 0

    @property
    def may_retry(self) -> bool:
        """Whether there are failed messages or changes that can be tried again."""
        return self._may_go_on and self.progress.failed > 0

    @property
    def may_resend(self) -> bool:
        """Whether there are messages that can be sent once more because nobody knows whether they have arrived."""
        # What changes or deletes a message is repeated until it is certain.
        return self._may_go_on and self.progress.uncertain > 0 and self.campaign.kind is not CampaignKind.WITHDRAWAL

    @property
    def _may_go_on(self) -> bool:
        """Whether the campaign can be taken up again after its end."""
        makes_sense = self.campaign.makes_sense_for(self.post)
        return self.campaign.state is CampaignState.DONE and self.campaign.has_ledger and makes_sense


def delivery_span(readers: int, messages: int, rate: float) -> timedelta:
    """How long a post of so many messages takes to reach everyone at ``rate`` messages a second: at least as long as
    one chat takes for all of them."""
    return timedelta(seconds=max(readers * messages / rate, max(messages - 1, 0) * CHAT_INTERVAL))
