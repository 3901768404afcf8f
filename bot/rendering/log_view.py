"""Pages of the log of comments, as moderators read it in the chat."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.log_entries import Entry
from bot.core.richtext import RichText, join
from bot.rendering.log_lines import short_headline, short_name, what, who
from bot.rendering.message import Button, Keyboard, Message, Press, Verb
from bot.rendering.texts import Texts

PAGE = 10
"""Lines on a page: with names and notes in full they fit a message."""

_A_ROW = 5


def log_page(
    texts: Texts,
    title: str,
    entries: Sequence[Entry],
    turn: Press,
    back: Button,
    *,
    older: int | None,
    newer: int | None,
) -> Message:
    """A page of the log, the oldest line first.

    ``turn`` opens another page of the same section; its last id is the one that the page ends before, 0 for none:
    ``older`` and ``newer`` are those of the neighbours. None: there is no such page. Lines of several comments name
    theirs, and have a button for the card of each.
    """
    of_many = turn.verb is not Verb.HISTORY
    lines = [RichText.bold(title)]
    day = None
    for entry in entries:
        at = entry.event.at
        if day != (day := texts.day(at)):
            lines.append(RichText.italic(day))
        number = entry.event.comment_id if of_many else None
        lines.append(RichText(texts.log_line(at, number, who(texts, entry), what(texts, entry))))
    if not entries:
        lines.append(RichText(texts.log_empty()))
    turning = tuple(
        Button(texts.button(label), Press(turn.verb, (*turn.ids, before)))
        for label, before in (("Older", older), ("Newer", newer))
        if before is not None
    )
    rows: Keyboard = (turning, *(_cards(entries) if of_many else ()), (back,))
    return Message(join(lines, "\n"), keyboard=tuple(row for row in rows if row), link_preview=False)


def back_to_card(comment_id: int) -> Button:
    """From a comment's history."""
    return Button("◀", Press(Verb.COMMENT_CARD, (comment_id,)))


def back_to_person(comment_id: int) -> Button:
    """From the history of whoever wrote the comment."""
    return Button("◀", Press(Verb.COMMENTER, (comment_id,)))


def back_to_post(post_id: int) -> Button:
    """From the history of a post's comments."""
    return Button("◀", Press(Verb.POST, (post_id,)))


def title_of_comment(texts: Texts, comment_id: int, headline: str) -> str:
    """Above a comment's history."""
    return texts.log_of_comment(comment_id, short_headline(texts, headline))


def title_of_person(texts: Texts, name: str) -> str:
    """Above the history of what somebody wrote."""
    return texts.log_of_person(short_name(name))


def title_of_post(texts: Texts, headline: str) -> str:
    """Above the history of the comments on a post."""
    return texts.log_of_post(short_headline(texts, headline))


def _cards(entries: Sequence[Entry]) -> Keyboard:
    """A button for the card of each comment."""
    numbers = sorted({entry.event.comment_id for entry in entries})
    buttons = tuple(Button(f"#{number}", Press(Verb.COMMENT_CARD, (number,))) for number in numbers)
    return tuple(buttons[start : start + _A_ROW] for start in range(0, len(buttons), _A_ROW))
