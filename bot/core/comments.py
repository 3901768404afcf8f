"""Comments and what moderators decide on them, as a table of states.

A decision names the version and the revision that the moderator saw. Storage compares and swaps on them, so that the
first decision wins and the second one is told who was first (architecture, decision 10).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.options import CommentRule
from bot.core.people import Person
from bot.core.refusals import Refusal, RefusalKey
from bot.core.richtext import RichText

COMMENT_LIMIT = 3_900
"""Characters of a comment: with its writer's name it has to fit into one message of the list (4,096)."""


class CommentState(StrEnum):
    """Where a comment is. Only ``approved`` ones are shown to others."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"


class Decision(StrEnum):
    """What a moderator can press on a card."""

    APPROVE = "approve"
    REJECT = "reject"


NEXT: dict[tuple[CommentState, Decision], CommentState] = {
    (CommentState.PENDING, Decision.APPROVE): CommentState.APPROVED,
    (CommentState.PENDING, Decision.REJECT): CommentState.REJECTED,
}
"""Every decision that there is; what is not in it came too late."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment. ``name`` is what the reader was called when writing; ``message_id`` is in the reader's chat."""

    id: int
    post_id: int
    person_id: int
    message_id: int
    name: str
    text: RichText
    state: CommentState
    version: int
    revision: int
    created_at: datetime
    decided_by: int | None = None
    decided_at: datetime | None = None

    @property
    def visible(self) -> bool:
        """Whether other readers see it, and whether it counts on the button."""
        return self.state is CommentState.APPROVED


APPROVED_FIRST = 2
"""Comments of a person that must have been approved before the next are shown at once, under ``CommentRule.FIRST``."""


def must_be_open(rule: CommentRule) -> None:
    """Refuses to take a new comment where there are none any more."""
    if rule is CommentRule.CLOSED:
        raise Refusal(RefusalKey.COMMENTS_CLOSED)


def judge(person: Person, post_author_id: int, rule: CommentRule, approved: int) -> CommentState:
    """Where a new comment begins, by the post's rule; ``approved`` counts the person's comments that were.

    Whoever could approve it needs nobody else to.
    """
    shown_at_once = (
        person.may_moderate(post_author_id)
        or rule is CommentRule.OFF
        or (rule is CommentRule.FIRST and approved >= APPROVED_FIRST)
    )
    return CommentState.APPROVED if shown_at_once else CommentState.PENDING


def decided(comment: Comment, decision: Decision) -> CommentState | None:
    """The state that the decision leads to; None when it came too late."""
    return NEXT.get((comment.state, decision))


def checked_comment(text: RichText) -> RichText:
    """A comment's text as it is kept: not empty, and at most 3,900 characters."""
    if not text.text.strip():
        raise Refusal(RefusalKey.ODD_COMMENT)
    if len(text.text) > COMMENT_LIMIT:
        raise Refusal(RefusalKey.COMMENT_TOO_LONG, length=len(text.text), limit=COMMENT_LIMIT)
    return text
