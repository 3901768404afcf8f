"""The pages of a list of comments."""

from __future__ import annotations

import pytest

from bot.core.listing import Page, nearest_page, page_with


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (5, 1), (6, 2), (10, 2), (11, 3)])
def test_a_page_holds_five_and_there_is_always_one(count: int, pages: int) -> None:
    assert Page((), 0, count).pages == pages


@pytest.mark.parametrize(("rank", "number"), [(0, 0), (4, 0), (5, 1), (14, 2)])
def test_the_page_of_a_comment_follows_from_how_many_come_before(rank: int, number: int) -> None:
    assert page_with(rank) == number


@pytest.mark.parametrize(("asked", "count", "number"), [(0, 0, 0), (3, 0, 0), (-1, 12, 0), (2, 12, 2), (9, 12, 2)])
def test_a_page_that_there_is_not_becomes_the_nearest(asked: int, count: int, number: int) -> None:
    assert nearest_page(asked, count) == number
