"""Sanctions: what moderators impose on somebody who comments. Each stands in the log of the comment that was its cause.

What is imposed already is not imposed again: a button that is pressed twice, or by two, has its effect once.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.cases import Act
from bot.core.commenters import Commenter
from bot.core.options import CommentRule
from bot.core.people import let
from bot.core.refusals import Refusal, RefusalKey
from bot.gateway.incoming import Pressed
from bot.handlers.answers import Answer
from bot.handlers.blog import Blog
from bot.handlers.cards import Cards, Opened, Place
from bot.rendering.person_page import person_page
from bot.storage import comment_log, commenters
from bot.storage.engine import Transaction

MUTES = (1, 7)
"""Days that somebody can be muted for."""


class Sanctions:
    """The page of whoever wrote a comment."""

    def __init__(self, blog: Blog) -> None:
        self._blog = blog
        self._cards = Cards(blog)

    async def shown(self, tx: Transaction, now: datetime, on: Pressed, comment_id: int) -> Answer:
        """Ann…: who that is, in place of the card."""
        opened = await self._cards.opened(tx, on.by.id, comment_id)
        return Answer(await self._cards.paint(tx, now, opened.comment, opened.post, Place.of(on), person_page))

    async def muted(self, tx: Transaction, now: datetime, on: Pressed, comment_id: int, days: int) -> Answer:
        """Mute: neither new comments nor edits until then."""
        if days not in MUTES:
            raise Refusal(RefusalKey.UNKNOWN_BUTTON)
        opened, commenter = await self._open(tx, on, comment_id)
        if not commenter.silenced(now):
            commenter = replace(commenter, muted_until=now + timedelta(days=days))
            await self._impose(tx, now, opened, commenter, Act.MUTED, str(days))
        texts, until = self._blog.texts, commenter.muted_until
        told = (
            texts.person_banned()
            if commenter.banned or until is None
            else texts.person_muted(texts.card_moment(until, now))
        )
        return await self._done(tx, now, on, opened, told)

    async def banned(self, tx: Transaction, now: datetime, on: Pressed, comment_id: int) -> Answer:
        """Ban: as muted, without an end."""
        opened, commenter = await self._open(tx, on, comment_id)
        if not commenter.banned:
            await self._impose(tx, now, opened, replace(commenter, banned=True), Act.BANNED)
        return await self._done(tx, now, on, opened, self._blog.texts.person_banned())

    async def freed(self, tx: Transaction, now: datetime, on: Pressed, comment_id: int) -> Answer:
        """Lift: neither muted nor banned."""
        opened, commenter = await self._open(tx, on, comment_id)
        if commenter.silenced(now):
            await self._impose(tx, now, opened, replace(commenter, banned=False, muted_until=None), Act.FREED)
        return await self._done(tx, now, on, opened, self._blog.texts.person_freed())

    async def ruled(self, tx: Transaction, now: datetime, on: Pressed, comment_id: int, wanted: int) -> Answer:
        """Every comment waits, or as everybody's do."""
        opened, commenter = await self._open(tx, on, comment_id)
        rule = CommentRule.ALL if wanted else CommentRule.BLOG
        if commenter.rule is not rule:
            await self._impose(tx, now, opened, replace(commenter, rule=rule), Act.RULED, rule)
        return await self._done(tx, now, on, opened, self._blog.texts.person_ruled(bool(wanted)))

    async def _open(self, tx: Transaction, on: Pressed, comment_id: int) -> tuple[Opened, Commenter]:
        """Refused for whoever decides on own posts alone, and about members of the team."""
        opened = await self._cards.opened(tx, on.by.id, comment_id)
        let(opened.moderator.may_sanction())
        if (await self._blog.person(tx, opened.comment.person_id)).role is not None:
            raise Refusal(RefusalKey.TEAM_NOT_SANCTIONED)
        return opened, await commenters.hold(tx, opened.comment.person_id)

    async def _impose(
        self, tx: Transaction, now: datetime, opened: Opened, commenter: Commenter, act: Act, note: str | None = None
    ) -> None:
        await commenters.keep(tx, commenter)
        comment = opened.comment
        line = comment_log.line(comment, act, comment.state, opened.moderator.id, now, note=note)
        await comment_log.add(tx, line)

    async def _done(self, tx: Transaction, now: datetime, on: Pressed, opened: Opened, told: str) -> Answer:
        painted = await self._cards.paint(tx, now, opened.comment, opened.post, Place.of(on), person_page)
        return Answer(painted, told)
