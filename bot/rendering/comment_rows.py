"""Comments as they stand below each other on a page, five at most, so that all of them always fit into one message.

What a comment says stands in a quotation: it can look like nothing that the page itself says. Long ones give up room
to the others; whichever is cut can be read as a whole by a button.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.comments import Comment
from bot.core.listing import Row
from bot.core.posts import Post
from bot.core.richtext import RichText, join
from bot.rendering.inert import inert_line
from bot.rendering.message import Button, Keyboard, Press, Verb
from bot.rendering.paging import ENTITY_COUNT, TEXT_LENGTH, cut
from bot.rendering.texts import Texts

NAME_ROOM = 64
"""Characters of a name above a comment: as many as Telegram's first name has."""

QUOTE_ROOM = 120
"""Characters of the passage that a comment is about."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Comments below each other: the blocks of the page's text, and the numbers of those that were cut, from 1."""

    blocks: tuple[RichText, ...]
    cut: frozenset[int]


def name_of(texts: Texts, comment: Comment, post: Post) -> str:
    """What stands above a comment: its writer's name, marked if it is the post's author."""
    name = inert_line(comment.name or "", NAME_ROOM) or texts.anonymous()
    return f"{name} {texts.author_mark()}" if comment.person_id == post.author_id else name


def comment_rows(
    texts: Texts, post: Post, rows: Sequence[Row], around: RichText, *, now: datetime, link: Callable[[int], str]
) -> Rows:
    """The comments with their names, numbered from 1; when each was written is the link to its thread.

    ``around`` is what else the message is to hold.
    """
    heads = [_head(texts, post, number, row, now, link(row.comment.id)) for number, row in enumerate(rows, 1)]
    frame = join((around, *heads), "\n\n")
    bodies = [row.comment.body.text.without("blockquote", "expandable_blockquote").strip() for row in rows]
    spare = 2 * len(bodies)  # of each, a line break before it and an ellipsis behind it
    lengths = shares([len(body.text) for body in bodies], TEXT_LENGTH - len(frame.text) - spare)
    # Each body stands in a quotation, which is an entity as well.
    counts = shares([len(body.entities) for body in bodies], ENTITY_COUNT - len(frame.entities) - len(bodies))
    blocks, incomplete = [], set()
    for number, (head, body) in enumerate(zip(heads, bodies, strict=True), 1):
        kept = shortened(body, lengths[number - 1], counts[number - 1])
        if kept != body:
            incomplete.add(number)
        blocks.append(head + RichText("\n") + kept.wrap("blockquote") if kept else head)
    return Rows(tuple(blocks), frozenset(incomplete))


def row_buttons(texts: Texts, rows: Sequence[Row], cut: frozenset[int], *, open: bool, moderates: bool) -> Keyboard:
    """What can be done with the comments on a page, a row for each; the first button of a row says what it is."""
    numbered = list(enumerate((row.comment for row in rows), 1))
    wanted = (
        (texts.reply_button, Verb.REPLY, numbered if open else []),
        (texts.read_button, Verb.READ_COMMENT, [each for each in numbered if each[0] in cut]),
        (texts.photos_button, Verb.COMMENT_PHOTOS, [each for each in numbered if each[1].body.photos]),
        (texts.card_button, Verb.COMMENT_CARD, numbered if moderates else []),
    )
    return tuple(
        tuple(
            Button(label(number) if place == 0 else str(number), Press(verb, (comment.id,)))
            for place, (number, comment) in enumerate(those)
        )
        for label, verb, those in wanted
        if those
    )


def shares(wanted: Sequence[int], room: int) -> tuple[int, ...]:
    """What each gets of the room: what it wants, or as much as all others that want more than there is."""
    given = [0] * len(wanted)
    left = max(0, room)
    for place, (index, want) in enumerate(sorted(enumerate(wanted), key=lambda each: each[1])):
        given[index] = min(want, left // (len(wanted) - place))
        left -= given[index]
    return tuple(given)


def _head(texts: Texts, post: Post, number: int, row: Row, now: datetime, link: str) -> RichText:
    """What stands above a comment: what its thread begins with, if that is gone, its writer, and what it is about."""
    comment = row.comment
    lines = []
    if row.lost_root is not None:
        lines.append(RichText.italic(texts.tombstone(row.lost_root.state)))
    pin = "📌 " if comment.case.pinned else ""
    line = RichText(f"{number}. {pin}{'↳ ' if comment.answers_id is not None else ''}")
    line += RichText.bold(name_of(texts, comment, post))
    if row.answered is not None:
        line += RichText(f" → {name_of(texts, row.answered, post)}")
    line += RichText(" · ") + RichText.link(texts.ago(comment.created_at, now), link)
    photos = f" · 📷 {texts.number(len(comment.body.photos))}" if comment.body.photos else ""
    lines.append(line + RichText(photos))
    if comment.quote is not None:
        lines.append(RichText.italic(texts.about_passage(inert_line(comment.quote, QUOTE_ROOM))))
    return join(lines, "\n")


def shortened(body: RichText, length: int, entities: int) -> RichText:
    """The text as far as there is room for it, cut where it reads best, with an ellipsis for the rest."""
    if len(body.text) > length:
        body = cut(body, length)[0].text + RichText("…") if length else RichText("…")
    return RichText(body.text, body.entities[:entities])
