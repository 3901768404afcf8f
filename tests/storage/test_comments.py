"""Comments: the first decision wins, and none is made without a line in the log, from which everything follows."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from bot.core.cases import RULES, Act, Case, CommentState, Event, Reason, Why, replay
from bot.core.comments import Body, Comment
from bot.core.parts import Media, MediaKind, Part
from bot.core.richtext import Entity, RichText
from bot.storage import comment_log, comments, posts
from bot.storage.engine import Database, Transaction
from bot.storage.tables import comment_pieces, comment_revisions
from tests.storage import given
from tests.storage.given import NOW, SECOND
from tests.storage.racing import race
from tests.storage.test_engine import only_postgres

MIA, MAX = 31, 32
NEW_TEXT = Body(RichText("Something else"))


async def received(database: Database, state: CommentState = CommentState.PENDING) -> Comment:
    """A comment in that state."""

    async def work(tx: Transaction) -> Comment:
        return await given.comment(tx, await given.post(tx), state=state)

    return await database.write(work)


async def decide(tx: Transaction, seen: Comment, act: Act, by: int = MIA) -> Comment | None:
    """What a moderator decides on a comment as it was seen."""
    return await comments.record(tx, seen, act, by=by, now=NOW + SECOND, repaint_at=NOW, reason=Reason.RUDE)


async def change(tx: Transaction, seen: Comment, act: Act = Act.REPLACED) -> Comment | None:
    """Its writer changes the text."""
    why = Why.FIRST if act is Act.PROPOSED else None
    return await comments.record(tx, seen, act, by=seen.person_id, now=NOW, repaint_at=NOW, reason=why, body=NEW_TEXT)


async def log(database: Database, comment_id: int) -> list[Event]:
    """Everything that happened to the comment."""
    async with database.read() as tx:
        return await comment_log.of_comment(tx, comment_id)


async def count_on_post(database: Database, comment: Comment) -> int:
    """How many comments the post's button counts."""
    async with database.read() as tx:
        return (await posts.get(tx, comment.post_id)).comments


async def test_a_comment_comes_back_as_it_was_written(database: Database) -> None:
    text = RichText("Schön 🌊, isn't it?", (Entity("bold", 0, 5),))
    body = Body(text, (Media(MediaKind.PHOTO, "file", "unique", 1000),))

    async def work(tx: Transaction) -> Comment:
        post = await given.post(tx)
        await given.readers(tx, [7])
        pieces = [Part(7, 71, NOW, text), Part(7, 70, NOW, text)]
        return await comments.receive(
            tx,
            post_id=post.id,
            person_id=7,
            name=None,
            body=body,
            pieces=pieces,
            why=Why.EVERY,
            now=NOW,
            quote="the pumps",
        )

    comment = await database.write(work)

    waits = Case(CommentState.PENDING, waiting_since=NOW, why=Why.EVERY)
    assert comment == Comment(
        comment.id, comment.post_id, 7, 70, None, body, waits, 2, 1, NOW, thread_id=comment.id, quote="the pumps"
    )
    async with database.read() as tx:
        assert await comments.get(tx, comment.id) == comment
        assert await comments.of_message(tx, 7, 70) == await comments.of_message(tx, 7, 71) == comment
        assert await comments.of_message(tx, 7, 72) is None
        assert await comments.find(tx, comment.id + 1) is None
        assert await comments.body_of_revision(tx, comment.id, 1) == body
    said = [(event.actor_id, event.act, event.before, event.after) for event in await log(database, comment.id)]
    assert said == [
        (7, Act.RECEIVED, None, CommentState.SCREENING),
        (RULES, Act.HELD, CommentState.SCREENING, CommentState.PENDING),
    ]


async def test_a_reply_hangs_under_the_root_and_names_whom_it_answers(database: Database) -> None:
    async def work(tx: Transaction) -> tuple[Comment, Comment, Comment]:
        post = await given.post(tx)
        root = await given.comment(tx, post)
        reply = await given.comment(tx, post, message=71, answers=root)
        return root, reply, await given.comment(tx, post, message=72, answers=reply)

    root, reply, further = await database.write(work)

    assert [one.thread_id for one in (root, reply, further)] == [root.id] * 3
    assert [one.answers_id for one in (root, reply, further)] == [None, root.id, reply.id]


