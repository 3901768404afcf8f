"""Closing: nobody can comment on a post any more, until comments are opened again."""

from __future__ import annotations

from datetime import datetime

from bot.core.people import Profile
from bot.core.refusals import Refusal, RefusalKey
from bot.handlers.answers import Answer
from bot.handlers.blog import Blog
from bot.handlers.copies import counted_for
from bot.handlers.posts_list import PostsList
from bot.handlers.published import Published
from bot.storage import posts
from bot.storage.engine import Transaction


class Closing:
    """Close comments and Open comments, on a post's page.

    Comments that wait can be decided on all the same. Copies lose or get their button as they are pressed, and when
    their count changes.
    """

    def __init__(self, blog: Blog, published: Published, posts_list: PostsList) -> None:
        self._blog = blog
        self._published = published
        self._posts_list = posts_list

    async def done(self, tx: Transaction, now: datetime, by: Profile, post_id: int, on: int, pressed_on: int) -> Answer:
        """``on`` 1: closed from now on; 0: open. The author's own copy shows it at once."""
        if on not in (0, 1):
            raise Refusal(RefusalKey.UNKNOWN_BUTTON)
        post = await self._published.post(tx, by, post_id)
        await posts.close_comments(tx, post.id, bool(on))
        page = await self._posts_list.opened(tx, now, by, post_id, pressed_on)
        changed = self._blog.rules.as_of(await posts.get(tx, post.id), now)
        copy = await counted_for(
            tx, self._blog.texts, changed, by.id, anew=changed.comments_closed != post.comments_closed
        )
        return Answer((*page.messages, *copy), self._blog.texts.comments_toast(bool(on)))
