"""Slots: the places in a chat where one message shows one thing and is edited in place while that thing changes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SlotKind(StrEnum):
    """What stands in a slot. The subject is the id of a draft, a comment, or (for the team) of its owner."""

    DRAFT = "draft"
    SENDING = "sending"
    BUBBLE = "bubble"
    CARD = "card"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class Slot:
    """One place: (kind, subject, chat). The message that stands there is known to storage alone."""

    kind: SlotKind
    subject_id: int
    chat_id: int
