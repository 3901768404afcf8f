"""Which button does what for those who comment: their own comments, and what holds for all of them."""

from __future__ import annotations

from bot.handlers.bootstrap import Handlers
from bot.handlers.button import Button, in_own_chat
from bot.rendering.message import Verb


def of_own_comments(handlers: Handlers) -> dict[Verb, Button]:
    """Each by its verb."""
    own, rewording, loose, preferences = (
        handlers.own_comments,
        handlers.rewording,
        handlers.loose_texts,
        handlers.preferences,
    )
    return {
        Verb.MEANT: Button(2, lambda tx, now, on, ids: loose.meant(tx, now, on.by, ids[0], ids[1])),
        Verb.BUBBLE: Button(1, lambda tx, now, on, ids: own.shown(tx, now, on.by, ids[0])),
        Verb.EDIT_COMMENT: Button(1, lambda tx, now, on, ids: rewording.asked(tx, now, on.by, ids[0])),
        Verb.WITHDRAW_COMMENT: Button(1, lambda tx, now, on, ids: own.asked_to_withdraw(tx, now, on.by, ids[0])),
        Verb.WITHDRAW_COMMENT_NOW: Button(1, lambda tx, now, on, ids: own.withdrawn(tx, now, on.by, ids[0])),
        Verb.APPEAL: Button(1, lambda tx, now, on, ids: own.appealed(tx, now, on.by, ids[0])),
        Verb.NAMING: Button(1, lambda tx, now, on, ids: preferences.named(tx, now, on.by, ids[0], in_own_chat(on))),
        Verb.NEWS: Button(
            2, lambda tx, now, on, ids: preferences.wanted(tx, now, on.by, ids[0], ids[1], in_own_chat(on))
        ),
    }
