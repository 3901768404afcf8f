"""The question which post a comment is about."""

from __future__ import annotations

from dataclasses import replace

from bot.core.comments import Body
from bot.core.richtext import RichText
from bot.rendering.message import Verb
from bot.rendering.which_post import which_post
from tests.rendering.commented import POST
from tests.rendering.english import english, labels, press


def test_each_post_is_a_button_that_names_what_waits() -> None:
    view = which_post(english(), [POST, replace(POST, id=4, headline="")], 40, Body(RichText("What now?")))
    assert view.text.text.splitlines()[1:] == ["What now?"]
    assert labels(view) == [["The Maren barrier held"], ["no headline yet"]]
    assert press(view, "The Maren barrier held") == (Verb.MEANT, (3, 40))


def test_nothing_is_quoted_where_nothing_is_written_yet() -> None:
    view = which_post(english(), [POST], 0, None)
    assert len(view.text.text.splitlines()) == 1
    assert not view.text.entities
