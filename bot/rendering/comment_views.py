"""A comment as its writer, the moderators and other readers see it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.core.comments import Comment, CommentState
from bot.core.posts import Post
from bot.core.richtext import RichText, join
from bot.rendering.excerpts import clipped, excerpt
from bot.rendering.message import Button, Message, Press, Verb
from bot.rendering.texts import Texts

CARD_ROOM = 900
"""Characters of a comment on a moderator's card."""

BUBBLE_ROOM = 300
"""Characters of a comment in its writer's bubble: the message itself stands right above."""

LIST_ROOM = 4_000
"""Characters of a page of the list; a message holds 4,096 (Bot API, sendMessage)."""

LIST_LENGTH = 5
"""Comments on a page of the list."""

_HEADLINE_ROOM = 60
_NAME_ROOM = 64


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
            RichText.quote(clipped(comment.text.text, BUBBLE_ROOM)),
        ),
        "\n",
    )
    return Message(text, link_preview=False)


def card(texts: Texts, comment: Comment, post: Post, decided_by: str | None) -> Message:
    """The moderators' view. Until the decision it has buttons, which carry the version that was seen."""
    headline = excerpt(post.headline or texts.untitled(), _HEADLINE_ROOM)
    name = RichText.bold(excerpt(comment.name, _NAME_ROOM))
    text = RichText.quote(clipped(comment.text.text, CARD_ROOM))
    if comment.state is CommentState.PENDING:
        title = RichText(texts.card_title(comment.id, headline, comment.created_at))
        ids = (comment.id, comment.version)
        buttons = (
            Button(texts.button("Approve"), Press(Verb.APPROVE, ids)),
            Button(texts.button("Reject"), Press(Verb.REJECT, ids)),
        )
        return Message(join((title, name, text), "\n"), keyboard=(buttons,), link_preview=False)
    when: datetime = comment.decided_at or comment.created_at
    title = RichText(texts.card_decided(comment.state, decided_by or comment.name, when, comment.id))
    return Message(join((title, name, text), "\n"), link_preview=False)


def fitting(comments: Sequence[Comment]) -> int:
    """How many of these comments fit on one page of the list; at least one."""
    room = LIST_ROOM
    for count, comment in enumerate(comments[:LIST_LENGTH]):
        room -= len(comment.text.text) + _NAME_ROOM + 30
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
        name = RichText.bold(excerpt(comment.name, _NAME_ROOM) + mark)
        pieces.append(name + RichText(f" · {texts.clock(comment.created_at)}\n") + comment.text)
    turns = tuple(
        Button(label, Press(Verb.COMMENTS_FROM, (post.id, start)))
        for label, start in (("◀", earlier), ("▶", later))
        if start is not None
    )
    write = (Button(texts.button("Post a comment"), Press(Verb.COMMENT, (post.id,))),)
    keyboard = (turns, write) if turns else (write,)
    return Message(join(pieces, "\n\n"), keyboard=keyboard, link_preview=False)
