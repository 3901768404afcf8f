"""Cases: where a comment stands before the moderators, as a table of states, and the log from which it follows.

Nothing but :func:`after` moves a case, and whatever it is given is kept as an :class:`Event`. So the log replays
to what the tables say, and an undone decision is one that the replay leaves out.

The state alone says whether others see a comment. A published comment whose text was changed keeps its state, and its
old text stays visible while the new one waits; a rejected one whose writer asks again stays rejected meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

UNDO_LASTS = timedelta(minutes=10)
"""How long a decision can be undone, by whoever may decide; later it takes another decision."""


class CommentState(StrEnum):
    """Where a comment is. ``live`` was let through by a rule, ``approved`` was judged by a person."""

    SCREENING = "screening"
    PENDING = "pending"
    LIVE = "live"
    APPROVED = "approved"
    REJECTED = "rejected"
    SPAM = "spam"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


VISIBLE = frozenset({CommentState.LIVE, CommentState.APPROVED})
"""States in which others see a comment, and in which it counts."""


class Act(StrEnum):
    """What can happen to a comment, as the log has it."""

    RECEIVED = "received"
    """It came in; only the beginning of a log."""
    HELD = "held"
    """The rules have it wait for a moderator."""
    PASSED = "passed"
    """The rules let it through."""
    REPLACED = "edited"
    """Its writer changed the text, and the new one takes the place of the old one at once."""
    PROPOSED = "proposed"
    """Its writer changed the text, and the new one waits."""
    APPEALED = "appealed"
    """Its writer asks to look at it again."""
    APPROVED = "approve"
    REJECTED = "reject"
    SPAM = "spam"
    DECLINED = "decline"
    """A new text, or an appeal, was turned down: the comment stays what it was."""
    REPORTED = "reported"
    """Readers have complained; it waits for a moderator."""
    WITHDRAWN = "withdrawn"
    ERASED = "erased"
    PINNED = "pinned"
    UNPINNED = "unpinned"
    UNDONE = "undone"
    """A decision was taken back; the event names it."""
    ANSWERED = "answered"
    NOTED = "noted"
    """A moderator left a note for the others."""
    MUTED = "muted"
    BANNED = "banned"
    FREED = "freed"
    """A mute or a ban of its writer was lifted."""
    RULED = "ruled"
    """From now on, or no longer, every comment of its writer waits."""


DECISIONS = frozenset({Act.APPROVED, Act.REJECTED, Act.SPAM, Act.DECLINED})
"""What a moderator decides, and can undo."""

REMARKS = frozenset({Act.ANSWERED, Act.NOTED, Act.MUTED, Act.BANNED, Act.FREED, Act.RULED})
"""What is written down beside a comment and leaves it where it stands."""


class Reason(StrEnum):
    """Why a comment was rejected. ``SILENT``: its writer is not told why."""

    RUDE = "rude"
    OFF_TOPIC = "off_topic"
    ADVERTISING = "advertising"
    OTHER = "other"
    SILENT = "silent"


class Why(StrEnum):
    """Why a comment waits."""

    EVERY = "every"
    """Every comment on the post, or on the blog, does."""
    PERSON = "person"
    """Every comment of this person does."""
    FIRST = "first"
    """Too few of the person's comments were approved so far."""
    APPEAL = "appeal"
    REPORTS = "reports"


class Appeal(StrEnum):
    """Whether the writer of a rejected comment has asked again, which can be done once."""

    NONE = "none"
    OPEN = "open"
    USED = "used"


_S = CommentState

