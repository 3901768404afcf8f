"""Two moderators decide on the same comments at the same moment, each in a process of its own.

Both have read what they decide on before either of them writes; the database alone says who was first.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from gettext import NullTranslations
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine, event, select

from bot.core.calls import Prepared
from bot.core.cases import DECISIONS, Act, CommentState, Reason, replay
from bot.core.comments import Comment
from bot.core.deciding import REASONS
from bot.core.deliveries import DeliveryState
from bot.core.drafts import DraftState
from bot.core.people import Profile, Role
from bot.core.refusals import Refusal
from bot.core.richtext import RichText
from bot.core.slots import SlotKind
from bot.core.submissions import Submission
from bot.gateway.incoming import Pressed
from bot.handlers.answers import put_into_outbox
from bot.handlers.blog import Blog
from bot.handlers.bootstrap import Handlers
from bot.handlers.presses import buttons
from bot.rendering.message import Press, Verb
from bot.rendering.texts import Texts
from bot.sandbox.client import PATIENCE
from bot.storage import comment_log, comments, drafts, people, posts
from bot.storage.engine import Database, Transaction
from bot.storage.people import People
from bot.storage.tables import outbox, slots

ROUNDS = 500

NOW = datetime(2026, 3, 27, 20, 0, tzinfo=UTC)
OLGA, ANN = Profile(1, "Olga"), Profile(7_000_000_001, "Ann")
MIA, MAX = Profile(7_000_000_031, "Mia"), Profile(7_000_000_032, "Max")
PRESSED = {MIA: Verb.APPROVE, MAX: Verb.REJECT_FOR}
AFTER = {Act.APPROVED: CommentState.APPROVED, Act.REJECTED: CommentState.REJECTED}

TEXTS = Texts(NullTranslations(), "en", UTC, "The Long View")


def blog() -> Blog:
    """A blog whose decisions take effect at once."""
    return Blog(TEXTS, People(), "long_view_bot", None, timedelta(), timedelta(), lambda: 25.0, lambda: "code")


_REASON = (REASONS.index(Reason.RUDE),)

Told = list[str]
"""What each press was told, in the order of the comments."""


def moderate(url: str, by: Profile, seen: list[Comment], meeting: Barrier, results: Connection) -> None:
    """One moderator's process: presses on each card, and meets the other between reading and writing."""
    results.send(asyncio.run(_moderate(url, by, seen, meeting)))


async def _moderate(url: str, by: Profile, seen: list[Comment], meeting: Barrier) -> Told:
    database = Database.open(url)
    button = buttons(Handlers(blog()))[PRESSED[by]]

    async def press(tx: Transaction, seen: tuple[int, int, int]) -> str:
        ids = (*seen, *_REASON[: button.ids - len(seen)])
        on = Pressed("query", by, by.id, 0, Press(PRESSED[by], ids), on_copy=False)
        answer = await button.does(tx, NOW, on, ids)
        await put_into_outbox(tx, answer.messages, NOW)
        return answer.toast

    if database.dialect == "postgresql":
        _meet_before_writing(meeting)
    told = []
    for comment in seen:
        if database.dialect == "sqlite":  # where whoever writes is alone, from the first statement on
            meeting.wait(PATIENCE)
        ids = (comment.id, comment.version, comment.revision)
        try:
            told.append(await database.write(lambda tx, ids=ids: press(tx, ids)))  # type: ignore[misc]
        except Refusal as refusal:
            told.append(TEXTS.refusal(refusal))
    await database.close()
    return told


def _meet_before_writing(meeting: Barrier) -> None:
    """Each transaction of this process waits for one of the other's between its reading and the compare-and-swap."""

    @event.listens_for(Engine, "before_cursor_execute")
    def meet(connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("UPDATE comments SET") and not connection.info.get("has met"):
            connection.info["has met"] = True
            meeting.wait(PATIENCE)

    @event.listens_for(Engine, "begin")
    def begin(connection: Any) -> None:
        connection.info.pop("has met", None)


@pytest.mark.check
@pytest.mark.timeout(300)
async def test_one_of_two_processes_decides_and_the_other_is_told_who_was_first(
    database: Database, database_url: str
) -> None:
    seen = await database.write(_comments_that_wait)

    mias, maxs = await asyncio.to_thread(_both_press, database_url, seen)

    conflicts = approved = 0
    async with database.read() as tx:
        cards = await _cards(tx)
        for comment, mia, max_ in zip(seen, mias, maxs, strict=True):
            log = await comment_log.of_comment(tx, comment.id)
            (decision,) = [event for event in log if event.act in DECISIONS]
            first, second = (mia, max_) if decision.actor_id == MIA.id else (max_, mia)
            name = MIA.name if decision.actor_id == MIA.id else MAX.name
            assert "Already" in second
            assert name in second
            assert "Already" not in first
            conflicts += 1
            decided = await comments.get(tx, comment.id)
            assert decided.state is AFTER[decision.act]
            assert decided.version == comment.version + 1
            assert replay(log) == decided.case
            assert cards[comment.id] == {MIA.id: name, MAX.id: name}
            approved += decided.visible
        (post_id,) = {comment.post_id for comment in seen}
        assert (await posts.get(tx, post_id)).comments == approved
        assert await _queued_bubbles(tx) == sorted(comment.id for comment in seen)
    assert conflicts == ROUNDS


def _both_press(url: str, seen: list[Comment]) -> tuple[Told, Told]:
    context = multiprocessing.get_context("spawn")
    meeting = context.Barrier(2)
    running = []
    for by in (MIA, MAX):
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=moderate, args=(url, by, seen, meeting, sender))
        process.start()
        sender.close()
        running.append((process, receiver))
    first, second = (receiver.recv() for _, receiver in running)
    for process, receiver in running:
        receiver.close()
        process.join(PATIENCE)
        process.close()
    return first, second


async def _comments_that_wait(tx: Transaction) -> list[Comment]:
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
    handlers = Handlers(blog())
    seen = []
    for message_id in range(1, ROUNDS + 1):
        submission = Submission(ANN, ANN.id, message_id, NOW, RichText(f"What happens to Holm now? ({message_id})"))
        answer = await handlers.commenting.received(tx, NOW, ann, submission, post.id)
        await put_into_outbox(tx, answer.messages, NOW)
        comment = await comments.of_message(tx, ANN.id, message_id)
        assert comment is not None
        seen.append(comment)
    return seen


async def _cards(tx: Transaction) -> dict[int, dict[int, str]]:
    """Whom the card of each comment names, in each chat, as the one who decided: as it is about to be shown."""
    cards: dict[int, dict[int, str]] = {}
    for chat_id, comment_id, text in await _queued(tx, SlotKind.CARD):
        name = next(name for name in (MIA.name, MAX.name) if f"by {name}" in text)
        cards.setdefault(comment_id, {})[chat_id] = name
    return cards


async def _queued_bubbles(tx: Transaction) -> list[int]:
    return sorted(subject_id for _, subject_id, _ in await _queued(tx, SlotKind.BUBBLE))


async def _queued(tx: Transaction, kind: SlotKind) -> Iterable[tuple[int, int, str]]:
    """Messages of a kind that wait to go out: their chats, what they are about, and what they say."""
    rows = await tx.execute(
        select(outbox.c.chat_id, outbox.c.tail, slots.c.subject_id)
        .join(slots, slots.c.id == outbox.c.slot_id)
        .where(outbox.c.state == DeliveryState.QUEUED, slots.c.kind == kind)
    )
    return [(row.chat_id, row.subject_id, json.loads(b"{" + row.tail.removeprefix(b","))["text"]) for row in rows]
