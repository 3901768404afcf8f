"""Two moderators decide on the same comment at the same moment, each in a process of its own.

Both have read the card before either of them presses; the database alone says who was first.
"""

from __future__ import annotations

import asyncio
import multiprocessing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from gettext import NullTranslations
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier

from sqlalchemy import select

from bot.core.calls import Prepared
from bot.core.comments import Comment, CommentState, Decision
from bot.core.deliveries import DeliveryState
from bot.core.drafts import DraftState
from bot.core.people import Profile, Role
from bot.core.refusals import Refusal, RefusalKey
from bot.core.richtext import RichText
from bot.core.submissions import Submission
from bot.handlers.answers import both_forms, put_into_outbox
from bot.handlers.blog import Blog
from bot.handlers.commenting import Commenting
from bot.handlers.moderating import Moderating
from bot.rendering.comment_views import bubble, card
from bot.rendering.texts import Texts
from bot.sandbox.client import PATIENCE
from bot.storage import comments, drafts, people, posts
from bot.storage.engine import Database, Transaction
from bot.storage.people import People
from bot.storage.tables import comment_events, outbox

ROUNDS = 20

NOW = datetime(2026, 3, 27, 20, 0, tzinfo=UTC)
OLGA, ANN = Profile(1, "Olga"), Profile(7_000_000_001, "Ann")
MIA, MAX = Profile(7_000_000_031, "Mia"), Profile(7_000_000_032, "Max")
AFTER = {Decision.APPROVE: CommentState.APPROVED, Decision.REJECT: CommentState.REJECTED}

TEXTS = Texts(NullTranslations(), "en", UTC, "The Long View")


def blog() -> Blog:
    """A blog whose decisions take effect at once."""
    return Blog(TEXTS, People(), "long_view_bot", None, timedelta(), timedelta(), lambda: 25.0, lambda: "code")


@dataclass(frozen=True)
class Pressed:
    """What a press came to: a decision, or the refusal with what it says."""

    by: Profile
    decision: Decision
    refused: RefusalKey | None = None
    facts: dict[str, object] | None = None


def moderate(url: str, by: Profile, decision: Decision, ids: list[int], meeting: Barrier, results: Connection) -> None:
    """One moderator's process: reads each comment, meets the other, and presses."""
    results.send(asyncio.run(_moderate(url, by, decision, ids, meeting)))


async def _moderate(url: str, by: Profile, decision: Decision, ids: list[int], meeting: Barrier) -> list[Pressed]:
    database = Database.open(url)
    moderating = Moderating(blog())

    async def press(tx: Transaction, seen: Comment) -> None:
        answer = await moderating.decided(tx, NOW, by, decision, seen.id, seen.version)
        await put_into_outbox(tx, answer.messages, NOW)

    pressed = []
    for comment_id in ids:
        async with database.read() as tx:
            seen = await comments.get(tx, comment_id)
        assert seen.state is CommentState.PENDING
        meeting.wait(PATIENCE)
        try:
            await database.write(lambda tx, seen=seen: press(tx, seen))  # type: ignore[misc]
            pressed.append(Pressed(by, decision))
        except Refusal as refusal:
            pressed.append(Pressed(by, decision, refusal.key, refusal.facts))
    await database.close()
    return pressed


async def test_one_of_two_processes_decides_and_the_other_is_told_who_was_first(
    database: Database, database_url: str
) -> None:
    ids = await database.write(_comments_that_wait)

    mias, maxs = await asyncio.to_thread(_both_press, database_url, ids)

    async with database.read() as tx:
        approved = 0
        for comment_id, presses in zip(ids, zip(mias, maxs, strict=True), strict=True):
            (first,) = (press for press in presses if press.refused is None)
            (second,) = (press for press in presses if press.refused is not None)
            state = AFTER[first.decision]
            assert second.refused is RefusalKey.COMMENT_DECIDED
            assert second.facts == {"state": state, "who": first.by.name, "at": NOW}
            assert (await comments.get(tx, comment_id)).state is state
            assert await _decisions(tx, comment_id) == [(first.by.id, first.decision)]
            await _all_messages_show_it(tx, comment_id, first)
            approved += state is CommentState.APPROVED
        (post_id,) = {(await comments.get(tx, comment_id)).post_id for comment_id in ids}
        assert (await posts.get(tx, post_id)).comments == approved


