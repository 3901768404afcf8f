"""Posts, their revisions, and the pages that each revision was rendered into."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, case, insert, literal, or_, select, update

from bot.core.calls import Prepared
from bot.core.options import AS_USUAL, PostOptions, options_from_json, options_to_json
from bot.core.posts import Post, PostState
from bot.storage.engine import Transaction
from bot.storage.tables import copies, pages, posts, revisions
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
) -> Post:
    """A new post with its first revision, waiting for its author's own copy to arrive.

    ``rendered`` has one for each message, ``leaves`` what the last of them is changed into where it can be turned.
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
    post = _post(result.one())
    of_revision = {"post_id": post.id, "revision": 1}
    await tx.execute(insert(revisions).values(article=article, made_at=now, **of_revision))
    await tx.execute(
        insert(pages),
        [
            {"page": number, "method": page.method, "tail": page.tail, "messages": page.messages, **of_revision}
            for number, page in enumerate(rendered, start=1)
        ],
    )
    turned = [
        {"leaf": number, "method": leaf.method, "tail": leaf.tail, **of_revision}
        for number, leaf in enumerate(leaves, start=1)
    ]
    if turned:
        await tx.execute(insert(leaves_table), turned)
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


_LONG_SINCE = datetime(1970, 1, 1, tzinfo=UTC)


async def shown(tx: Transaction, post_id: int, comments: int) -> None:
    """A copy has turned up whose button shows ``comments``: is that an old count, copies are to be repainted."""
    await tx.execute(
        update(posts)
        .where(posts.c.id == post_id, posts.c.comments != comments, posts.c.repaint_at.is_(None))
        .values(repaint_at=_LONG_SINCE)
    )


async def to_repaint(tx: Transaction, now: datetime) -> list[Post]:
    """Posts of whose copies some may show an old count."""
    rows = await tx.execute(select(posts).where(posts.c.repaint_at <= now).order_by(posts.c.repaint_at))
    return [_post(row) for row in rows]


async def repainted(tx: Transaction, post: Post) -> None:
    """Every copy shows the count that ``post`` has. Is there a newer one by now, or a copy that turned up meanwhile
    with an old one, the work goes on."""
    old = select(copies.c.post_id).where(copies.c.post_id == posts.c.id, copies.c.comments != posts.c.comments)
    await tx.execute(
        update(posts)
        .where(posts.c.id == post.id, posts.c.comments == post.comments, ~old.exists())
        .values(repaint_at=None)
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
        row.leaves,
        AS_USUAL if row.options is None else options_from_json(row.options),
    )
