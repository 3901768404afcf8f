"""Which of the author's messages are one: the photos of an album, and a long text that the client has cut.

Telegram delivers both as separate messages. An album's share an id; a paste's share nothing but the moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from bot.core.parts import Part, Standing
from bot.core.richtext import RichText, join

MESSAGE_LENGTH = 4096
"""What a message holds (Bot API, sendMessage); a client that cuts there has cut within a word."""

CUT_LENGTH = 4000
"""A message at least as long may be a piece of a longer text: clients cut a little before the limit, at a word."""

CUT_PAUSE = timedelta(seconds=2)
"""How far apart the pieces of one text are at most, by Telegram's clock of whole seconds."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One or several messages that are read as one, in their order, and the text or caption of all.

    Where they stand, and as what, is said by the first of them.
    """

    parts: tuple[Part, ...]
    text: RichText

    @property
    def first(self) -> Part:
        """The message that says what the passage is."""
        return self.parts[0]


def passages_of(parts: Iterable[Part]) -> tuple[Passage, ...]:
    """The passages of a draft as they stand in it. The order of ``parts`` does not matter.

    Which messages belong together follows from the order in which they were sent, wherever they were moved since.
    """
    groups: list[list[Part]] = []
    albums: dict[tuple[int, str], list[Part]] = {}
    for part in sorted((part for part in parts if part.standing is Standing.PRESENT), key=lambda part: part.key):
        if part.album_id is not None:
            album = albums.setdefault((part.chat_id, part.album_id), [])
            if not album:
                groups.append(album)
            album.append(part)
        elif groups and _is_cut_before(groups[-1][-1], part):
            groups[-1].append(part)
        else:
            groups.append([part])
    groups.sort(key=lambda group: group[0].order)
    return tuple(Passage(tuple(group), _text_of(group)) for group in groups)


def belong_together(earlier: Part, later: Part) -> bool:
    """Whether a message and one that comes after it are one: photos of an album, or pieces of a text that was cut."""
    if earlier.album_id is not None or later.album_id is not None:
        return (earlier.chat_id, earlier.album_id) == (later.chat_id, later.album_id)
    return _is_cut_before(earlier, later)


def _is_cut_before(earlier: Part, later: Part) -> bool:
    both = (earlier, later)
    return (
        earlier.chat_id == later.chat_id
        and all(part.media is None and part.album_id is None and part.origin is None for part in both)
        and (earlier.item, later.item, later.use) == (0, 0, None)
        and earlier.text.units >= CUT_LENGTH
        and abs(later.sent_at - earlier.sent_at) <= CUT_PAUSE
    )


def _text_of(group: Sequence[Part]) -> RichText:
    if group[0].album_id is not None:
        return join((part.text.strip() for part in group if part.text.strip()), "\n")
    pieces = [group[0].text]
    for earlier, later in pairwise(group):
        pieces.append(RichText(_seam(earlier.text, later.text)))
        pieces.append(later.text)
    return join(pieces).normalise() if len(group) > 1 else group[0].text


def _seam(before: RichText, after: RichText) -> str:
    full = MESSAGE_LENGTH in (len(before.text), before.units)
    if full or before.text[-1:].isspace() or after.text[:1].isspace():
        return ""
    return " "
