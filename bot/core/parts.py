"""The parts of a draft: the author's messages, kept as they came (architecture, decision 4).

What a message becomes in the post follows from what it looks like (``bot.core.assembly``) unless the author says
otherwise: a part can stand elsewhere than where it was sent, be taken out, and have a use that was chosen for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from bot.core.richtext import RichText


class MediaKind(StrEnum):
    """The kinds of media that a post can hold. The value is the field's name in the Bot API."""

    PHOTO = "photo"
    VIDEO = "video"
    ANIMATION = "animation"
    AUDIO = "audio"
    VOICE = "voice"
    VIDEO_NOTE = "video_note"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Media:
    """A file at Telegram. ``file_id`` is good for ever for this bot; ``unique_id`` is the same for every bot.

    ``size`` is in bytes, None where Telegram did not say.
    """

    kind: MediaKind
    file_id: str
    unique_id: str
    size: int | None = None


class Use(StrEnum):
    """What an author has chosen that a part is to be, whatever it looks like."""

    HEADLINE = "headline"
    SOURCE = "source"
    SECTION = "section"
    LEAD = "lead"
    QUOTATION = "quotation"
    PLAIN = "plain"


class Standing(IntEnum):
    """Whether a part is in the post. The numbers are what the database keeps; they never change.

    An ``EARLY`` one is an edit that has overtaken the message itself: it counts once that has come.
    """

    PRESENT = 0
    REMOVED = 1
    EARLY = 2


PLACES_FOR_EACH = 4_096
"""Places that one message has room for: more than the blocks that any document of 250,000 characters is read into."""

Key = tuple[int, int, int]
"""What a part is known by in its draft: (chat, message, item)."""


@dataclass(frozen=True, slots=True)
class Part:
    """One message of the author's that belongs to a draft, or one block of a document that was sent in its place.

    Known by (``chat_id``, ``message_id``, ``item``); ``item`` counts the blocks of a document from 1 and is 0 for a
    message. ``text`` is the message's text, or the caption when there is ``media``. ``sent_at`` is Telegram's date of
    the message, in UTC with whole seconds. ``origin`` names where a forwarded message comes from. ``place`` is where
    the author has moved it, None where it was sent. ``answers`` is the message that it replied to, while it is open
    whether it replaces or follows that one.
    """

    chat_id: int
    message_id: int
    sent_at: datetime
    text: RichText
    media: Media | None = None
    album_id: str | None = None
    origin: str | None = None
    item: int = 0
    place: int | None = None
    standing: Standing = Standing.PRESENT
    use: Use | None = None
    answers: int | None = None

    @property
    def key(self) -> Key:
        """What the part is known by in its draft."""
        return (self.chat_id, self.message_id, self.item)

    @property
    def present(self) -> bool:
        """Whether it is in the post."""
        return self.standing is Standing.PRESENT

    def says_the_same(self, other: Part) -> bool:
        """Whether an edit left nothing different to be seen: Telegram tells of such edits, too."""
        return all(getattr(self, name) == getattr(other, name) for name in ("text", "media", "album_id", "origin"))

    @property
    def order(self) -> tuple[int, int, int, int]:
        """Where it stands. A bot counts the messages of all its private chats together, so that those of two authors
        stand in the order in which they were sent."""
        place = self.message_id * PLACES_FOR_EACH + self.item if self.place is None else self.place
        return (place, *self.key)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An original that is to be fetched and kept. ``tries`` counts the attempts that failed."""

    unique_id: str
    file_id: str
    tries: int
