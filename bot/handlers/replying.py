"""Replying: the next message answers a comment that others have made."""

from __future__ import annotations

from datetime import datetime

from bot.core.people import Profile
from bot.core.prompts import Prompt, PromptKind
from bot.handlers.answers import Answer, Say
from bot.handlers.blog import Blog
from bot.handlers.reading import visible_comment
from bot.rendering.whole_comment import reply_prompt
from bot.storage import commenters, prompts
from bot.storage.engine import Transaction


class Replying:
    """The button Reply, wherever it stands below a comment."""

    def __init__(self, blog: Blog) -> None:
        self._blog = blog

    async def asked(self, tx: Transaction, now: datetime, by: Profile, comment_id: int) -> Answer:
        """The question; refused where the answer would be."""
        person = await self._blog.person(tx, by.id)
        comment, post = await visible_comment(tx, comment_id)
        (await commenters.get(tx, person.id)).must_not_be_silenced(now)
        self._blog.rules.must_be_open(post, now)
        await prompts.ask(tx, person.id, Prompt(PromptKind.REPLY, comment.id), now)
        return Answer((Say(person.id, reply_prompt(self._blog.texts, post, comment)),))
