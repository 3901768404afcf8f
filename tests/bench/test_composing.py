"""The measurement of conversion and paging runs at any length, and its table says what grows how."""

from __future__ import annotations

from tests.bench.composing import Taken, measure, sample, table


def test_a_sample_is_as_long_as_asked_and_the_same_every_time() -> None:
    rich = sample(3_000)

    assert len(rich.text) == 3_000
    assert len(rich.entities) == 50
    assert sample(3_000) == rich


def test_every_step_is_measured() -> None:
    taken = measure(3_000, rounds=1)

    assert taken.together == taken.to_markdown + taken.from_markdown + taken.paging
    assert taken.together > 0


def test_the_table_says_what_twice_the_input_costs() -> None:
    lines = table([Taken(100, 5, 10, 20, 10), Taken(200, 10, 20, 50, 10), Taken(800, 40, 80, 200, 40)]).splitlines()

    assert lines[-3:] == [
        "| 100 | 5 | 10 ms | 20 ms | 10 ms | 40 ms |  |",
        "| 200 | 10 | 20 ms | 50 ms | 10 ms | 80 ms | 2.00 |",
        "| 800 | 40 | 80 ms | 200 ms | 40 ms | 320 ms | 2.00 |",
    ]
