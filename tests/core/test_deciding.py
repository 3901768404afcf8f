"""What can be decided on a comment, and what a press means."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.core.cases import Act, Appeal, Case, CommentState, Reason, Why
from bot.core.deciding import REASONS, answerable, can_be_pinned, choices, meant, says_why
from tests.rendering.commented import COMMENT

NOW = datetime(2026, 3, 27, 20, 0, tzinfo=UTC)
S = CommentState
ALL = (Act.APPROVED, Act.REJECTED, Act.SPAM)
WAITS = Case(S.PENDING, waiting_since=NOW, why=Why.FIRST)
EDITED = Case(S.APPROVED, proposed=2, waiting_since=NOW, why=Why.EVERY)
APPEALED = Case(S.REJECTED, appeal=Appeal.OPEN, waiting_since=NOW, why=Why.APPEAL)


@pytest.mark.parametrize(
    ("case", "offered"),
    [
        (WAITS, ALL),
        (EDITED, ALL),
        (APPEALED, (Act.APPROVED, Act.REJECTED)),
        (Case(S.LIVE), ALL),
        (Case(S.APPROVED), (Act.REJECTED, Act.SPAM)),
        (Case(S.REJECTED), (Act.APPROVED,)),
        (Case(S.SPAM), (Act.APPROVED,)),
        (Case(S.WITHDRAWN), ()),
        (Case(S.ERASED), ()),
    ],
)
def test_a_card_offers_what_the_table_has(case: Case, offered: tuple[Act, ...]) -> None:
    assert choices(case) == offered


def test_rejecting_what_waits_beside_something_leaves_that() -> None:
    assert meant(WAITS, Act.REJECTED) is Act.REJECTED
    assert meant(EDITED, Act.REJECTED) is Act.DECLINED
    assert meant(APPEALED, Act.REJECTED) is Act.DECLINED
    assert meant(Case(S.APPROVED), Act.REJECTED) is Act.REJECTED
    assert meant(EDITED, Act.SPAM) is Act.SPAM


def test_a_reason_is_asked_for_where_the_comment_is_not_read_afterwards() -> None:
    assert [says_why(case) for case in (WAITS, EDITED, APPEALED, Case(S.LIVE))] == [True, False, True, True]


def test_an_answer_needs_a_comment_that_others_read() -> None:
    answered = [answerable(case) for case in (WAITS, EDITED, APPEALED, Case(S.LIVE), Case(S.SPAM), Case(S.WITHDRAWN))]
    assert answered == [True, True, True, True, False, False]


def test_threads_are_pinned_by_their_beginnings() -> None:
    shown = replace(COMMENT, case=Case(S.LIVE))
    assert can_be_pinned(shown)
    assert not can_be_pinned(replace(shown, thread_id=7))
    assert not can_be_pinned(COMMENT)


def test_the_numbers_of_reasons_never_change() -> None:
    assert REASONS == (Reason.RUDE, Reason.OFF_TOPIC, Reason.ADVERTISING, Reason.OTHER, Reason.SILENT)
