"""Arranging: where the passages of a draft stand, and what happens when one is moved.

A passage moves as a whole (an album, a text that the client has cut). Moving is a permutation of the places that the
passages have: no other part changes, and what is sent later still comes last.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import Enum, auto

from bot.core.parts import Key, Part, Standing
from bot.core.passages import Passage, passages_of


class Move(Enum):
    """Where a passage can be moved from where it stands."""

    UP = auto()
    DOWN = auto()
    TOP = auto()


def moved(parts: Iterable[Part], key: Key, move: Move) -> dict[Key, int]:
    """The new places of the parts that a move gives one; empty where the passage of ``key`` cannot go further."""
    passages = passages_of(parts)
    index = _index_of(passages, key)
    if index is None:
        return {}
    target = {Move.UP: max(index - 1, 0), Move.DOWN: min(index + 1, len(passages) - 1), Move.TOP: 0}[move]
    return _placed(passages, index, target)


def put_behind(parts: Iterable[Part], key: Key, other: Key) -> dict[Key, int]:
    """The new places when the passage of ``key`` is to stand right behind that of ``other``."""
    passages = passages_of(parts)
    index, before = _index_of(passages, key), _index_of(passages, other)
    if index is None or before is None or index == before:
        return {}
    return _placed(passages, index, before + 1 if index > before else before)


def passage_with(parts: Iterable[Part], key: Key) -> Passage | None:
    """The passage that a part belongs to; None when there is no such part in the post."""
    passages = passages_of(parts)
    index = _index_of(passages, key)
    return None if index is None else passages[index]


def removed_passages(parts: Iterable[Part]) -> tuple[Passage, ...]:
    """What was taken out, as the passages that it would be again, in the order in which they would stand."""
    removed = (part for part in parts if part.standing is Standing.REMOVED)
    return passages_of(replace(part, standing=Standing.PRESENT) for part in removed)


def removed_passage_with(parts: Iterable[Part], key: Key) -> Passage | None:
    """The passage that a removed part belongs to; None when no part of that key was taken out."""
    passages = removed_passages(parts)
    index = _index_of(passages, key)
    return None if index is None else passages[index]


def open_question(parts: Iterable[Part]) -> tuple[Passage, Passage] | None:
    """The first passage that replied to another one and does not know yet whether it replaces it, with that other.

    None where nothing is to be asked: also when the other has been taken out since.
    """
    passages = passages_of(parts)
    holding = {part.key: passage for passage in passages for part in passage.parts}
    for passage in passages:
        for part in passage.parts:
            other = None if part.answers is None else holding.get((part.chat_id, part.answers, 0))
            if other is not None and other is not passage:
                return passage, other
    return None


def _index_of(passages: Sequence[Passage], key: Key) -> int | None:
    found = (index for index, passage in enumerate(passages) if any(part.key == key for part in passage.parts))
    return next(found, None)


def _placed(passages: Sequence[Passage], index: int, target: int) -> dict[Key, int]:
    """Takes one passage out and puts it in at ``target``; those in between change places."""
    order = [*passages[:index], *passages[index + 1 :]]
    order.insert(target, passages[index])
    places = [passage.first.order[0] for passage in passages]
    changed: dict[Key, int] = {}
    for passage, place in zip(order, places, strict=True):
        if passage.first.order[0] != place:
            changed |= {part.key: place for part in passage.parts}
    return changed
