"""A call to Telegram, ready to go: what the delivery engine hands to the courier.

The body is prepared once, without its chat; for each reader only the chat id is put in front, so that the bulk path
never encodes a post twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Lane(IntEnum):
    """Who goes first when several wait for the next free slot; lower goes first (architecture, decision 7).

    Posts that are paid for come behind those that are not: these take no more than what is free, and leave the rest.
    """

    ANSWERS = 0
    POSTS = 1
    PAID_POSTS = 2
    EDITS = 3
    COUNTERS = 4


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that goes along with a message, at most 50 MB (Bot API, sendDocument)."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Prepared:
    """A method and its JSON parameters without ``chat_id``.

    ``tail`` is the UTF-8 JSON object that follows the chat id: it begins with ``,`` or is just ``}``. ``messages`` is
    how many the call makes: of an album as many as it has items. ``file`` is what a sendDocument uploads.
    """

    method: str
    tail: bytes
    messages: int = 1
    file: Upload | None = None

    def to(self, chat_id: int, lane: Lane) -> Call:
        """The call that sends this to one chat."""
        return Call(self.method, chat_id, b'{"chat_id":%d%b' % (chat_id, self.tail), lane, self.messages, self.file)


FOLLOWS = Prepared("", b"", messages=0)
"""What stands in the place of an album's second and further messages: the call of the first makes them."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request: ``body`` is a whole JSON object, beside which a ``file`` goes as the document.

    ``lane`` None takes no slot: answerCallbackQuery, getFile, getMe. Each of the ``messages`` that it makes counts for
    the rate.
    """

    method: str
    chat_id: int | None
    body: bytes
    lane: Lane | None
    messages: int = 1
    file: Upload | None = None
