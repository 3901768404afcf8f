"""Two change one post at the same moment: one update wins, and no edit is lost between two revisions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.core.article_json import article_to_json
from bot.core.assembly import assemble
from bot.core.calls import Prepared
from bot.core.campaigns import CampaignState
from bot.core.draft_json import draft_to_json
from bot.core.drafts import DraftState
from bot.core.options import AS_USUAL
from bot.core.parts import Part
from bot.core.people import Profile, Role
from bot.core.posts import Post, PostState
from bot.core.refusals import Refusal, RefusalKey
from bot.core.richtext import RichText
from bot.core.submissions import Submission
from bot.handlers.composing import Composing
from bot.handlers.desk import Desk
from bot.handlers.late_photos import LatePhotos
from bot.handlers.published import Published
from bot.handlers.revising import Revising
from bot.handlers.withdrawing import Withdrawing
from bot.storage import campaigns, drafts, ledger, parts, people, posts, revisions
from bot.storage.engine import Database, Transaction
from tests.handlers.test_moderating_race import blog
from tests.storage.racing import race

NOW = datetime(2026, 3, 27, 20, 0, tzinfo=UTC)
OLGA, PAVEL = Profile(1, "Olga"), Profile(2, "Pavel")
HEADLINE, TEXT = (Part(PAVEL.id, id, NOW, RichText(text)) for id, text in ((11, "The barrier held"), (12, "It did.")))

DESK = Desk(blog())
PUBLISHED = Published(blog(), DESK)
REVISING = Revising(blog(), DESK, PUBLISHED)
WITHDRAWING = Withdrawing(blog(), DESK, PUBLISHED)
COMPOSING = Composing(blog(), DESK, PUBLISHED, LatePhotos(blog(), DESK, PUBLISHED))


@pytest.fixture
async def post(database: Database) -> Post:
    """Pavel's post, which he is changing; Olga owns the blog."""

    async def work(tx: Transaction) -> Post:
        for by, role in ((OLGA, Role.OWNER), (PAVEL, Role.AUTHOR)):
            await people.subscribe(tx, by, NOW)
            await people.give_role(tx, by.id, role, NOW)
        draft = await drafts.begin(tx, PAVEL.id, NOW)
        await parts.add_all(tx, draft.id, [HEADLINE, TEXT])
        post = await posts.add(
            tx,
            draft_id=draft.id,
            author_id=PAVEL.id,
            headline="The barrier held",
            article=article_to_json(assemble([HEADLINE, TEXT]).article),
            rendered=[Prepared("sendMessage", b',"text":"The barrier held"}')],
            now=NOW,
            draft=draft_to_json([HEADLINE, TEXT], None, AS_USUAL),
        )
        await posts.publish(tx, post.id, NOW)
        await drafts.set_state(tx, draft.id, DraftState.OPEN, DraftState.PUBLISHED)
        await edit(tx, "It did, all night.")
        return await posts.get(tx, post.id)

    return await database.write(work)


async def edit(tx: Transaction, text: str) -> Any:
    """Pavel edits the post's second message."""
    pavel = await blog().person(tx, PAVEL.id)
    submission = Submission(PAVEL, PAVEL.id, 12, NOW, RichText(text))
    return await COMPOSING.edited(tx, NOW, pavel, submission)


def update(by: Profile, post: Post) -> Any:
    """The press of Update silently."""
    return lambda tx: REVISING.updated(tx, NOW + timedelta(days=1), by, post.draft_id, line=False)


async def test_one_of_two_updates_wins_and_the_other_is_told(database: Database, post: Post) -> None:
    _, second = await race(database, update(OLGA, post), update(PAVEL, post))

    assert isinstance(second, Refusal)
    assert (second.key, second.facts) == (RefusalKey.DRAFT_CLOSED, {"state": DraftState.PUBLISHED})
    async with database.read() as tx:
        assert (await posts.get(tx, post.id)).revision == 2
        newest = await revisions.find(tx, post.id, 2)
    assert newest is not None
    assert newest.made_by == OLGA.id


async def test_an_edit_that_meets_an_update_is_in_it_or_offers_the_next(database: Database, post: Post) -> None:
    await race(database, update(OLGA, post), lambda tx: edit(tx, "It did, for two nights."))

    async with database.read() as tx:
        said = await revisions.snapshot_of(tx, post.id, 2)
        draft = await drafts.find(tx, post.draft_id)
        part = await parts.find(tx, post.draft_id, TEXT.key)
    assert said is not None
    assert draft is not None
    assert said.parts[1].text.text == "It did, all night."
    assert part is not None
    assert part.text.text == "It did, for two nights."
    assert draft.state is DraftState.REVISING


async def test_an_update_that_meets_a_withdrawal_comes_too_late(database: Database, post: Post) -> None:
    _, second = await race(database, lambda tx: WITHDRAWING.done(tx, NOW, OLGA, post.id, 0), update(PAVEL, post))

    assert isinstance(second, Refusal)
    async with database.read() as tx:
        after = await posts.get(tx, post.id)
    assert (after.state, after.revision) == (PostState.WITHDRAWN, 1)


async def test_a_post_bears_the_day_of_its_first_revision_in_each(database: Database, post: Post) -> None:
    await database.write(update(OLGA, post))

    async with database.read() as tx:
        (page,) = await posts.pages_of(tx, post.id, 2)
    assert b"Friday, March 27, 2026" in page.tail


async def test_withdrawing_a_paused_post_leaves_nothing_queued(database: Database, post: Post) -> None:
    async def work(tx: Transaction) -> int:
        campaign = await campaigns.begin(tx, post.id, PAVEL.id, NOW)
        assert await campaigns.move(tx, campaign.id, CampaignState.WAITING, CampaignState.PAUSED)
        await ledger.freeze_audience(tx, campaign.id, post.id, 1, without=PAVEL.id)
        await WITHDRAWING.done(tx, NOW, PAVEL, post.id, 0)
        return campaign.id

    campaign_id = await database.write(work)

    async with database.read() as tx:
        progress = await ledger.progress(tx, campaign_id)
        campaign = await campaigns.find(tx, campaign_id)
    assert (progress.planned, progress.cancelled) == (1, 1)
    assert campaign is not None
    assert (campaign.state, campaign.finished_at) == (CampaignState.CANCELLED, NOW)


async def test_an_edit_reaches_a_copy_of_the_draft_also_when_its_post_was_withdrawn(
    database: Database, post: Post
) -> None:
    async def work(tx: Transaction) -> int:
        copy = await drafts.begin(tx, PAVEL.id, NOW)
        await parts.copy(tx, post.draft_id, copy.id)
        await WITHDRAWING.done(tx, NOW, PAVEL, post.id, 0)
        await edit(tx, "It did, for two nights.")
        return copy.id

    copy_id = await database.write(work)

    async with database.read() as tx:
        here, there = [await parts.find(tx, draft_id, TEXT.key) for draft_id in (copy_id, post.draft_id)]
    assert here is not None
    assert there is not None
    assert (here.text.text, there.text.text) == ("It did, for two nights.", "It did, all night.")


async def test_an_edit_of_a_withdrawn_post_alone_is_refused(database: Database, post: Post) -> None:
    async def work(tx: Transaction) -> None:
        await WITHDRAWING.done(tx, NOW, PAVEL, post.id, 0)
        await edit(tx, "It did, for two nights.")

    with pytest.raises(Refusal) as refused:
        await database.write(work)
    assert refused.value.key is RefusalKey.POST_WITHDRAWN
