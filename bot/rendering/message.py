"""What a message to a person consists of, as values: rendering makes them, gateway encodes them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.core.calls import Upload
from bot.core.parts import Media
from bot.core.richtext import RichText


class Verb(StrEnum):
    """What a button does, as it stands in callback data (``v1:verb:id…``). Short, for 64 bytes have to do."""

    PREVIEW = "preview"
    PUBLISH = "publish"
    DISCARD = "discard"
    REOPEN = "reopen"
    CARD = "card"
    USE_AS_TITLE = "astitle"
    PARTS = "parts"
    PART = "part"
    PART_UP = "up"
    PART_DOWN = "down"
    PART_TOP = "top"
    PART_OUT = "out"
    PART_IN = "in"
    PART_USE = "use"
    REPLACE_PART = "replace"
    KEEP_BOTH = "both"
    OPTIONS = "options"
    OPTION = "option"
    TAGS = "tags"
    PREVIEW_TURN = "pturn"
    DRAFTS = "drafts"
    OPEN = "open"
    RENAME = "rename"
    DUPLICATE = "dup"
    APPLY_TEXT = "apply"
    DROP_TEXT = "drop"
    SCHEDULE = "schedule"
    SCHEDULE_AT = "at"
    UNSCHEDULE = "unsched"
    POSTS = "posts"
    POST = "post"
    EDIT = "edit"
    UPDATE = "update"
    UPDATE_SILENTLY = "quiet"
    UPDATE_WITH_LINE = "line"
    LEAVE = "leave"
    REVISIONS = "revs"
    REVISION = "rev"
    RESTORE = "restore"
    WITHDRAW = "withdraw"
    WITHDRAW_NOW = "gone"
    ADD_LATE = "late"
    IGNORE_LATE = "nolate"
    TURN = "turn"
    SEND_NOW = "send"
    SEND_PAID = "sendpaid"
    CLOSE_SHEET = "close"
    STOP = "stop"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    RETRY_FAILED = "again"
    RESEND_UNCERTAIN = "resend"
    RESEND_NOW = "resendnow"
    STATUS = "status"
    COMMENTS = "comments"
    COMMENTS_PAGE = "cpage"
    THREAD = "thread"
    READ_COMMENT = "read"
    COMMENT_PHOTOS = "photos"
    REPLY = "reply"
    MUTE_THREAD = "hush"
    CLOSE_COMMENTS = "cclose"
    COMMENT = "comment"
    MEANT = "meant"
    BUBBLE = "bubble"
    EDIT_COMMENT = "edcomment"
    WITHDRAW_COMMENT = "wdcomment"
    WITHDRAW_COMMENT_NOW = "wdnow"
    APPEAL = "appeal"
    NAMING = "naming"
    NEWS = "news"
    APPROVE = "approve"
    REJECT = "reject"
    REJECT_FOR = "rejectfor"
    SPAM = "spam"
    UNDO = "undo"
    COMMENT_CARD = "ccard"
    CARD_PHOTOS = "cphotos"
    ANSWER = "answer"
    MORE = "more"
    COMMENTER = "who"
    EDITS = "edits"
    PIN = "pin"
    NOTE = "note"
    MUTE = "mute"
    BAN = "ban"
    FREE = "free"
    RULE = "rule"
    QUEUE = "queue"
    HISTORY = "history"
    PERSON_LOG = "plog"
    POST_LOG = "postlog"
    INVITE_AUTHOR = "invauthor"
    INVITE_MODERATOR = "invmod"
    MEMBER = "member"
    REMOVE = "remove"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class Press:
    """What pressing a button asks for: a verb and the ids that it is about. Nothing in it is trusted."""

    verb: Verb
    ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button: ``does`` is a press that comes back to us, or an address that the client opens."""

    label: str
    does: Press | str


Keyboard = tuple[tuple[Button, ...], ...]
"""Rows of buttons, at most 8 a row and 100 in all (Bot API, InlineKeyboardMarkup)."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message as people see it.

    Without ``media`` the ``text`` is a text (4,096 code points), with it a caption (1,024). ``asks`` is the
    placeholder of a ForceReply field, for a question that the person answers by writing. Of a ``protect`` one no copies
    can be made. With an ``upload`` it is a document, and the text is its caption.
    """

    text: RichText
    media: Media | None = None
    keyboard: Keyboard = ()
    asks: str | None = None
    reply_to: int | None = None
    silent: bool = False
    protect: bool = False
    link_preview: bool = True
    upload: Upload | None = None
