"""Comments, each with what it says and where it stands.

:func:`record` is the only way in which a comment moves: it compares and swaps on the version that was seen, and writes
the line of the log in the same transaction (architecture, decision 10).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select, update

from bot.core.cases import (
    RULES,
    VISIBLE,
    Act,
    Appeal,
    Case,
    CommentState,
    Reason,
    Why,
    after,
    replay,
)
from bot.core.comment_json import comment_from_json, comment_to_json
from bot.core.comments import Body, Comment
from bot.core.parts import Part
from bot.core.richtext import RichText
from bot.storage import comment_log, posts
from bot.storage import comment_pieces as pieces_of_comments
from bot.storage.engine import Transaction
from bot.storage.straight import Straight
from bot.storage.tables import comment_pieces, comment_revisions, comments

_NOTHING = comment_to_json(Body(RichText("")))


_RECEIVE = insert(comments).returning(comments)


async def receive(
    tx: Transaction,
    *,
    post_id: int,
    person_id: int,
    name: str | None,
    body: Body,
    pieces: Iterable[Part],
    why: Why | None,
    now: datetime,
    answers: Comment | None = None,
    quote: str | None = None,
    repaint_at: datetime | None = None,
) -> Comment:
    """A new comment, written in these messages (at least one): waiting for the reason ``why``, or shown at once.

    Where it is shown at once it counts, and delivered copies are to show that from ``repaint_at`` on; None: now.
    """
    written = sorted(pieces, key=lambda part: part.key)
    row = {
        "post_id": post_id,
        "person_id": person_id,
        "message_id": written[0].message_id,
        "name": name,
        "body": comment_to_json(body),
        "thread_id": 0 if answers is None else answers.thread_id,
        "answers_id": None if answers is None else answers.id,
        "quote": quote,
        "version": 1,
        "revision": 1,
        "created_at": now,
        **_columns(Case(CommentState.SCREENING)),
    }
    received = comment_of((await tx.execute(_RECEIVE, row)).one())
    await pieces_of_comments.put(tx, received.id, person_id, written)
    await _keep(tx, received.id, 1, body, now)
    act = Act.PASSED if why is None else Act.HELD
    case = after(received.case, act, RULES, now, revision=1, reason=why)
    thread = {"thread_id": received.id} if answers is None else {}
    judged = None if case is None else await _swap(tx, received, case, 1, **thread)
    if case is None or judged is None:
        raise ValueError(f"comment {received.id} cannot be judged")
    await _count(tx, received, case, repaint_at or now)
    await comment_log.add(
        tx,
        comment_log.line(received, Act.RECEIVED, None, person_id, now),
        comment_log.line(judged, act, received.state, RULES, now, reason=why),
    )
    return judged


async def record(
    tx: Transaction,
    seen: Comment,
    act: Act,
    *,
    by: int,
    now: datetime,
    repaint_at: datetime,
    reason: Reason | Why | None = None,
    note: str | None = None,
    body: Body | None = None,
    batch: int | None = None,
) -> Comment | None:
    """Does that to the comment if it still is exactly as it was seen; None when somebody else was first, or it can't.

    ``body`` is the new text of ``Act.REPLACED`` and ``Act.PROPOSED``. Copies show a changed count from ``repaint_at``
    on. An erased comment loses its text, all its revisions and its messages.
    """
    revision = seen.revision + (body is not None)
    case = after(seen.case, act, by, now, revision=revision, reason=reason, note=note)
    changed = None if case is None else await _swap(tx, seen, case, revision)
    if case is None or changed is None:
        return None
    if body is not None:
        await _keep(tx, seen.id, revision, body, now)
    if act is Act.ERASED:
        changed = await _erase(tx, seen.id)
    elif case.shown != seen.case.shown:
        changed = await _show(tx, seen.id, case.shown)
    await _count(tx, seen, case, repaint_at)
    line = comment_log.line(changed, act, seen.state, by, now, reason=reason, note=note, batch=batch)
    await comment_log.add(tx, line)
    return changed


async def undo(
    tx: Transaction, seen: Comment, event_id: int, *, by: int, now: datetime, repaint_at: datetime
) -> Comment | None:
    """Takes a decision back: the comment stands where the log without it leads to. None when somebody else was first.

    ``event_id`` must be the last thing that has moved the comment (``bot.core.cases.undoable``).
    """
    events = await comment_log.of_comment(tx, seen.id)
    case = replay(event for event in events if event.id != event_id)
    changed = await _swap(tx, seen, case, seen.revision)
    if changed is None:
        return None
    if case.shown != seen.case.shown:
        changed = await _show(tx, seen.id, case.shown)
    await _count(tx, seen, case, repaint_at)
    await comment_log.add(tx, comment_log.line(changed, Act.UNDONE, seen.state, by, now, undoes=event_id))
    return changed


_WITH_ID = select(comments).where(comments.c.id == bindparam("id"))


async def find(tx: Transaction, comment_id: int) -> Comment | None:
    """The comment with that id."""
    row = (await tx.execute(_WITH_ID, {"id": comment_id})).first()
    return None if row is None else comment_of(row)


async def get(tx: Transaction, comment_id: int) -> Comment:
    """The comment with that id, which must be there."""
    return comment_of((await tx.execute(_WITH_ID, {"id": comment_id})).one())


async def hold(tx: Transaction, comment_id: int) -> Comment | None:
    """The comment with that id; nobody else moves it until the transaction ends."""
    row = (await tx.execute(select(comments).where(comments.c.id == comment_id).with_for_update())).first()
    return None if row is None else comment_of(row)


_OF_MESSAGE = (
    select(comments)
    .join(comment_pieces, comment_pieces.c.comment_id == comments.c.id)
    .where(comment_pieces.c.person_id == bindparam("person"), comment_pieces.c.message_id == bindparam("message"))
)


async def of_message(tx: Transaction, person_id: int, message_id: int) -> Comment | None:
    """The comment that a reader's message became, or was joined to."""
    row = (await tx.execute(_OF_MESSAGE, {"person": person_id, "message": message_id})).first()
    return None if row is None else comment_of(row)


