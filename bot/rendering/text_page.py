"""A comment's text as a whole, in place of its card: one revision at a time, and of a long one a part at a time."""

from __future__ import annotations

from bot.core.comments import Body, Comment
from bot.core.richtext import RichText, join
from bot.rendering.inert import inert
from bot.rendering.message import Button, Keyboard, Message, Press, Verb
from bot.rendering.texts import Texts

PART_LENGTH = 3_900
"""Characters of a part: a message holds 4,096 (Bot API, sendMessage), and a title stands above it."""


def text_page(texts: Texts, comment: Comment, body: Body, revision: int, part: int) -> Message:
    """``part`` of the text, from 1, as near as there is one."""
    whole = inert(body.text)
    parts = max(1, -(-len(whole) // PART_LENGTH))
    part = min(max(part, 1), parts)
    shown = whole[(part - 1) * PART_LENGTH : part * PART_LENGTH].strip()
    title = RichText(texts.text_title(comment.id, revision, comment.revision, part, parts))
    text = RichText.quote(shown) if shown else RichText.italic(texts.card_nothing())
    keyboard = _keyboard(texts, comment, revision, part, parts)
    return Message(join((title, text), "\n"), keyboard=keyboard, link_preview=False)


def _keyboard(texts: Texts, comment: Comment, revision: int, part: int, parts: int) -> Keyboard:
    def turn(label: str, revision: int, part: int) -> Button:
        return Button(label, Press(Verb.EDITS, (comment.id, revision, part)))

    reading = []
    if part > 1:
        reading.append(turn("▲", revision, part - 1))
    if part < parts:
        reading.append(turn("▼", revision, part + 1))
    comparing = []
    if revision > 1:
        comparing.append(turn(texts.button("Older text"), revision - 1, 1))
    if revision < comment.revision:
        comparing.append(turn(texts.button("Newer text"), revision + 1, 1))
    back = (Button("◀", Press(Verb.COMMENT_CARD, (comment.id,))),)
    return tuple(row for row in (tuple(reading), tuple(comparing), back) if row)
