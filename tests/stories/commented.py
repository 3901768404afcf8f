"""A comment that waits, and what its buttons ask for."""

from __future__ import annotations

from typing import Any

from bot.sandbox.client import Person
from tests.stories.stage import Dump, Message, Stage


async def waiting_comment(stage: Stage, olga: Person, text: str = "What now?") -> Person:
    """A post, and a reader whose first comment on it waits."""
    ann = await stage.reader("Ann")
    await stage.publishes(olga, "The barrier held", "It did.")
    await ann.replies_to(await ann.sees("It did."), text)
    await ann.sees("⏳ Your comment on “The barrier held” waits for a moderator.")
    return ann


def data_of(message: Message, label: str) -> str:
    """The callback data of a button, to press it again when it is no longer there."""
    buttons: list[dict[str, Any]] = [each for row in message["reply_markup"]["inline_keyboard"] for each in row]
    return next(str(each["callback_data"]) for each in buttons if each["text"] == label)


async def texts_of_comments(stage: Stage) -> list[str]:
    """What the comments say that are shown, or would be, in the order in which they were made."""
    return [comment.body["text"] for comment in sorted((await stage.kept())["comments"])]


async def states_of_comments(stage: Stage) -> list[str]:
    """Where the comments stand, in the order in which they were made."""
    return [comment.state for comment in sorted((await stage.kept())["comments"])]


async def rejects(moderator: Person, reason: str = "Silently") -> None:
    """Reject on the newest card, and a reason."""
    await moderator.presses("Reject")
    assert await moderator.presses(reason) == "Rejected."


async def what_is_said(stage: Stage) -> Dump:
    """What people have written, whatever else is under way."""
    kept = await stage.kept()
    names = ("comments", "comment_revisions", "comment_pieces", "comment_events", "loose_messages", "prompts")
    return {name: kept[name] for name in names}
