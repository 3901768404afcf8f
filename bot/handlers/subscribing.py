"""Start, stop, help, blocking: a reader comes and goes."""

from __future__ import annotations

from datetime import datetime

from bot.core.people import Person, Profile
from bot.core.posts import Post
from bot.core.refusals import Refusal
from bot.core.richtext import RichText
from bot.handlers.answers import Answer, Say
from bot.handlers.blog import Blog
from bot.handlers.copies import post_in
from bot.handlers.joining import Joining
from bot.handlers.threads import Threads, thread_of
from bot.rendering.message import Message
from bot.rendering.welcome import welcome
from bot.storage import copies, ledger, people, posts, prompts
from bot.storage.engine import Transaction


class Subscribing:
    """A reader's coming and going."""

    def __init__(self, blog: Blog, joining: Joining, threads: Threads) -> None:
        """``joining`` takes the payload of an invitation, ``threads`` that of a link to one."""
        self._blog = blog
        self._joining = joining
        self._threads = threads

    async def started(self, tx: Transaction, now: datetime, profile: Profile, payload: str) -> Answer:
        """/start: subscribed from now on; the welcome, the role of an invitation, and the newest post.

        A link to a thread shows that, and nothing else to those who are known: it is read, not subscribed to.
        """
        before = await self._blog.people.find(tx, profile.id)
        comment_id = thread_of(payload)
        if before is not None and comment_id is not None:
            return Answer(await self._thread(tx, now, profile, comment_id))
        await people.subscribe(tx, profile, now)
        joined = await self._join(tx, now, before, profile, payload) if payload and comment_id is None else ()
        newest = await posts.newest(tx)
        message = welcome(self._blog.texts, anything_published=newest is not None)
        said = [Say(profile.id, message), *joined]
        if newest is not None and not await self._has(tx, newest, profile.id):
            said += await post_in(tx, self._blog.texts, self._blog.rules.as_of(newest, now), profile.id)
        if comment_id is not None:
            said += await self._thread(tx, now, profile, comment_id)
        return Answer(tuple(said))

    async def _join(
        self, tx: Transaction, now: datetime, before: Person | None, profile: Profile, payload: str
    ) -> tuple[Say, ...]:
        """An invitation that is not good any more is said so, and its owner becomes a reader all the same."""
        try:
            return await self._joining.joined(tx, now, before, profile, payload)
        except Refusal as refusal:
            return self._told(profile, refusal)

    async def _thread(self, tx: Transaction, now: datetime, profile: Profile, comment_id: int) -> tuple[Say, ...]:
        """A thread that is gone is said so, and whoever came for it is a reader all the same."""
        try:
            return await self._threads.linked(tx, now, await self._blog.person(tx, profile.id), comment_id)
        except Refusal as refusal:
            return self._told(profile, refusal)

    def _told(self, profile: Profile, refusal: Refusal) -> tuple[Say, ...]:
        return (Say(profile.id, Message(RichText(self._blog.texts.refusal(refusal)))),)

    async def stopped(self, tx: Transaction, _now: datetime, profile: Profile) -> Answer:
        """/stop: no more posts."""
        await self._blog.person(tx, profile.id)
        await people.unsubscribe(tx, profile.id)
        await prompts.drop(tx, profile.id)
        return Answer((Say(profile.id, Message(RichText(self._blog.texts.left()))),))

    async def asked_for_help(self, tx: Transaction, _now: datetime, profile: Profile) -> Answer:
        """/help: what this person can do."""
        person = await self._blog.people.find(tx, profile.id)
        text = self._blog.texts.help(person.role if person is not None else None)
        return Answer((Say(profile.id, Message(RichText(text), link_preview=False)),))

    async def changed_reachability(self, tx: Transaction, _now: datetime, profile: Profile, reachable: bool) -> Answer:
        """Blocked or unblocked the bot."""
        await people.set_reachable(tx, profile.id, reachable)
        return Answer()

    async def _has(self, tx: Transaction, post: Post, chat_id: int) -> bool:
        """Whether the post is in the chat already, or on its way there."""
        return await copies.has_copy(tx, post.id, chat_id) or await ledger.has_row(tx, post.id, chat_id)
