"""Posts, their revisions, and the pages that each revision was rendered into."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, case, func, insert, literal, or_, select, update

from bot.core.calls import Prepared
from bot.core.options import AS_USUAL, PostOptions, options_from_json, options_to_json
from bot.core.posts import Post, PostState
from bot.storage import revisions
from bot.storage.engine import Transaction
from bot.storage.straight import Straight
from bot.storage.tables import copies, pages, posts
from bot.storage.tables import leaves as leaves_table


async def add(
    tx: Transaction,
    *,
    draft_id: int,
    author_id: int,
    headline: str,
    article: dict[str, Any],
    rendered: Sequence[Prepared],
    now: datetime,
    leaves: Sequence[Prepared] = (),
    options: PostOptions = AS_USUAL,
    draft: dict[str, Any] | None = None,
    made_by: int | None = None,
) -> Post:
    """A new post with its first revision, waiting for its author's own copy to arrive.

    ``rendered`` has one for each message, ``leaves`` what the last of them is changed into where it can be turned.
    ``draft`` is what it was made of (``bot.core.draft_json``), ``made_by`` whoever sends it.
    """
    result = await tx.execute(
        insert(posts)
        .values(
            draft_id=draft_id,
            author_id=author_id,
            state=PostState.WAITING,
            headline=headline,
            revision=1,
            pages=len(rendered),
            leaves=max(1, len(leaves)),
            options=options_to_json(options) or None,
            comments=0,
        )
        .returning(posts)
    )
    post = post_of(result.one())
    await revisions.keep(
        tx, post.id, 1, article=article, draft=draft, rendered=rendered, leaves=leaves, made_by=made_by, now=now
    )
    return post


_WITH_ID = select(posts).where(posts.c.id == bindparam("id"))


async def find(tx: Transaction, post_id: int) -> Post | None:
    """The post with that id."""
    row = (await tx.execute(_WITH_ID, {"id": post_id})).first()
    return None if row is None else post_of(row)


async def get(tx: Transaction, post_id: int) -> Post:
    """The post with that id, which must be there."""
    return post_of((await tx.execute(_WITH_ID, {"id": post_id})).one())


async def hold(tx: Transaction, post_id: int) -> Post:
    """The post with that id, which must be there; nobody changes or withdraws it until the transaction ends."""
    return post_of((await tx.execute(select(posts).where(posts.c.id == post_id).with_for_update())).one())


_VERSION = Straight("SELECT revision, comments, state, comments_closed FROM posts WHERE id = ?")


async def is_still(tx: Transaction, post: Post) -> bool:
    """Whether the post is as ``post`` has it; nothing else of it changes unless one of these does."""
    return [tuple(row) for row in await _VERSION.ask(tx, post.id)] == [
        (post.revision, post.comments, post.state, post.comments_closed)
    ]


async def newest(tx: Transaction) -> Post | None:
    """The post that was published last."""
    row = (
        await tx.execute(
            select(posts)
            .where(posts.c.state == PostState.PUBLISHED)
            .order_by(posts.c.published_at.desc(), posts.c.id.desc())
            .limit(1)
        )
    ).first()
    return None if row is None else post_of(row)


async def publish(tx: Transaction, post_id: int, now: datetime) -> None:
    """The author's own copy has arrived: the post is out. Does nothing to one that was stopped or is out already."""
    await tx.execute(
        update(posts)
        .where(posts.c.id == post_id, posts.c.state == PostState.WAITING)
        .values(state=PostState.PUBLISHED, published_at=now)
    )


async def stop(tx: Transaction, post_id: int) -> None:
    """Nobody gets the post. Does nothing to one that is out."""
    await tx.execute(
        update(posts).where(posts.c.id == post_id, posts.c.state == PostState.WAITING).values(state=PostState.STOPPED)
    )


async def withdraw(tx: Transaction, post_id: int) -> bool:
    """Readers are not to have the post any more; False when it was not out."""
    result = await tx.execute(
        update(posts)
        .where(posts.c.id == post_id, posts.c.state == PostState.PUBLISHED)
        .values(state=PostState.WITHDRAWN)
    )
    return result.rowcount == 1


async def close_comments(tx: Transaction, post_id: int, closed: bool) -> None:
    """Nobody can comment on the post any more, or people can again."""
    await tx.execute(update(posts).where(posts.c.id == post_id).values(comments_closed=closed))


async def of_draft(tx: Transaction, draft_id: int) -> Post | None:
    """The post that a draft has become. One that was stopped is not it: its draft can become another."""
    found = select(posts).where(posts.c.draft_id == draft_id, posts.c.state != PostState.STOPPED)
    row = (await tx.execute(found.order_by(posts.c.id.desc()).limit(1))).first()
    return None if row is None else post_of(row)


