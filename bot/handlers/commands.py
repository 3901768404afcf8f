"""Which command does what."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.core.people import Profile
from bot.core.submissions import Submission
from bot.handlers.answers import Answer
from bot.handlers.bootstrap import Handlers
from bot.storage.engine import Transaction

Command = Callable[[Transaction, datetime, Profile, str], Awaitable[Answer]]
"""What a command does; the text is what stands behind it."""

WrittenCommand = Callable[[Transaction, datetime, Submission], Awaitable[Answer]]
"""What a command does behind which stands what the person has to say, with its formatting."""


def commands(handlers: Handlers) -> dict[str, Command]:
    """Each by its name without the slash."""
    return {
        "start": handlers.subscribing.started,
        "stop": lambda tx, now, by, _text: handlers.subscribing.stopped(tx, now, by),
        "help": lambda tx, now, by, _text: handlers.subscribing.asked_for_help(tx, now, by),
        "new": lambda tx, now, by, _text: handlers.composing.began(tx, now, by),
        "title": handlers.composing.titled,
        "tags": handlers.choosing.tagged,
        "parts": lambda tx, now, by, _text: handlers.arranging.listed(tx, now, by, None, 0),
        "preview": lambda tx, now, by, _text: handlers.previewing.previewed(tx, now, by, None),
        "publish": lambda tx, now, by, _text: handlers.publishing.asked(tx, now, by, None),
        "discard": lambda tx, now, by, _text: handlers.composing.discarded(tx, now, by, None),
        "text": lambda tx, now, by, _text: handlers.rewriting.asked(tx, now, by),
        "drafts": lambda tx, now, by, _text: handlers.shelving.asked(tx, now, by),
        "schedule": handlers.scheduling.commanded,
        "settings": handlers.preferences.asked,
        "posts": lambda tx, now, by, _text: handlers.posts_list.asked(tx, now, by),
        "queue": lambda tx, now, by, _text: handlers.queue.asked(tx, now, by),
        "team": lambda tx, now, by, _text: handlers.joining.asked_for_team(tx, now, by),
    }


def written_commands(handlers: Handlers) -> dict[str, WrittenCommand]:
    """Each by its name without the slash."""
    return {"comment": handlers.loose_texts.commanded}