NEXT: dict[tuple[CommentState, Act], CommentState] = {
    (_S.SCREENING, Act.HELD): _S.PENDING,
    (_S.SCREENING, Act.PASSED): _S.LIVE,
    (_S.SCREENING, Act.REJECTED): _S.REJECTED,
    (_S.SCREENING, Act.SPAM): _S.SPAM,
    (_S.PENDING, Act.REPLACED): _S.PENDING,
    (_S.PENDING, Act.APPROVED): _S.APPROVED,
    (_S.PENDING, Act.REJECTED): _S.REJECTED,
    (_S.PENDING, Act.SPAM): _S.SPAM,
    (_S.LIVE, Act.REPLACED): _S.LIVE,
    (_S.LIVE, Act.PROPOSED): _S.LIVE,
    (_S.LIVE, Act.DECLINED): _S.LIVE,
    (_S.LIVE, Act.APPROVED): _S.APPROVED,
    (_S.LIVE, Act.REJECTED): _S.REJECTED,
    (_S.LIVE, Act.SPAM): _S.SPAM,
    (_S.LIVE, Act.REPORTED): _S.PENDING,
    (_S.LIVE, Act.PINNED): _S.LIVE,
    (_S.LIVE, Act.UNPINNED): _S.LIVE,
    (_S.APPROVED, Act.REPLACED): _S.APPROVED,
    (_S.APPROVED, Act.PROPOSED): _S.APPROVED,
    (_S.APPROVED, Act.DECLINED): _S.APPROVED,
    (_S.APPROVED, Act.APPROVED): _S.APPROVED,  # only a new text; see after
    (_S.APPROVED, Act.REJECTED): _S.REJECTED,
    (_S.APPROVED, Act.SPAM): _S.SPAM,
    (_S.APPROVED, Act.PINNED): _S.APPROVED,
    (_S.APPROVED, Act.UNPINNED): _S.APPROVED,
    (_S.REJECTED, Act.PROPOSED): _S.REJECTED,
    (_S.REJECTED, Act.APPEALED): _S.REJECTED,
    (_S.REJECTED, Act.DECLINED): _S.REJECTED,
    (_S.REJECTED, Act.APPROVED): _S.APPROVED,
    (_S.SPAM, Act.APPROVED): _S.APPROVED,
    **{
        (state, Act.WITHDRAWN): _S.WITHDRAWN
        for state in (_S.SCREENING, _S.PENDING, _S.LIVE, _S.APPROVED, _S.REJECTED, _S.SPAM)
    },
    **{(state, Act.ERASED): _S.ERASED for state in _S if state is not _S.ERASED},
}
"""The state that an act leads to; what is not in it cannot be, or came too late."""


