"""What benchmarks of campaigns read from the sandbox's log, and that each of them can be run at any time."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bench import broadcast, latency, million, paid
from tests.bench.claiming import Claimed
from tests.bench.latency import COMMENT, TURN, Press
from tests.bench.message import TEXT
from tests.bench.meter import Figures


def call(method: str, at: float, *, status: int = 200, **parameters: Any) -> dict[str, Any]:
    """A call in the sandbox's log, which took a tenth of a second."""
    return {"method": method, "began": at, "ended": at + 0.1, "status": status, "parameters": parameters}


def test_the_most_messages_in_a_second_are_counted_wherever_it_begins() -> None:
    assert broadcast.most_in_a_second([0.0, 0.5, 0.9, 1.0, 1.2, 3.0]) == 4
    assert broadcast.most_in_a_second([0.0, 1.0, 2.0]) == 1


def test_a_broadcast_is_measured_from_its_first_page_to_the_last_answer() -> None:
    log = [
        call("sendmessage", 0.0, chat_id=1, text="Sending in 4 s"),
        call("sendmessage", 4.0, chat_id=1, text=TEXT),
        call("sendmessage", 4.5, chat_id=2, text=TEXT, status=429),
        call("editmessagetext", 5.0, chat_id=1, text="Sending"),
        call("sendmessage", 6.0, chat_id=2, text=TEXT),
        call("editmessagetext", 9.0, chat_id=1, text="It went out"),
    ]

    taken = broadcast.taken(2, 1, log)

    assert (taken.calls, taken.refused, taken.most) == (4, 1, 2)
    assert taken.seconds == pytest.approx(2.1)
    assert taken.proof == pytest.approx(0.5)
    assert taken.ratio == pytest.approx(2.1 / (4 / 30))
    with pytest.raises(RuntimeError, match="2 messages for 3 readers"):
        broadcast.taken(3, 1, log)


def test_each_press_is_answered_by_the_first_call_that_follows_it() -> None:
    log = [
        call("sendmessage", 0.0, chat_id=1, text=TEXT),
        call("answercallbackquery", 2.1, callback_query_id="7"),
        call("sendmessage", 2.3, chat_id=1, text="Write your comment"),
        call("editmessagetext", 2.4, chat_id=2, text="2"),
        call("answercallbackquery", 2.5, callback_query_id="8"),
        call("sendmessage", 9.0, chat_id=3, text=TEXT),
    ]
    presses = [Press(1, COMMENT, 2.0, "7"), Press(2, TURN, 2.0, "8")]

    found = latency.waited(presses, log)

    assert found.answers == pytest.approx([0.1, 0.5])
    assert found.messages == pytest.approx([0.3, 0.4])
    with pytest.raises(RuntimeError, match="nothing came of"):
        latency.waited([Press(2, COMMENT, 2.0, "8")], log)
    with pytest.raises(RuntimeError, match="over before the last press"):
        latency.waited([Press(1, COMMENT, 9.5, "7")], log)


def test_a_share_of_the_times_lies_within_the_figure() -> None:
    seconds = [number / 100 for number in range(300, 0, -1)]

    assert latency.at_share(0.99, seconds) == 2.97
    assert latency.at_share(0.5, seconds) == 1.5
    assert latency.at_share(0.99, [0.1]) == 0.1


def test_the_tables_stand_beside_what_is_promised() -> None:
    of_latency = latency.table(latency.Waited([0.01, 0.02], [0.1, 0.2]))
    assert "| the edited or sent message | 100 ms | 200 ms | 200 ms |" in of_latency.splitlines()
    of_paid = paid.table({"SQLite": Figures(0.5, 1000), "PostgreSQL": Figures(0.6, 900)})
    assert of_paid.splitlines()[-2:] == [
        "| PostgreSQL | 900 | 0.90 | 0.60 ms |",
        "| promised | at least 950 | at least 0.80 | |",
    ]
    of_million = million.table(
        million.Taken(0.9, 3.6, Claimed(80_000_000, 5e-05), Claimed(92_000_000, 5.5e-05), 58.9, 42.0)
    )
    assert "| memory, more than for 1,000 readers | 12.0 MB | at most 30 MB |" in of_million.splitlines()
    assert "| the engine for a message, all but its call | 55 µs of CPU |  |" in of_million.splitlines()
    of_broadcast = broadcast.table([broadcast.Taken(3000, 1, 3050, 102.1, 0.2, 0, 31)])
    assert "| 3,000 | 1 | 3,050 | 102.1 | 0.2 | 1.004 | 0 | 31 |" in of_broadcast.splitlines()


@pytest.mark.check
@pytest.mark.parametrize("pages", [1, 2])
async def test_a_broadcast_can_be_measured(pages: int) -> None:
    taken = await broadcast.measure(5, pages)
    assert taken.calls >= 5 * pages
    assert taken.seconds > 0


@pytest.mark.check
async def test_a_paid_broadcast_can_be_measured(empty_database_url: str) -> None:
    figures = await paid.measure(20, {"this": empty_database_url})
    assert figures["this"].rate > 0


@pytest.mark.check
async def test_presses_can_be_measured() -> None:
    found = await latency.measure(4)
    assert len(found.answers) == len(found.messages) == 4


@pytest.mark.check
async def test_many_readers_can_be_measured() -> None:
    taken = await million.measure(readers=500, messages=100, delivered=3000)
    assert taken.all.cpu > 0
    assert 20 < taken.copies <= taken.with_ledger
