"""A comment as its writer sees it: the bubble that changes with what becomes of it, and the question before it."""

from __future__ import annotations

from bot.core.comments import Comment
from bot.core.posts import Post
from bot.core.richtext import RichText, join
from bot.rendering.excerpts import clipped, excerpt
from bot.rendering.message import Message
from bot.rendering.texts import Texts

BUBBLE_ROOM = 300
"""Characters of a comment in its writer's bubble: the message itself stands right above."""

_HEADLINE_ROOM = 60


def comment_prompt(texts: Texts, post: Post) -> Message:
    """The question after Post a comment; the client opens the field for the answer."""
    headline = excerpt(post.headline or texts.untitled(), _HEADLINE_ROOM)
    return Message(RichText(texts.comment_prompt(headline)), asks=texts.comment_placeholder())


def bubble(texts: Texts, comment: Comment, post: Post) -> Message:
    """The reader's own view: what was written, and what became of it."""
    headline = excerpt(post.headline or texts.untitled(), _HEADLINE_ROOM)
    text = join(
        (
            RichText(texts.bubble(comment.state, headline)),
            RichText.quote(clipped(comment.body.text.text, BUBBLE_ROOM)),
        ),
        "\n",
    )
    return Message(text, link_preview=False)
