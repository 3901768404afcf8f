"""How long a message can be taken back follows from the samples before it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.core.recalling import MARGIN, RECALLABLE, MessageTimes

NOON = datetime(2026, 3, 27, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SPAN = RECALLABLE - MARGIN


def test_a_message_is_taken_to_be_as_old_as_the_last_sample_before_it() -> None:
    times = MessageTimes([(10, NOON), (20, NOON + HOUR)])
    assert [times.recallable_until(id_) for id_ in (10, 19, 20, 1_000)] == [
        NOON + SPAN,
        NOON + SPAN,
        NOON + HOUR + SPAN,
        NOON + HOUR + SPAN,
    ]


def test_of_a_message_before_all_samples_nothing_is_known() -> None:
    assert MessageTimes([(10, NOON)]).recallable_until(9) is None
    assert MessageTimes([]).recallable_until(9) is None