async def test_a_message_becomes_one_comment(database: Database) -> None:
    await received(database)

    with pytest.raises(IntegrityError):
        await received(database)


async def test_a_decision_stands_in_the_log(database: Database) -> None:
    seen = await received(database)

    changed = await database.write(lambda tx: decide(tx, seen, Act.APPROVED))
    assert changed is not None
    assert await database.write(lambda tx: decide(tx, seen, Act.APPROVED)) is None

    assert (changed.state, changed.version, changed.revision) == (CommentState.APPROVED, seen.version + 1, 1)
    assert (changed.case.decided_by, changed.case.decided_at) == (MIA, NOW + SECOND)
    (line,) = (await log(database, seen.id))[2:]
    assert line == Event(
        line.id,
        seen.id,
        NOW + SECOND,
        MIA,
        Act.APPROVED,
        CommentState.PENDING,
        CommentState.APPROVED,
        1,
        Reason.RUDE,
    )
    assert await count_on_post(database, seen) == 1


@pytest.mark.parametrize("state", [CommentState.LIVE, CommentState.APPROVED])
async def test_a_visible_comment_counts_until_it_is_taken_down(database: Database, state: CommentState) -> None:
    seen = await received(database, state)
    assert await count_on_post(database, seen) == 1

    assert await database.write(lambda tx: decide(tx, seen, Act.SPAM)) is not None

    assert await count_on_post(database, seen) == 0


async def test_what_cannot_be_is_not_done(database: Database) -> None:
    seen = await received(database, CommentState.WITHDRAWN)

    assert await database.write(lambda tx: decide(tx, seen, Act.APPROVED)) is None

    async with database.read() as tx:
        assert await comments.get(tx, seen.id) == seen


async def test_of_two_decisions_at_once_the_first_wins(database: Database) -> None:
    seen = await received(database)

    first, second = await race(
        database, lambda tx: decide(tx, seen, Act.REJECTED, MIA), lambda tx: decide(tx, seen, Act.APPROVED, MAX)
    )

    assert first is not None
    assert second is None
    assert [(event.actor_id, event.act) for event in await log(database, seen.id)][2:] == [(MIA, Act.REJECTED)]


@only_postgres
async def test_of_many_who_all_saw_it_pending_in_their_transactions_one_decides(database: Database) -> None:
    seen = await received(database)
    all_have_read = asyncio.Barrier(5)

    async def press(tx: Transaction, actor: int) -> Comment | None:
        found = await comments.get(tx, seen.id)
        await all_have_read.wait()
        return await decide(tx, found, Act.APPROVED, actor)

    results = await asyncio.gather(
        *(database.write(lambda tx, actor=actor: press(tx, actor)) for actor in range(40, 45))  # type: ignore[misc]
    )

    assert sum(result is not None for result in results) == 1
    assert len(await log(database, seen.id)) == 3


async def test_a_decision_on_an_older_text_has_no_effect(database: Database) -> None:
    seen = await received(database)
    changed = await database.write(lambda tx: change(tx, seen))
    assert changed is not None

    assert await database.write(lambda tx: decide(tx, seen, Act.APPROVED)) is None

    assert (changed.state, changed.revision, changed.body) == (CommentState.PENDING, 2, NEW_TEXT)
    async with database.read() as tx:
        assert await comments.get(tx, seen.id) == changed
        assert await comments.body_of_revision(tx, seen.id, 1) == seen.body


async def test_the_old_text_of_a_published_comment_stays_until_the_new_one_has_passed(database: Database) -> None:
    seen = await received(database, CommentState.APPROVED)

    waits = await database.write(lambda tx: change(tx, seen, Act.PROPOSED))
    assert waits is not None
    assert (waits.state, waits.body, waits.revision, waits.case.proposed) == (seen.state, seen.body, 2, 2)

    passed = await database.write(lambda tx: decide(tx, waits, Act.APPROVED))
    assert passed is not None
    assert (passed.state, passed.body, passed.case.waits) == (CommentState.APPROVED, NEW_TEXT, False)
    assert await count_on_post(database, seen) == 1


