"""What is different between two forms of a post, paragraph by paragraph: added, removed, changed, moved.

Compared are the author's words with their formatting, the media and the sources. Paragraphs are matched by
``difflib.SequenceMatcher``; of those left over, two that are alike are one that was changed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from bot.core.article import Article, Block, Figure, Heading, Quotation, Text
from bot.core.parts import Media
from bot.core.richtext import RichText

ALIKE = 0.5
"""The share of their words that two paragraphs have in common (Dice's coefficient) to be one that was changed."""

_WITHIN_REACH = 12
"""How many places apart two paragraphs of one stretch are compared at most, so that long texts are quick."""

_MATCHED_PIECES = 4_000
"""Paragraphs that are matched with each other; of more, only those before and behind all changes are."""

_PARAGRAPH_END = re.compile(r"\n\n+")
_WORD = re.compile(r"[\u2e80-\U0003ffff]|[^\W\u2e80-\U0003ffff]+")


class PieceKind(StrEnum):
    """What a piece of a post is."""

    HEADLINE = "headline"
    TEXT = "text"
    HEADING = "heading"
    MEDIA = "media"
    QUOTATION = "quotation"
    SOURCE = "source"
    TAGS = "tags"


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, or what stands in the place of one. ``about`` is a source's URL, a quotation's origin."""

    kind: PieceKind
    text: RichText
    media: tuple[Media, ...] = ()
    about: str = ""


class ChangeKind(StrEnum):
    """What happened to a piece."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Change:
    """One piece that is different. ``before`` is None for one that was added, ``after`` for one that was removed."""

    kind: ChangeKind
    before: Piece | None
    after: Piece | None

    @property
    def piece(self) -> Piece:
        """The piece as it is now; one that was removed, as it was."""
        piece = self.after or self.before
        assert piece is not None
        return piece


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes in reading order: the headline, the body, the tags. False when there are none."""

    changes: tuple[Change, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changes)

    def count(self, kind: ChangeKind) -> int:
        """How many changes of the body are of this kind."""
        return sum(
            change.kind is kind and change.piece.kind not in (PieceKind.HEADLINE, PieceKind.TAGS)
            for change in self.changes
        )


def differences(before: Article, after: Article) -> Difference:
    """What turns one article into the other."""
    body = _body_changes(_pieces(before.blocks), _pieces(after.blocks))
    return Difference((*_single(_headline(before), _headline(after)), *body, *_single(_tags(before), _tags(after))))


def _headline(article: Article) -> Piece | None:
    return Piece(PieceKind.HEADLINE, article.headline) if article.headline else None


def _tags(article: Article) -> Piece | None:
    line = " ".join(f"#{tag}" for tag in article.tags)
    return Piece(PieceKind.TAGS, RichText(line)) if line else None


def _single(before: Piece | None, after: Piece | None) -> Iterator[Change]:
    if before == after:
        return
    if before is None:
        yield Change(ChangeKind.ADDED, None, after)
    elif after is None:
        yield Change(ChangeKind.REMOVED, before, None)
    else:
        yield Change(ChangeKind.CHANGED, before, after)


def _pieces(blocks: Iterable[Block]) -> list[Piece]:
    pieces: list[Piece] = []
    for block in blocks:
        match block:
            case Text(text):
                pieces += [Piece(PieceKind.TEXT, paragraph) for paragraph in _paragraphs(text.normalise())]
            case Heading(text):
                pieces.append(Piece(PieceKind.HEADING, text.normalise()))
            case Figure(media, caption):
                pieces.append(Piece(PieceKind.MEDIA, caption.normalise(), media))
            case Quotation(text, origin, media):
                pieces.append(Piece(PieceKind.QUOTATION, text.normalise(), media, origin))
            case _:
                pieces.append(Piece(PieceKind.SOURCE, block.words.normalise(), about=block.url))
    return pieces


def _paragraphs(text: RichText) -> list[RichText]:
    ranges: list[tuple[int, int]] = []
    start = 0
    for gap in _PARAGRAPH_END.finditer(text.text):
        ranges.append((start, gap.start()))
        start = gap.end()
    ranges.append((start, len(text.text)))
    return [paragraph for paragraph in text.slices(ranges) if paragraph]


def _body_changes(before: Sequence[Piece], after: Sequence[Piece]) -> list[Change]:
    changes: list[Change] = []
    for removed, added in _stretches(before, after):
        changes += _paired(removed, added)
    return _with_moves(changes)


def _stretches(before: Sequence[Piece], after: Sequence[Piece]) -> Iterator[tuple[Sequence[Piece], Sequence[Piece]]]:
    """What stands between the paragraphs that are the same in both."""
    shorter = min(len(before), len(after))
    head = next((i for i in range(shorter) if before[i] != after[i]), shorter)
    tail = next((i for i in range(shorter - head) if before[-1 - i] != after[-1 - i]), shorter - head)
    before, after = before[head : len(before) - tail], after[head : len(after) - tail]
    if max(len(before), len(after)) > _MATCHED_PIECES:
        yield before, after
        return
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after).get_opcodes():
        if tag != "equal":
            yield before[i1:i2], after[j1:j2]


def _paired(removed: Sequence[Piece], added: Sequence[Piece]) -> Iterator[Change]:
    """The changes of one stretch: the pairs that are most alike are changed, what is left over is removed or added."""
    partner = _partners(removed, added)
    taken = set(partner.values())
    waiting = 0
    for index, piece in enumerate(removed):
        if index not in partner:
            yield Change(ChangeKind.REMOVED, piece, None)
            continue
        while waiting < partner[index]:
            if waiting not in taken:
                yield Change(ChangeKind.ADDED, None, added[waiting])
            waiting += 1
        yield Change(ChangeKind.CHANGED, piece, added[partner[index]])
    for index in range(waiting, len(added)):
        if index not in taken:
            yield Change(ChangeKind.ADDED, None, added[index])


def _partners(removed: Sequence[Piece], added: Sequence[Piece]) -> dict[int, int]:
    """Which of the added is which of the removed, both as indices; no two pairs cross."""
    old, new = [_words(piece) for piece in removed], [_words(piece) for piece in added]
    candidates = []
    for i, piece in enumerate(removed):
        middle = i * len(added) // len(removed)
        for j in range(max(0, middle - _WITHIN_REACH), min(len(added), middle + _WITHIN_REACH + 1)):
            likeness = _likeness(piece, added[j], old[i], new[j])
            if likeness >= ALIKE:
                candidates.append((-likeness, abs(i - j), i, j))
    partner: dict[int, int] = {}
    order: list[tuple[int, int]] = []
    for _, _, i, j in sorted(candidates):
        at = bisect_left(order, (i, j))
        fits_before = at == 0 or (order[at - 1][0] < i and order[at - 1][1] < j)
        fits_behind = at == len(order) or (order[at][0] > i and order[at][1] > j)
        if fits_before and fits_behind:
            order.insert(at, (i, j))
            partner[i] = j
    return partner


def _words(piece: Piece) -> frozenset[str]:
    return frozenset(_WORD.findall(piece.text.text.casefold()))


def _likeness(one: Piece, other: Piece, words: frozenset[str], others: frozenset[str]) -> float:
    """From 0 to 1. The same words in another form, or the same media with other words, are wholly alike."""
    if one.text.text == other.text.text or (one.media and one.media == other.media):
        return 1.0 if one.text or one.kind is other.kind else 0.0
    likeness = 2 * len(words & others) / ((len(words) + len(others)) or 1)
    is_source = one.kind is other.kind is PieceKind.SOURCE
    return max(likeness, ALIKE) if is_source else likeness


def _with_moves(changes: Sequence[Change]) -> list[Change]:
    """What was removed in one place and added in another, unchanged, has moved; it is named where it is now."""
    gone: dict[Piece, list[int]] = {}
    for index, change in enumerate(changes):
        if change.kind is ChangeKind.REMOVED and change.before is not None:
            gone.setdefault(change.before, []).append(index)
    made: dict[int, Change | None] = {}
    for index, change in enumerate(changes):
        if change.kind is ChangeKind.ADDED and change.after is not None and gone.get(change.after):
            made[gone[change.after].pop(0)] = None
            made[index] = Change(ChangeKind.MOVED, change.after, change.after)
    return [kept for index, change in enumerate(changes) if (kept := made.get(index, change)) is not None]
