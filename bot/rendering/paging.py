"""Cutting a rich text into pages that fit a message.

What is over Telegram's limits is refused, or in the case of entities silently dropped; so a text is cut before. Pages
are slices of the text, without the whitespace around each cut, and nothing else is changed: entities that span a cut
are closed before it and opened again behind it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from bot.core.richtext import Entity, RichText, Span
from bot.rendering.graphemes import is_boundary

TEXT_LENGTH = 4096
"""Code points of a text (Bot API, sendMessage: "1-4096 characters after entities parsing")."""

CAPTION_LENGTH = 1024
"""Code points of a caption (Bot API, sendPhoto: "0-1024 characters after entities parsing")."""

ENTITY_COUNT = 100
"""Entities of a message, and as many custom emoji besides; Telegram drops the rest without a word."""

STYLES = frozenset(
    {"bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote"},
)
"""Types that may be closed and opened again; whatever has another one is not cut, unless it is longer than a page."""

_WHITESPACE = re.compile(r"\s+")
_UNBREAKABLE = frozenset("\u00a0\u2007\u202f")
_SENTENCE_END = re.compile(r"[.!?…‽؟۔।]['\"”’»)\]]*\Z")
_UNSPACED_SENTENCE_END = re.compile(r"[。！？｡]['\"”’」』）]*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A page: ``text`` is the slice from code point ``start`` to before ``stop`` of the text that was cut.

    It is ``crowded`` when it ends early, or lacks entities, only because there are more than Telegram keeps.
    """

    start: int
    stop: int
    text: RichText
    crowded: bool = False


def cut(rich: RichText, limit: int, together: Iterable[tuple[int, int]] = ()) -> tuple[Piece, ...]:
    """Pages of at most ``limit`` code points and ``ENTITY_COUNT`` entities, none empty or with whitespace around it.

    Between two pages, before the first and behind the last nothing but whitespace is left out. A page ends at a
    paragraph, else at a sentence, else at a word, else between two characters as people see them. It does not end
    within the (start, stop) ranges of ``together`` if that can be helped. Where more than ``ENTITY_COUNT`` entities
    cover one and the same character, no cut can help: those beyond are left out.
    """
    ranges = list(_ranges(rich, limit, together))
    slices = rich.slices([(start, stop) for start, stop, _ in ranges])
    pieces = []
    for (start, stop, ends_early), text in zip(ranges, slices, strict=True):
        if _is_crowded(text.entities):
            pieces.append(Piece(start, stop, _as_far_as_telegram_keeps(text), crowded=True))
        else:
            pieces.append(Piece(start, stop, text, ends_early))
    return tuple(pieces)


def fits(rich: RichText, limit: int) -> bool:
    """Whether the text can be sent as one message."""
    return len(rich.text) <= limit and not _is_crowded(rich.entities)


def _is_crowded(entities: Sequence[Entity]) -> bool:
    emoji = sum(entity.type == "custom_emoji" for entity in entities)
    return emoji > ENTITY_COUNT or len(entities) - emoji > ENTITY_COUNT


def _as_far_as_telegram_keeps(rich: RichText) -> RichText:
    """The text with the first entities in reading order."""
    room = {True: ENTITY_COUNT, False: ENTITY_COUNT}
    kept = []
    for entity in rich.entities:
        is_emoji = entity.type == "custom_emoji"
        if room[is_emoji]:
            room[is_emoji] -= 1
            kept.append(entity)
    return RichText(rich.text, tuple(kept))


def _ranges(rich: RichText, limit: int, together: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, bool]]:
    """Where each page begins and ends, and whether it ends there only because of its entities."""
    text, spans = rich.text, rich.spans()
    whole = [(span.start, span.stop) for span in spans if span.type not in STYLES]
    guards = (_Guard([*whole, *together]), _Guard(whole), _Guard(()))
    budget = _Budget(spans)
    last = len(text.rstrip())
    start = len(text) - len(text.lstrip())
    while start < last:
        longest = min(start + limit, last)
        reach = budget.reach(start, longest)
        stop = reach if reach == last else _cut_at(text, start, reach, guards)
        yield start, stop, reach < longest
        start = _resume(text, stop)


