"""Reading what others have said: the list of comments under a post."""

from __future__ import annotations

from datetime import datetime

from bot.core.people import Profile
from bot.handlers.answers import Answer, Say
from bot.handlers.blog import Blog
from bot.handlers.copies import pressed_on, published
from bot.rendering.comment_list import LIST_LENGTH, comment_list, fitting
from bot.rendering.message import Message
from bot.storage import comment_lists
from bot.storage.engine import Transaction


class Reading:
    """The comments button."""

    def __init__(self, blog: Blog) -> None:
        self._blog = blog

    async def opened(self, tx: Transaction, _now: datetime, by: Profile, post_id: int, message_id: int) -> Answer:
        """ "2 comments": the list from its beginning, as a new message; a toast when there is nothing to list."""
        person = await self._blog.person(tx, by.id)
        post = await published(tx, post_id)
        repainted = await pressed_on(tx, self._blog.texts, post, person.id, message_id)
        page = await self._page(tx, post_id, 0)
        if page is None:
            return Answer(repainted, toast=self._blog.texts.no_comments_yet(post.headline))
        return Answer((Say(person.id, page), *repainted))

    async def turned(
        self, tx: Transaction, _now: datetime, by: Profile, post_id: int, start: int, message_id: int
    ) -> Answer:
        """◀ ▶: another page in place of this one."""
        person = await self._blog.person(tx, by.id)
        page = await self._page(tx, post_id, start)
        if page is None:
            return Answer()
        return Answer((Say(person.id, page, changes=message_id),))

    async def _page(self, tx: Transaction, post_id: int, start: int) -> Message | None:
        """The page that begins with comment ``start``, or the first one after it; None when there is none."""
        post = await published(tx, post_id)
        found = await comment_lists.visible(tx, post_id, start - 1, LIST_LENGTH + 1)
        if not found:
            return None
        count = fitting(found)
        before = await comment_lists.visible_before(tx, post_id, found[0].id, LIST_LENGTH)
        return comment_list(
            self._blog.texts,
            post,
            found[:count],
            first=1 + await comment_lists.rank(tx, post_id, found[0].id),
            earlier=before[fitting(before) - 1].id if before else None,
            later=found[count].id if len(found) > count else None,
        )
