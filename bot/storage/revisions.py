"""Revisions: what a post said each time that it was published or updated, and what it was made of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from bot.core.article import Article
from bot.core.article_json import article_from_json
from bot.core.calls import Prepared
from bot.core.draft_json import Snapshot, draft_from_json
from bot.core.options import PostOptions, options_to_json
from bot.core.posts import Post, PostState, Revision
from bot.storage.engine import Transaction
from bot.storage.tables import leaves as leaves_table
from bot.storage.tables import pages, posts, revisions


async def keep(
    tx: Transaction,
    post_id: int,
    number: int,
    *,
    article: dict[str, Any],
    draft: dict[str, Any] | None,
    rendered: Sequence[Prepared],
    leaves: Sequence[Prepared] = (),
    made_by: int | None,
    line: bool = False,
    now: datetime,
) -> None:
    """A revision with its pages, and with its leaves where the last page shows more than one.

    ``draft`` is what it was made of (``bot.core.draft_json``); with ``line`` readers are told of it.
    """
    of_revision = {"post_id": post_id, "revision": number}
    await tx.execute(
        insert(revisions).values(
            of_revision | {"article": article, "draft": draft, "made_at": now, "made_by": made_by, "line": line}
        )
    )
    await tx.execute(
        insert(pages),
        [
            of_revision | {"page": number, "method": page.method, "tail": page.tail, "messages": page.messages}
            for number, page in enumerate(rendered, start=1)
        ],
    )
    turned = [
        of_revision | {"leaf": number, "method": leaf.method, "tail": leaf.tail}
        for number, leaf in enumerate(leaves, start=1)
    ]
    if turned:
        await tx.execute(insert(leaves_table), turned)


async def revise(
    tx: Transaction,
    post: Post,
    *,
    headline: str,
    article: dict[str, Any],
    draft: dict[str, Any],
    options: PostOptions,
    rendered: Sequence[Prepared],
    leaves: Sequence[Prepared] = (),
    made_by: int,
    line: bool,
    now: datetime,
) -> bool:
    """The post says this from now on; False when it is no longer out, or has another revision than ``post`` has."""
    result = await tx.execute(
        update(posts)
        .where(posts.c.id == post.id, posts.c.revision == post.revision, posts.c.state == PostState.PUBLISHED)
        .values(
            headline=headline,
            revision=post.revision + 1,
            pages=len(rendered),
            leaves=max(1, len(leaves)),
            options=options_to_json(options) or None,
        )
    )
    if result.rowcount != 1:
        return False
    await keep(
        tx,
        post.id,
        post.revision + 1,
        article=article,
        draft=draft,
        rendered=rendered,
        leaves=leaves,
        made_by=made_by,
        line=line,
        now=now,
    )
    return True


async def complete(tx: Transaction, post_id: int, number: int, draft: dict[str, Any]) -> None:
    """What a revision was made of, where that was not kept: before there was anything to go back to."""
    of_it = (revisions.c.post_id == post_id, revisions.c.revision == number)
    kept = (await tx.execute(select(revisions.c.draft).where(*of_it))).scalar_one()
    if kept is None:
        await tx.execute(update(revisions).where(*of_it).values(draft=draft))


async def of_post(tx: Transaction, post_id: int, limit: int) -> list[Revision]:
    """The revisions of a post, the newest first."""
    rows = await tx.execute(
        select(revisions).where(revisions.c.post_id == post_id).order_by(revisions.c.revision.desc()).limit(limit)
    )
    return [_revision(row) for row in rows]


async def find(tx: Transaction, post_id: int, number: int) -> Revision | None:
    """One revision of a post."""
    row = await _row(tx, post_id, number)
    return None if row is None else _revision(row)


async def article_of(tx: Transaction, post_id: int, number: int) -> Article:
    """What the post said; the revision must be there."""
    found = select(revisions.c.article).where(revisions.c.post_id == post_id, revisions.c.revision == number)
    return article_from_json((await tx.execute(found)).scalar_one())


async def snapshot_of(tx: Transaction, post_id: int, number: int) -> Snapshot | None:
    """What the revision was made of; None where that was not kept."""
    row = await _row(tx, post_id, number)
    return None if row is None or row.draft is None else draft_from_json(row.draft)


async def dated(tx: Transaction, draft_id: int) -> datetime | None:
    """When the post that a draft has become was made: that day it bears in each of its revisions."""
    moment: datetime | None = (
        await tx.execute(
            select(func.min(revisions.c.made_at))
            .join(posts, posts.c.id == revisions.c.post_id)
            .where(posts.c.draft_id == draft_id, posts.c.state != PostState.STOPPED)
        )
    ).scalar_one()
    return moment


async def _row(tx: Transaction, post_id: int, number: int) -> Row[Any] | None:
    found = select(revisions).where(revisions.c.post_id == post_id, revisions.c.revision == number)
    return (await tx.execute(found)).first()


def _revision(row: Row[Any]) -> Revision:
    return Revision(row.revision, row.made_at, row.made_by, row.line)
