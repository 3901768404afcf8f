"""Posts, their revisions, and the pages that each revision was rendered into."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from bot.core.calls import Prepared
from bot.core.posts import Post, PostState
from bot.storage.engine import Transaction
from bot.storage.tables import pages, posts, revisions


async def add(
    tx: Transaction,
    *,
    draft_id: int,
    author_id: int,
    headline: str,
    article: dict[str, Any],
    rendered: Sequence[Prepared],
    now: datetime,
) -> Post:
    """A new post with its first revision, waiting for its author's own copy to arrive."""
    result = await tx.execute(
        insert(posts)
        .values(
            draft_id=draft_id,
            author_id=author_id,
            state=PostState.WAITING,
            headline=headline,
            revision=1,
            pages=len(rendered),
            comments=0,
        )
        .returning(posts)
    )
    post = _post(result.one())
    await tx.execute(insert(revisions).values(post_id=post.id, revision=1, article=article, made_at=now))
    await tx.execute(
        insert(pages),
        [
            {"post_id": post.id, "revision": 1, "page": number, "method": page.method, "tail": page.tail}
            for number, page in enumerate(rendered, start=1)
        ],
    )
    return post


async def find(tx: Transaction, post_id: int) -> Post | None:
    """The post with that id."""
    row = (await tx.execute(select(posts).where(posts.c.id == post_id))).first()
    return None if row is None else _post(row)


async def get(tx: Transaction, post_id: int) -> Post:
    """The post with that id, which must be there."""
    return _post((await tx.execute(select(posts).where(posts.c.id == post_id))).one())


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
    return None if row is None else _post(row)


async def publish(tx: Transaction, post_id: int, now: datetime) -> None:
    """The author's own copy has arrived: the post is out."""
    await tx.execute(update(posts).where(posts.c.id == post_id).values(state=PostState.PUBLISHED, published_at=now))


async def stop(tx: Transaction, post_id: int) -> None:
    """Nobody gets the post."""
    await tx.execute(update(posts).where(posts.c.id == post_id).values(state=PostState.STOPPED))


async def pages_of(tx: Transaction, post_id: int, revision: int) -> list[Prepared]:
    """The messages of a revision without their buttons, in order."""
    rows = await tx.execute(
        select(pages.c.method, pages.c.tail)
        .where(pages.c.post_id == post_id, pages.c.revision == revision)
        .order_by(pages.c.page)
    )
    return [Prepared(row.method, row.tail) for row in rows]


async def count_comment(tx: Transaction, post_id: int, change: int, repaint_at: datetime) -> None:
    """One visible comment more or less; the delivered copies are to show it from ``repaint_at`` on."""
    await tx.execute(
        update(posts).where(posts.c.id == post_id).values(comments=posts.c.comments + change, repaint_at=repaint_at)
    )


async def to_repaint(tx: Transaction, now: datetime) -> list[Post]:
    """Posts of whose copies some may show an old count."""
    rows = await tx.execute(select(posts).where(posts.c.repaint_at <= now).order_by(posts.c.repaint_at))
    return [_post(row) for row in rows]


async def repainted(tx: Transaction, post: Post) -> None:
    """Every copy shows the count that ``post`` has; is there a newer one by now, the work goes on."""
    await tx.execute(
        update(posts).where(posts.c.id == post.id, posts.c.comments == post.comments).values(repaint_at=None)
    )


def _post(row: Row[Any]) -> Post:
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
    )
