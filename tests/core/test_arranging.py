"""Moving passages: a permutation of those that are there, whatever is done."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.core.arranging import (
    Move,
    moved,
    open_question,
    passage_with,
    put_behind,
    removed_passage_with,
    removed_passages,
)
from bot.core.parts import Key, Part, Standing
from bot.core.passages import passages_of
from bot.core.richtext import RichText
from tests.strategies import drafts

NOW = datetime(2026, 3, 27, 20, 0, tzinfo=UTC)
SOME = drafts().filter(bool)
MOVES = st.lists(st.tuples(st.integers(0, 99), st.sampled_from(Move)), max_size=6)


def text(number: int, **fields: object) -> Part:
    """A message of one sentence."""
    part = Part(7, number, NOW + timedelta(minutes=number), RichText(f"Sentence {number}."))
    return replace(part, **fields)  # type: ignore[arg-type]


def placed(parts: list[Part], places: dict[Key, int]) -> list[Part]:
    """The parts after a move."""
    return [replace(part, place=places.get(part.key, part.place)) for part in parts]


def order(parts: list[Part]) -> list[tuple[Key, ...]]:
    """The keys of the passages as they stand."""
    return [tuple(part.key for part in passage.parts) for passage in passages_of(parts)]


def arranged(parts: list[Part], moves: list[tuple[int, Move]]) -> list[Part]:
    """The draft after some moves."""
    for index, move in moves:
        parts = placed(parts, moved(parts, parts[index % len(parts)].key, move))
    return parts


@given(SOME, MOVES)
def test_moves_change_nothing_but_the_order_of_whole_passages(parts: list[Part], moves: list[tuple[int, Move]]) -> None:
    after = arranged(parts, moves)
    assert sorted(order(after)) == sorted(order(parts))
    assert [replace(part, place=None) for part in after] == parts


@given(SOME, MOVES, st.integers(0, 99), st.sampled_from(Move))
def test_a_passage_goes_where_it_is_moved_and_the_others_keep_their_order(
    parts: list[Part], moves: list[tuple[int, Move]], index: int, move: Move
) -> None:
    parts = arranged(parts, moves)
    before = order(parts)
    passage = before[index % len(before)]
    at = before.index(passage)
    after = order(placed(parts, moved(parts, passage[-1], move)))
    assert after.index(passage) == {Move.UP: max(at - 1, 0), Move.DOWN: min(at + 1, len(before) - 1), Move.TOP: 0}[move]
    assert [other for other in after if other != passage] == [other for other in before if other != passage]


@given(SOME, MOVES, st.integers(0, 99))
def test_up_and_then_down_is_as_it_was(parts: list[Part], moves: list[tuple[int, Move]], index: int) -> None:
    parts = arranged(parts, moves)
    key = parts[index % len(parts)].key
    up = moved(parts, key, Move.UP)
    if up:
        assert order(placed(placed(parts, up), moved(placed(parts, up), key, Move.DOWN))) == order(parts)


@given(SOME, MOVES)
def test_what_is_sent_later_stands_last(parts: list[Part], moves: list[tuple[int, Move]]) -> None:
    later = replace(parts[-1], message_id=parts[-1].message_id + 1, sent_at=parts[-1].sent_at + timedelta(hours=1))
    later = replace(later, album_id=None, media=None)
    after = [*arranged(parts, moves), later]
    assert order(after)[-1] == (later.key,)


@given(SOME, MOVES, st.randoms(use_true_random=False))
def test_the_order_in_which_parts_are_given_does_not_matter(
    parts: list[Part], moves: list[tuple[int, Move]], random: Random
) -> None:
    after = arranged(parts, moves)
    shuffled = list(after)
    random.shuffle(shuffled)
    assert order(shuffled) == order(after)
    for move in Move:
        assert moved(shuffled, after[0].key, move) == moved(after, after[0].key, move)


@given(SOME, MOVES, st.integers(0, 99), st.integers(0, 99))
def test_a_passage_can_be_put_right_behind_any_other(
    parts: list[Part], moves: list[tuple[int, Move]], one: int, two: int
) -> None:
    parts = arranged(parts, moves)
    before = order(parts)
    passage, other = before[one % len(before)], before[two % len(before)]
    after = order(placed(parts, put_behind(parts, passage[0], other[-1])))
    if passage != other:
        assert after.index(passage) == after.index(other) + 1
    assert [each for each in after if each != passage] == [each for each in before if each != passage]


def test_what_is_not_there_is_not_moved() -> None:
    parts = [text(1), text(2)]
    assert moved(parts, (7, 9, 0), Move.UP) == {}
    assert put_behind(parts, (7, 9, 0), (7, 1, 0)) == {}
    assert put_behind(parts, (7, 1, 0), (7, 9, 0)) == {}
    assert passage_with(parts, (7, 9, 0)) is None


@given(SOME)
def test_what_was_taken_out_is_the_same_passages_that_it_was(parts: list[Part]) -> None:
    removed = [replace(part, standing=Standing.REMOVED) for part in parts]
    assert [passage.parts for passage in removed_passages(removed)] == [p.parts for p in passages_of(parts)]
    assert passages_of(removed) == ()
    found = removed_passage_with(removed, parts[0].key)
    assert found is not None
    assert parts[0] in found.parts
    assert removed_passage_with(parts, parts[0].key) is None


def test_a_reply_to_a_part_is_asked_about_and_the_first_of_several() -> None:
    parts = [text(1), text(2), text(3, answers=2), text(4, answers=1)]
    question = open_question(parts)
    assert question is not None
    assert (question[0].first.message_id, question[1].first.message_id) == (3, 2)


def test_nothing_is_asked_about_what_is_gone_or_is_the_reply_itself() -> None:
    assert open_question([text(1, standing=Standing.REMOVED), text(2, answers=1)]) is None
    assert open_question([text(1), text(2, answers=9)]) is None
    assert open_question([text(1, album_id="a"), text(2, answers=1, album_id="a")]) is None
    assert open_question([text(1), text(2)]) is None
