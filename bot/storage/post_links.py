"""The addresses that posts link to, so that a repetition is noticed."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, func, insert, select

from bot.core.links import same_link
from bot.core.posts import Post, PostState
from bot.storage import posts as all_posts
from bot.storage.engine import Transaction
from bot.storage.tables import post_links, posts

LONGEST = 2_000
"""Bytes of an address that is kept: PostgreSQL's index takes 2,704, and what is longer hardly comes twice."""

_AT_ONCE = 500
"""Addresses that are looked up in one statement: a database takes so many parameters and no more."""


async def keep(tx: Transaction, post_id: int, links: Iterable[str]) -> None:
    """These are the addresses of the post, and no others any more."""
    await tx.execute(delete(post_links).where(post_links.c.post_id == post_id))
    kept = {link for link in map(same_link, links) if _can_be_kept(link)}
    if kept:
        await tx.execute(insert(post_links), [{"link": link, "post_id": post_id} for link in sorted(kept)])


async def earlier(tx: Transaction, links: Iterable[str], *, but_not_draft: int) -> list[tuple[str, Post]]:
    """Those of the addresses that stand in published posts as well, each with the newest of these posts.

    As they are written and in the order given. What the draft ``but_not_draft`` itself has become does not count.
    """
    same = {link: same_link(link) for link in links}
    newest: dict[str, int] = {}
    asked = sorted({link for link in same.values() if _can_be_kept(link)})
    for start in range(0, len(asked), _AT_ONCE):
        rows = await tx.execute(
            select(post_links.c.link, func.max(post_links.c.post_id).label("post_id"))
            .join(posts, posts.c.id == post_links.c.post_id)
            .where(
                post_links.c.link.in_(asked[start : start + _AT_ONCE]),
                posts.c.state == PostState.PUBLISHED,
                posts.c.draft_id != but_not_draft,
            )
            .group_by(post_links.c.link)
        )
        newest |= {row.link: row.post_id for row in rows}
    found = {post_id: await all_posts.get(tx, post_id) for post_id in sorted(set(newest.values()))}
    return [(link, found[newest[normal]]) for link, normal in same.items() if normal in newest]


def _can_be_kept(link: str) -> bool:
    return "\0" not in link and 0 < len(link.encode("utf-8", "surrogatepass")) <= LONGEST
