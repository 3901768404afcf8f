"""What has arrived in somebody's chat: the messages of the post, put together again."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.richtext import RichText, join
from bot.core.richtext_json import entities_from_json
from bot.rendering.html import DETECTED
from bot.sandbox.client import Message


def post_among(messages: Sequence[Message]) -> list[Message]:
    """The messages of the post in a chat: from its photo to the one with its two buttons. Empty when it is not there.

    The list of comments ends in Post a comment, too, but does not begin with how many there are.
    """
    last = max((at for at, message in enumerate(messages) if _ends_post(labels(message))), default=-1)
    first = max((at for at, message in enumerate(messages[: last + 1]) if "photo" in message), default=0)
    return list(messages[first : last + 1])


def _ends_post(buttons: list[str]) -> bool:
    return buttons[1:] == ["Post a comment"] and buttons[0].endswith(("comment", "comments"))


def labels(message: Message) -> list[str]:
    """The labels of a message's inline buttons."""
    markup = message.get("reply_markup") or {}
    return [button["text"] for row in markup.get("inline_keyboard", []) for button in row]


def text_of(messages: Sequence[Message]) -> RichText:
    """The messages' texts and captions as one text, a paragraph apart, with the formatting that was sent."""
    pieces = (
        RichText(
            message.get("text") or message.get("caption") or "",
            entities_from_json(message.get("entities") or message.get("caption_entities") or []),
        )
        for message in messages
    )
    return join(pieces, "\n\n").without(*DETECTED).normalise()


def difference(expected: RichText, arrived: RichText) -> str | None:
    """Where what has arrived is not what was expected, in words; None when it is."""
    if arrived.text != expected.text:
        at = next(
            (at for at, (one, other) in enumerate(zip(expected.text, arrived.text, strict=False)) if one != other),
            min(len(expected.text), len(arrived.text)),
        )
        return (
            f"“{expected.text[at : at + 30]}” was expected at character {at}, and “{arrived.text[at : at + 30]}” came"
        )
    for one, other in ((expected, arrived), (arrived, expected)):
        for span in set(one.spans()) - set(other.spans()):
            words = one.text[span.start : span.stop]
            return f"“{words}” is {span.type} only {'where it was written' if one is expected else 'where it arrived'}"
    return None
