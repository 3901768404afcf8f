"""Turning: the last message of a paged post shows another of its leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.core.people import Profile
from bot.core.refusals import Refusal, RefusalKey
from bot.gateway.encoding import with_keyboard
from bot.handlers.answers import Answer, Say
from bot.handlers.blog import Blog
from bot.handlers.copies import adopt, published
from bot.rendering.post_buttons import post_buttons
from bot.storage import copies, posts
from bot.storage.engine import Transaction


class Turning:
    """◀ 2/4 ▶."""

    def __init__(self, blog: Blog) -> None:
        self._blog = blog

    async def turned(
        self, tx: Transaction, now: datetime, by: Profile, post_id: int, leaf: int, message_id: int
    ) -> Answer:
        """That leaf of the newest revision in place of the one that the message shows; the nearest that there is."""
        person = await self._blog.person(tx, by.id)
        post = self._blog.rules.as_of(await published(tx, post_id), now)
        leaves = await posts.leaves_of(tx, post.id, post.revision)
        copy = await adopt(tx, post, person.id, message_id)
        if not leaves or copy is None or copy.page < 1:  # an update has emptied the message
            raise Refusal(RefusalKey.UNKNOWN_BUTTON)
        leaf = max(1, min(leaf, len(leaves)))
        await copies.set_turned(tx, person.id, message_id, leaf)
        await copies.shows(tx, replace(copy, comments=post.comments))
        content = with_keyboard(leaves[leaf - 1], post_buttons(self._blog.texts, post, leaf))
        return Answer((Say(person.id, content, changes=message_id),))