async def body_of_revision(tx: Transaction, comment_id: int, revision: int) -> Body:
    """What the comment said in that revision, which must be there."""
    body = await find_revision(tx, comment_id, revision)
    if body is None:
        raise ValueError(f"comment {comment_id} has no revision {revision}")
    return body


async def find_revision(tx: Transaction, comment_id: int, revision: int) -> Body | None:
    """What the comment said in that revision; None where there is none, or no longer."""
    found = select(comment_revisions.c.body).where(
        comment_revisions.c.comment_id == comment_id, comment_revisions.c.revision == revision
    )
    body = (await tx.execute(found)).scalar()
    return None if body is None else comment_from_json(body)


_JUDGED = Straight("SELECT state, count(*) FROM comments WHERE person_id = ? GROUP BY state")


async def judged_counts(tx: Transaction, person_id: int) -> tuple[int, int]:
    """How many comments of a person stand approved, and how many rejected or as spam, on whatever post."""
    counts = {CommentState(state): number for state, number in await _JUDGED.ask(tx, person_id)}
    return counts.get(CommentState.APPROVED, 0), sum(
        counts.get(state, 0) for state in (CommentState.REJECTED, CommentState.SPAM)
    )


_SWAP = (
    update(comments)
    .where(
        comments.c.id == bindparam("seen_id"),
        comments.c.version == bindparam("seen_version"),
        comments.c.revision == bindparam("seen_revision"),
        comments.c.state == bindparam("seen_state"),
    )
    .returning(comments)
)


async def _swap(tx: Transaction, seen: Comment, case: Case, revision: int, **more: Any) -> Comment | None:
    """The compare-and-swap: takes effect only on exactly what was seen. The comment then; None: it was not that."""
    was = {
        "seen_id": seen.id,
        "seen_version": seen.version,
        "seen_revision": seen.revision,
        "seen_state": seen.state,
    }
    becomes = {"version": seen.version + 1, "revision": revision, **_columns(case), **more}
    row = (await tx.execute(_SWAP, was | becomes)).first()
    return None if row is None else comment_of(row)


_KEEP = insert(comment_revisions)


async def _keep(tx: Transaction, comment_id: int, revision: int, body: Body, now: datetime) -> None:
    kept = {"comment_id": comment_id, "revision": revision, "body": comment_to_json(body), "made_at": now}
    await tx.execute(_KEEP, kept)


async def _show(tx: Transaction, comment_id: int, revision: int) -> Comment:
    body = comment_to_json(await body_of_revision(tx, comment_id, revision))
    return await _change(tx, comment_id, body=body)


async def _erase(tx: Transaction, comment_id: int) -> Comment:
    await tx.execute(delete(comment_revisions).where(comment_revisions.c.comment_id == comment_id))
    await tx.execute(delete(comment_pieces).where(comment_pieces.c.comment_id == comment_id))
    return await _change(tx, comment_id, body=_NOTHING, name=None, quote=None)


async def _change(tx: Transaction, comment_id: int, **values: Any) -> Comment:
    changed = update(comments).where(comments.c.id == comment_id).values(values).returning(comments)
    return comment_of((await tx.execute(changed)).one())


async def _count(tx: Transaction, seen: Comment, case: Case, repaint_at: datetime) -> None:
    change = (case.state in VISIBLE) - (seen.state in VISIBLE)
    if change:
        await posts.count_comment(tx, seen.post_id, change, repaint_at)


def _columns(case: Case) -> dict[str, Any]:
    return {
        "state": case.state,
        "shown": case.shown,
        "proposed": case.proposed,
        "appeal": case.appeal,
        "pinned": case.pinned,
        "waiting_since": case.waiting_since,
        "why": case.why,
        "decision": case.decision,
        "decided_by": case.decided_by,
        "decided_at": case.decided_at,
        "reason": case.reason,
        "words": case.words,
    }


def comment_of(row: Row[Any]) -> Comment:
    """A row of the table as a value."""
    return Comment(
        row.id,
        row.post_id,
        row.person_id,
        row.message_id,
        row.name,
        comment_from_json(row.body),
        _case(row),
        row.version,
        row.revision,
        row.created_at,
        row.thread_id,
        row.answers_id,
        row.quote,
    )


def _case(row: Row[Any]) -> Case:
    return Case(
        CommentState(row.state),
        row.shown,
        row.proposed,
        Appeal(row.appeal),
        row.pinned,
        row.waiting_since,
        Why(row.why) if row.why is not None else None,
        Act(row.decision) if row.decision is not None else None,
        row.decided_by,
        row.decided_at,
        Reason(row.reason) if row.reason is not None else None,
        row.words,
    )