class _Guard:
    """Ranges that are not to be cut within."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._stops: list[int] = []
        for start, stop in sorted(ranges):
            if self._stops and start < self._stops[-1]:
                self._stops[-1] = max(stop, self._stops[-1])
            else:
                self._starts.append(start)
                self._stops.append(stop)

    def allows(self, position: int) -> bool:
        index = bisect_left(self._starts, position) - 1
        return index < 0 or self._stops[index] <= position


class _Budget:
    """How far a page can reach before it holds too many entities. Asked for ascending starts."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = spans
        self._ahead = 0
        self._open: list[Span] = []

    def reach(self, start: int, stop: int) -> int:
        """The farthest end, at most ``stop``, of a page that begins at ``start``."""
        while self._ahead < len(self._spans) and self._spans[self._ahead].start <= start:
            self._open.append(self._spans[self._ahead])
            self._ahead += 1
        self._open = [span for span in self._open if span.stop > start]
        emoji, others = _Count(), _Count()
        for span in self._on_page(stop):
            count = emoji if span.type == "custom_emoji" else others
            if not count.holds(span) and count.covering(span) <= ENTITY_COUNT:
                return span.start
        return stop

    def _on_page(self, stop: int) -> Iterator[Span]:
        yield from self._open
        for index in range(self._ahead, len(self._spans)):
            if self._spans[index].start >= stop:
                break
            yield self._spans[index]


class _Count:
    """The entities of one page, met in the order of their starts: how many there are, and how many cover one place."""

    def __init__(self) -> None:
        self._met = 0
        self._stops: list[int] = []

    def holds(self, span: Span) -> bool:
        """Whether there is room for one more, this one."""
        self._met += 1
        heappush(self._stops, span.stop)
        return self._met <= ENTITY_COUNT

    def covering(self, span: Span) -> int:
        """How many of those met cover the character at which this one begins. If too many, a cut there is no help."""
        while self._stops[0] <= span.start:
            heappop(self._stops)
        return len(self._stops)


def _cut_at(text: str, start: int, reach: int, guards: Sequence[_Guard]) -> int:
    """The best end for a page that begins at ``start`` and has to end at ``reach`` at the latest."""
    for guard in guards:
        stop = _between_words(text, start, reach, guard) or _between_characters(text, start, reach, guard)
        if stop is not None:
            return stop
    return start + len(text[start:reach].rstrip())


def _between_words(text: str, start: int, reach: int, guard: _Guard) -> int | None:
    paragraph = sentence = word = None
    for match in reversed(list(_WHITESPACE.finditer(text, start + 1, reach + 1))):
        stop = match.start()
        if (paragraph or (sentence and word)) and "\n" not in match[0]:
            continue  # nothing better than what there is
        resume = _resume(text, stop)
        if not guard.allows(stop) or not is_boundary(text, resume, start):
            continue
        breaks = text.count("\n", stop, resume)
        if breaks > 1 and (stop - start) * 2 >= reach - start:
            return stop
        if breaks:
            paragraph = paragraph or stop
        elif _ends_sentence(text, start, stop, resume):
            sentence = sentence or stop
        elif not _UNBREAKABLE.issuperset(text[stop:resume]):
            word = word or stop
    for match in _UNSPACED_SENTENCE_END.finditer(text, start, reach):
        if guard.allows(match.end()) and is_boundary(text, match.end(), start):
            sentence = max(sentence or 0, match.end())
    return paragraph or sentence or word


def _ends_sentence(text: str, start: int, stop: int, resume: int) -> bool:
    return _SENTENCE_END.search(text, max(start, stop - 8), stop) is not None and not text[resume].islower()


def _between_characters(text: str, start: int, reach: int, guard: _Guard) -> int | None:
    for position in range(reach, start, -1):
        if (
            not text[position - 1].isspace()
            and guard.allows(position)
            and is_boundary(text, position, start)
            and is_boundary(text, _resume(text, position), start)
        ):
            return position
    return None


def _resume(text: str, stop: int) -> int:
    """Where the next page begins: behind the whitespace."""
    gap = _WHITESPACE.match(text, stop)
    return gap.end() if gap else stop
