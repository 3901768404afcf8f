"""The revisions of a post: their list, and one of them beside the newest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.core.article import Article
from bot.core.differences import differences
from bot.core.posts import Post, Revision
from bot.core.richtext import RichText, join
from bot.rendering.difference_view import difference_lines
from bot.rendering.excerpts import excerpt
from bot.rendering.message import Button, Keyboard, Message, Press, Verb
from bot.rendering.posts_view import headline_of
from bot.rendering.texts import Texts

LISTED = 20
"""Revisions that the list shows; each page of a revision leads to the one before."""

_NAME_ROOM = 30
_A_ROW = 5


def revisions_page(texts: Texts, post: Post, revisions: Sequence[Revision], names: Mapping[int, str]) -> Message:
    """The newest revisions, the newest first. ``names`` are those of the people who made them."""
    lines = [RichText.bold(texts.revisions_title(headline_of(texts, post)))]
    lines += [RichText(_line(texts, revision, names)) for revision in revisions]
    earlier = post.revision - len(revisions)
    if earlier:
        lines.append(RichText(texts.revisions_earlier(earlier)))
    buttons = tuple(
        Button(str(revision.number), Press(Verb.REVISION, (post.id, revision.number))) for revision in revisions
    )
    rows = tuple(buttons[start : start + _A_ROW] for start in range(0, len(buttons), _A_ROW))
    back = (Button("◀", Press(Verb.POST, (post.id,))),)
    return Message(join(lines, "\n"), keyboard=(*rows, back), link_preview=False)


def revision_page(
    texts: Texts, post: Post, revision: Revision, names: Mapping[int, str], said: Article, other: Article | None
) -> Message:
    """One revision, and how ``said`` differs from ``other``: from the newest, or the newest from the one before.

    ``other`` is None where there is only one.
    """
    lines = [
        RichText.bold(texts.revision_title(revision.number, headline_of(texts, post))),
        RichText(_line(texts, revision, names)),
    ]
    if other is None:
        lines.append(RichText(texts.revision_only()))
    elif revision.number == post.revision:
        lines.append(RichText(texts.revision_from_before(revision.number - 1)))
        lines.append(difference_lines(texts, differences(other, said)))
    else:
        lines.append(RichText(texts.revision_until_now(post.revision)))
        lines.append(difference_lines(texts, differences(said, other)))
    keyboard = _buttons(texts, post, revision)
    return Message(join(lines, "\n"), keyboard=keyboard, link_preview=False)


def _buttons(texts: Texts, post: Post, revision: Revision) -> Keyboard:
    def turn(label: str, number: int) -> Button:
        return Button(label, Press(Verb.REVISION, (post.id, number)))

    turning = []
    if revision.number > 1:
        turning.append(turn(f"◀ {revision.number - 1}", revision.number - 1))
    if revision.number < post.revision:
        turning.append(turn(f"{revision.number + 1} ▶", revision.number + 1))
    restore: tuple[Button, ...] = ()
    if revision.number < post.revision:
        restore = (Button(texts.button("Restore"), Press(Verb.RESTORE, (post.id, revision.number))),)
    back = (Button(texts.button("Revisions"), Press(Verb.REVISIONS, (post.id,))),)
    return tuple(row for row in (restore, tuple(turning), back) if row)


def _line(texts: Texts, revision: Revision, names: Mapping[int, str]) -> str:
    name = names.get(revision.made_by) if revision.made_by is not None else None
    shown = None if name is None else excerpt(name, _NAME_ROOM)
    return texts.revision_line(revision.number, revision.made_at, shown, revision.line)
