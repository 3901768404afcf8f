"""Cards are brought up to date by a job, once for many changes, and taken from whoever is no moderator any more."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.core.cases import Act, CommentState
from bot.core.comments import Comment
from bot.core.deliveries import DeliveryState
from bot.core.people import Profile, Role
from bot.core.posts import Post
from bot.core.prompts import Prompt, PromptKind
from bot.core.refusals import Refusal, RefusalKey
from bot.core.richtext import RichText
from bot.core.slots import Slot, SlotKind
from bot.core.submissions import Submission
from bot.gateway.incoming import Pressed
from bot.handlers.answers import Answer, put_into_outbox
from bot.handlers.bootstrap import Handlers
from bot.handlers.cards import Cards
from bot.handlers.presses import buttons
from bot.handlers.repainting import PORTION, Repainter
from bot.rendering.message import Press, Verb
from bot.storage import comment_log, comments, people, slots
from bot.storage.engine import Database, Transaction
from bot.storage.tables import outbox
from tests.handlers.test_moderating_race import blog
from tests.storage import given
from tests.storage.racing import race

NOW = datetime(2026, 3, 27, 20, 0, tzinfo=UTC)
MIA, MAX = Profile(7_000_000_031, "Mia"), Profile(7_000_000_032, "Max")
HANDLERS = Handlers(blog())
BUTTONS = buttons(HANDLERS)


@pytest.fixture
async def comment(database: Database) -> Comment:
    """It waits, with a card for Mia and one for Max."""

    async def work(tx: Transaction) -> Comment:
        post = await given.post(tx)
        for moderator in (MIA, MAX):
            await people.subscribe(tx, moderator, NOW)
            await people.give_role(tx, moderator.id, Role.MODERATOR, NOW)
        comment = await given.comment(tx, post)
        await put_into_outbox(tx, await Cards(blog()).dealt(tx, NOW, comment, post), NOW)
        return comment

    return await database.write(work)


async def press(tx: Transaction, by: Profile, verb: Verb, *ids: int) -> Answer:
    """Somebody presses, in the private chat."""
    on = Pressed("query", by, by.id, 0, Press(verb, ids), on_copy=False)
    answer = await BUTTONS[verb].does(tx, NOW, on, ids)
    await put_into_outbox(tx, answer.messages, NOW)
    return answer


async def remove(tx: Transaction, by: Profile = MIA) -> None:
    """The owner takes somebody's role."""
    await people.take_role(tx, by.id)
    await slots.mark_chat_stale(tx, SlotKind.CARD, by.id, NOW)


async def repaint(database: Database) -> int:
    """Runs the job until nothing is stale; gives how many portions that took."""
    commits: list[None] = []
    repainter = Repainter(database, lambda: NOW, lambda: commits.append(None))
    while await repainter.paint_some(HANDLERS.cards):
        pass
    return len(commits)


async def shown(database: Database, chat_id: int) -> list[str]:
    """The first lines of what waits to be shown in a chat."""
    async with database.read() as tx:
        rows = await tx.execute(
            select(outbox.c.tail)
            .where(outbox.c.chat_id == chat_id, outbox.c.state == DeliveryState.QUEUED)
            .order_by(outbox.c.id)
        )
        return [json.loads(b"{" + tail.removeprefix(b","))["text"].splitlines()[0] for tail in rows.scalars()]


async def test_the_card_that_is_pressed_changes_at_once_and_the_others_by_the_job(
    database: Database, comment: Comment
) -> None:
    await database.write(lambda tx: press(tx, MIA, Verb.APPROVE, comment.id, comment.version, comment.revision))
    assert (await shown(database, MIA.id))[0].startswith("✅ Approved by Mia")
    assert (await shown(database, MAX.id))[0].startswith("🟡 #")

    await repaint(database)
    assert [line[:17] for line in await shown(database, MAX.id)] == ["✅ Approved by Mia"[:17]]


async def test_many_changes_come_to_one_repainting(database: Database, comment: Comment) -> None:
    version = comment.version
    for _ in range(5):
        await database.write(lambda tx: press(tx, MIA, Verb.APPROVE, comment.id, version, comment.revision))  # noqa: B023
        await database.write(lambda tx: press(tx, MIA, Verb.UNDO, comment.id, version + 1))  # noqa: B023
        version += 2

    assert await repaint(database) == 1
    assert (await shown(database, MAX.id))[0].startswith("🟡 #")


async def test_more_cards_than_a_portion_take_several(database: Database, comment: Comment) -> None:
    async def many(tx: Transaction) -> None:
        for chat in range(1, PORTION + 2):
            await slots.ensure(tx, Slot(SlotKind.CARD, comment.id, chat))
        await slots.mark_stale(tx, SlotKind.CARD, comment.id, NOW)

    await database.write(many)
    assert await repaint(database) == 2


