"""Threads: a comment with what was replied to it, found by a link, by Show, or page by page."""

from __future__ import annotations

import re
from datetime import datetime

from bot.core.base36 import from_base36
from bot.core.comments import Comment
from bot.core.listing import page_with
from bot.core.people import Person, Profile
from bot.core.posts import Post
from bot.core.refusals import Refusal, RefusalKey
from bot.handlers.answers import Answer, Say
from bot.handlers.blog import Blog
from bot.handlers.copies import published
from bot.handlers.reading import replaceable, viewer
from bot.rendering.comment_list import thread
from bot.rendering.message import Message
from bot.storage import comment_lists, comments, muted_threads
from bot.storage.engine import Transaction

_LINK = re.compile(r"t-([0-9a-z]{1,13})")
"""The payload of a link to a thread. That of an invitation is longer."""


class Threads:
    """What a reader does with a thread."""

    def __init__(self, blog: Blog) -> None:
        self._blog = blog

    async def opened(
        self, tx: Transaction, now: datetime, by: Profile, comment_id: int, page: int, message_id: int
    ) -> Answer:
        """Show, ◀ ▶: that page of the comment's thread, from 1; 0 is the one that it stands on itself.

        It takes the place of the list or the thread that was pressed on. A bubble and a word stay: there it is a new
        message.
        """
        person = await self._blog.person(tx, by.id)
        view = await self._view(tx, now, person, comment_id, page)
        return Answer((Say(person.id, view, changes=await replaceable(tx, person, message_id)),))

    async def linked(self, tx: Transaction, now: datetime, person: Person, comment_id: int) -> tuple[Say, ...]:
        """The thread of a comment that somebody came by a link to."""
        return (Say(person.id, await self._view(tx, now, person, comment_id, 0)),)

    async def muted(
        self, tx: Transaction, now: datetime, by: Profile, comment_id: int, on: int, message_id: int
    ) -> Answer:
        """Mute thread, Unmute thread: whether the person hears of answers in it. A view of the thread follows."""
        person = await self._blog.person(tx, by.id)
        comment = await comments.find(tx, comment_id)
        if comment is None or on not in (0, 1):
            raise Refusal(RefusalKey.UNKNOWN_BUTTON)
        if on:
            await muted_threads.mute(tx, person.id, comment.thread_id)
        else:
            await muted_threads.unmute(tx, person.id, comment.thread_id)
        said: tuple[Say, ...] = ()
        changes = await replaceable(tx, person, message_id)
        if changes is not None:
            said = (Say(person.id, await self._view(tx, now, person, comment_id, 1), changes=changes),)
        return Answer(said, self._blog.texts.thread_muted(bool(on)))

    async def _view(self, tx: Transaction, now: datetime, person: Person, comment_id: int, number: int) -> Message:
        comment, post = await self._found(tx, comment_id)
        at = page_with(await comment_lists.rank_in_thread(tx, comment)) if number == 0 else number - 1
        page = await comment_lists.of_thread(tx, comment.thread_id, at)
        if not page.rows:
            raise Refusal(RefusalKey.COMMENT_UNKNOWN)
        return thread(
            self._blog.texts,
            post,
            page,
            viewer(self._blog, person, post, now),
            root_id=comment.thread_id,
            muted=await muted_threads.is_muted(tx, person.id, comment.thread_id),
        )

    async def _found(self, tx: Transaction, comment_id: int) -> tuple[Comment, Post]:
        comment = await comments.find(tx, comment_id)
        if comment is None:
            raise Refusal(RefusalKey.COMMENT_UNKNOWN)
        return comment, await published(tx, comment.post_id)


def thread_of(payload: str) -> int | None:
    """The comment whose thread a start link leads to; None for any other link."""
    found = _LINK.fullmatch(payload)
    number = from_base36(found[1]) if found is not None else None
    return number if number is not None and number < 2**63 else None
