"""What a storage test finds in the database before it begins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from bot.core.calls import Prepared
from bot.core.campaigns import Campaign, CampaignKind, CampaignState
from bot.core.cases import Act, CommentState, Reason, Why
from bot.core.comments import Comment, body_of
from bot.core.drafts import DraftState
from bot.core.parts import Part
from bot.core.people import Profile
from bot.core.posts import Post
from bot.core.richtext import RichText
from bot.storage import campaigns, comments, drafts, ledger, people, posts
from bot.storage.engine import Transaction
from bot.storage.tables import campaigns as campaigns_table
from bot.storage.tables import deliveries

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
    answers: Comment | None = None,
) -> Comment:
    """What a reader wrote to the post; in a state that calls for it, the post's author has decided."""
    await readers(tx, [by])
    piece = Part(by, message, NOW, RichText(text))
    comment = await comments.receive(
        tx,
        post_id=post.id,
        person_id=by,
        name=f"Reader {by}",
        body=body_of([piece]),
        pieces=[piece],
        why=None if state is CommentState.LIVE else Why.FIRST,
        now=NOW,
        answers=answers,
    )
    if state in (CommentState.PENDING, CommentState.LIVE):
        return comment
    return await moved(tx, comment, _ACTS[state])


_ACTS = {
    CommentState.APPROVED: Act.APPROVED,
    CommentState.REJECTED: Act.REJECTED,
    CommentState.SPAM: Act.SPAM,
    CommentState.WITHDRAWN: Act.WITHDRAWN,
    CommentState.ERASED: Act.ERASED,
}


async def moved(
    tx: Transaction, comment: Comment, act: Act, *, by: int = AUTHOR, reason: Reason | None = None
) -> Comment:
    """The comment after somebody has done that to it."""
    changed = await comments.record(tx, comment, act, by=by, now=NOW, repaint_at=NOW, reason=reason)
    assert changed is not None
    return changed


async def post_of(tx: Transaction, campaign: Campaign) -> Post:
    """What a campaign is about."""
    return await posts.get(tx, campaign.post_id)


async def of_kind(tx: Transaction, campaign: Campaign, kind: CampaignKind) -> Campaign:
    """The same campaign as one that brings something else."""
    await tx.execute(update(campaigns_table).where(campaigns_table.c.id == campaign.id).values(kind=kind))
    found = await campaigns.find(tx, campaign.id)
    assert found is not None
    return found


async def forget_ledger(tx: Transaction, campaign: Campaign) -> None:
    """What the campaign came to is kept, and its rows are about to go."""
    kept = {"progress": asdict(await ledger.progress(tx, campaign.id)), "reached": 0, "in_doubt": 0}
    await tx.execute(update(campaigns_table).where(campaigns_table.c.id == campaign.id).values(totals=kept))


async def change_pages(tx: Transaction, campaign: Campaign, *, by: int) -> None:
    """The campaign's rows are of other pages."""
    of_campaign = deliveries.c.campaign_id == campaign.id
    await tx.execute(update(deliveries).where(of_campaign).values(page=deliveries.c.page + 100))
    await tx.execute(update(deliveries).where(of_campaign).values(page=deliveries.c.page - 100 + by))