async def test_whoever_is_removed_has_nothing_but_a_line_whatever_happens_afterwards(
    database: Database, comment: Comment
) -> None:
    await database.write(remove)
    await repaint(database)
    assert await shown(database, MIA.id) == [f"#{comment.id} · This card is for the blog’s moderators."]

    await database.write(lambda tx: press(tx, MAX, Verb.APPROVE, comment.id, comment.version, comment.revision))
    await repaint(database)
    assert await shown(database, MIA.id) == [f"#{comment.id} · This card is for the blog’s moderators."]


async def undealt(tx: Transaction) -> tuple[Comment, Post]:
    """A comment that waits and has no cards yet."""
    post = await given.post(tx)
    return await given.comment(tx, post, message=71), post


async def test_a_card_that_is_asked_for_while_its_reader_is_removed_is_not_left_behind(
    database: Database, comment: Comment
) -> None:
    other, _ = await database.write(undealt)
    await race(database, lambda tx: press(tx, MIA, Verb.COMMENT_CARD, other.id), remove)
    await repaint(database)
    assert sorted(await shown(database, MIA.id)) == [
        f"#{each.id} · This card is for the blog’s moderators." for each in (comment, other)
    ]


async def test_cards_that_are_dealt_while_somebody_is_removed_are_not_left_behind(
    database: Database, comment: Comment
) -> None:
    other, post = await database.write(undealt)

    async def dealt(tx: Transaction) -> None:
        await put_into_outbox(tx, await Cards(blog()).dealt(tx, NOW, other, post), NOW)

    await race(database, dealt, remove)
    await repaint(database)
    assert sorted(await shown(database, MIA.id)) == [
        f"#{each.id} · This card is for the blog’s moderators." for each in (comment, other)
    ]


async def test_an_answer_to_what_has_changed_meanwhile_publishes_nothing(database: Database, comment: Comment) -> None:
    async def answers(tx: Transaction) -> Answer:
        mia = await blog().person(tx, MIA.id)
        submission = Submission(MIA, MIA.id, 90, NOW, RichText("We will see."), reply_to_version=comment.version - 1)
        swiped = await HANDLERS.answering.swiped(tx, NOW, mia, submission, comment.id)
        prompt = Prompt(PromptKind.ANSWER, comment.id, comment.version - 1)
        asked = await HANDLERS.answering.answered(tx, NOW, mia, submission, prompt)
        assert len(swiped.messages) == len(asked.messages) == 2
        return asked

    await database.write(answers)
    async with database.read() as tx:
        assert (await comments.get(tx, comment.id)).state is CommentState.PENDING
        assert await comments.of_message(tx, MIA.id, 90) is None


async def test_an_answer_in_the_group_is_known_apart_from_a_message_in_private(
    database: Database, comment: Comment
) -> None:
    async def answers(tx: Transaction) -> None:
        mia = await blog().person(tx, MIA.id)
        seen = comment
        for chat in (-100, MIA.id):
            submission = Submission(MIA, chat, 90, NOW, RichText("We will see."), reply_to_version=seen.version)
            await HANDLERS.answering.swiped(tx, NOW, mia, submission, comment.id)
            seen = await comments.get(tx, comment.id)
        for message_id, own in ((-90, None), (90, 90)):
            answer = await comments.of_message(tx, MIA.id, message_id)
            assert answer is not None
            assert answer.own_message == own

    await database.write(answers)


async def test_a_removed_moderator_answers_no_question(database: Database, comment: Comment) -> None:
    async def answers(tx: Transaction) -> None:
        await remove(tx)
        mia = await blog().person(tx, MIA.id)
        submission = Submission(MIA, MIA.id, 90, NOW, RichText("We will see."))
        await HANDLERS.answering.answered(
            tx, NOW, mia, submission, Prompt(PromptKind.ANSWER, comment.id, comment.version)
        )

    with pytest.raises(Refusal) as refused:
        await database.write(answers)
    assert refused.value.key is RefusalKey.NOT_ALLOWED


async def test_a_sanction_that_is_pressed_twice_is_imposed_once(database: Database, comment: Comment) -> None:
    async def twice(tx: Transaction) -> list[Act]:
        for verb, ids in ((Verb.BAN, (comment.id,)), (Verb.FREE, (comment.id,)), (Verb.MUTE, (comment.id, 1))):
            for _ in range(2):
                await press(tx, MIA, verb, *ids)
        return [event.act for event in await comment_log.of_comment(tx, comment.id)][2:]

    assert await database.write(twice) == [Act.BANNED, Act.FREED, Act.MUTED]
