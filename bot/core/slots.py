"""Slots: the places in a chat where one message shows one thing and is edited in place while that thing changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class SlotKind(StrEnum):
    """What stands in a slot. The subject is the id of a draft, a comment, or (for lists) of the person who looks.

    A ``WORD`` tells the writer of a comment what became of it, an ``ANSWER`` somebody who was answered by one;
    ``MEANT`` asks which post the message with that id is about.
    That of a ``LATE`` question is the message that it is about, that of a ``STATUS`` its campaign: it takes the place
    of the sheet, ``SENDING``, that was pressed.
    """

    DRAFT = "draft"
    SENDING = "sending"
    STATUS = "status"
    BUBBLE = "bubble"
    CARD = "card"
    WORD = "word"
    ANSWER = "answer"
    MEANT = "meant"
    TEAM = "team"
    DRAFTS = "drafts"
    POSTS = "posts"
    TEXT = "text"
    LATE = "late"


AT_MOST_EVERY = {SlotKind.DRAFT: timedelta(seconds=1)}
"""How often what stands there changes at most: a draft's card, which each of its messages changes."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One place: (kind, subject, chat). The message that stands there is known to storage alone."""

    kind: SlotKind
    subject_id: int
    chat_id: int
