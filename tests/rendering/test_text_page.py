"""A comment's text as a whole."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.comments import Body
from bot.core.richtext import RichText
from bot.rendering.message import Verb
from bot.rendering.text_page import PART_LENGTH, text_page
from tests.rendering.commented import COMMENT
from tests.rendering.english import english, labels, press


def test_a_short_text_has_one_part_and_leads_to_the_others() -> None:
    view = text_page(english(), replace(COMMENT, revision=3), Body(RichText("Why?")), 2, 1)
    assert view.text.text == "#8 · text 2 of 3\nWhy?"
    assert labels(view) == [["Older text", "Newer text"], ["◀"]]
    assert press(view, "Newer text") == (Verb.EDITS, (8, 3, 1))


def test_a_long_text_is_read_in_parts_that_are_all_of_it() -> None:
    body = Body(RichText("".join(chr(97 + number % 26) for number in range(10_000))))
    views = [text_page(english(), replace(COMMENT, revision=1), body, 1, part) for part in (1, 2, 3)]
    assert "".join(view.text.text.split("\n", 1)[1] for view in views) == body.text.text
    assert [labels(view) for view in views] == [[["▼"], ["◀"]], [["▲", "▼"], ["◀"]], [["▲"], ["◀"]]]
    assert views[1].text.text.startswith("#8 · text 1 of 1 · part 2 of 3\n")
    assert all(len(view.text.text) <= 4_096 for view in views)
    assert PART_LENGTH * 3 > 10_000


@pytest.mark.parametrize("part", [-5, 0, 2, 99])
def test_a_part_that_there_is_not_is_the_nearest(part: int) -> None:
    body = Body(RichText("\u200b"))
    view = text_page(english(), replace(COMMENT, revision=1), body, 1, part)
    assert view.text.text == "#8 · text 1 of 1\nnothing that can be seen"
