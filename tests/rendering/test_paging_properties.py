"""Cutting a text into pages loses nothing, whatever the text."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.richtext import RichText, Span
from bot.rendering.graphemes import is_boundary
from bot.rendering.paging import ENTITY_COUNT, STYLES, Piece, cut
from tests.core.test_richtext import look
from tests.strategies import AWKWARD, CLUSTERS, KINDS, rich_texts, texts

LIMIT = 40
"""Far below Telegram's limits, so that a short text has many pages; the rules do not depend on it."""


@st.composite
def long_texts(draw: st.DrawFn) -> RichText:
    """Rich texts of several pages, most with an entity over what will be a cut."""
    pieces = st.one_of(
        st.sampled_from(("word", "Sentence.", "averyveryverylongword", " ", " ", "\n", "\n\n", *CLUSTERS)),
        st.sampled_from((*CLUSTERS, *AWKWARD)),
        texts(2),
    )
    text = "".join(draw(st.lists(pieces, min_size=10, max_size=60)))
    spans = []
    for kind, extra in draw(st.lists(KINDS, max_size=8)):
        start = draw(st.integers(0, len(text)))
        spans.append(Span(kind, start, start + draw(st.integers(1, 2 * LIMIT)), extra))
    return RichText.from_spans(text, spans)


def whole_characters(text: str, span: Span) -> tuple[int, int]:
    """The range of a span, widened to what people see as whole characters."""
    start = next(position for position in range(span.start, -1, -1) if is_boundary(text, position))
    stop = next(position for position in range(span.stop, len(text) + 1) if is_boundary(text, position))
    return start, stop


def check(rich: RichText, pieces: tuple[Piece, ...], limit: int) -> None:
    """Everything that pages promise, but for where it is nicest to cut."""
    edges = [0, *(edge for piece in pieces for edge in (piece.start, piece.stop)), len(rich.text)]
    assert edges == sorted(edges)
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        assert not rich.text[start:stop].strip()
    whole = look(rich)
    for piece in pieces:
        assert look(piece.text) == whole[piece.start : piece.stop]
        assert 0 < len(piece.text.text) <= limit
        assert piece.text.text == piece.text.text.strip()
        emoji = sum(entity.type == "custom_emoji" for entity in piece.text.entities)
        assert emoji <= ENTITY_COUNT
        assert len(piece.text.entities) - emoji <= ENTITY_COUNT


@given(long_texts())
def test_pages_and_the_whitespace_between_them_are_the_text(rich: RichText) -> None:
    check(rich, cut(rich, LIMIT), LIMIT)


@given(rich_texts())
def test_what_fits_is_one_page(rich: RichText) -> None:
    pieces = cut(rich, 4096)
    assert [piece.text for piece in pieces] == ([rich.strip()] if rich.text.strip() else [])


@given(long_texts())
def test_nothing_that_is_one_thing_is_cut_unless_it_is_longer_than_a_page(rich: RichText) -> None:
    whole = sorted(whole_characters(rich.text, span) for span in rich.spans() if span.type not in STYLES)
    merged: list[tuple[int, int]] = []
    for start, stop in whole:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    for before, _ in pairwise(cut(rich, LIMIT)):
        for start, stop in merged:
            shown = rich.text[start:stop].rstrip()
            if start < before.stop < start + len(shown):
                assert stop - before.start > LIMIT or stop - start > LIMIT


@given(long_texts())
def test_no_character_that_people_see_is_cut_unless_it_is_longer_than_a_page(rich: RichText) -> None:
    for before, after in pairwise(cut(rich, LIMIT)):
        for position in (before.stop, after.start):
            if not is_boundary(rich.text, position):
                start, stop = whole_characters(rich.text, Span("", position, position))
                assert stop - start > LIMIT


def test_a_fifth_of_the_cases_has_an_entity_over_a_cut() -> None:
    """Otherwise the properties above would say little."""
    cases = crossed = 0

    @settings(max_examples=200, database=None, derandomize=True)
    @given(long_texts())
    def count(rich: RichText) -> None:
        nonlocal cases, crossed
        cases += 1
        cuts = [before.stop for before, _ in pairwise(cut(rich, LIMIT))]
        crossed += any(span.start < at < span.stop for at in cuts for span in rich.spans())

    count()
    assert crossed * 5 >= cases


@given(st.lists(st.integers(1, 3), min_size=90, max_size=230), st.booleans())
def test_no_page_has_more_entities_than_telegram_keeps(lengths: list[int], emoji: bool) -> None:
    spans = []
    position = 0
    for index, length in enumerate(lengths):
        kind = "custom_emoji" if emoji and index % 2 else "bold" if index % 3 else "text_link"
        spans.append(Span(kind, position, position + length, (("n", index),)))
        position += length + 1
    rich = RichText.from_spans("word and " * (position // 9), spans)
    check(rich, cut(rich, 4096), 4096)
