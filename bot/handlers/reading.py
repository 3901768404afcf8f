"""Reading what others have said: the list of comments under a post, and one comment as a whole."""

from __future__ import annotations

from datetime import datetime

from bot.core.base36 import to_base36
from bot.core.comments import Body, Comment
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
from bot.storage import comment_lists, comments, copies, posts, slots
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

    async def read(self, tx: Transaction, now: datetime, by: Profile, comment_id: int, chat_id: int) -> Answer:
        """Read: all of a comment that was cut on its page."""
        person = await self._blog.person(tx, by.id)
        comment, post = await self._comment(tx, person, comment_id)
        open_ = not self._blog.rules.closed(post, now)
        said = [
            Say(self._chat(person, chat_id), message)
            for body in await self._bodies(tx, person, comment, post)
            for message in whole_comment(self._blog.texts, post, comment, body, now=now, open=open_)
        ]
        return Answer(tuple(said))

    async def saw_photos(self, tx: Transaction, now: datetime, by: Profile, comment_id: int, chat_id: int) -> Answer:
        """📷: a comment's photos, as one message or an album."""
        person = await self._blog.person(tx, by.id)
        comment, post = await self._comment(tx, person, comment_id)
        said = []
        for body in await self._bodies(tx, person, comment, post):
            items = comment_photos(self._blog.texts, post, comment, body, now)
            if items:
                content = items[0] if len(items) == 1 else encode_album(items)
                said.append(Say(self._chat(person, chat_id), content))
        return Answer(tuple(said))

    async def _page(
        self, tx: Transaction, now: datetime, person: Person, post: Post, order: ListOrder, number: int
    ) -> Message:
        page = await comment_lists.under_post(tx, post.id, order, number, post.comments)
        return comment_list(self._blog.texts, post, page, order, viewer(self._blog, person, post, now))

    async def _comment(self, tx: Transaction, person: Person, comment_id: int) -> tuple[Comment, Post]:
        """What others see, its writer sees, and whoever decides on it."""
        comment = await comments.find(tx, comment_id)
        if comment is None:
            raise Refusal(RefusalKey.COMMENT_UNKNOWN)
        post = await posts.get(tx, comment.post_id)
        if not person.may_moderate(post.author_id):
            if not comment.visible and comment.person_id != person.id:
                raise Refusal(RefusalKey.COMMENT_UNKNOWN)
            post.must_be_out()
        return comment, post

    async def _bodies(self, tx: Transaction, person: Person, comment: Comment, post: Post) -> list[Body]:
        """What the comment says; to whoever decides on it also what it is to say."""
        proposed = comment.case.proposed
        if proposed is None or not person.may_moderate(post.author_id):
            return [comment.body]
        return [comment.body, await comments.body_of_revision(tx, comment.id, proposed)]

    def _chat(self, person: Person, pressed_in: int) -> int:
        """The moderators' group, where it was asked there; else the person's own chat."""
        return pressed_in if pressed_in == self._blog.moderators_chat_id else person.id


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
