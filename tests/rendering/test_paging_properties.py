"""Cutting a text into pages loses nothing, whatever the text."""

from __future__ import annotations

from itertools import cycle, islice, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.richtext import MERGING, RichText, Span, join
from bot.rendering.graphemes import is_boundary
from bot.rendering.paging import CAPTION_LENGTH, ENTITY_COUNT, STYLES, TEXT_LENGTH, Piece, cut
from tests.core.test_richtext import look
from tests.proofs import proof
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
    text = "".join(draw(st.lists(pieces, min_size=10, max_size=36)))
    spans = []
    for kind, extra in draw(st.lists(KINDS, max_size=8)):
        start = draw(st.integers(0, len(text)))
        spans.append(Span(kind, start, start + draw(st.integers(1, 2 * LIMIT)), extra))
    return RichText.from_spans(text, spans)


@st.composite
def posts(draw: st.DrawFn) -> RichText:
    """Rich texts of several messages at Telegram's own limits: a few lines, over and over, with entities of any length.

    Some have so many entities that they bound a page before its length does.
    """
    unit = draw(texts(12)) + draw(st.sampled_from((" ", "\n", "\n\n", ". ", "")))
    text = (unit or "word ") * draw(st.integers(1, 5_500 // max(len(unit), 1)))
    spans = []
    for kind, extra in draw(st.lists(KINDS, max_size=8)):
        start = draw(st.integers(0, len(text)))
        spans.append(Span(kind, start, start + draw(st.integers(1, 6_000)), extra))
    apart = draw(st.sampled_from((0, 0, 0, 23)))
    if apart:
        spans += [Span("bold", start, start + 7) for start in range(0, len(text), apart)]
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
        assert keeps_all_its_entities(piece)


def keeps_all_its_entities(piece: Piece) -> bool:
    """Whether Telegram would drop none."""
    emoji = sum(entity.type == "custom_emoji" for entity in piece.text.entities)
    return emoji <= ENTITY_COUNT and len(piece.text.entities) - emoji <= ENTITY_COUNT


def of_styles(rich: RichText) -> RichText:
    """Without what becomes two where it is cut, such as a picture."""
    return rich.without(*(entity.type for entity in rich.entities if entity.type not in MERGING))


def put_together(rich: RichText, pieces: tuple[Piece, ...]) -> RichText:
    """The pages with the whitespace that was left out around them."""
    edges = [0, *(edge for piece in pieces for edge in (piece.start, piece.stop)), len(rich.text)]
    first, *gaps = rich.slices(list(zip(edges[::2], edges[1::2], strict=True)))
    shown = zip(pieces, gaps, strict=True)
    return join((first, *(part for piece, gap in shown for part in (piece.text, gap))))


@given(rich_texts())
def test_what_fits_is_one_page(rich: RichText) -> None:
    pieces = cut(rich, 4096)
    assert [piece.text for piece in pieces] == ([rich.strip()] if rich.text.strip() else [])


def nothing_whole_is_cut(rich: RichText, pieces: tuple[Piece, ...], limit: int) -> None:
    """Links, code and the like are on one page, unless that holds no more characters or no more entities."""
    whole = sorted(whole_characters(rich.text, span) for span in rich.spans() if span.type not in STYLES)
    merged: list[tuple[int, int]] = []
    for start, stop in whole:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    for before, _ in pairwise(pieces):
        for start, stop in merged:
            shown = rich.text[start:stop].rstrip()
            if start < before.stop < start + len(shown):
                assert before.crowded or stop - before.start > limit or stop - start > limit


def no_character_is_cut(rich: RichText, pieces: tuple[Piece, ...], limit: int) -> None:
    """What people see as one character is on one page, unless it is longer than that."""
    for before, after in pairwise(pieces):
        for position in (before.stop, after.start):
            if not is_boundary(rich.text, position):
                start, stop = whole_characters(rich.text, Span("", position, position))
                assert stop - start > limit


@proof
@given(long_texts())
def test_pages_and_the_whitespace_between_them_are_the_text_and_nothing_that_is_one_is_cut(rich: RichText) -> None:
    pieces = cut(rich, LIMIT)
    check(rich, pieces, LIMIT)
    assert of_styles(put_together(rich, pieces)).normalise() == of_styles(rich).normalise()
    nothing_whole_is_cut(rich, pieces, LIMIT)
    no_character_is_cut(rich, pieces, LIMIT)


@proof
@given(posts(), st.sampled_from((TEXT_LENGTH, CAPTION_LENGTH)))
def test_at_telegrams_limits_it_is_the_same(rich: RichText, limit: int) -> None:
    pieces = cut(rich, limit)
    for piece in pieces:
        assert 0 < len(piece.text.text) <= limit
        assert piece.text.text == piece.text.text.strip()
        assert keeps_all_its_entities(piece)
    assert of_styles(put_together(rich, pieces)).normalise() == of_styles(rich).normalise()
    nothing_whole_is_cut(rich, pieces, limit)
    no_character_is_cut(rich, pieces, limit)


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


@given(st.lists(st.integers(1, 3), min_size=1, max_size=9), st.integers(90, 230), st.booleans())
def test_no_page_has_more_entities_than_telegram_keeps(lengths: list[int], count: int, emoji: bool) -> None:
    spans = []
    position = 0
    for index, length in enumerate(islice(cycle(lengths), count)):
        kind = "custom_emoji" if emoji and index % 2 else "bold" if index % 3 else "text_link"
        spans.append(Span(kind, position, position + length, (("n", index),)))
        position += length + 1
    rich = RichText.from_spans("word and " * (position // 9), spans)
    pieces = cut(rich, 4096)
    assert all(keeps_all_its_entities(piece) for piece in pieces)
    assert of_styles(put_together(rich, pieces)).normalise() == of_styles(rich).normalise()


@given(rich_texts(), st.integers(101, 140), st.data())
def test_where_too_many_entities_cover_one_character_the_first_stay(
    rich: RichText, count: int, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(rich.text)))
    stop = data.draw(st.integers(start, len(rich.text)))
    stack = [Span("text_link", start, stop, (("url", f"https://e.org/{n}"),)) for n in range(count)]
    crowd = RichText.from_spans(rich.text, [*rich.spans(), *stack])
    pieces = cut(crowd, TEXT_LENGTH)
    assert put_together(crowd, pieces).text == rich.text
    for piece in pieces:
        every = crowd.slice(piece.start, piece.stop).entities
        emoji = [entity for entity in every if entity.type == "custom_emoji"]
        others = [entity for entity in every if entity.type != "custom_emoji"]
        kept = {*emoji[:ENTITY_COUNT], *others[:ENTITY_COUNT]}
        first = [entity for entity in every if entity in kept]
        assert piece.text == RichText(piece.text.text, tuple(first))
        assert piece.crowded or len(first) == len(every)
