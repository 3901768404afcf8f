"""Looking back: what a post said before, and going back there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.core.people import Profile
from bot.core.posts import Post, Revision
from bot.core.refusals import Refusal, RefusalKey
from bot.handlers.answers import Answer
from bot.handlers.blog import Blog
from bot.handlers.desk import Desk
from bot.handlers.published import Published
from bot.rendering.revisions_view import LISTED, revision_page, revisions_page
from bot.storage import drafts, revisions
from bot.storage.engine import Transaction


class Revisions:
    """The revisions of a post, as its author sees them."""

    def __init__(self, blog: Blog, desk: Desk, published: Published) -> None:
        self._blog = blog
        self._desk = desk
        self._published = published

    async def listed(self, tx: Transaction, _now: datetime, by: Profile, post_id: int, pressed_on: int) -> Answer:
        """Revisions: all of them, in place of the post."""
        post = await self._published.post(tx, by, post_id)
        found = await revisions.of_post(tx, post.id, LISTED)
        view = revisions_page(self._blog.texts, post, found, await self._names(tx, found))
        return Answer((await self._published.shown(tx, by, view, pressed_on),))

    async def opened(
        self, tx: Transaction, _now: datetime, by: Profile, post_id: int, number: int, pressed_on: int
    ) -> Answer:
        """One of them: what changed from there to the newest, or to the newest from the one before."""
        post = await self._published.post(tx, by, post_id)
        revision = await self._revision(tx, post, number)
        said = await revisions.article_of(tx, post.id, number)
        other = post.revision if number < post.revision else number - 1
        beside = await revisions.article_of(tx, post.id, other) if other else None
        view = revision_page(self._blog.texts, post, revision, await self._names(tx, [revision]), said, beside)
        return Answer((await self._published.shown(tx, by, view, pressed_on),))

    async def restored(self, tx: Transaction, now: datetime, by: Profile, post_id: int, number: int) -> Answer:
        """Restore: the draft is what that revision was made of. Nothing goes out before Update."""
        post = await self._published.post(tx, by, post_id)
        author = await self._desk.author(tx, by)
        await self._revision(tx, post, number)
        draft = await self._published.to_revise(tx, await self._published.draft_of(tx, post))
        snapshot = await revisions.snapshot_of(tx, post.id, number)
        if snapshot is None:
            raise Refusal(RefusalKey.UNKNOWN_BUTTON)
        await self._published.put_back(tx, draft, snapshot)
        await drafts.touch(tx, draft.id, now)
        cards = await self._desk.take_up(tx, now, author, draft)
        return Answer(cards, toast=self._blog.texts.restored(number))

    async def _revision(self, tx: Transaction, post: Post, number: int) -> Revision:
        """One that there is; ``number`` comes from a press, and the database keeps it in 16 bits."""
        found = await revisions.find(tx, post.id, number) if 0 < number <= post.revision else None
        if found is None:
            raise Refusal(RefusalKey.UNKNOWN_BUTTON)
        return found

    async def _names(self, tx: Transaction, found: Iterable[Revision]) -> dict[int, str]:
        names = {}
        for person_id in {revision.made_by for revision in found if revision.made_by is not None}:
            person = await self._blog.people.find(tx, person_id)
            if person is not None:
                names[person_id] = person.name
        return names
