"""Which comments stand on a page of a list, and what each of them is shown beside."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from bot.core.comments import Comment

PAGE_LENGTH = 5
"""Comments on a page (screens, "Reader: comments")."""


class ListOrder(IntEnum):
    """Which threads come first; within a thread it is always the oldest. The numbers stand in callback data."""

    OLDEST = 0
    NEWEST = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A comment as it stands on a page.

    ``answered`` is the one that it replies to, None where that one is not to be seen. ``lost_root`` is what its thread
    begins with, if that is not to be seen and the thread begins here, or goes on from the page before.
    """

    comment: Comment
    answered: Comment | None = None
    lost_root: Comment | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of visible comments. ``number`` counts from 0; ``count`` is of the comments on all pages."""

    rows: tuple[Row, ...]
    number: int
    count: int

    @property
    def pages(self) -> int:
        """How many there are; at least one."""
        return page_with(max(0, self.count - 1)) + 1


def page_with(rank: int) -> int:
    """The page, from 0, on which the comment stands that so many come before."""
    return rank // PAGE_LENGTH


def nearest_page(number: int, count: int) -> int:
    """The page of that number where there is one, among so many comments; else the nearest."""
    return max(0, min(number, page_with(max(0, count - 1))))
