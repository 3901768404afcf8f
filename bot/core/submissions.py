"""What a person sent to the bot, as a value: a part of a draft, a comment, or something that is neither."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.core.parts import Media, MediaKind, Part
from bot.core.people import Profile
from bot.core.refusals import Refusal, RefusalKey
from bot.core.richtext import RichText

ANSWER_EXPECTED_FOR = timedelta(hours=1)
"""How long after Post a comment the next message is taken for the comment. Later, an author's message is more likely
to be meant for a draft."""


OVERTAKEN_FOR = timedelta(hours=1)
"""How long after a message its edit may have come before it, or instead of a message that was lost on the way."""

FILE_LIMIT = 20 * 1024 * 1024
"""Bytes of a file that a bot can fetch, and so keep (Bot API, getFile: 20 MB, which its server counts as here)."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A message in a private chat.

    ``text`` is its text, or the caption when there is ``media``; ``odd`` is true for a kind that Broadsheet keeps
    nowhere (sticker, dice, contact …). ``reply_to`` is the message that it replies to, None also when that one is gone;
    ``reply_to_post`` is the post that the buttons of that message are about, and ``on_copy`` whether they are those
    that stand below the post itself; ``reply_to_comment`` is the comment that it shows, or its thread begins with.
    ``file_name`` is that of a document, ``quote`` the words that are quoted of the message it replies to. Where that is
    a comment's card, ``reply_to_version`` is the version that it shows.
    """

    sender: Profile
    chat_id: int
    message_id: int
    sent_at: datetime
    text: RichText
    media: Media | None = None
    odd: bool = False
    album_id: str | None = None
    origin: str | None = None
    reply_to: int | None = None
    reply_to_post: int | None = None
    reply_to_comment: int | None = None
    on_copy: bool = False
    file_name: str | None = None
    reply_to_version: int | None = None
    quote: str | None = None

    def part(self) -> Part:
        """The message as a part of a draft; refused for kinds that no post can hold, and for what could not be kept."""
        if self.odd:
            raise Refusal(RefusalKey.ODD_PART)
        if not _is_whole(self.text):
            raise Refusal(RefusalKey.BROKEN_ENTITIES)
        if self.media is not None and (self.media.size or 0) > FILE_LIMIT:
            raise Refusal(RefusalKey.FILE_TOO_BIG, size=self.media.size, limit=FILE_LIMIT)
        return Part(self.chat_id, self.message_id, self.sent_at, self.text, self.media, self.album_id, self.origin)

    def words(self) -> str:
        """The message as the answer to a question; refused for everything but text."""
        if self.odd or self.media is not None:
            raise Refusal(RefusalKey.ODD_ANSWER)
        return self.text.text

    def comment(self, *, photos: bool = False) -> Part:
        """The message as a comment, or a piece of one; refused for everything but text, and ``photos`` if allowed."""
        if self.odd or (self.media is not None and not (photos and self.media.kind is MediaKind.PHOTO)):
            raise Refusal(RefusalKey.ODD_COMMENT, photos=photos)
        if not _is_whole(self.text):
            raise Refusal(RefusalKey.BROKEN_ENTITIES)
        return self.piece()

    def piece(self) -> Part:
        """The message as it came, whatever can be made of it."""
        return Part(self.chat_id, self.message_id, self.sent_at, self.text, self.media, self.album_id)

    def answer(self) -> Part:
        """The message as the team's answer to a comment. In a group it gets a number below zero, since each chat may
        count its messages from 1."""
        piece = self.comment()
        return piece if self.chat_id == self.sender.id else replace(piece, message_id=-self.message_id)


def _is_whole(text: RichText) -> bool:
    """Whether every entity lies within the text, as all do that Telegram sends."""
    units = text.units
    return all(
        entity.offset >= 0 and entity.length > 0 and entity.offset + entity.length <= units for entity in text.entities
    )
