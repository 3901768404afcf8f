"""The first message to a reader."""

from __future__ import annotations

from bot.core.richtext import RichText, join
from bot.rendering.message import Message
from bot.rendering.texts import Texts


def welcome(texts: Texts, *, anything_published: bool) -> Message:
    """The blog's title, and what happens from now on. The newest post follows as messages of its own."""
    pieces = [RichText.bold(texts.blog_title), RichText(texts.welcome())]
    if not anything_published:
        pieces.append(RichText(texts.no_post_so_far()))
    return Message(join(pieces, "\n"), link_preview=False)
