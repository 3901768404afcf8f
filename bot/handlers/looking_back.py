"""Looking back: what happened to a comment, to everything that its writer wrote, or to the comments on a post."""

from __future__ import annotations

from datetime import datetime

from bot.core.log_entries import Section
from bot.core.people import let
from bot.core.refusals import Refusal, RefusalKey
from bot.gateway.incoming import Pressed
from bot.handlers.answers import Answer
from bot.handlers.blog import Blog
from bot.handlers.button import in_own_chat
from bot.handlers.cards import Cards, Opened, Place
from bot.handlers.published import Published
from bot.rendering.log_view import (
    PAGE,
    back_to_card,
    back_to_person,
    back_to_post,
    log_page,
    title_of_comment,
    title_of_person,
    title_of_post,
)
from bot.rendering.message import Button, Message, Press, Verb
from bot.storage import comment_log, posts
from bot.storage.engine import Transaction


class LookingBack:
    """The log, as whoever may decide on a comment reads it.

    A page ends before the line with the id ``before``; 0: it is the newest one.
    """

    def __init__(self, blog: Blog, published: Published) -> None:
        self._blog = blog
        self._published = published
        self._cards = Cards(blog)

    async def at_comment(self, tx: Transaction, now: datetime, on: Pressed, comment_id: int, before: int) -> Answer:
        """History: in the place of the card."""
        opened = await self._cards.opened(tx, on.by.id, comment_id)
        title = title_of_comment(self._blog.texts, comment_id, opened.post.headline)
        turn, back = Press(Verb.HISTORY, (comment_id,)), back_to_card(comment_id)
        page = await self._page(tx, Section(comment_id=comment_id), before, title, turn, back)
        return await self._in_place_of_card(tx, now, on, opened, page)

    async def at_person(self, tx: Transaction, now: datetime, on: Pressed, comment_id: int, before: int) -> Answer:
        """The history of whoever wrote the comment; an author sees what was written to own posts."""
        opened = await self._cards.opened(tx, on.by.id, comment_id)
        author_id = None if opened.moderator.may_sanction() else opened.moderator.id
        section = Section(person_id=opened.comment.person_id, author_id=author_id)
        writer = await self._blog.person(tx, opened.comment.person_id)
        title = title_of_person(self._blog.texts, writer.name)
        turn, back = Press(Verb.PERSON_LOG, (comment_id,)), back_to_person(comment_id)
        page = await self._page(tx, section, before, title, turn, back)
        return await self._in_place_of_card(tx, now, on, opened, page)

    async def at_post(self, tx: Transaction, _now: datetime, on: Pressed, post_id: int, before: int) -> Answer:
        """The history of a post's comments, in the place of the post."""
        moderator = await self._blog.person(tx, on.by.id)
        post = await posts.find(tx, post_id)
        if post is None:
            let(moderator.role is not None)
            raise Refusal(RefusalKey.POST_UNKNOWN)
        let(moderator.may_moderate(post.author_id))
        title = title_of_post(self._blog.texts, post.headline)
        turn, back = Press(Verb.POST_LOG, (post.id,)), back_to_post(post.id)
        page = await self._page(tx, Section(post_id=post.id), before, title, turn, back)
        return Answer((await self._published.shown(tx, on.by, page, in_own_chat(on)),))

    async def _in_place_of_card(
        self, tx: Transaction, now: datetime, on: Pressed, opened: Opened, page: Message
    ) -> Answer:
        painted = await self._cards.paint(
            tx, now, opened.comment, opened.post, Place.of(on), lambda _texts, _facts: page
        )
        return Answer(painted)

    async def _page(
        self, tx: Transaction, section: Section, before: int, title: str, turn: Press, back: Button
    ) -> Message:
        found = await comment_log.newest(tx, section, PAGE + 1, before=before or None)
        entries = found[-PAGE:]
        newer = None
        if before and entries:
            following = await comment_log.following(tx, section, entries[-1].event.id, PAGE + 1)
            newer = following[PAGE] if len(following) > PAGE else 0
        older = entries[0].event.id if len(found) > PAGE else None
        return log_page(self._blog.texts, title, entries, turn, back, older=older, newer=newer)