async def listed(tx: Transaction, author_id: int | None, offset: int, limit: int) -> list[Post]:
    """Posts that are out, the newest first; ``author_id`` None: everybody's."""
    found = _out(select(posts), author_id).order_by(posts.c.published_at.desc(), posts.c.id.desc())
    return [post_of(row) for row in await tx.execute(found.offset(offset).limit(limit))]


async def count(tx: Transaction, author_id: int | None, *, newer_than: Post | None = None) -> int:
    """How many posts are out, or come before another one in their list; ``author_id`` None: everybody's."""
    counted = _out(select(func.count()).select_from(posts), author_id)
    if newer_than is not None:
        counted = counted.where(
            or_(
                posts.c.published_at > newer_than.published_at,
                and_(posts.c.published_at == newer_than.published_at, posts.c.id > newer_than.id),
            )
        )
    return int((await tx.execute(counted)).scalar_one())


def _out(statement: Select[Any], author_id: int | None) -> Select[Any]:
    out = statement.where(posts.c.state == PostState.PUBLISHED)
    return out if author_id is None else out.where(posts.c.author_id == author_id)


async def pages_of(tx: Transaction, post_id: int, revision: int) -> list[Prepared]:
    """The messages of a revision without their buttons, in order; an album's first makes them all."""
    rows = await tx.execute(
        select(pages.c.method, pages.c.tail, pages.c.messages)
        .where(pages.c.post_id == post_id, pages.c.revision == revision)
        .order_by(pages.c.page)
    )
    return [Prepared(row.method, row.tail, row.messages) for row in rows]


async def leaves_of(tx: Transaction, post_id: int, revision: int) -> list[Prepared]:
    """What the last message of a revision is changed into when it is turned, in order; none where it cannot be.

    They lack the message's id, and the buttons.
    """
    rows = await tx.execute(
        select(leaves_table.c.method, leaves_table.c.tail)
        .where(leaves_table.c.post_id == post_id, leaves_table.c.revision == revision)
        .order_by(leaves_table.c.leaf)
    )
    return [Prepared(row.method, row.tail) for row in rows]


async def count_comment(tx: Transaction, post_id: int, change: int, repaint_at: datetime) -> None:
    """One visible comment more or less; the delivered copies are to show it from ``repaint_at`` on.

    A repainting that is due sooner stays so: decisions that follow each other closely would put it off for ever.
    """
    later = or_(posts.c.repaint_at.is_(None), posts.c.repaint_at > repaint_at)
    sooner = case((later, literal(repaint_at, posts.c.repaint_at.type)), else_=posts.c.repaint_at)
    await tx.execute(
        update(posts).where(posts.c.id == post_id).values(comments=posts.c.comments + change, repaint_at=sooner)
    )


_SHOWN = Straight("UPDATE posts SET repaint_at = 0 WHERE id = ? AND comments <> ? AND repaint_at IS NULL")
"""Since 1970: these copies have waited for longest."""


async def shown(tx: Transaction, post_id: int, comments: int) -> None:
    """A copy has turned up whose button shows ``comments``: is that an old count, copies are to be repainted."""
    await _SHOWN.ask(tx, post_id, comments)


async def to_repaint(tx: Transaction, now: datetime, published_after: datetime) -> list[Post]:
    """Posts of whose copies some may show an old count, and which are out, but for those of an earlier day."""
    rows = await tx.execute(
        select(posts)
        .where(
            posts.c.repaint_at <= now,
            posts.c.state == PostState.PUBLISHED,
            posts.c.published_at > published_after,
        )
        .order_by(posts.c.repaint_at)
    )
    return [post_of(row) for row in rows]


async def repainted(tx: Transaction, post: Post) -> None:
    """Every copy shows the count that ``post`` has. Is there a newer one by now, or a copy that turned up meanwhile
    with an old one, the work goes on."""
    old = select(copies.c.post_id).where(copies.c.post_id == posts.c.id, copies.c.comments != posts.c.comments)
    await tx.execute(
        update(posts)
        .where(posts.c.id == post.id, posts.c.comments == post.comments, ~old.exists())
        .values(repaint_at=None)
    )


def post_of(row: Row[Any]) -> Post:
    """A row of the table as a value."""
    return Post(
        row.id,
        row.draft_id,
        row.author_id,
        PostState(row.state),
        row.headline,
        row.revision,
        row.pages,
        row.comments,
        row.published_at,
        row.leaves,
        AS_USUAL if row.options is None else options_from_json(row.options),
        row.comments_closed,
    )