@dataclass(frozen=True, slots=True)
class Case:
    """Where a comment stands.

    ``shown`` is the revision that others read, or would; ``proposed`` a newer one that waits. ``waiting_since`` is
    None unless somebody has to decide, ``why`` then says why. ``decision`` is the last one, with whose and when;
    ``reason`` that of a rejection, and ``words`` what was said for ``Reason.OTHER``.
    """

    state: CommentState
    shown: int = 1
    proposed: int | None = None
    appeal: Appeal = Appeal.NONE
    pinned: bool = False
    waiting_since: datetime | None = None
    why: Why | None = None
    decision: Act | None = None
    decided_by: int | None = None
    decided_at: datetime | None = None
    reason: Reason | None = None
    words: str | None = None

    @property
    def visible(self) -> bool:
        """Whether other readers see the comment, and whether it counts on the button."""
        return self.state in VISIBLE

    @property
    def waits(self) -> bool:
        """Whether somebody has to decide."""
        return self.waiting_since is not None


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the log. It never changes, and none is taken out.

    ``actor_id`` is 0 for the rules. ``before`` and ``after`` are states, ``revision`` the newest at that moment.
    ``reason`` is a :class:`Reason` or a :class:`Why`, ``note`` what was written with it. What was done in one go has
    one ``batch``. ``undoes`` is the id of the event that this one takes back.
    """

    id: int
    comment_id: int
    at: datetime
    actor_id: int
    act: Act
    before: CommentState | None
    after: CommentState
    revision: int
    reason: str | None = None
    note: str | None = None
    batch: int | None = None
    undoes: int | None = None


def after(
    case: Case, act: Act, by: int, at: datetime, *, revision: int, reason: str | None = None, note: str | None = None
) -> Case | None:
    """Where a comment stands when ``by`` has done that ``at`` this moment; None where it cannot be done (any more).

    ``revision`` is the newest: that which came with the act, if it is a new text. ``reason`` is a :class:`Why` for what
    has to wait, a :class:`Reason` for a rejection, and ``note`` what was said for ``Reason.OTHER``.
    """
    if not possible(case, act):
        return None
    state = NEXT[case.state, act]
    if act in DECISIONS:
        return _decided(replace(case, state=state), act, by, at, reason, note)
    if act in (Act.HELD, Act.PROPOSED, Act.APPEALED, Act.REPORTED):
        return _waiting(replace(case, state=state), act, at, revision, Why(reason or Why.EVERY))
    if act is Act.REPLACED:
        waits = state is _S.PENDING
        since, why = (case.waiting_since, case.why) if waits else (None, None)
        return replace(case, shown=revision, proposed=None, waiting_since=since, why=why)
    if act in (Act.PINNED, Act.UNPINNED):
        return replace(case, pinned=act is Act.PINNED)
    if act is Act.PASSED:
        return replace(case, state=state)
    return replace(case, state=state, proposed=None, pinned=False, waiting_since=None, why=None)


def possible(case: Case, act: Act) -> bool:
    """Whether that can happen to the comment as it stands."""
    return (case.state, act) in NEXT and _makes_sense(case, act)


def _makes_sense(case: Case, act: Act) -> bool:
    """What the state alone does not say."""
    if act is Act.APPROVED and case.state is _S.APPROVED:
        return case.proposed is not None
    if act is Act.DECLINED:
        return case.waits
    if act is Act.APPEALED:
        return case.appeal is Appeal.NONE
    if act is Act.PROPOSED and case.state is _S.REJECTED:
        return case.appeal is not Appeal.USED  # while it waits, it is the same appeal in other words
    if act in (Act.PINNED, Act.UNPINNED):
        return case.pinned is (act is Act.UNPINNED)
    return True


def _decided(case: Case, act: Act, by: int, at: datetime, reason: str | None, note: str | None) -> Case:
    shown = case.proposed or case.shown if act is Act.APPROVED else case.shown
    taken_down = act in (Act.REJECTED, Act.SPAM)
    if taken_down or (act is Act.DECLINED and case.state is _S.REJECTED):
        told = Reason(reason) if reason is not None else None
        words = note if told is Reason.OTHER else None
    else:
        told, words = None, None
    return replace(
        case,
        shown=shown,
        proposed=None,
        appeal=Appeal.USED if case.appeal is Appeal.OPEN else case.appeal,
        pinned=case.pinned and not taken_down,
        waiting_since=None,
        why=None,
        decision=act,
        decided_by=by,
        decided_at=at,
        reason=told,
        words=words,
    )


def _waiting(case: Case, act: Act, at: datetime, revision: int, why: Why) -> Case:
    appeals = act is Act.APPEALED or (act is Act.PROPOSED and case.state is _S.REJECTED)
    return replace(
        case,
        proposed=revision if act is Act.PROPOSED else case.proposed,
        appeal=Appeal.OPEN if appeals else case.appeal,
        pinned=case.pinned and case.visible,
        waiting_since=case.waiting_since or at,
        why=Why.APPEAL if appeals else why,
    )


def replay(events: Iterable[Event]) -> Case:
    """Where the log says that the comment stands; raises :class:`ValueError` for a log that cannot be."""
    log = tuple(events)
    undone = {event.undoes for event in log}
    case: Case | None = None
    for event in log:
        if event.id in undone or event.act is Act.UNDONE or event.act in REMARKS:
            continue
        if event.act is Act.RECEIVED:
            case = _received(event)
            continue
        moved = case and after(
            case,
            event.act,
            event.actor_id,
            event.at,
            revision=event.revision,
            reason=event.reason,
            note=event.note,
        )
        if moved is None:
            raise ValueError(f"event {event.id} ({event.act}) cannot follow upon {case}")
        case = moved
    if case is None:
        raise ValueError("a log begins with what was received")
    return case


def _received(event: Event) -> Case:
    """Where a comment begins. The oldest logs say at once where the rules had sent it."""
    if event.after is _S.PENDING:
        return Case(_S.PENDING, event.revision, waiting_since=event.at, why=Why.FIRST)
    return Case(event.after, event.revision)


def undoable(events: Sequence[Event], now: datetime) -> Event | None:
    """The decision that can be undone now: the last thing that happened, ten minutes ago at most; None: there is none.

    Whatever came after it, be it a new text or a pin, calls for another decision instead.
    """
    last = next((event for event in reversed(events) if event.act not in REMARKS), None)
    if last is None or last.act not in DECISIONS or last.actor_id == RULES or now - last.at >= UNDO_LASTS:
        return None
    return last


RULES = 0
"""The actor of what nobody did: the rules."""