async def test_a_decision_that_was_undone_is_as_if_it_had_not_been_but_for_its_version(database: Database) -> None:
    """The card showed the comment as it is again, but of an older version."""
    seen = await received(database)
    shown = await database.write(lambda tx: decide(tx, seen, Act.APPROVED))
    assert shown is not None
    decision = (await log(database, seen.id))[-1]

    async def undo(tx: Transaction, at: Comment) -> Comment | None:
        return await comments.undo(tx, at, decision.id, by=MAX, now=NOW, repaint_at=NOW)

    assert await database.write(lambda tx: undo(tx, seen)) is None
    undone = await database.write(lambda tx: undo(tx, shown))

    assert undone is not None
    assert (undone.case, undone.body, undone.version) == (seen.case, seen.body, seen.version + 2)
    assert (await log(database, seen.id))[-1].undoes == decision.id
    assert await count_on_post(database, seen) == 0
    assert await database.write(lambda tx: decide(tx, seen, Act.APPROVED)) is None


async def test_a_text_that_was_approved_is_hidden_again_by_undo(database: Database) -> None:
    seen = await received(database, CommentState.LIVE)

    async def work(tx: Transaction) -> Comment | None:
        waits = await change(tx, seen, Act.PROPOSED)
        assert waits is not None
        passed = await decide(tx, waits, Act.APPROVED)
        assert passed is not None
        event = (await comment_log.of_comment(tx, seen.id))[-1]
        return await comments.undo(tx, passed, event.id, by=MIA, now=NOW, repaint_at=NOW)

    undone = await database.write(work)

    assert undone is not None
    assert (undone.body, undone.case.proposed, undone.case.shown) == (seen.body, 2, 1)


async def test_a_text_and_a_decision_at_once_do_not_mix(database: Database) -> None:
    seen = await received(database)

    first, second = await race(database, lambda tx: decide(tx, seen, Act.APPROVED), lambda tx: change(tx, seen))

    assert first is not None
    assert second is None
    async with database.read() as tx:
        assert (await comments.get(tx, seen.id)).body == seen.body


async def test_a_decision_whose_transaction_fails_leaves_no_line(database: Database) -> None:
    seen = await received(database)

    async def work(tx: Transaction) -> None:
        assert await decide(tx, seen, Act.APPROVED) is not None
        raise RuntimeError("before the commit")

    with pytest.raises(RuntimeError):
        await database.write(work)

    async with database.read() as tx:
        assert await comments.get(tx, seen.id) == seen
    assert len(await log(database, seen.id)) == 2


async def test_an_erased_comment_says_nothing_any_more(database: Database) -> None:
    seen = await received(database, CommentState.APPROVED)

    erased = await database.write(lambda tx: given.moved(tx, seen, Act.ERASED))

    assert (erased.state, erased.name, erased.body) == (CommentState.ERASED, None, Body(RichText("")))
    async with database.read() as tx:
        for table in (comment_revisions, comment_pieces):
            assert (await tx.execute(select(func.count()).select_from(table))).scalar_one() == 0
    assert await count_on_post(database, seen) == 0


@pytest.mark.parametrize("state", [state for state in CommentState if state is not CommentState.SCREENING])
async def test_the_log_replays_to_what_the_table_says(database: Database, state: CommentState) -> None:
    comment = await received(database, state)

    assert replay(await log(database, comment.id)) == comment.case


async def test_what_was_judged_of_a_person_is_counted(database: Database) -> None:
    async def work(tx: Transaction) -> list[tuple[int, int]]:
        first, second = await given.post(tx), await given.post(tx)
        for number, (post, by, state) in enumerate(
            (
                (first, 7, CommentState.APPROVED),
                (second, 7, CommentState.APPROVED),
                (second, 7, CommentState.PENDING),
                (first, 7, CommentState.REJECTED),
                (first, 7, CommentState.SPAM),
                (first, 7, CommentState.LIVE),
                (first, 8, CommentState.APPROVED),
            )
        ):
            await given.comment(tx, post, by=by, message=number, state=state)
        return [await comments.judged_counts(tx, person_id) for person_id in (7, 8, 9)]

    assert await database.write(work) == [(2, 2), (1, 0), (0, 0)]
