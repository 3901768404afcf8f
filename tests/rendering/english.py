"""The sentences as tests read them: English, in UTC, for a blog called The Long View."""

from __future__ import annotations

from datetime import UTC, datetime
from gettext import NullTranslations

from bot.rendering.message import Message, Press, Verb
from bot.rendering.texts import Texts

NOW = datetime(2016, 3, 27, 21, 14, tzinfo=UTC)


def english() -> Texts:
    """The sentences without a catalogue."""
    return Texts(NullTranslations(), "en", UTC, "The Long View")


def labels(message: Message) -> list[list[str]]:
    """The labels of a message's buttons, row by row."""
    return [[button.label for button in row] for row in message.keyboard]


def press(message: Message, label: str) -> tuple[Verb, tuple[int, ...]]:
    """What a button of the message asks for."""
    does = next(button.does for row in message.keyboard for button in row if button.label == label)
    assert isinstance(does, Press)
    return does.verb, does.ids
