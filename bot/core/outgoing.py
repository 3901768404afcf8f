"""A message in the outbox: an answer to a person, kept until it has gone out."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.calls import Prepared

SENDING_METHODS = (
    "sendMessage",
    "sendPhoto",
    "sendVideo",
    "sendAnimation",
    "sendAudio",
    "sendVoice",
    "sendVideoNote",
    "sendDocument",
    "sendMediaGroup",
)
"""Methods that make a new message: the ones that must not be repeated lightly."""


@dataclass(frozen=True, slots=True)
class PageOf:
    """The page of a post that an outgoing message is: its id is kept as a copy. An album is this page and the next."""

    post_id: int
    revision: int
    page: int
    comments: int | None


@dataclass(frozen=True, slots=True)
class Queued:
    """A row that was claimed.

    It goes out as ``prepared``, a new message, or as ``change`` of ``message_id``, the one that stands in its slot.
    ``doubts`` counts the uncertain sends before. ``preview_of`` is the draft that it is a preview of.
    """

    id: int
    chat_id: int
    prepared: Prepared
    change: Prepared | None
    slot_id: int | None
    message_id: int | None
    page: PageOf | None
    doubts: int
    preview_of: int | None = None

    @property
    def edits(self) -> bool:
        """Whether the call changes a message that is there, and so can be repeated without harm."""
        return repeatable(self.prepared.method, self.message_id)


def repeatable(method: str, message_id: int | None) -> bool:
    """Whether a row of the outbox can go out twice without harm: it changes a message and makes none."""
    return message_id is not None or method not in SENDING_METHODS
