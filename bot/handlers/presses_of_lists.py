"""Which button below a list of comments, a thread or a single comment does what, and which closes them."""

from __future__ import annotations

from bot.handlers.bootstrap import Handlers
from bot.handlers.button import Button, in_own_chat
from bot.rendering.message import Verb


def of_lists(handlers: Handlers) -> dict[Verb, Button]:
    """Each by its verb."""
    reading, threads, replying, closing = handlers.reading, handlers.threads, handlers.replying, handlers.closing
    return {
        Verb.COMMENTS_PAGE: Button(
            3, lambda tx, now, on, ids: reading.turned(tx, now, on.by, ids[0], ids[1], ids[2], in_own_chat(on))
        ),
        Verb.READ_COMMENT: Button(1, lambda tx, now, on, ids: reading.read(tx, now, on.by, ids[0])),
        Verb.COMMENT_PHOTOS: Button(1, lambda tx, now, on, ids: reading.saw_photos(tx, now, on.by, ids[0])),
        Verb.THREAD: Button(
            2, lambda tx, now, on, ids: threads.opened(tx, now, on.by, ids[0], ids[1], in_own_chat(on))
        ),
        Verb.MUTE_THREAD: Button(
            2, lambda tx, now, on, ids: threads.muted(tx, now, on.by, ids[0], ids[1], in_own_chat(on))
        ),
        Verb.CLOSE_COMMENTS: Button(
            2, lambda tx, now, on, ids: closing.done(tx, now, on.by, ids[0], ids[1], in_own_chat(on))
        ),
        Verb.REPLY: Button(1, lambda tx, now, on, ids: replying.asked(tx, now, on.by, ids[0])),
    }