def _both_press(url: str, ids: list[int]) -> tuple[list[Pressed], list[Pressed]]:
    context = multiprocessing.get_context("spawn")
    meeting = context.Barrier(2)
    running = []
    for by, decision in ((MIA, Decision.APPROVE), (MAX, Decision.REJECT)):
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=moderate, args=(url, by, decision, ids, meeting, sender))
        process.start()
        sender.close()
        running.append((process, receiver))
    first, second = (receiver.recv() for _, receiver in running)
    for process, receiver in running:
        receiver.close()
        process.join(PATIENCE)
        process.close()
    return first, second


async def _comments_that_wait(tx: Transaction) -> list[int]:
    """A post with comments that wait, each with a card for Mia and one for Max, and a bubble for Ann."""
    for profile in (OLGA, ANN, MIA, MAX):
        await people.subscribe(tx, profile, NOW)
    for moderator in (MIA, MAX):
        await people.give_role(tx, moderator.id, Role.MODERATOR, NOW)
    draft = await drafts.begin(tx, OLGA.id, NOW)
    await drafts.set_state(tx, draft.id, DraftState.OPEN, DraftState.PUBLISHED)
    page = Prepared("sendMessage", b"")
    post = await posts.add(
        tx, draft_id=draft.id, author_id=OLGA.id, headline="The barrier held", article={}, rendered=[page], now=NOW
    )
    await posts.publish(tx, post.id, NOW)
    ann = await People().find(tx, ANN.id)
    assert ann is not None
    ids = []
    for message_id in range(1, ROUNDS + 1):
        submission = Submission(ANN, ANN.id, message_id, NOW, RichText(f"What happens to Holm now? ({message_id})"))
        answer = await Commenting(blog()).received(tx, NOW, ann, submission, post.id)
        await put_into_outbox(tx, answer.messages, NOW)
        comment = await comments.of_message(tx, ANN.id, message_id)
        assert comment is not None
        ids.append(comment.id)
    return ids


async def _decisions(tx: Transaction, comment_id: int) -> list[tuple[int, str]]:
    rows = await tx.execute(
        select(comment_events.c.actor_id, comment_events.c.action).where(
            comment_events.c.comment_id == comment_id, comment_events.c.action != "received"
        )
    )
    return [(row.actor_id, row.action) for row in rows]


async def _all_messages_show_it(tx: Transaction, comment_id: int, first: Pressed) -> None:
    """The outbox holds one row for each card and one for the bubble, and each shows the decision."""
    comment = await comments.get(tx, comment_id)
    post = await posts.get(tx, comment.post_id)
    view, _ = both_forms(card(TEXTS, comment, post, first.by.name))
    own, _ = both_forms(bubble(TEXTS, comment, post))
    rows = await tx.execute(
        select(outbox.c.chat_id, outbox.c.tail)
        .where(outbox.c.state == DeliveryState.QUEUED, outbox.c.tail.in_([view.tail, own.tail]))
        .order_by(outbox.c.chat_id)
    )
    shown = [(row.chat_id, row.tail) for row in rows]
    assert [row for row in shown if row[1] == view.tail] == [(MIA.id, view.tail), (MAX.id, view.tail)]
    assert (ANN.id, own.tail) in shown
    queued = await tx.execute(select(outbox.c.id).where(outbox.c.state == DeliveryState.QUEUED))
    assert len(queued.all()) == 3 * ROUNDS
