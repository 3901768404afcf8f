"""Refusals: what Broadsheet does not do, as values (architecture, decision 12).

Whoever finds a rule broken raises :class:`Refusal` with a key and the facts that its sentence needs. The transaction
is rolled back, and one place (``bot.rendering.refusal_texts``) finds the words. Any other exception is a bug.
"""

from __future__ import annotations

from enum import StrEnum


class RefusalKey(StrEnum):
    """Why something is refused. Each has its sentence in ``bot.rendering.refusal_texts``; a test sees to it."""

    NOT_STARTED = "not_started"
    NOT_ALLOWED = "not_allowed"
    UNKNOWN_COMMAND = "unknown_command"
    UNKNOWN_BUTTON = "unknown_button"
    ODD_PART = "odd_part"
    ODD_ANSWER = "odd_answer"
    ODD_COMMENT = "odd_comment"
    PART_TOO_LATE = "part_too_late"
    PARTS_FULL = "parts_full"
    DRAFT_TOO_LONG = "draft_too_long"
    BROKEN_ENTITIES = "broken_entities"
    FILE_TOO_BIG = "file_too_big"
    USE_IMPOSSIBLE = "use_impossible"
    TAG_IMPOSSIBLE = "tag_impossible"
    TAGS_TOO_MANY = "tags_too_many"
    NO_DRAFT = "no_draft"
    DRAFT_EMPTY = "draft_empty"
    DRAFT_CLOSED = "draft_closed"
    TITLE_MISSING = "title_missing"
    TITLE_TOO_LONG = "title_too_long"
    TEXT_NOT_UTF8 = "text_not_utf8"
    TEXT_NOT_OF_THIS_DRAFT = "text_not_of_this_draft"
    TEXT_MEDIUM_UNKNOWN = "text_medium_unknown"
    TEXT_TOO_LONG = "text_too_long"
    TEXT_TOO_TANGLED = "text_too_tangled"
    TEXT_NOT_FETCHED = "text_not_fetched"
    TEXT_UNCHANGED = "text_unchanged"
    TEXT_DECIDED = "text_decided"
    NO_POST_MEANT = "no_post_meant"
    POST_UNKNOWN = "post_unknown"
    POST_WITHDRAWN = "post_withdrawn"
    UPDATE_TOO_EARLY = "update_too_early"
    COMMENT_TOO_LONG = "comment_too_long"
    COMMENT_TOO_MANY_PHOTOS = "comment_too_many_photos"
    COMMENT_UNKNOWN = "comment_unknown"
    NOTE_TOO_LONG = "note_too_long"
    NOTHING_ASKED = "nothing_asked"
    NOT_ANSWERABLE = "not_answerable"
    TEAM_NOT_SANCTIONED = "team_not_sanctioned"
    COMMENT_CLOSED = "comment_closed"
    COMMENT_WITHDRAWN = "comment_withdrawn"
    COMMENT_REWRITTEN = "comment_rewritten"
    LOOSE_GONE = "loose_gone"
    COMMENTS_CLOSED = "comments_closed"
    COMMENT_NOT_YOURS = "comment_not_yours"
    ALREADY_APPEALED = "already_appealed"
    NOT_REJECTED = "not_rejected"
    MUTED = "muted"
    BANNED = "banned"
    ALIAS_IMPOSSIBLE = "alias_impossible"
    ALIAS_TAKEN = "alias_taken"
    CAMPAIGN_PAST = "campaign_past"
    NOTHING_TO_REPEAT = "nothing_to_repeat"
    SCHEDULE_UNREADABLE = "schedule_unreadable"
    SCHEDULE_NO_TIME = "schedule_no_time"
    SCHEDULE_PAST = "schedule_past"
    SCHEDULE_TOO_FAR = "schedule_too_far"
    TIMEZONE_UNKNOWN = "timezone_unknown"
    INVITATION_INVALID = "invitation_invalid"
    MEMBER_UNKNOWN = "member_unknown"
    DATABASE_NEWER = "database_newer"
    DATABASE_BEHIND = "database_behind"
    DATABASE_UNREACHABLE = "database_unreachable"
    DATABASE_AWAY = "database_away"
    DATABASE_IN_USE = "database_in_use"
    DATABASE_NOT_COPIED = "database_not_copied"


class Refusal(Exception):  # noqa: N818 — a refusal is an answer, not an error
    """A rule says no. ``facts`` are what the sentence names, such as ``limit`` or ``name``."""

    def __init__(self, key: RefusalKey, **facts: object) -> None:
        """The message of the exception is for logs only; people read the sentence of ``key``."""
        super().__init__(key.value)
        self.key = key
        self.facts = facts
