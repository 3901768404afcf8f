"""The comments under a post, and one of their threads, as readers see them: a message whose pages are turned."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.listing import ListOrder, Page
from bot.core.posts import Post
from bot.core.richtext import RichText, join
from bot.rendering.comment_rows import comment_rows, row_buttons
from bot.rendering.excerpts import excerpt
from bot.rendering.message import Button, Message, Press, Verb
from bot.rendering.texts import Texts

HEADLINE_ROOM = 60


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks, and when. ``open``: new comments can be written; ``moderates``: comments of this post are decided on
    by whoever looks. ``link`` gives the address of a comment's thread."""

    now: datetime
    link: Callable[[int], str]
    open: bool
    moderates: bool


def comment_list(texts: Texts, post: Post, page: Page, order: ListOrder, viewer: Viewer) -> Message:
    """A page of the visible comments on a post."""
    title = RichText(texts.comments_title(headline_of(texts, post), post.comments))
    other = ListOrder.OLDEST if order is ListOrder.NEWEST else ListOrder.NEWEST
    turning = _turning(page, lambda number: Press(Verb.COMMENTS_PAGE, (post.id, order, number)))
    if page.count > 1:
        turn_over = Button(texts.order_button(other), Press(Verb.COMMENTS_PAGE, (post.id, other, 0)))
        turning = (*turning, turn_over)
    write = (Button(texts.button("Post a comment"), Press(Verb.COMMENT, (post.id,))),) if viewer.open else ()
    return _page(texts, post, page, viewer, title, (), turning, write)


def thread(texts: Texts, post: Post, page: Page, viewer: Viewer, *, root_id: int, muted: bool) -> Message:
    """A page of a thread, with the link that opens it for anybody.

    ``muted``: whoever looks does not want to hear of answers in it.
    """
    title = RichText(texts.thread_title(headline_of(texts, post), page.count))
    turning = _turning(page, lambda number: Press(Verb.THREAD, (root_id, number + 1)))
    below = (
        Button(texts.mute_button(muted), Press(Verb.MUTE_THREAD, (root_id, int(not muted)))),
        Button(texts.all_comments_button(), Press(Verb.COMMENTS_PAGE, (post.id, ListOrder.OLDEST, 0))),
    )
    return _page(texts, post, page, viewer, title, (RichText(texts.thread_link(viewer.link(root_id))),), turning, below)


def headline_of(texts: Texts, post: Post) -> str:
    """The headline as far as there is room, and what stands for one that is missing."""
    return excerpt(post.headline or texts.untitled(), HEADLINE_ROOM)


def _page(
    texts: Texts,
    post: Post,
    page: Page,
    viewer: Viewer,
    title: RichText,
    behind: Sequence[RichText],
    turning: tuple[Button, ...],
    below: tuple[Button, ...],
) -> Message:
    rows = comment_rows(
        texts, post, page.rows, join((title, *behind, RichText()), "\n\n"), now=viewer.now, link=viewer.link
    )
    buttons = row_buttons(texts, page.rows, rows.cut, open=viewer.open, moderates=viewer.moderates)
    keyboard = tuple(row for row in (turning, *buttons, below) if row)
    return Message(join((title, *rows.blocks, *behind), "\n\n"), keyboard=keyboard, link_preview=False)


def _turning(page: Page, press: Callable[[int], Press]) -> tuple[Button, ...]:
    """◀ 2/3 ▶, or nothing where there is one page; the number turns back to the first."""
    if page.pages == 1:
        return ()
    last = page.pages - 1
    wanted = (("◀", page.number - 1), (f"{page.number + 1}/{page.pages}", 0), ("▶", page.number + 1))
    return tuple(Button(label, press(number)) for label, number in wanted if 0 <= number <= last)
