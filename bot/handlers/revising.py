"""Revising: a post that is out is opened as a draft again, changed, and updated or left as it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.article import Article
from bot.core.article_json import article_to_json
from bot.core.copy_plan import Plan, Shown, plan
from bot.core.draft_json import draft_to_json
from bot.core.drafts import Draft, DraftState
from bot.core.links import links_of
from bot.core.people import Profile
from bot.core.posts import Post, PostState
from bot.core.refusals import Refusal, RefusalKey
from bot.core.slots import Slot, SlotKind
from bot.gateway.shown import shown_by
from bot.handlers.answers import Answer, Say, shown
from bot.handlers.blog import Blog
from bot.handlers.desk import Desk
from bot.handlers.published import Published
from bot.handlers.rendered import Rendered
from bot.rendering.posts_view import headline_of
from bot.rendering.update_sheet import nothing_to_update, update_sheet
from bot.storage import changes, media, parts, post_links, posts, revisions
from bot.storage.engine import Transaction


@dataclass(frozen=True, slots=True)
class _Change:
    """A post as it is, and as its draft would have it."""

    draft: Draft
    post: Post
    before: Article
    after: Rendered
    changed: bool


class Revising:
    """From a post to its next revision."""

    def __init__(self, blog: Blog, desk: Desk, published: Published) -> None:
        self._blog = blog
        self._desk = desk
        self._published = published

    async def opened(self, tx: Transaction, now: datetime, by: Profile, post_id: int) -> Answer:
        """Edit: the post is a draft on the desk, with its parts. Readers get nothing of it before Update."""
        post = await self._published.post(tx, by, post_id)
        author = await self._desk.author(tx, by)
        draft = await self._published.to_revise(tx, await self._published.draft_of(tx, post))
        return Answer(await self._desk.take_up(tx, now, author, draft))

    async def asked(self, tx: Transaction, now: datetime, by: Profile, draft_id: int) -> Answer:
        """Update: what is different, and how readers are to learn of it."""
        change = await self._change(tx, now, by, draft_id)
        return Answer((await self._sheet(tx, by, change, anew=True),))

    async def updated(self, tx: Transaction, now: datetime, by: Profile, draft_id: int, *, line: bool) -> Answer:
        """Update silently, Update with a line: the post has a new revision, and the draft is closed.

        A campaign brings it to the copies; its status takes the place of the sheet.
        """
        change = await self._change(tx, now, by, draft_id)
        if not change.changed:
            return Answer((await self._sheet(tx, by, change),))
        await self._keep(tx, now, by, change, line)
        await media.want(tx, change.after.assembly.article.media, now)
        await post_links.keep(tx, change.post.id, links_of(change.after.assembly.article))
        cards = await self._desk.closed(tx, now, change.draft, DraftState.PUBLISHED)
        post = await posts.get(tx, change.post.id)
        await changes.begin_update(tx, post, by.id, now)
        return Answer(cards, toast=self._blog.texts.updated(post.revision))

    async def left(self, tx: Transaction, now: datetime, by: Profile, draft_id: int) -> Answer:
        """Leave as it was: the draft is what the newest revision was made of."""
        draft = await self._desk.draft(tx, by, draft_id)
        draft.must_be_revised()
        post = await self._published.of_draft(tx, draft)
        snapshot = await revisions.snapshot_of(tx, post.id, post.revision)
        if snapshot is not None:
            await self._published.put_back(tx, draft, snapshot)
        cards = await self._desk.closed(tx, now, draft, DraftState.PUBLISHED)
        return Answer(cards, toast=self._blog.texts.left_as_it_was())

    async def _change(self, tx: Transaction, now: datetime, by: Profile, draft_id: int) -> _Change:
        """What an update would do; refused unless the post is out."""
        draft = await self._desk.draft(tx, by, draft_id)
        draft.must_be_revised()
        post = await self._published.of_draft(tx, draft)
        if post.state is PostState.WAITING:
            raise Refusal(RefusalKey.UPDATE_TOO_EARLY, headline=headline_of(self._blog.texts, post))
        post.must_be_out()
        after = await self._desk.rendered(tx, now, draft)
        before = await revisions.article_of(tx, post.id, post.revision)
        same = (after.assembly.article, draft.options) == (before, post.options)
        return _Change(draft, post, before, after, changed=not same)

    async def _sheet(self, tx: Transaction, by: Profile, change: _Change, *, anew: bool = False) -> Say:
        after = change.after.assembly.article
        if change.changed:
            steps = await self._plan(tx, change)
            sheet = update_sheet(self._blog.texts, change.draft.id, change.before, after, steps)
        else:
            sheet = nothing_to_update(self._blog.texts, after)
        return shown(_slot(change.draft.id, by.id), sheet, anew=anew)

    async def _plan(self, tx: Transaction, change: _Change) -> Plan:
        """How the messages of the newest revision would become those of the draft."""
        before: list[Shown] = []
        for page in await posts.pages_of(tx, change.post.id, change.post.revision):
            before += shown_by(page)
        after: list[Shown] = []
        for page in change.after.encoded().pages:
            after += shown_by(page)
        return plan(before, after)

    async def _keep(self, tx: Transaction, now: datetime, by: Profile, change: _Change, line: bool) -> None:
        draft, article, encoded = change.draft, change.after.assembly.article, change.after.encoded()
        kept = await revisions.revise(
            tx,
            change.post,
            headline=article.title,
            article=article_to_json(article),
            draft=draft_to_json(await parts.of_draft(tx, draft.id), draft.title, draft.options),
            options=draft.options,
            rendered=encoded.pages,
            leaves=encoded.leaves,
            made_by=by.id,
            line=line,
            now=now,
        )
        if not kept:
            raise Refusal(RefusalKey.DRAFT_CLOSED, state=DraftState.PUBLISHED)


def _slot(draft_id: int, chat_id: int) -> Slot:
    """The sheet, and what became of it, are one message: a later one than that of the first publishing."""
    return Slot(SlotKind.SENDING, draft_id, chat_id)
