"""The parts of a draft: the author's messages, kept as they came (architecture, decision 4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.richtext import RichText


class MediaKind(StrEnum):
    """The kinds of media that a post can hold. The value is the field's name in the Bot API."""

    PHOTO = "photo"
    VIDEO = "video"
    ANIMATION = "animation"
    AUDIO = "audio"
    VOICE = "voice"
    DOCUMENT = "document"
    VIDEO_NOTE = "video_note"


@dataclass(frozen=True, slots=True)
class Media:
    """A file at Telegram. ``file_id`` is good for ever for this bot; ``unique_id`` is the same for every bot.

    ``size`` is in bytes, None where Telegram did not say.
    """

    kind: MediaKind
    file_id: str
    unique_id: str
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One message of the author's that belongs to a draft.

    Keyed by (``chat_id``, ``message_id``) and ordered by it. ``text`` is the message's text, or the caption when there
    is ``media``. ``sent_at`` is Telegram's date of the message, in UTC with whole seconds. ``origin`` names where a
    forwarded message comes from.
    """

    chat_id: int
    message_id: int
    sent_at: datetime
    text: RichText
    media: Media | None = None
    album_id: str | None = None
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """An original that is to be fetched and kept. ``tries`` counts the attempts that failed."""

    unique_id: str
    file_id: str
    tries: int
