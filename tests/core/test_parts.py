"""Parts: whether one is in the post, and whether an edit of its message can be seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.core.parts import Media, MediaKind, Part, Standing, Use
from bot.core.richtext import RichText

PART = Part(7, 1, datetime(2026, 3, 27, tzinfo=UTC), RichText("It held"), album_id="a", origin="Ann")


@pytest.mark.parametrize("standing", Standing)
def test_only_a_present_part_is_in_the_post(standing: Standing) -> None:
    assert replace(PART, standing=standing).present is (standing is Standing.PRESENT)


@pytest.mark.parametrize(
    "changed",
    [
        {"text": RichText.bold("It held")},
        {"media": Media(MediaKind.PHOTO, "file", "unique")},
        {"album_id": None},
        {"origin": None},
    ],
)
def test_an_edit_that_can_be_seen_says_something_else(changed: dict[str, Any]) -> None:
    assert not PART.says_the_same(replace(PART, **changed))


def test_where_a_part_stands_and_as_what_is_nothing_that_an_edit_says() -> None:
    assert PART.says_the_same(replace(PART, place=3, standing=Standing.REMOVED, use=Use.LEAD, answers=5))
