"""A difference between two forms of a post as the lines of a message: counts first, then excerpts."""

from __future__ import annotations

from bot.core.differences import Change, ChangeKind, Difference, Piece, PieceKind
from bot.core.richtext import RichText, join
from bot.rendering.excerpts import excerpt
from bot.rendering.texts import Texts

DIFFERENCE_LENGTH = 3_000
"""Code points: there is room for a question and its facts in the same message (4,096; Bot API, sendMessage)."""

LINES_SHOWN = 30
"""Changes that are listed at most; with two entities each they stay within the 100 of a message."""

_EXCERPT_ROOM = 120
_CHANGED_ROOM = 60
_CONTEXT_ROOM = 24
_ROOM_FOR_THE_REST = 40

_SIGNS = {ChangeKind.ADDED: "＋", ChangeKind.REMOVED: "−", ChangeKind.MOVED: "↕"}


def difference_lines(texts: Texts, difference: Difference) -> RichText:
    """How much was added, removed, changed and moved, and excerpts of it; changed words are bold.

    At most ``DIFFERENCE_LENGTH`` code points; the last line says how many changes it has no room for.
    """
    if not difference:
        return RichText(texts.nothing_different())
    counts = texts.difference_counts(*(difference.count(kind) for kind in ChangeKind))
    lines = [RichText.bold(counts)] if counts else []
    room = DIFFERENCE_LENGTH - _ROOM_FOR_THE_REST - len(counts)
    shown = 0
    for change in difference.changes[:LINES_SHOWN]:
        line = _line(texts, change)
        room -= len(line.text) + 1
        if room < 0:
            break
        lines.append(line)
        shown += 1
    if shown < len(difference.changes):
        lines.append(RichText(texts.more_changes(len(difference.changes) - shown)))
    return join(lines, "\n")


def _line(texts: Texts, change: Change) -> RichText:
    if change.kind is ChangeKind.CHANGED and change.before is not None and change.after is not None:
        return RichText("✎ ") + _changed(texts, change.before, change.after)
    piece = change.piece
    return RichText(f"{_SIGNS[change.kind]} {texts.piece(piece.kind)}{excerpt(_words(texts, piece), _EXCERPT_ROOM)}")


def _changed(texts: Texts, before: Piece, after: Piece) -> RichText:
    """Old → new around the words that changed, or once with what else is different."""
    label = texts.piece(after.kind) if before.kind is after.kind else ""
    old, new = _words(texts, before), _words(texts, after)
    if not label:
        old, new = texts.piece(before.kind) + old, texts.piece(after.kind) + new
    if old == new:
        note = texts.other_media() if before.media != after.media else texts.only_formatting()
        return RichText(f"{label}{excerpt(new, _EXCERPT_ROOM)} {note}")
    start, old_stop, new_stop = _stretch(old, new)
    return join((RichText(label), _around(old, start, old_stop), RichText(" → "), _around(new, start, new_stop)))


def _words(texts: Texts, piece: Piece) -> str:
    """What a piece says, in one line: with a quotation's origin, a source's address, how many media."""
    words = " ".join(piece.text.text.split())
    match piece.kind:
        case PieceKind.SOURCE if words and words != piece.about:
            return f"{words} ({piece.about})"
        case PieceKind.SOURCE:
            return piece.about
        case PieceKind.QUOTATION:
            return ": ".join(filter(None, (piece.about, words or texts.media_count(len(piece.media)))))
        case PieceKind.MEDIA:
            return " · ".join(filter(None, (texts.media_count(len(piece.media)), words)))
    return words


def _stretch(old: str, new: str) -> tuple[int, int, int]:
    """Where the first changed word begins in both, and where the last one ends in each."""
    start = _same_at_start(old, new)
    while start and not old[start - 1].isspace():
        start -= 1
    same = min(_same_at_start(old[::-1], new[::-1]), len(old) - start, len(new) - start)
    while same and not old[len(old) - same].isspace():
        same -= 1
    return start, len(old) - same, len(new) - same


def _same_at_start(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (mine, theirs) in pairs if mine != theirs), min(len(one), len(other)))


def _around(text: str, start: int, stop: int) -> RichText:
    """The words from ``start`` to before ``stop`` in bold, with a little of what stands before and behind them."""
    before, behind = text[:start], text[stop:]
    if len(before) > _CONTEXT_ROOM:
        before = f"…{before[-_CONTEXT_ROOM:].partition(' ')[2]}"
    if len(behind) > _CONTEXT_ROOM:
        behind = f"{behind[:_CONTEXT_ROOM].rpartition(' ')[0]}…"
    return join((RichText(before), RichText.bold(excerpt(text[start:stop], _CHANGED_ROOM)), RichText(behind)))
