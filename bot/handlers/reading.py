"""Reading what others have said: the list of comments under a post, and one comment as a whole."""

from __future__ import annotations

from datetime import datetime

from bot.core.base36 import to_base36
from bot.core.comments import Comment
from bot.core.listing import ListOrder
from bot.core.people import Person, Profile
from bot.core.posts import Post
from bot.core.refusals import Refusal, RefusalKey
from bot.gateway.encoding import encode_album
from bot.handlers.answers import Answer, Say
from bot.handlers.blog import Blog
from bot.handlers.copies import pressed_on, published
from bot.rendering.comment_list import Viewer, comment_list
from bot.rendering.message import Message
from bot.rendering.whole_comment import comment_photos, whole_comment
from bot.storage import comment_lists, comments, copies, slots
from bot.storage.engine import Transaction


class Reading:
    """The comments button, and what is below the list that it opens."""

    def __init__(self, blog: Blog) -> None:
        self._blog = blog

    async def opened(
        self, tx: Transaction, now: datetime, by: Profile, post_id: int, message_id: int, invites: bool | None = None
    ) -> Answer:
        """ "2 comments": the list from its beginning, as a new message; a toast when there is nothing to list.

        ``invites``: Post a comment stands beside the button. It goes, or comes, where comments were closed or opened.
        """
        person = await self._blog.person(tx, by.id)
        post = self._blog.rules.as_of(await published(tx, post_id), now)
        repainted = await pressed_on(
            tx, self._blog.texts, post, person.id, message_id, anew=invites is post.comments_closed
        )
        if not post.comments:
            return Answer(repainted, toast=self._blog.texts.no_comments_yet(post.headline))
        page = await self._page(tx, now, person, post, ListOrder.OLDEST, 0)
        return Answer((Say(person.id, page), *repainted))

    async def turned(
        self, tx: Transaction, now: datetime, by: Profile, post_id: int, order: int, number: int, message_id: int
    ) -> Answer:
        """◀ ▶, Newest first: another page in place of this one; as a new message where the press was elsewhere."""
        if order not in list(ListOrder):
            raise Refusal(RefusalKey.UNKNOWN_BUTTON)
        person = await self._blog.person(tx, by.id)
        page = await self._page(tx, now, person, await published(tx, post_id), ListOrder(order), number)
        return Answer((Say(person.id, page, changes=await replaceable(tx, person, message_id)),))

    async def read(self, tx: Transaction, now: datetime, by: Profile, comment_id: int) -> Answer:
        """Read: all of a comment that was cut on its page."""
        person = await self._blog.person(tx, by.id)
        comment, post = await visible_comment(tx, comment_id)
        open_ = not self._blog.rules.closed(post, now)
        messages = whole_comment(self._blog.texts, post, comment, now=now, open=open_)
        return Answer(tuple(Say(person.id, message) for message in messages))

    async def saw_photos(self, tx: Transaction, now: datetime, by: Profile, comment_id: int) -> Answer:
        """📷: a comment's photos, as one message or an album."""
        person = await self._blog.person(tx, by.id)
        comment, post = await visible_comment(tx, comment_id)
        items = comment_photos(self._blog.texts, post, comment, now)
        if not items:
            raise Refusal(RefusalKey.UNKNOWN_BUTTON)
        return Answer((Say(person.id, items[0] if len(items) == 1 else encode_album(items)),))

    async def _page(
        self, tx: Transaction, now: datetime, person: Person, post: Post, order: ListOrder, number: int
    ) -> Message:
        page = await comment_lists.under_post(tx, post.id, order, number, post.comments)
        return comment_list(self._blog.texts, post, page, order, viewer(self._blog, person, post, now))


def viewer(blog: Blog, person: Person, post: Post, now: datetime) -> Viewer:
    """The person as somebody who looks at what was said on the post."""
    return Viewer(
        now,
        lambda comment_id: blog.link(f"t-{to_base36(comment_id)}"),
        not blog.rules.closed(post, now),
        person.may_moderate(post.author_id),
    )


async def replaceable(tx: Transaction, person: Person, message_id: int) -> int | None:
    """The message that was pressed on, if a page can take its place; None: a post, a bubble or a word stands there."""
    if not message_id or await slots.standing_in(tx, person.id, message_id) is not None:
        return None
    return message_id if await copies.find(tx, person.id, message_id) is None else None


async def visible_comment(tx: Transaction, comment_id: int) -> tuple[Comment, Post]:
    """A comment that readers see, and its post; refused when they do not, or no longer."""
    comment = await comments.find(tx, comment_id)
    if comment is None or not comment.visible:
        raise Refusal(RefusalKey.COMMENT_UNKNOWN)
    return comment, await published(tx, comment.post_id)
