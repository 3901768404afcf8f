"""The comments under a post, as readers see them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.comments import Comment
from bot.core.posts import Post
from bot.core.richtext import RichText, join
from bot.rendering.excerpts import excerpt
from bot.rendering.message import Button, Message, Press, Verb
from bot.rendering.texts import Texts

LIST_ROOM = 4_000
"""Characters of a page of the list; a message holds 4,096 (Bot API, sendMessage)."""

LIST_LENGTH = 5
"""Comments on a page of the list."""

_HEADLINE_ROOM = 60
_NAME_ROOM = 64


def fitting(comments: Sequence[Comment]) -> int:
    """How many of these comments fit on one page of the list; at least one."""
    room = LIST_ROOM
    for count, comment in enumerate(comments[:LIST_LENGTH]):
        room -= len(comment.body.text.text) + _NAME_ROOM + 30
        if room < 0 and count > 0:
            return count
    return min(len(comments), LIST_LENGTH)


def comment_list(
    texts: Texts, post: Post, comments: Sequence[Comment], *, first: int, earlier: int | None, later: int | None
) -> Message:
    """A page of the approved comments. ``first`` is the rank of its first one, from 1.

    ``earlier`` and ``later`` are the ids of the comments that the neighbouring pages begin with; None: there is none.
    """
    headline = excerpt(post.headline or texts.untitled(), _HEADLINE_ROOM)
    pieces = [RichText(texts.comments_title(headline, post.comments))]
    if earlier is not None or later is not None:
        pieces[0] += RichText("\n" + texts.comments_range(first, first + len(comments) - 1, post.comments))
    for comment in comments:
        mark = f" {texts.author_mark()}" if comment.person_id == post.author_id else ""
        name = RichText.bold(excerpt(comment.name or texts.anonymous(), _NAME_ROOM) + mark)
        pieces.append(name + RichText(f" · {texts.clock(comment.created_at)}\n") + comment.body.text)
    turns = tuple(
        Button(label, Press(Verb.COMMENTS_FROM, (post.id, start)))
        for label, start in (("◀", earlier), ("▶", later))
        if start is not None
    )
    write = (Button(texts.button("Post a comment"), Press(Verb.COMMENT, (post.id,))),)
    keyboard = (turns, write) if turns else (write,)
    return Message(join(pieces, "\n\n"), keyboard=keyboard, link_preview=False)
