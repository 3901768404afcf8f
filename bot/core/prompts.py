"""Questions whose answer is the next message in a private chat."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PromptKind(StrEnum):
    """What was asked for. The subject is a post, a comment or a draft, or the person who was asked."""

    COMMENT = "comment"
    """A comment on a post."""
    REPLY = "reply"
    """A reply to a comment."""
    NEW_TEXT = "new_text"
    """Another text for a comment of one's own."""
    ALIAS = "alias"
    """The person's name under comments."""
    REASON = "reason"
    """Why a comment is rejected."""
    ANSWER = "answer"
    """The team's answer to a comment, which publishes it."""
    NOTE = "note"
    """A note on a comment for the other moderators."""
    SCHEDULE = "schedule"
    TITLE = "title"
    TAGS = "tags"


OF_DRAFTS = (PromptKind.SCHEDULE, PromptKind.TITLE, PromptKind.TAGS)
"""Questions about a draft, which nobody can answer once it has gone out or was given up."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question that waits for its answer. ``seen`` is the version of a comment that whoever was asked had read."""

    kind: PromptKind
    subject_id: int
    seen: int = 0
