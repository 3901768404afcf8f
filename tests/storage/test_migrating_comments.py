"""The migration of comments with comments in every state that there was: to cases with a log behind them, and back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, text

from bot.core.cases import Act, Case, CommentState, Reason, Why, replay
from bot.core.comments import Body, Comment
from bot.core.parts import Part
from bot.core.prompts import Prompt, PromptKind
from bot.core.richtext import Entity, RichText
from bot.storage import comment_log, comment_pieces, comments, posts, prompts
from bot.storage.engine import Transaction
from tests.storage import given
from tests.storage.between_revisions import MOMENT, decoded, insert, migrate, opened
from tests.storage.given import NOW, SECOND

OLGA, ANN, MIA = 1, 7, 31
POST = 41
WAITS, CHANGED, APPROVED, REJECTED, OWN = 51, 52, 53, 54, 55
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Kept:
    """A comment as the third version kept it, with its log: action, actor, states before and after, revision."""

    by: int
    state: str
    log: tuple[tuple[str, int, str | None, str, int], ...]
    decided_by: int | None = None

    @property
    def revision(self) -> int:
        return self.log[-1][-1]


KEPT = {
    WAITS: Kept(ANN, "pending", (("received", ANN, None, "pending", 1),)),
    CHANGED: Kept(ANN, "pending", (("received", ANN, None, "pending", 1), ("edited", ANN, "pending", "pending", 2))),
    APPROVED: Kept(
        ANN,
        "approved",
        (
            ("received", ANN, None, "pending", 1),
            ("edited", ANN, "pending", "pending", 2),
            ("approve", MIA, "pending", "approved", 2),
        ),
        MIA,
    ),
    REJECTED: Kept(
        ANN, "rejected", (("received", ANN, None, "pending", 1), ("reject", MIA, "pending", "rejected", 1)), MIA
    ),
    OWN: Kept(OLGA, "approved", (("received", OLGA, None, "approved", 1),)),
}

CASES = {
    WAITS: Case(CommentState.PENDING, waiting_since=NOW, why=Why.FIRST),
    CHANGED: Case(CommentState.PENDING, shown=2, waiting_since=NOW, why=Why.FIRST),
    APPROVED: Case(CommentState.APPROVED, shown=2, decision=Act.APPROVED, decided_by=MIA, decided_at=NOW + 2 * MINUTE),
    REJECTED: Case(
        CommentState.REJECTED,
        decision=Act.REJECTED,
        decided_by=MIA,
        decided_at=NOW + MINUTE,
        reason=Reason.SILENT,
    ),
    OWN: Case(CommentState.LIVE),
}


def text_of(comment_id: int) -> RichText:
    """What the comment says."""
    return RichText(f"Schön, says {comment_id}", (Entity("bold", 0, 5),))


def body_of(comment_id: int) -> dict[str, Any]:
    """The same as the third version kept it."""
    return {
        "text": text_of(comment_id).text,
        "entities": [{"type": "bold", "offset": 0, "length": 5}],
    }


def fill_before(connection: Connection) -> None:
    """What a blog of the third version holds."""
    for id_ in (OLGA, ANN, MIA):
        insert(connection, "people", id=id_, name="Somebody", subscribed=True, reachable=True, started_at=MOMENT)
    insert(connection, "drafts", id=11, author_id=OLGA, state="published", created_at=MOMENT, changed_at=MOMENT)
    insert(
        connection,
        "posts",
        id=POST,
        draft_id=11,
        author_id=OLGA,
        state="published",
        headline="It held",
        revision=1,
        pages=1,
        comments=2,
        published_at=MOMENT,
    )
    for id_, kept in KEPT.items():
        insert(
            connection,
            "comments",
            id=id_,
            post_id=POST,
            person_id=kept.by,
            message_id=id_ + 100,
            name=f"Reader {kept.by}",
            body=json.dumps(body_of(id_)),
            state=kept.state,
            version=len(kept.log),
            revision=kept.revision,
            created_at=MOMENT,
            decided_by=kept.decided_by,
            decided_at=MOMENT + 60_000 * (len(kept.log) - 1) if kept.decided_by else None,
        )
        for minutes, (action, actor, before, after, revision) in enumerate(kept.log):
            insert(
                connection,
                "comment_events",
                comment_id=id_,
                at=MOMENT + 60_000 * minutes,
                actor_id=actor,
                action=action,
                from_state=before,
                to_state=after,
                revision=revision,
            )
    insert(connection, "prompts", chat_id=ANN, kind="comment", subject_id=POST, asked_at=MOMENT)
    insert(connection, "slots", kind="bubble", subject_id=WAITS, chat_id=ANN, message_id=900)


def as_before(connection: Connection) -> dict[int, tuple[object, ...]]:
    """The comments by the third version's columns: state, name, body, version, revision, and whose the decision is."""
    rows = connection.execute(text("SELECT * FROM comments"))
    return {row.id: (row.state, row.name, decoded(row.body), row.version, row.revision, row.decided_by) for row in rows}


