"""What careless, curious and malicious people try, as values: a slip gets a sentence, and changes nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.gateway.buttons import encode
from bot.rendering.message import Press, Verb
from bot.sandbox.client import Person, Toast
from tests.stories.stage import Message, Stage

NOT_ALLOWED = "That is not for you to decide here."
NOTHING_DOES = "This button no longer does anything."
BIGGEST = 2**63 - 1
"""The biggest id that a database keeps."""


@dataclass(frozen=True, slots=True)
class Slip:
    """Somebody does something, and is told that it cannot be."""

    does: Callable[[], Awaitable[Any]]
    told: str


async def nothing_changes(stage: Stage, slips: dict[str, tuple[Person, Slip]]) -> None:
    """Plays one slip after the other: the sentence comes as the alert of a press, or as a message."""
    failures = []
    before = await stage.kept()
    for name, (person, slip) in slips.items():
        newest = (await person.messages() or [{"message_id": 0}])[-1]
        try:
            answer = await slip.does()
            if isinstance(answer, Toast):
                assert (answer, answer.alert) == (slip.told, True)
            else:
                await person.sees(slip.told, after=newest)
            assert await stage.kept() == before
        except AssertionError as error:
            error.add_note(name)
            failures.append(error)
            before = await stage.kept()
    if failures:
        raise ExceptionGroup(f"{len(failures)} of {len(slips)} slips", failures)


def forged(person: Person, on: Message, verb: Verb, *ids: int) -> Callable[[], Awaitable[Any]]:
    """A press with data that the button does not have."""
    return forged_data(person, on, encode(Press(verb, ids)))


def forged_data(person: Person, on: Message, data: str) -> Callable[[], Awaitable[Any]]:
    """The same with data that we would never write."""
    return lambda: person.presses_data(data, on=on)


def writes(person: Person, text: str) -> Callable[[], Awaitable[Any]]:
    """A message."""
    return lambda: person.says(text)
