"""Questions whose answer is the next message in a private chat."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PromptKind(StrEnum):
    """What was asked for. The subject is a post for a comment, a draft for anything else."""

    COMMENT = "comment"
    SCHEDULE = "schedule"
    TITLE = "title"
    TAGS = "tags"


OF_DRAFTS = tuple(kind for kind in PromptKind if kind is not PromptKind.COMMENT)
"""Questions about a draft, which nobody can answer once it has gone out or was given up."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question that waits for its answer."""

    kind: PromptKind
    subject_id: int
