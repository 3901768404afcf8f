"""The list of posts that are out, one of them, and the question before it is withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.core.posts import Post
from bot.core.richtext import RichText, join
from bot.rendering.excerpts import excerpt
from bot.rendering.message import Button, Keyboard, Message, Press, Verb
from bot.rendering.texts import Texts

PAGE = 10
"""Posts on a page of the list; each has a button, which a number is enough for."""

HEADLINE_ROOM = 80
_A_ROW = 5


def posts_page(texts: Texts, page: int, posts: Sequence[Post], count: int) -> Message:
    """A page of the list, counted from 0; ``count`` is of all posts."""
    if not posts:
        return Message(RichText(texts.posts_empty()))
    numbered = list(enumerate(posts, page * PAGE + 1))
    lines = [RichText.bold(texts.posts_title(count))]
    lines += [RichText(_line(texts, number, post)) for number, post in numbered]
    buttons = tuple(Button(str(number), Press(Verb.POST, (post.id,))) for number, post in numbered)
    rows = tuple(buttons[start : start + _A_ROW] for start in range(0, len(buttons), _A_ROW))
    return Message(join(lines, "\n"), keyboard=(*rows, *_turning(page, count)), link_preview=False)


def post_page(
    texts: Texts, post: Post, *, revised_at: datetime, readers: int, page: int, closed: bool, can_open: bool
) -> Message:
    """One post. ``readers`` have a message of it; ``page`` is the one of the list that it is on.

    ``closed``: nobody can comment any more; ``can_open``: people could again.
    """
    lines = [RichText.bold(headline_of(texts, post))]
    if post.published_at is not None:
        lines.append(RichText(texts.post_published(post.published_at)))
    if post.revision > 1:
        lines.append(RichText(texts.post_revised(post.revision, revised_at)))
    lines.append(RichText(texts.post_reached(readers, post.comments)))
    if closed:
        lines.append(RichText(texts.comments_are_closed()))
    named = (("Edit", Verb.EDIT), ("Revisions", Verb.REVISIONS), ("Withdraw", Verb.WITHDRAW))
    buttons = tuple(Button(texts.button(name), Press(verb, (post.id,))) for name, verb in named)
    closing = _closing(texts, post, closed, can_open)
    history = Button(texts.button("Comment history"), Press(Verb.POST_LOG, (post.id, 0)))
    back = (Button("◀", Press(Verb.POSTS, (page,))), history)
    return Message(join(lines, "\n"), keyboard=(buttons, *closing, back), link_preview=False)


def withdraw_question(texts: Texts, post: Post, *, readers: int, going_out: bool) -> Message:
    """What withdrawing means, before it is done."""
    buttons = (
        Button(texts.button("Withdraw"), Press(Verb.WITHDRAW_NOW, (post.id,))),
        Button("◀", Press(Verb.POST, (post.id,))),
    )
    question = texts.withdraw_question(headline_of(texts, post), readers, going_out)
    return Message(RichText(question), keyboard=(buttons,))


def withdrawn(texts: Texts, post: Post) -> Message:
    """After it is done, with the way back to the list."""
    back = (Button("◀", Press(Verb.POSTS, (0,))),)
    return Message(RichText(texts.withdrawn(headline_of(texts, post))), keyboard=(back,))


def headline_of(texts: Texts, post: Post) -> str:
    """The headline as far as there is room, and what stands for one that is missing."""
    return excerpt(post.headline or texts.untitled(), HEADLINE_ROOM)


def _closing(texts: Texts, post: Post, closed: bool, can_open: bool) -> Keyboard:
    """Whether people can comment, the other way round; nothing where only the post's options or time say so."""
    if closed and not can_open:
        return ()
    label = texts.button("Open comments" if closed else "Close comments")
    return ((Button(label, Press(Verb.CLOSE_COMMENTS, (post.id, int(not closed)))),),)


def _line(texts: Texts, number: int, post: Post) -> str:
    published_at = post.published_at
    if published_at is None:
        raise ValueError(f"post {post.id} is not out")
    return texts.posts_line(number, headline_of(texts, post), published_at, post.comments)


def _turning(page: int, count: int) -> Keyboard:
    buttons = []
    if page > 0:
        buttons.append(Button("◀", Press(Verb.POSTS, (page - 1,))))
    if (page + 1) * PAGE < count:
        buttons.append(Button("▶", Press(Verb.POSTS, (page + 1,))))
    return (tuple(buttons),) if buttons else ()
