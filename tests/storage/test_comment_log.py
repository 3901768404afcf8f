"""The log as it is read: sections of it, by pages, with the names of whom and what it is about."""

from __future__ import annotations

import pytest

from bot.core.cases import RULES, Act, CommentState, Reason
from bot.core.log_entries import Entry, Section
from bot.storage import comment_log, comments
from bot.storage.engine import Database, Transaction
from tests.storage import given
from tests.storage.given import AUTHOR, NOW

ANN, BEN, PAVEL = 7, 8, 2


async def blog(tx: Transaction) -> None:
    """Olga's post with a comment of Ann's and one of Ben's, and Pavel's with one of Ben's."""
    first, second = await given.post(tx), await given.post(tx, author=PAVEL)
    await given.comment(tx, first, by=ANN, message=70)
    await given.comment(tx, first, by=BEN, message=80, state=CommentState.APPROVED)
    await given.comment(tx, second, by=BEN, message=81, state=CommentState.LIVE)


async def lines(tx: Transaction, section: Section, limit: int = 100, before: int | None = None) -> list[Entry]:
    """The last lines of a section."""
    return await comment_log.newest(tx, section, limit, before=before)


@pytest.mark.parametrize(
    ("section", "said"),
    [
        (Section(), [(1, Act.RECEIVED), (1, Act.HELD), (2, Act.RECEIVED), (2, Act.HELD), (2, Act.APPROVED),
                     (3, Act.RECEIVED), (3, Act.PASSED)]),
        (Section(comment_id=1), [(1, Act.RECEIVED), (1, Act.HELD)]),
        (Section(post_id=2), [(3, Act.RECEIVED), (3, Act.PASSED)]),
        (Section(person_id=BEN), [(2, Act.RECEIVED), (2, Act.HELD), (2, Act.APPROVED), (3, Act.RECEIVED),
                                  (3, Act.PASSED)]),
        (Section(person_id=BEN, author_id=PAVEL), [(3, Act.RECEIVED), (3, Act.PASSED)]),
        (Section(post_id=1, person_id=ANN), [(1, Act.RECEIVED), (1, Act.HELD)]),
        (Section(comment_id=9), []),
    ],
)  # fmt: skip
async def test_a_section_has_its_lines_in_their_order(
    database: Database, section: Section, said: list[tuple[int, Act]]
) -> None:
    await database.write(blog)

    async with database.read() as tx:
        found = await lines(tx, section)

    assert [(entry.event.comment_id, entry.event.act) for entry in found] == said


async def test_each_line_knows_whom_and_what_it_is_about(database: Database) -> None:
    async def work(tx: Transaction) -> list[Entry]:
        await blog(tx)
        rejected = await given.moved(tx, await comments.get(tx, 1), Act.REJECTED, by=AUTHOR, reason=Reason.RUDE)
        decision = (await comment_log.of_comment(tx, 1))[-1]
        await comments.undo(tx, rejected, decision.id, by=99, now=NOW, repaint_at=NOW)
        return await lines(tx, Section(comment_id=1))

    written, held, rejected, undone = await database.write(work)

    assert (written.actor, written.writer, written.headline) == ("Reader 7", "Reader 7", "Headline")
    assert (held.event.actor_id, held.actor) == (RULES, None)
    assert (rejected.actor, rejected.undone, rejected.event.reason) == ("Reader 1", True, Reason.RUDE)
    assert (undone.actor, undone.undone, undone.takes_back) == (None, False, Act.REJECTED)
    assert not written.undone
    assert written.takes_back is None


async def test_a_long_section_is_paged_by_the_ids_of_its_lines(database: Database) -> None:
    async def work(tx: Transaction) -> tuple[list[list[int]], list[list[int]]]:
        await blog(tx)
        of_first = Section(post_id=1)
        whole = [entry.event.id for entry in await lines(tx, of_first)]
        newest = [entry.event.id for entry in await lines(tx, of_first, 2)]
        older = [entry.event.id for entry in await lines(tx, of_first, 2, newest[0])]
        oldest = [entry.event.id for entry in await lines(tx, of_first, 2, older[0])]
        none = [entry.event.id for entry in await lines(tx, of_first, 2, oldest[0])]
        assert oldest + older + newest == whole
        return [none, oldest, older, newest], [
            await comment_log.following(tx, of_first, older[-1], 3),
            await comment_log.following(tx, of_first, oldest[-1], 3),
            await comment_log.following(tx, of_first, newest[-1], 3),
        ]

    (none, oldest, older, newest), following = await database.write(work)

    assert none == []
    assert len(oldest) == 1
    assert following == [newest, [*older, newest[0]], []]
