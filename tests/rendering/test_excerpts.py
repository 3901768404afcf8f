"""Shortening keeps its promise of length and says that something is missing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.excerpts import clipped, excerpt


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("The barrier held", 16, "The barrier held"),
        ("The barrier\n  held", 16, "The barrier held"),
        ("The barrier held again", 16, "The barrier…"),
        ("Donaudampfschifffahrt ahoy", 10, "Donaudamp…"),
    ],
)
def test_an_excerpt_is_one_line_cut_at_a_word_where_that_loses_little(text: str, limit: int, short: str) -> None:
    assert excerpt(text, limit) == short


def test_a_clipped_text_keeps_its_lines() -> None:
    assert clipped("one\ntwo", 7) == "one\ntwo"
    assert clipped("one\ntwo\nthree", 8) == "one\ntwo…"


@given(st.text(), st.integers(2, 50))
def test_nothing_is_longer_than_its_room(text: str, limit: int) -> None:
    assert len(excerpt(text, limit)) <= limit
    assert len(clipped(text, limit)) <= limit
