"""Deciding: what moderators can do with a comment now, and what a press on its card means."""

from __future__ import annotations

from bot.core.cases import VISIBLE, Act, Case, CommentState, Reason, possible
from bot.core.comments import Comment

REASONS = tuple(Reason)
"""Reasons by their numbers, as the buttons name them. New ones come last, for cards stand for years."""

NOTE_LIMIT = 300
"""Characters of a reason in words, or of a note: both stand on the card, below the comment."""

_ORDER = (Act.APPROVED, Act.REJECTED, Act.SPAM)


def meant(case: Case, pressed: Act) -> Act:
    """What a press does: Reject turns down what waits, and a comment that was there before stays what it was."""
    if pressed is Act.REJECTED and case.waits and case.state is not CommentState.PENDING:
        return Act.DECLINED
    return pressed


def choices(case: Case) -> tuple[Act, ...]:
    """The decisions that are there for the comment as it stands, as its card offers them."""
    return tuple(act for act in _ORDER if possible(case, meant(case, act)))


def says_why(case: Case) -> bool:
    """Whether a rejection has a reason: not where a new text is turned down and the comment stays as others read it."""
    return not (case.waits and case.visible)


def answerable(case: Case) -> bool:
    """Whether the team can answer in public: others read the comment, or will by the approval that an answer is."""
    return case.waits or case.visible


def can_be_pinned(comment: Comment) -> bool:
    """Whether it can stand first under its post: threads are pinned as a whole, by their beginnings."""
    return comment.state in VISIBLE and comment.thread_id == comment.id
