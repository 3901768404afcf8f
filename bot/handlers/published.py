"""Posts that are out, as those who may change them have them before them: what everything done to one begins with."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.core.draft_json import Snapshot, draft_to_json
from bot.core.drafts import Draft, DraftState
from bot.core.parts import Part, Standing
from bot.core.people import Person, Profile
from bot.core.posts import Post
from bot.core.refusals import Refusal, RefusalKey
from bot.core.slots import Slot, SlotKind
from bot.handlers.answers import Say, shown
from bot.handlers.blog import Blog
from bot.handlers.desk import Desk
from bot.rendering.message import Message
from bot.storage import drafts, parts, posts, revisions, slots
from bot.storage.engine import Transaction


class Published:
    """The posts of a blog, and their drafts."""

    def __init__(self, blog: Blog, desk: Desk) -> None:
        self._blog = blog
        self._desk = desk

    async def post(self, tx: Transaction, by: Profile, post_id: int) -> Post:
        """The post that a press is about; refused unless it is out and the person may change it."""
        person = await self._blog.person(tx, by.id)
        post = await posts.find(tx, post_id)
        if post is None:
            raise Refusal(RefusalKey.UNKNOWN_BUTTON)
        post.must_be_changeable(person)
        return post

    async def draft_of(self, tx: Transaction, post: Post) -> Draft:
        """What the post is made of; nobody else changes it until the transaction ends."""
        draft = await drafts.hold(tx, post.draft_id)
        if draft is None:
            raise ValueError(f"there is no draft {post.draft_id}")
        return draft

    async def of_draft(self, tx: Transaction, draft: Draft) -> Post:
        """The post that a draft has become; refused where there is none."""
        post = await posts.of_draft(tx, draft.id)
        if post is None:
            raise Refusal(RefusalKey.POST_UNKNOWN)
        return post

    async def to_revise(self, tx: Transaction, draft: Draft) -> Draft:
        """A draft that has gone out is being changed from now on; any other stays as it is.

        ``draft`` is held. What the newest revision was made of is kept before anything changes.
        """
        if draft.state is not DraftState.PUBLISHED:
            return draft
        post = await self.of_draft(tx, draft)
        post.must_not_be_withdrawn()
        made_of = draft_to_json(await parts.of_draft(tx, draft.id), draft.title, draft.options)
        await revisions.complete(tx, post.id, post.revision, made_of)
        if not await drafts.set_state(tx, draft.id, DraftState.PUBLISHED, DraftState.REVISING):
            raise Refusal(RefusalKey.DRAFT_CLOSED, state=DraftState.REVISING)
        return replace(draft, state=DraftState.REVISING)

    async def put_back(self, tx: Transaction, draft: Draft, snapshot: Snapshot) -> None:
        """The draft is as it was then. What came since and stands beside the post, such as a photo whose author was
        asked whether to add it, stays there."""
        known = {part.key for part in snapshot.parts}
        beside = [
            part
            for part in await parts.of_draft(tx, draft.id)
            if part.key not in known and part.standing is Standing.REMOVED
        ]
        await parts.replace_all(tx, draft.id, [*snapshot.parts, *beside])
        await drafts.set_title(tx, draft.id, snapshot.title)
        await drafts.set_options(tx, draft.id, snapshot.options)

    async def edited(self, tx: Transaction, now: datetime, draft: Draft, author: Person, part: Part) -> tuple[Say, ...]:
        """A message of a post was edited: the part follows, and the card offers to update the post.

        ``draft`` is held, and has gone out. An edit that changes nothing to be seen has no effect; one of a part that
        was taken out changes nothing in the post.
        """
        before = await parts.find(tx, draft.id, part.key)
        if before is None or before.says_the_same(part):
            return ()
        if not before.present:
            await parts.change(tx, draft.id, part)
            return ()
        revising = await self.to_revise(tx, draft)
        await parts.change(tx, revising.id, part)
        await drafts.touch(tx, revising.id, now)
        return await self._desk.cards(tx, now, revising.id, anew_for=author.id)

    async def shown(self, tx: Transaction, by: Profile, message: Message, pressed_on: int) -> Say:
        """A view of posts in the place of the one before it; a new message where the press was on another one."""
        slot = Slot(SlotKind.POSTS, by.id, by.id)
        standing = await slots.standing_in(tx, by.id, pressed_on)
        return shown(slot, message, anew=standing != slot)