def log_before(connection: Connection) -> dict[int, tuple[tuple[object, ...], ...]]:
    """The log by the third version's columns."""
    rows = connection.execute(text("SELECT * FROM comment_events ORDER BY id")).all()
    return {
        id_: tuple(
            (row.action, row.actor_id, row.from_state, row.to_state, row.revision)
            for row in rows
            if row.comment_id == id_
        )
        for id_ in KEPT
    }


@pytest.mark.parametrize("steps", [("+head",), ("+head", "-0003", "+head")], ids=["once", "back and up again"])
async def test_comments_of_the_third_version_stand_as_cases_to_which_their_log_replays(
    empty_database_url: str, steps: tuple[str, ...]
) -> None:
    await migrate(empty_database_url, "+0003", fill_before, *steps)

    async with opened(empty_database_url) as database, database.read() as tx:
        for id_, kept in KEPT.items():
            comment = await comments.get(tx, id_)
            assert comment == Comment(
                id_,
                POST,
                kept.by,
                id_ + 100,
                f"Reader {kept.by}",
                Body(text_of(id_)),
                CASES[id_],
                len(kept.log),
                kept.revision,
                NOW,
                thread_id=id_,
            )
            assert replay(await comment_log.of_comment(tx, id_)) == comment.case
            assert await comments.body_of_revision(tx, id_, kept.revision) == comment.body
            assert await comments.of_message(tx, kept.by, id_ + 100) == comment
        assert (await posts.get(tx, POST)).comments == sum(case.visible for case in CASES.values())
        assert await prompts.asked(tx, ANN, NOW) == Prompt(PromptKind.COMMENT, POST)


async def test_they_can_be_moved_on(empty_database_url: str) -> None:
    """A message that is edited, a decision and its Undo find what they need."""
    await migrate(empty_database_url, "+0003", fill_before, "+head")

    async def work(tx: Transaction) -> list[bool]:
        waits = await comments.get(tx, WAITS)
        await comment_pieces.put(tx, WAITS, ANN, [Part(ANN, WAITS + 100, NOW, RichText("Anew"))])
        approved = await given.moved(tx, waits, Act.APPROVED, by=MIA)
        event = (await comment_log.of_comment(tx, WAITS))[-1]
        undone = await comments.undo(tx, approved, event.id, by=MIA, now=NOW + SECOND, repaint_at=NOW)
        taken_down = await given.moved(tx, await comments.get(tx, OWN), Act.SPAM, by=MIA)
        pardoned = await given.moved(tx, await comments.get(tx, REJECTED), Act.APPROVED, by=MIA)
        return [
            undone is not None and undone.case == waits.case,
            *[
                replay(await comment_log.of_comment(tx, one.id)) == one.case
                for one in (approved, taken_down, pardoned)
                if one.id != WAITS
            ],
        ]

    async with opened(empty_database_url) as database:
        assert await database.write(work) == [True, True, True]
        async with database.read() as tx:
            assert (await posts.get(tx, POST)).comments == 2


async def test_they_go_back_to_the_third_version_as_they_were(empty_database_url: str) -> None:
    await migrate(empty_database_url, "+0003", fill_before, "+head", "-0003")

    async with opened(empty_database_url) as database, database.read() as tx:
        assert await tx.run_sync(as_before) == {
            id_: (kept.state, f"Reader {kept.by}", body_of(id_), len(kept.log), kept.revision, kept.decided_by)
            for id_, kept in KEPT.items()
        }
        assert await tx.run_sync(log_before) == {id_: kept.log for id_, kept in KEPT.items()}
        assert await tx.run_sync(_questions) == [(ANN, "comment", POST)]


async def test_what_only_the_newer_version_can_say_is_given_up_on_the_way_back(empty_database_url: str) -> None:
    """What others do not see is rejected, and an anonymous comment bears no name."""
    states = [state for state in CommentState if state is not CommentState.SCREENING]

    async def change(tx: Transaction) -> dict[int, CommentState]:
        post = await posts.get(tx, POST)
        made = [
            await given.comment(tx, post, by=ANN, message=500 + number, state=state)
            for number, state in enumerate(states)
        ]
        await prompts.ask(tx, -100, Prompt(PromptKind.REASON, made[0].id), NOW, person_id=MIA)
        await prompts.ask(tx, MIA, Prompt(PromptKind.ANSWER, made[0].id), NOW)
        return {one.id: one.state for one in made}

    await migrate(empty_database_url, "+0003", fill_before, "+head")
    async with opened(empty_database_url) as database:
        made = await database.write(change)
    await migrate(empty_database_url, "-0003")

    became = {
        CommentState.PENDING: "pending",
        CommentState.LIVE: "approved",
        CommentState.APPROVED: "approved",
    }
    async with opened(empty_database_url) as database, database.read() as tx:
        kept = await tx.run_sync(as_before)
        assert {id_: kept[id_][0] for id_ in made} == {
            id_: became.get(state, "rejected") for id_, state in made.items()
        }
        assert {kept[id_][1] for id_, state in made.items() if state is CommentState.ERASED} == {""}
        assert await tx.run_sync(_questions) == [(ANN, "comment", POST)]


def _questions(connection: Connection) -> list[tuple[object, ...]]:
    return [tuple(row) for row in connection.execute(text("SELECT chat_id, kind, subject_id FROM prompts"))]
