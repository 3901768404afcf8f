"""A line of the log of comments in words: who did what, and why."""

from __future__ import annotations

from bot.core.cases import RULES, Act
from bot.core.log_entries import Entry
from bot.core.options import CommentRule
from bot.rendering.excerpts import excerpt
from bot.rendering.inert import inert_line
from bot.rendering.texts import Texts

_HEADLINE_ROOM = 60
_NAME_ROOM = 64
_NOTE_ROOM = 200


def short_headline(texts: Texts, headline: str) -> str:
    """A post's headline as far as there is room."""
    return excerpt(headline or texts.untitled(), _HEADLINE_ROOM)


def short_name(name: str) -> str:
    """Somebody's name as far as there is room."""
    return inert_line(name, _NAME_ROOM)


def who(texts: Texts, entry: Entry) -> str:
    """Whoever did it."""
    if entry.event.actor_id == RULES:
        return texts.log_of_rules()
    return short_name(entry.actor or texts.log_of_unknown(entry.event.actor_id))


def what(texts: Texts, entry: Entry) -> str:
    """What was done, why, and what was written with it."""
    event = entry.event
    said = texts.log_what(event.act)
    if event.act is Act.UNDONE and entry.takes_back is not None:
        said = texts.log_took_back(texts.log_what(entry.takes_back))
    if event.reason is not None:
        said = texts.log_because(said, texts.log_reason(event.reason))
    if event.act is Act.MUTED and event.note is not None:
        said = texts.log_muted(int(event.note))
    elif event.act is Act.RULED:
        said = texts.log_ruled(event.note == CommentRule.ALL)
    elif event.note:
        said = texts.log_note(said, inert_line(event.note, _NOTE_ROOM))
    return texts.log_undone(said) if entry.undone else said
