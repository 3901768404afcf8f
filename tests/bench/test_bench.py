"""The comparison can be run at any time; what it finds is for people to judge."""

from __future__ import annotations

import pytest

from tests.bench.__main__ import compare
from tests.bench.meter import Figures, median, table
from tests.bench.task import CONTENDERS


@pytest.mark.check
async def test_every_contender_sends_everything_and_is_measured() -> None:
    figures = await compare(people=20, rounds=1)

    assert list(figures) == list(CONTENDERS)
    assert all(one.cpu_ms > 0 and one.rate > 0 for one in figures.values())


def test_the_table_names_ratios_to_the_first_contender() -> None:
    lines = table({"ours": Figures(0.5, 1000), "theirs": Figures(2.0, 250)}).splitlines()

    assert lines[-2:] == ["| ours | 0.50 ms | 1.0 | 1,000 | 1.00 |", "| theirs | 2.00 ms | 4.0 | 250 | 0.25 |"]


def test_the_middle_round_counts() -> None:
    assert median([Figures(1, 10), Figures(9, 30), Figures(2, 20)]) == Figures(2, 20)
