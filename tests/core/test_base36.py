"""Numbers in base 36, as callback data and links write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.base36 import from_base36, to_base36


@given(st.integers(-(2**63), 2**63))
def test_what_is_written_is_read_back(number: int) -> None:
    assert from_base36(to_base36(number)) == number


@pytest.mark.parametrize("digits", ["", "-", "01", "A", "+1", "1_0", " 1", "-0", "ä"])
def test_a_number_is_written_in_one_way_only(digits: str) -> None:
    assert from_base36(digits) is None
