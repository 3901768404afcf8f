"""A writer changes a comment at the moment in which a moderator decides on it: whoever comes second is told, or judged.

Each begins before the other has ended.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.core.cases import Act, CommentState, replay
from bot.core.comments import Comment
from bot.core.people import Profile, Role
from bot.core.refusals import Refusal, RefusalKey
from bot.core.richtext import RichText
from bot.core.submissions import Submission
from bot.handlers.answers import Answer
from bot.handlers.bootstrap import Handlers
from bot.storage import comment_log, comments, people
from bot.storage.engine import Database, Transaction
from tests.handlers.test_moderating_race import blog
from tests.storage import given
from tests.storage.given import SECOND
from tests.storage.racing import race

NOW = datetime(2026, 3, 27, 20, 0, tzinfo=UTC)
ANN, MIA = Profile(7, "Ann"), Profile(31, "Mia")
SENT = Submission(ANN, ANN.id, 70, NOW, RichText("What about Holm?"))

Does = Callable[[Handlers, Transaction, Comment], Awaitable[Answer]]


async def edits(handlers: Handlers, tx: Transaction, _seen: Comment) -> Answer:
    return await handlers.receiving.edited(tx, NOW + SECOND, SENT)


async def withdraws(handlers: Handlers, tx: Transaction, seen: Comment) -> Answer:
    return await handlers.own_comments.withdrawn(tx, NOW + SECOND, ANN, seen.id)


@pytest.mark.parametrize("does", [edits, withdraws])
async def test_a_writer_who_comes_after_a_decision_acts_on_what_it_has_left(database: Database, does: Does) -> None:
    handlers = Handlers(blog())
    seen = await database.write(_waiting)

    def decides(tx: Transaction) -> Awaitable[Comment | None]:
        return comments.record(tx, seen, Act.APPROVED, by=MIA.id, now=NOW, repaint_at=NOW)

    decided, wrote = await race(database, decides, lambda tx: does(handlers, tx, seen))
    assert isinstance(decided, Comment)
    assert isinstance(wrote, Answer)
    after = await _now(database, seen)
    if does is edits:
        assert (after.state, after.case.proposed, after.body.text.text) == (
            CommentState.APPROVED,
            2,
            "What happens to Holm now?",
        )
    else:
        assert after.state is CommentState.WITHDRAWN


async def test_a_moderator_who_comes_after_an_edit_decides_on_nothing(database: Database) -> None:
    handlers = Handlers(blog())
    seen = await database.write(_waiting)

    def decides(tx: Transaction) -> Awaitable[Comment | None]:
        return comments.record(tx, seen, Act.APPROVED, by=MIA.id, now=NOW, repaint_at=NOW)

    wrote, decided = await race(database, lambda tx: edits(handlers, tx, seen), decides)
    assert isinstance(wrote, Answer)
    assert decided is None
    assert (await _now(database, seen)).body.text.text == "What about Holm?"


async def test_a_message_that_comes_twice_is_one_comment(database: Database) -> None:
    handlers = Handlers(blog())
    seen = await database.write(_waiting)
    again = await database.write(
        lambda tx: handlers.receiving.received(tx, NOW, replace(SENT, reply_to_post=1, reply_to=5))
    )
    assert again == Answer()
    assert await _now(database, seen) == seen


async def test_nobody_changes_what_another_has_written(database: Database) -> None:
    handlers = Handlers(blog())
    seen = await database.write(_waiting)
    for does in (handlers.own_comments.withdrawn, handlers.own_comments.appealed, handlers.rewording.asked):
        with pytest.raises(Refusal) as refused:
            await database.write(lambda tx, does=does: does(tx, NOW, MIA, seen.id))  # type: ignore[misc]
        assert refused.value.key is RefusalKey.COMMENT_NOT_YOURS


async def _waiting(tx: Transaction) -> Comment:
    await people.subscribe(tx, MIA, NOW)
    await people.give_role(tx, MIA.id, Role.MODERATOR, NOW)
    return await given.comment(tx, await given.post(tx), by=ANN.id, message=70)


async def _now(database: Database, seen: Comment) -> Comment:
    """The comment as it stands, which its log replays to."""
    async with database.read() as tx:
        comment = await comments.get(tx, seen.id)
        assert replay(await comment_log.of_comment(tx, seen.id)) == comment.case
    return comment
