"""/posts: authors look through what is out, and open one to see what became of it."""

from __future__ import annotations

from datetime import datetime

from bot.core.people import Person, Profile
from bot.core.posts import Post
from bot.handlers.answers import Answer
from bot.handlers.blog import Blog
from bot.handlers.desk import Desk
from bot.handlers.published import Published
from bot.rendering.message import Message
from bot.rendering.posts_view import PAGE, post_page, posts_page
from bot.storage import copies, posts, revisions
from bot.storage.engine import Transaction


class PostsList:
    """The list of posts, and one of them."""

    def __init__(self, blog: Blog, desk: Desk, published: Published) -> None:
        self._blog = blog
        self._desk = desk
        self._published = published

    async def asked(self, tx: Transaction, _now: datetime, by: Profile) -> Answer:
        """/posts: the list, as a new message."""
        author = await self._desk.author(tx, by)
        return Answer((await self._published.shown(tx, by, await self._page(tx, author, 0), 0),))

    async def turned(self, tx: Transaction, _now: datetime, by: Profile, page: int, pressed_on: int) -> Answer:
        """◀ ▶: another page of the list; one that there is no longer becomes the last."""
        author = await self._desk.author(tx, by)
        return Answer((await self._published.shown(tx, by, await self._page(tx, author, page), pressed_on),))

    async def opened(self, tx: Transaction, now: datetime, by: Profile, post_id: int, pressed_on: int) -> Answer:
        """One post, in place of the list."""
        post = await self._published.post(tx, by, post_id)
        newest = await revisions.find(tx, post.id, post.revision)
        if newest is None:
            raise ValueError(f"post {post.id} has no revision {post.revision}")
        view = post_page(
            self._blog.texts,
            post,
            revised_at=newest.made_at,
            readers=await copies.readers(tx, post.id),
            page=await self._place(tx, by, post),
            closed=self._blog.rules.closed(post, now),
            can_open=self._blog.rules.could_be_opened(post, now),
        )
        return Answer((await self._published.shown(tx, by, view, pressed_on),))

    async def _page(self, tx: Transaction, author: Person, page: int) -> Message:
        count = await posts.count(tx, _whose(author))
        page = max(0, min(page, (count - 1) // PAGE))
        listed = await posts.listed(tx, _whose(author), page * PAGE, PAGE)
        return posts_page(self._blog.texts, page, listed, count)

    async def _place(self, tx: Transaction, by: Profile, post: Post) -> int:
        """The page of the list that the post is on."""
        author = await self._desk.author(tx, by)
        return await posts.count(tx, _whose(author), newer_than=post) // PAGE


def _whose(author: Person) -> int | None:
    """Whose posts the list shows: an owner sees everybody's."""
    return None if author.may_manage_team() else author.id
