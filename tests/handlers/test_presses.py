"""Every button that is drawn does something."""

from __future__ import annotations

from datetime import UTC, timedelta
from gettext import NullTranslations

from bot.handlers.blog import Blog
from bot.handlers.bootstrap import Handlers
from bot.handlers.commands import commands, written_commands
from bot.handlers.presses import buttons
from bot.rendering.message import Verb
from bot.rendering.texts import Texts
from bot.storage.people import People

TEXTS = Texts(NullTranslations(), "en", UTC, "The Long View")
HANDLERS = Handlers(
    Blog(TEXTS, People(), "long_view_bot", None, timedelta(minutes=1), timedelta(), lambda: 25.0, lambda: "code")
)


def test_each_verb_has_a_handler() -> None:
    assert set(buttons(HANDLERS)) == set(Verb)


def test_each_command_that_the_menu_lists_is_known() -> None:
    assert {name for name, _ in TEXTS.command_menu()} <= {*commands(HANDLERS), *written_commands(HANDLERS)}
