"""What a storage test finds in the database before it begins."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from bot.core.calls import Prepared
from bot.core.campaigns import Campaign, CampaignState
from bot.core.comments import Comment, CommentState
from bot.core.drafts import DraftState
from bot.core.people import Profile
from bot.core.posts import Post
from bot.core.richtext import RichText
from bot.storage import campaigns, comments, drafts, ledger, people, posts
from bot.storage.engine import Transaction

NOW = datetime(2026, 3, 27, 20, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)

AUTHOR = 1
"""Whoever writes the posts; subscribed, too."""


async def readers(tx: Transaction, ids: Iterable[int]) -> None:
    """People who have pressed Start."""
    for id_ in ids:
        await people.subscribe(tx, Profile(id_, f"Reader {id_}"), NOW)


async def post(tx: Transaction, *, pages: int = 1, author: int = AUTHOR, published: bool = True) -> Post:
    """A post of the author's, published a second after the one before it."""
    await readers(tx, [author])
    draft = await drafts.begin(tx, author, NOW)
    await drafts.set_state(tx, draft.id, DraftState.OPEN, DraftState.PUBLISHED)
    rendered = [Prepared("sendMessage", b'"text":"page %d"}' % number) for number in range(1, pages + 1)]
    made = await posts.add(
        tx, draft_id=draft.id, author_id=author, headline="Headline", article={}, rendered=rendered, now=NOW
    )
    if published:
        await posts.publish(tx, made.id, NOW + made.id * SECOND)
    return await posts.get(tx, made.id)


async def campaign(tx: Transaction, post: Post, state: CampaignState = CampaignState.SENDING) -> Campaign:
    """A campaign in that state, without rows."""
    begun = await campaigns.begin(tx, post.id, post.author_id, NOW)
    assert await campaigns.move(tx, begun.id, CampaignState.WAITING, state)
    found = await campaigns.find(tx, begun.id)
    assert found is not None
    return found


async def run(tx: Transaction, ids: Iterable[int], *, pages: int = 1) -> Campaign:
    """A campaign that is to bring a post of so many pages to these readers, and to nobody else who is known."""
    made = await post(tx, pages=pages)
    await people.unsubscribe(tx, AUTHOR)
    await readers(tx, ids)
    sending = await campaign(tx, made)
    await ledger.freeze_audience(tx, sending.id, made.id, made.revision, without=AUTHOR)
    return sending


async def comment(
    tx: Transaction,
    post: Post,
    *,
    by: int = 7,
    message: int = 70,
    state: CommentState = CommentState.PENDING,
    text: str = "What happens to Holm now?",
) -> Comment:
    """What a reader wrote to the post."""
    await readers(tx, [by])
    return await comments.add(
        tx,
        post_id=post.id,
        person_id=by,
        message_id=message,
        name=f"Reader {by}",
        text=RichText(text),
        state=state,
        now=NOW,
    )
