"""The parts of a draft as a list, and the page of one of them. Both take the card's place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.assembly import Assembly, PartRole
from bot.core.drafts import Draft
from bot.core.parts import Key, Use
from bot.core.passages import Passage
from bot.core.richtext import RichText, join
from bot.core.uses import possible_uses
from bot.rendering.excerpts import clipped, excerpt
from bot.rendering.message import Button, Keyboard, Message, Press, Verb
from bot.rendering.part_lines import line_of
from bot.rendering.texts import Texts

LISTED = 20
"""Parts on a page of the list."""

_IN_A_ROW = 5
_USES_IN_A_ROW = 3
_HEADLINE_ROOM = 80
_LINE_ROOM = 160
_WORDS_ROOM = 60
_TEXT_ROOM = 800


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage as the list has it: ``number`` and ``last`` are those of its first and last message on the card.

    What was taken out (``role`` None) goes on counting behind the card's numbers.
    """

    number: int
    last: int
    passage: Passage
    role: PartRole | None

    @property
    def numbers(self) -> str:
        """ "2", or "2–4" where it is several messages."""
        return str(self.number) if self.number == self.last else f"{self.number}–{self.last}"


def entries_of(passages: Sequence[Passage], removed: Sequence[Passage], assembly: Assembly) -> tuple[Entry, ...]:
    """Everything that the list shows; ``passages`` in the order in which the card's roles have them."""
    roles = {role.part.key: (number, role) for number, role in enumerate(assembly.roles, start=1)}
    entries = []
    for passage in passages:
        number, role = roles[passage.first.key]
        entries.append(Entry(number, number + len(passage.parts) - 1, passage, role))
    number = len(assembly.roles)
    for passage in removed:
        entries.append(Entry(number + 1, number + len(passage.parts), passage, None))
        number += len(passage.parts)
    return tuple(entries)


def parts_list(texts: Texts, draft: Draft, headline: str, entries: Sequence[Entry], page: int) -> Message:
    """A page of the list, from 0; the nearest one that there is."""
    pages = max(1, -(-len(entries) // LISTED))
    page = min(max(page, 0), pages - 1)
    shown = entries[page * LISTED : (page + 1) * LISTED]
    lines = [RichText.bold(texts.parts_title(excerpt(headline or texts.untitled(), _HEADLINE_ROOM)))]
    if pages > 1:
        first = page * LISTED + 1
        lines.append(RichText(texts.parts_range(first, first + len(shown) - 1, len(entries))))
    lines += [RichText(f"{entry.numbers}  {excerpt(_line(texts, entry), _LINE_ROOM)}") for entry in shown]
    if not shown:
        lines.append(RichText(texts.parts_none()))
    buttons = [Button(str(entry.number), Press(Verb.PART, (draft.id, *entry.passage.first.key))) for entry in shown]
    turns = [Button("◀", Press(Verb.CARD, (draft.id,)))]
    turns += [Button("▲", Press(Verb.PARTS, (draft.id, page - 1)))] if page > 0 else []
    turns += [Button("▼", Press(Verb.PARTS, (draft.id, page + 1)))] if page < pages - 1 else []
    return Message(join(lines, "\n"), keyboard=(*_rows(buttons, _IN_A_ROW), tuple(turns)), link_preview=False)


def part_page(texts: Texts, draft: Draft, entries: Sequence[Entry], index: int) -> Message:
    """The page of one passage: its words, and what can be done with it."""
    entry = entries[index]
    present = entry.role is not None
    title = texts.part_title(entry.numbers) if present else texts.part_title_removed()
    lines = [RichText.bold(title), RichText(excerpt(_line(texts, entry), _LINE_ROOM))]
    if entry.passage.text.strip():
        lines.append(RichText.quote(clipped(entry.passage.text.text.strip(), _TEXT_ROOM)))
    back = (Button("◀", Press(Verb.PARTS, (draft.id, index // LISTED))),)
    ids = (draft.id, *entry.passage.first.key)
    if not present:
        keyboard: Keyboard = ((Button(texts.button("Restore"), Press(Verb.PART_IN, ids)),), back)
    else:
        lines.append(RichText(texts.part_hint()))
        last = sum(other.role is not None for other in entries) - 1
        keyboard = (*_moves(texts, ids, index, last), *_uses(texts, ids, entry.passage), back)
    return Message(join(lines, "\n"), keyboard=keyboard, link_preview=False)


def index_of(entries: Sequence[Entry], key: Key) -> int | None:
    """Where in the list the part of that key stands."""
    found = (index for index, entry in enumerate(entries) if any(part.key == key for part in entry.passage.parts))
    return next(found, None)


def _line(texts: Texts, entry: Entry) -> str:
    """What a passage became, and its first words where that does not say them."""
    if entry.role is None:
        return texts.part_taken_out(_looks_of(texts, entry.passage))
    line = line_of(texts, entry.role)
    if entry.role.source is not None or (entry.passage.first.media is not None and entry.passage.first.origin is None):
        return line
    words = excerpt(entry.passage.text.text, _WORDS_ROOM)
    return f"{line} · “{words}”" if words else line


def _looks_of(texts: Texts, passage: Passage) -> str:
    words = excerpt(passage.text.text, _WORDS_ROOM)
    media = passage.first.media
    return f"“{words}”" if media is None else texts.part_media(media.kind, words)


def _moves(texts: Texts, ids: tuple[int, ...], index: int, last: int) -> Keyboard:
    moves = []
    if index > 0:
        moves.append(("↑", "Up", Verb.PART_UP))
    if index < last:
        moves.append(("↓", "Down", Verb.PART_DOWN))
    if index > 0:
        moves.append(("⤒", "Top", Verb.PART_TOP))
    row = tuple(Button(f"{sign} {texts.button(name)}", Press(verb, ids)) for sign, name, verb in moves)
    remove = (Button(texts.button("Remove"), Press(Verb.PART_OUT, ids)),)
    return (row, remove) if row else (remove,)


def _uses(texts: Texts, ids: tuple[int, ...], passage: Passage) -> Keyboard:
    """What the passage can be, what it is by choice ticked."""
    chosen = passage.first.use
    buttons = []
    for use in possible_uses(passage):
        name = texts.use_name(use)
        label = texts.ticked(name) if use == chosen else name
        buttons.append(Button(label, Press(Verb.PART_USE, (*ids, number_of_use(use)))))
    return _rows(buttons, _USES_IN_A_ROW)


def number_of_use(use: Use | None) -> int:
    """A use as it stands in callback data; 0: what the part looks like."""
    return 0 if use is None else 1 + list(Use).index(use)


def use_of_number(number: int) -> Use | None:
    """The inverse of ``number_of_use``. ``ValueError`` for a number that stands for none."""
    if not 0 <= number <= len(Use):
        raise ValueError(f"no use has the number {number}")
    return None if number == 0 else list(Use)[number - 1]


def _rows(buttons: Sequence[Button], width: int) -> Keyboard:
    return tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))
