"""Rich text: cutting, joining, merging, with positions that count whole characters."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.richtext import MERGING, Entity, Extra, RichText, Span, join, line_ranges
from bot.core.utf16 import Ruler, utf16_length
from tests.proofs import proof
from tests.strategies import KINDS, rich_texts, texts

Look = list[tuple[str, frozenset[tuple[str, Extra]]]]


def look(rich: RichText) -> Look:
    """Each character with what applies to it."""
    styles: list[set[tuple[str, Extra]]] = [set() for _ in rich.text]
    for span in rich.spans():
        for position in range(span.start, span.stop):
            styles[position].add((span.type, span.extra))
    return list(zip(rich.text, map(frozenset, styles), strict=True))


@given(texts())
def test_positions_translate_there_and_back(text: str) -> None:
    ruler = Ruler(text)
    assert ruler.units == utf16_length(text)
    for point in range(len(text) + 1):
        assert ruler.unit(point) == utf16_length(text[:point])
        assert ruler.point_from(ruler.unit(point)) == ruler.point_until(ruler.unit(point)) == point


def test_half_of_a_surrogate_pair_is_the_whole_character() -> None:
    assert RichText("a🙂b", (Entity("bold", 2, 1),)).spans() == (Span("bold", 1, 2),)
    assert RichText("a🙂b", (Entity("bold", 0, 2),)).spans() == (Span("bold", 0, 2),)
    assert RichText("a🙂b").slice_units(2).text == "🙂b"
    assert RichText("a🙂b").slice_units(0, 2).text == "a🙂"


@given(rich_texts())
def test_spans_and_entities_say_the_same(rich: RichText) -> None:
    assert RichText.from_spans(rich.text, rich.spans()) == rich


@given(rich_texts(), st.data())
def test_a_slice_keeps_what_applies_to_each_character(rich: RichText, data: st.DataObject) -> None:
    start, stop = sorted(data.draw(st.tuples(*(st.integers(0, len(rich.text)),) * 2)))
    assert look(rich.slice(start, stop)) == look(rich)[start:stop]


@proof
@given(rich_texts(), st.data())
def test_a_text_that_is_cut_and_joined_is_as_before(rich: RichText, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(rich.text)), max_size=4)))
    edges = [0, *cuts, len(rich.text)]
    pieces = rich.slices(list(pairwise(edges)))
    assert look(join(pieces)) == look(rich)
    whole = rich.without(*(entity.type for entity in rich.entities if entity.type not in MERGING))
    assert join(whole.slices(list(pairwise(edges)))).normalise() == whole.normalise()


@st.composite
def careless_texts(draw: st.DrawFn) -> RichText:
    """Texts with entities at any code unit: they begin or end within a surrogate pair or reach out of the text."""
    text = draw(texts())
    units = st.integers(-3, utf16_length(text) + 3)
    entities = [Entity(kind, draw(units), draw(units), extra) for kind, extra in draw(st.lists(KINDS, max_size=6))]
    return RichText(text, tuple(entities))


def is_valid(rich: RichText) -> bool:
    """Whether every entity holds at least one character, and whole ones of the text only."""
    ruler = Ruler(rich.text)
    begins = {ruler.unit(point) for point in range(len(rich.text) + 1)}
    return all(
        entity.length > 0 and {entity.offset, entity.offset + entity.length} <= begins for entity in rich.entities
    )


@proof
@given(careless_texts(), st.data())
def test_whatever_is_cut_and_joined_has_entities_of_whole_characters(rich: RichText, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(rich.text)), max_size=4)))
    pieces = rich.slices(list(pairwise([0, *cuts, len(rich.text)])))
    joined = join(pieces)
    assert all(is_valid(piece) for piece in (*pieces, joined, joined.normalise(), rich.normalise()))
    assert look(joined) == look(rich)
    start, stop = sorted(data.draw(st.tuples(*(st.integers(0, rich.units),) * 2)))
    assert is_valid(rich.slice_units(start, stop))
    assert rich.slice_units(start, stop).text in rich.text


@given(rich_texts())
def test_stripping_takes_nothing_but_whitespace_around(rich: RichText) -> None:
    stripped = rich.strip()
    assert stripped.text == rich.text.strip()
    start = len(rich.text) - len(rich.text.lstrip())
    assert look(stripped) == look(rich)[start : start + len(stripped.text)]


@given(rich_texts())
def test_lines_are_the_text_between_line_breaks(rich: RichText) -> None:
    assert "\n".join(line.text for line in rich.lines()) == rich.text
    assert [look(line) for line in rich.lines()] == [look(rich)[a:b] for a, b in line_ranges(rich.text)]


@given(rich_texts())
def test_normalising_changes_neither_the_text_nor_what_applies_to_it(rich: RichText) -> None:
    normal = rich.normalise()
    assert look(normal) == look(rich)
    assert normal.normalise() == normal
    for span in normal.spans():
        for other in normal.spans():
            if span != other and (span.type, span.extra) == (other.type, other.extra):
                assert other.stop < span.start or other.start > span.stop or span.type not in MERGING


def test_two_of_a_kind_that_touch_become_one() -> None:
    assert (RichText.bold("a") + RichText.bold("b")).normalise() == RichText.bold("ab")
    assert (RichText.link("a", "x") + RichText.link("b", "y")).normalise().entities == (
        Entity("text_link", 0, 1, (("url", "x"),)),
        Entity("text_link", 1, 1, (("url", "y"),)),
    )


def test_two_custom_emoji_stay_two_pictures() -> None:
    emoji = RichText.styled("custom_emoji", "👍", custom_emoji_id="7")
    assert len((emoji + emoji).normalise().entities) == 2


@pytest.mark.parametrize(
    ("entity", "kept"),
    [
        (Entity("bold", -2, 3), (Entity("bold", 0, 1),)),
        (Entity("bold", 2, 9), (Entity("bold", 2, 1),)),
        (Entity("bold", 0, 0), ()),
        (Entity("bold", 1, -1), ()),
        (Entity("bold", 7, 2), ()),
    ],
)
def test_an_entity_that_reaches_out_of_the_text_is_clipped_or_dropped(entity: Entity, kept: tuple[Entity, ...]) -> None:
    assert RichText("abc", (entity,)).normalise() == RichText("abc", kept)
    assert RichText("abc", (entity,)).slice(0, 3) == RichText("abc", kept)


def test_texts_are_built_like_sentences() -> None:
    built = RichText.bold("🙂 a") + RichText.plain(" and ") + RichText.link("here", "https://example.org")
    assert built == RichText(
        "🙂 a and here",
        (Entity("bold", 0, 4), Entity("text_link", 9, 4, (("url", "https://example.org"),))),
    )
    assert RichText.italic("a").wrap("bold").entities == (Entity("bold", 0, 1), Entity("italic", 0, 1))
    assert RichText.code("a") + RichText.quote("b") == RichText(
        "ab", (Entity("code", 0, 1), Entity("blockquote", 1, 1))
    )
    assert RichText().wrap("bold") == RichText()
    assert not RichText()
    assert RichText(" ")


def test_a_book_with_thousands_of_entities_is_cut_in_linear_time() -> None:
    """A quadratic way would take minutes; the limit on the whole suite tells."""
    text = "Lorem 🙂 ipsum.\n" * 16_000
    rich = RichText.from_spans(text, [Span("bold", start, start + 5) for start in range(0, len(text), 16)])
    assert len(rich.lines()) == 16_001
    assert len(rich.normalise().entities) == len(text) // 16 + (len(text) % 16 > 0)
