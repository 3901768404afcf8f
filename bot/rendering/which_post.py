"""The question which post a comment is about."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.comments import Body
from bot.core.posts import Post
from bot.core.richtext import RichText, join
from bot.rendering.bubble import quoted
from bot.rendering.excerpts import excerpt
from bot.rendering.message import Button, Message, Press, Verb
from bot.rendering.texts import Texts

CHOICES = 5
"""Posts that can be chosen: whoever means an older one replies to it."""

_LABEL_ROOM = 60


def which_post(texts: Texts, posts: Sequence[Post], message_id: int, written: Body | None) -> Message:
    """A button for each post; ``written`` is what waits, known by ``message_id``. None: it is yet to be written."""
    question = RichText(texts.which_post())
    text = question if written is None else join((question, quoted(texts, written)), "\n")
    keyboard = tuple(
        (Button(excerpt(post.headline or texts.untitled(), _LABEL_ROOM), Press(Verb.MEANT, (post.id, message_id))),)
        for post in posts
    )
    return Message(text, keyboard=keyboard, link_preview=False)
